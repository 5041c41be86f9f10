"""A long equation breaks where a person would break it."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from playground.app.equation_lines import broken

LINE = "m₃ = 0.9 · m₂ + 0.1 · g = 0.9 · (−3.7) + 0.1 · (−5.06372) = −3.836"


@pytest.fixture
def metrics(qtbot: QtBot) -> QFontMetrics:
    return QFontMetrics(QApplication.font())


def test_with_room_an_equation_stays_on_its_line(metrics: QFontMetrics) -> None:
    assert broken(LINE, metrics, metrics.horizontalAdvance(LINE)) == [LINE]


def test_it_breaks_before_its_equals_signs_then_before_its_terms(metrics: QFontMetrics) -> None:
    width = metrics.horizontalAdvance("      = 0.9 · (−3.7) + 0.1 · (−5.06372)")
    assert broken(LINE, metrics, width) == [
        "m₃ = 0.9 · m₂ + 0.1 · g",
        "      = 0.9 · (−3.7) + 0.1 · (−5.06372)",
        "      = −3.836",
    ]
    assert broken(LINE, metrics, width - 1) == [
        "m₃ = 0.9 · m₂ + 0.1 · g",
        "      = 0.9 · (−3.7)",
        "         + 0.1 · (−5.06372)",
        "      = −3.836",
    ]


def test_what_the_format_made_of_a_result_goes_below_it(metrics: QFontMetrics) -> None:
    line = "θ₁ = max(1, g) = max(1, 0.4), each part rounded to bfloat16: 1"
    width = metrics.horizontalAdvance("         each part rounded to bfloat16: 1")
    assert broken(line, metrics, width) == [
        "θ₁ = max(1, g)",
        "      = max(1, 0.4),",
        "         each part rounded to bfloat16: 1",
    ]


@pytest.mark.parametrize("line", [LINE, f"{LINE}6, each part rounded to bfloat16: −3.8281"])
@pytest.mark.parametrize("width", range(0, 500, 7))
def test_whatever_the_width_nothing_is_lost_and_no_line_is_empty(
    metrics: QFontMetrics, width: int, line: str
) -> None:
    lines = broken(line, metrics, width)
    assert " ".join(part.strip() for part in lines) == line
    assert all(part.strip() for part in lines)


def test_words_without_an_equation_are_left_to_their_label(metrics: QFontMetrics) -> None:
    assert broken("the update · of + momentum", metrics, 1) == ["the update · of + momentum"]
