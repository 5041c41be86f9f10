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


@pytest.mark.parametrize("width", range(0, 500, 7))
def test_whatever_the_width_nothing_is_lost_and_no_line_is_empty(
    metrics: QFontMetrics, width: int
) -> None:
    lines = broken(LINE, metrics, width)
    assert " ".join(line.strip() for line in lines) == LINE
    assert all(line.strip() for line in lines)


def test_words_without_an_equation_are_left_to_their_label(metrics: QFontMetrics) -> None:
    assert broken("the update · of + momentum", metrics, 1) == ["the update · of + momentum"]
