"""A page is turned at once, and nothing of the run of another page is seen beside it."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from playground.app.panel import Panel
from playground.app.theme import current_theme
from playground.app.view import View
from tests.app.lesson.conftest import GOOD, OUTCOME, WILD, Class, step

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

PLOTS = 'panels = ["loss", "parameters", "numbers"]'
PINNED = '[[steps.pinned]]\nname = "slower"\nchange = { learning_rate = 0.1 }\n'


def is_blank(panel: Panel) -> bool:
    """Whether nothing but its ground is seen of a panel, its border aside."""
    picture = panel.grab(panel.rect() - panel.body.contentsMargins()).toImage()
    ground = QColor(current_theme().surface).rgb()
    width, height = picture.width(), picture.height()
    return all(picture.pixel(x, y) == ground for x in range(width) for y in range(0, height, 3))


def plots_seen(lecture: Class) -> list[Panel]:
    """The panels on screen that show a run."""
    return [panel for panel in lecture.window.docks.on_screen() if panel.name != "lesson"]


def go_back(lecture: Class) -> None:
    """Go to the step before by its key, without waiting for anything."""
    lecture.press(Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)


def go_on(lecture: Class) -> None:
    """Go to the next step by its key, without waiting for anything."""
    lecture.press(Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)


@pytest.mark.parametrize("panels", [PLOTS, 'panels = ["landscape", "numbers"]'])
def test_a_new_page_shows_nothing_of_the_run_before_until_its_own_is_there(
    lecture: Class, qtbot: QtBot, panels: str
) -> None:
    lecture.open(step(WILD, PLOTS), step(GOOD, panels, title="Two"))
    lecture.steady()
    assert "Explodes" in lecture.window.outcome.sentence.text()
    assert not any(is_blank(panel) for panel in plots_seen(lecture))
    go_on(lecture)
    assert lecture.panel.page.place.text() == "2 of 2"
    assert [panel.name for panel in plots_seen(lecture) if not is_blank(panel)] == []
    assert lecture.window.outcome.sentence.text() == ""
    assert lecture.window.transport.values.text() == ""
    lecture.rest()
    qtbot.waitUntil(lambda: not any(is_blank(panel) for panel in plots_seen(lecture)))
    assert "Settles" in lecture.window.outcome.sentence.text()
    assert lecture.window.transport.values.text() != ""


def test_zones_tell_nothing_of_the_rate_from_the_moment_that_a_prediction_is_asked_for(
    lecture: Class, qtbot: QtBot
) -> None:
    lecture.open(step(WILD, PLOTS), step(GOOD, PLOTS, OUTCOME, title="Two"))
    control = lecture.window.controls.learning_rate
    qtbot.waitUntil(lambda: len(control.slider.zones) > 1)
    go_on(lecture)
    assert lecture.session.concealed
    assert control.slider.zones == ()
    assert control.zones.limits.texts == ("",)
    assert "predict first" in control.zones.picker.accessibleName()


def test_a_panel_that_is_brought_up_meanwhile_shows_its_own_run_as_soon_as_it_is_there(
    lecture: Class, qtbot: QtBot
) -> None:
    lecture.open(step(WILD, PLOTS), step(GOOD, PLOTS, title="Two"))
    go_on(lecture)
    lecture.window.docks.uncover("landscape")
    lecture.rest()
    qtbot.waitUntil(lambda: not any(is_blank(panel) for panel in plots_seen(lecture)))
    assert "landscape" in [panel.name for panel in plots_seen(lecture)]


def test_no_run_begins_before_its_page_is_laid_out(
    lecture: Class, monkeypatch: pytest.MonkeyPatch
) -> None:
    from playground.engine.run import Run  # here, since it imports torch

    lecture.open(step(WILD, PLOTS), step(GOOD, PLOTS, predict=PINNED, title="Two"))
    begun, work = threading.Event(), Run.work

    def watched(run: Run) -> Iterator[object]:
        begun.set()
        return work(run)

    monkeypatch.setattr(Run, "work", watched)
    go_on(lecture)
    assert lecture.panel.page.place.text() == "2 of 2"
    assert not begun.wait(0.1)
    lecture.rest()
    assert begun.is_set()


def test_many_pages_turned_in_a_row_end_at_the_run_of_the_last(lecture: Class) -> None:
    rates = (0.1, 0.2, 0.3, 0.4, 0.5)
    lecture.open(*(step(rate, PLOTS, title=f"{rate}") for rate in rates))
    for _ in rates[1:]:
        go_on(lecture)
    lecture.rest()
    assert lecture.session.view is not None
    assert lecture.session.view.experiment.learning_rate == 0.5


def test_the_window_can_be_closed_while_a_page_is_turned(lecture: Class) -> None:
    lecture.open(step(WILD, PLOTS), step(GOOD, PLOTS, title="Two"))
    go_on(lecture)
    lecture.window.close()
    assert lecture.session.close()


def test_going_back_from_a_prediction_shows_no_more_of_its_run_than_before(
    lecture: Class, qtbot: QtBot
) -> None:
    asked = step(WILD, PLOTS, f"{OUTCOME}\n{PINNED}", title="Asked")
    lecture.open(step(GOOD, PLOTS), asked)
    lecture.turn()
    qtbot.waitUntil(lambda: len(lecture.session.pins.listed) == 1)
    told: list[View] = []
    lecture.session.frame.connect(told.append)
    go_back(lecture)
    lecture.rest()
    assert lecture.session.pins.listed == ()
    assert [view for view in told if view.experiment.learning_rate == WILD] == []
