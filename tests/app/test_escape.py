"""Text from a person or a file is shown as its characters, never as markup."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QApplication

from playground.app.escape import LONGEST, escaped


@pytest.mark.parametrize(
    "text", ["x<y and a>b", '<img src="file:///etc/passwd">', "&amp; stays", "'quoted'", "θ₁²"]
)
def test_a_rich_text_label_shows_exactly_what_was_typed(qapp: QApplication, text: str) -> None:
    document = QTextDocument()
    document.setHtml(escaped(text))
    assert document.toPlainText() == text


@given(st.text())
def test_no_markup_and_no_second_line_survives(text: str) -> None:
    shown = escaped(text)
    assert not set("<>\n\r\t\0\u2028") & set(shown)
    shown.encode("utf-8")  # no half of a surrogate pair


def test_a_long_text_is_cut_and_says_so() -> None:
    assert escaped("x" * 10_000) == "x" * LONGEST + "…"
