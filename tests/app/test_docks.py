"""Which panels stand where at first, and how the others are found."""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDockWidget, QTabBar, QToolButton
from pytestqt.qtbot import QtBot

from playground.app.arrangements import AT_FIRST, FEW
from playground.app.docks import Docks
from playground.app.panels import TITLES

SOME = {
    "landscape": "Landscape",
    "numbers": "Numbers",
    "fit": "Fit",
    "lesson": "Lesson",
    "loss": "Loss",
    "parameters": "Parameters",
}


@pytest.fixture
def docks(qtbot: QtBot) -> Docks:
    made = Docks(SOME)
    qtbot.addWidget(made)
    made.resize(800, 500)
    with qtbot.waitExposed(made):
        made.show()
    return made


def dock(docks: Docks, name: str) -> QDockWidget:
    return next(d for d in docks.findChildren(QDockWidget) if d.objectName() == name)


def action(docks: Docks, name: str) -> QAction:
    return next(a for a in chain(*docks.actions_to_show()) if a.text() == SOME[name])


def in_front(docks: Docks, name: str) -> bool:
    return not dock(docks, name).visibleRegion().isEmpty()


@pytest.mark.parametrize("places", [AT_FIRST, FEW])
def test_every_panel_has_one_place(places: tuple[tuple[str, ...], ...]) -> None:
    every = list(chain(*places))
    assert set(TITLES) <= set(every)
    assert len(every) == len(set(every))


def test_every_panel_is_in_the_menu_of_panels(docks: Docks) -> None:
    assert sorted(a.text() for a in chain(*docks.actions_to_show())) == sorted(SOME.values())


def test_a_panel_for_some_occasions_is_shown_when_it_is_asked_for(
    docks: Docks, qtbot: QtBot
) -> None:
    assert dock(docks, "lesson").isHidden()
    assert not action(docks, "lesson").isChecked()
    action(docks, "lesson").trigger()
    qtbot.waitUntil(lambda: in_front(docks, "lesson"))
    assert not in_front(docks, "numbers")
    docks.arrange()
    assert dock(docks, "lesson").isHidden()


def test_a_hidden_panel_that_is_shown_again_comes_to_the_front(docks: Docks, qtbot: QtBot) -> None:
    action(docks, "fit").trigger()
    qtbot.waitUntil(lambda: dock(docks, "fit").isHidden())
    assert in_front(docks, "numbers")
    action(docks, "fit").trigger()
    qtbot.waitUntil(lambda: in_front(docks, "fit"))


def test_a_layout_of_before_there_was_a_panel_leaves_it_behind_its_tab(
    docks: Docks, qtbot: QtBot
) -> None:
    old = Docks({name: title for name, title in SOME.items() if name != "fit"})
    qtbot.addWidget(old)
    old.resize(800, 500)
    with qtbot.waitExposed(old):
        old.show()
    assert docks.restore(old.arrangement())
    assert not dock(docks, "fit").isHidden()
    docks.uncover("fit")
    qtbot.waitUntil(lambda: in_front(docks, "fit"))


def test_no_title_is_cut_short_on_its_tab(docks: Docks, qtbot: QtBot) -> None:
    docks.uncover("lesson")
    bars = docks.findChildren(QTabBar)
    assert bars
    assert {bar.elideMode() for bar in bars} == {Qt.TextElideMode.ElideNone}


def by_its_cross(docks: Docks, name: str) -> None:
    cross = next(
        button
        for button in dock(docks, name).findChildren(QToolButton)
        if button.accessibleName() == f"Hide {SOME[name]}"
    )
    QTest.mouseClick(cross, Qt.MouseButton.LeftButton)


def by_the_menu(docks: Docks, name: str) -> None:
    action(docks, name).trigger()


@pytest.mark.parametrize("hide", [by_its_cross, by_the_menu])
def test_hiding_the_panel_that_has_all_the_room_shows_the_others_again(
    docks: Docks, qtbot: QtBot, hide: Callable[[Docks, str], None]
) -> None:
    docks.maximise("landscape")
    docks.uncover("lesson")  # from the menu, meanwhile
    hide(docks, "landscape")
    rest = set(SOME) - {"landscape"}
    assert {name for name in SOME if not dock(docks, name).isHidden()} == rest
    qtbot.waitUntil(lambda: in_front(docks, "loss"))
    action(docks, "landscape").trigger()
    qtbot.waitUntil(lambda: in_front(docks, "landscape") and in_front(docks, "loss"))
