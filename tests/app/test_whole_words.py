"""A line that is too long for its place is cut between words."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from playground.app.whole_words import whole_words

LINE = "Soonest done: learning rate 0.0668. 201 runs of 100 steps; loss 5.857×10¹⁴ at last"


@pytest.fixture
def metrics(qtbot: QtBot) -> QFontMetrics:
    return QFontMetrics(QApplication.font())


@pytest.mark.parametrize("width", range(80, 700, 7))
def test_what_is_left_of_a_line_fits_and_no_number_in_it_is_cut(
    metrics: QFontMetrics, width: int
) -> None:
    shown = whole_words(LINE, metrics, width)
    assert metrics.horizontalAdvance(shown) <= width or shown == LINE
    assert shown == LINE or f"{LINE} ".startswith(f"{shown.removesuffix(' …')} ")


def test_with_room_a_line_is_whole(metrics: QFontMetrics) -> None:
    assert whole_words(LINE, metrics, metrics.horizontalAdvance(LINE)) == LINE


def test_of_one_long_word_there_is_still_a_part(metrics: QFontMetrics) -> None:
    assert whole_words("x" * 400, metrics, 80).startswith("xxx")
