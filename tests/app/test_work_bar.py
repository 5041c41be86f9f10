"""The line below a panel says as much as it can."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from playground.app.compare_words import HINT, PAST
from playground.app.theme import ThemeKeeper
from playground.app.work_bar import WorkBar


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_a_long_answer_takes_a_second_line_before_it_is_cut(
    qtbot: QtBot, keeper: ThemeKeeper, scale: float
) -> None:
    keeper.set_scale(scale)
    bar = WorkBar("Go on")
    keeper.dress(bar)
    bar.paint_with(keeper.theme)
    qtbot.addWidget(bar)
    bar.resize(round(340 * scale), bar.height())
    bar.show()
    answer = "Soonest done: learning rate 0.0185 and 3 more, oscillating, settles"
    bar.show_work(answer, None)
    assert bar.label.fontMetrics().horizontalAdvance(answer) > bar.label.width()
    assert bar.label.shown() == answer
    bar.show_work(3 * answer, None)
    assert bar.label.shown().endswith("…")
    assert bar.label.toolTip() == 3 * answer


@pytest.mark.parametrize("width", [90, 150, 209, 223, 237, 300, 400])
@pytest.mark.parametrize("text", [PAST, HINT])
def test_what_is_shown_has_room_from_its_first_line_to_its_last(
    qtbot: QtBot, keeper: ThemeKeeper, text: str, width: int
) -> None:
    bar = WorkBar("Go on")
    keeper.dress(bar)
    bar.paint_with(keeper.theme)
    qtbot.addWidget(bar)
    bar.show_work(text, None)
    line = bar.label
    line.resize(width, bar.height())
    shown = line.shown()
    assert shown == text or shown.endswith("…")
    room = line.fontMetrics().boundingRect(line.rect(), Qt.TextFlag.TextWordWrap, shown)
    assert room.height() <= line.height()
