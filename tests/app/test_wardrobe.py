"""A theme is worn at once by what is on screen, and soon after by all the rest."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from playground.app.palette import DARK, LIGHT, Theme
from playground.app.spacing import spaced
from playground.app.theme import ThemeKeeper
from playground.app.wardrobe import Wardrobe

LARGE = replace(LIGHT, scale=2.0)
TITLE_PX = {LIGHT: 18, LARGE: 36, DARK: 18}  # of a step of a lesson, by the style sheet


class Part(QWidget):
    """One title in a part of the window; notes what it is painted with."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.painted: list[Theme] = []
        self.row = spaced(QHBoxLayout(self), LIGHT, 8)
        self.title = QLabel("title")
        self.title.setProperty("role", "step-title")
        self.row.addWidget(self.title)

    def paint_with(self, theme: Theme) -> None:
        self.painted.append(theme)

    def wears(self, theme: Theme) -> bool:
        size = self.title.fontInfo().pixelSize()
        return size == TITLE_PX[theme] and self.painted[-1:] == [theme]


@pytest.fixture
def parts(qtbot: QtBot, keeper: ThemeKeeper) -> Iterator[list[Part]]:
    """Two parts on screen, two that are hidden."""
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    made = [Part(window) for _ in range(4)]
    for part in made:
        column.addWidget(part)
    for part in made[2:]:
        part.hide()
    window.show()
    yield made
    window.close()


@pytest.fixture
def wardrobe(parts: list[Part], qtbot: QtBot) -> Wardrobe:
    made = Wardrobe(parts[0].window())
    for part in parts:
        made.add(part, LIGHT)
    assert made.at_rest
    return made


def test_what_is_on_screen_wears_a_theme_at_once_and_the_rest_soon_after(
    wardrobe: Wardrobe, parts: list[Part], qtbot: QtBot
) -> None:
    with qtbot.waitSignal(wardrobe.rested):
        wardrobe.change(LARGE)
        assert [part.wears(LARGE) for part in parts] == [True, True, False, False]
        assert [part.row.spacing() for part in parts] == [16, 16, 8, 8]
    assert all(part.wears(LARGE) for part in parts)
    assert [part.row.spacing() for part in parts] == [16] * 4


def test_between_two_parts_of_the_rest_the_window_goes_on(
    wardrobe: Wardrobe, parts: list[Part], qtbot: QtBot
) -> None:
    """What a timer does in between sees one of them changed, and the other not yet."""
    seen: list[list[bool]] = []
    timer = QTimer(wardrobe, interval=0)
    timer.timeout.connect(lambda: seen.append([part.wears(LARGE) for part in parts[2:]]))
    timer.start()
    with qtbot.waitSignal(wardrobe.rested):
        wardrobe.change(LARGE)
    timer.stop()
    assert [True, False] in seen


def test_what_is_shown_while_it_waits_is_next(
    wardrobe: Wardrobe, parts: list[Part], qtbot: QtBot
) -> None:
    wardrobe.change(LARGE)
    parts[3].show()
    qtbot.waitUntil(lambda: parts[3].wears(LARGE) or parts[2].wears(LARGE))
    assert parts[3].wears(LARGE)


def test_two_changes_in_quick_succession_end_with_the_last(
    wardrobe: Wardrobe, parts: list[Part], qtbot: QtBot
) -> None:
    wardrobe.change(LARGE)
    with qtbot.waitSignal(wardrobe.rested):
        wardrobe.change(DARK)
    assert all(part.wears(DARK) for part in parts)
    assert parts[2].painted == parts[3].painted == [DARK]  # and never with what is over


def test_a_part_that_is_gone_is_waited_for_no_longer(
    wardrobe: Wardrobe, parts: list[Part], qtbot: QtBot
) -> None:
    wardrobe.change(LARGE)
    with qtbot.waitSignals([parts[0].destroyed, parts[3].destroyed, wardrobe.rested]):
        for part in (parts[0], parts[3]):
            part.deleteLater()
    with qtbot.waitSignal(wardrobe.rested):
        wardrobe.change(DARK)
    assert parts[1].wears(DARK)
    assert parts[2].wears(DARK)
