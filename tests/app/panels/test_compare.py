"""A comparison starts when it is asked for, shows its evidence, and opens what it found."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from playground.app.compare_entrants import USUAL, entrant_title, entrants
from playground.app.compare_plots import RunsPlot, dash_of
from playground.app.numbers_text import short_text
from playground.app.panels.compare import ComparePanel
from playground.app.session import Session
from playground.core.entrants import Entrant
from tests.app.live_panel import PATIENCE_MS, live_panel, rest, show

# A menu asks for the keyboard, which the offscreen platform does not have.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def panel(qtbot: QtBot, session: Session) -> Iterator[ComparePanel]:
    yield from live_panel(ComparePanel, qtbot, session, 560, 320)


def compare(qtbot: QtBot, panel: ComparePanel) -> None:
    qtbot.mouseClick(panel.start, LEFT)
    rest(qtbot, panel.session)


def test_nothing_is_compared_until_the_button_is_pressed(qtbot: QtBot, panel: ComparePanel) -> None:
    show(qtbot, panel, loss="himmelblau", steps=20)
    assert panel.shown == ()
    assert panel.note.isVisible()
    assert not panel.table.isVisible()


def test_the_usual_ones_are_plain_descent_momentum_adam_and_rmsprop(
    qtbot: QtBot, panel: ComparePanel
) -> None:
    show(qtbot, panel, loss="himmelblau", steps=20)
    compare(qtbot, panel)
    names = [one.name for one in panel.shown]
    assert names == ["SGD", "SGD, momentum 0.9", "Adam", "RMSprop"]
    assert [one.run.entrant for one in panel.shown] == [
        entrant for entrant in panel.entrants.chosen if entrant in USUAL
    ]
    assert len({(one.colour, one.dash) for one in panel.shown}) == 4


def test_each_is_drawn_at_its_best_rate_with_the_sweep_that_shows_it(
    qtbot: QtBot, panel: ComparePanel
) -> None:
    show(qtbot, panel, loss="himmelblau", steps=20)
    compare(qtbot, panel)
    for one, line, dot in zip(panel.shown, panel.rates.lines, panel.rates.dots, strict=True):
        x, y = line.getData()
        best = int(np.argmin(y))
        contender = one.run.contender
        assert 10 ** x[best] == pytest.approx(contender.best_rate)
        assert (dot.pos().x(), dot.pos().y()) == pytest.approx((x[best], y[best]))
    for one, line in zip(panel.shown, panel.losses.lines, strict=True):
        assert len(one.run.loss) == 21
        assert line.getData()[0][-1] == 20


def test_the_table_has_the_lowest_loss_first_and_opens_its_run(
    qtbot: QtBot, panel: ComparePanel
) -> None:
    show(qtbot, panel, loss="himmelblau", steps=20)
    compare(qtbot, panel)
    before = panel.shown
    best = min(panel.shown, key=lambda one: float(one.run.contender.median_loss.min()))
    assert panel.table.item(0, 0).text() == best.name
    button = panel.table.cellWidget(0, 3)
    assert isinstance(button, QPushButton)
    qtbot.mouseClick(button, LEFT)
    rest(qtbot, panel.session)
    experiment = panel.session.experiment
    assert experiment == best.run.contender.experiment
    assert panel.session.view is not None
    np.testing.assert_array_equal(panel.session.view.loss, best.run.loss)
    assert panel.shown is before  # it stays on screen, since it compares this one too


def test_the_plots_say_which_starts_they_are_of_and_the_row_has_both_losses(
    qtbot: QtBot, panel: ComparePanel
) -> None:
    show(qtbot, panel, loss="himmelblau", steps=20)
    compare(qtbot, panel)
    assert panel.losses.left.title.endswith("start on screen")
    assert "median of 5 starts" in panel.rates.left.title
    assert "from several starts" in panel.table.horizontalHeaderItem(2).toolTip()
    button = panel.table.cellWidget(0, 3)
    assert isinstance(button, QPushButton)
    qtbot.mouseClick(button, LEFT)
    rest(qtbot, panel.session)
    assert panel.session.view is not None
    ends = short_text(float(panel.session.view.loss[-1]), 5)
    assert panel.table.item(0, 0).toolTip().endswith(f"from the start on screen {ends}")


def test_two_of_them_can_be_pinned_beside_each_other(qtbot: QtBot, panel: ComparePanel) -> None:
    show(qtbot, panel, loss="himmelblau", steps=20)
    compare(qtbot, panel)
    for row in (0, 1):
        button = panel.table.cellWidget(row, 4)
        assert isinstance(button, QPushButton)
        qtbot.mouseClick(button, LEFT)
        rest(qtbot, panel.session)
    pinned = [pin.run.experiment for pin in panel.session.pins.listed]
    found = [one.run.contender.experiment for one in panel.shown]
    assert len(pinned) == 2
    assert all(experiment in found for experiment in pinned)


def test_of_another_experiment_the_old_comparison_says_that_it_is_old(
    qtbot: QtBot, panel: ComparePanel
) -> None:
    show(qtbot, panel, loss="himmelblau", steps=20)
    compare(qtbot, panel)
    assert "Same start, 20 steps" in panel.work.label.text()
    assert "median of 5 starts" in panel.work.label.text()
    before = panel.shown
    show(qtbot, panel, loss="himmelblau", steps=25)
    assert "earlier experiment" in panel.work.label.text()
    assert panel.shown is before
    compare(qtbot, panel)
    assert "Same start, 25 steps" in panel.work.label.text()


def test_losses_below_zero_have_a_linear_axis_and_others_a_logarithmic_one(
    qtbot: QtBot, panel: ComparePanel
) -> None:
    show(qtbot, panel, loss="himmelblau", steps=20)
    compare(qtbot, panel)
    assert panel.losses.left.title.startswith("loss (log)")
    show(qtbot, panel, loss="double-well", steps=20)  # its minima are at −1/4
    compare(qtbot, panel)
    assert "log" not in panel.losses.left.title


def test_a_switch_of_the_menu_leaves_an_optimizer_out_and_the_menu_open(
    qtbot: QtBot, panel: ComparePanel
) -> None:
    show(qtbot, panel, loss="square", steps=10)
    menu = panel.entrants.menu()
    menu.popup(panel.mapToGlobal(panel.rect().center()))
    action = next(action for action in menu.actions() if action.text() == "RMSprop")
    place = menu.actionGeometry(action).center()
    QTest.mouseMove(menu, place)
    menu.setActiveAction(action)
    QTest.mouseClick(menu, LEFT, pos=place)
    assert menu.isVisible()
    QTest.keyClick(menu, Qt.Key.Key_Escape)
    assert panel.entrants.text() == "3 optimizers"
    compare(qtbot, panel)
    assert [one.name for one in panel.shown] == ["SGD", "SGD, momentum 0.9", "Adam"]


def test_the_optimizer_on_screen_is_offered_with_its_own_settings(session: Session) -> None:
    from playground.core.experiment import Experiment

    optimizers = session.catalogue.optimizers
    own = Experiment(settings={"momentum": 0.5, "nesterov": True})
    titles = [entrant_title(one) for one in entrants(optimizers, own)]
    assert titles[:2] == ["SGD", "SGD, momentum 0.9"]
    assert titles[4] == "SGD, momentum 0.5, nesterov"
    assert "LBFGS" not in titles  # each of its hundreds of descents would go alone
    assert Entrant("sgd") in entrants(optimizers, own)


def test_a_typed_rule_is_compared_like_any_other(session: Session) -> None:
    from playground.core.experiment import Experiment

    rule = "v = beta*v + gradient; theta = theta - lr*v"
    own = Experiment(optimizer=rule, settings={"β": 0.5})
    found = entrants(session.catalogue.optimizers, own)
    assert found[4] == Entrant(rule, (("β", 0.5),))
    assert entrant_title(found[4]) == "Typed rule, β 0.5"


def test_a_long_comparison_can_be_cancelled_and_keeps_what_it_has(
    qtbot: QtBot, panel: ComparePanel
) -> None:
    from playground.core.experiment import Experiment

    panel.session.restart(Experiment("himmelblau", learning_rate=1e-3, steps=20_000))
    qtbot.waitUntil(lambda: panel.session.view is not None and panel.entrants.chosen != ())
    qtbot.mouseClick(panel.start, LEFT)
    button = panel.work.button
    qtbot.waitUntil(button.isVisible, timeout=PATIENCE_MS)
    assert panel.work.label.text() == "0 of 4 optimizers are compared, now SGD"
    qtbot.mouseClick(button, LEFT)
    assert panel.work.label.text() == "Stopped"
    assert button.text() == "Go on"
    show(qtbot, panel, loss="square", steps=10)


def test_no_two_of_all_optimizers_look_the_same(session: Session) -> None:
    assert len({(slot % 8, dash_of(slot)) for slot in range(64)}) == 64
    optimizers = session.catalogue.optimizers
    assert len(optimizers) > 8  # so that colours come again


def test_what_is_of_an_earlier_experiment_is_faded(qtbot: QtBot, panel: ComparePanel) -> None:
    show(qtbot, panel, loss="square", steps=10)
    compare(qtbot, panel)
    drawn = [plot.getViewBox().childGroup for plot in (panel.losses, panel.rates)]
    assert [group.opacity() for group in drawn] == [1.0, 1.0]
    assert not panel.table.graphicsEffect().isEnabled()
    show(qtbot, panel, loss="square", steps=11)
    assert all(group.opacity() < 1 for group in drawn)
    assert panel.table.graphicsEffect().isEnabled()
    compare(qtbot, panel)
    assert [group.opacity() for group in drawn] == [1.0, 1.0]


def test_the_row_under_the_mouse_stands_out_in_both_plots(
    qtbot: QtBot, panel: ComparePanel
) -> None:
    show(qtbot, panel, loss="square", steps=10)
    compare(qtbot, panel)
    table = panel.table
    name = table.item(0, 0).text()

    def clear(plot: RunsPlot) -> list[str]:
        every = zip(panel.shown, plot.lines, strict=True)
        return [one.name for one, line in every if line.opacity() == 1]

    def stands_out() -> bool:
        # Anew, since the table may still be laid out.
        QTest.mouseMove(table.viewport(), table.visualItemRect(table.item(0, 0)).center())
        return clear(panel.losses) == clear(panel.rates) == [name]

    qtbot.waitUntil(stands_out)


def test_a_loss_that_is_undefined_everywhere_is_told_in_words(
    qtbot: QtBot, panel: ComparePanel
) -> None:
    show(qtbot, panel, loss="log(x - 9)", theta=(1.0,), steps=10)
    compare(qtbot, panel)
    assert panel.work.label.text().startswith("No learning rate that was tried keeps the loss")
    assert [panel.table.item(row, 1).text() for row in range(4)] == ["none"] * 4
    assert panel.table.item(0, 1).toolTip() == "every rate diverges"
    assert not panel.grab().isNull()


def test_of_a_loss_that_falls_on_and_on_the_largest_rate_is_named_as_the_end(
    qtbot: QtBot, panel: ComparePanel
) -> None:
    show(qtbot, panel, loss="-x", theta=(1.0,), steps=10)
    compare(qtbot, panel)
    assert panel.work.label.text().startswith("For each the largest rate is best")
    assert panel.table.item(0, 1).text().startswith("≥ ")
    assert "end of the range" in panel.table.item(0, 1).toolTip()
    for line in panel.losses.lines:
        assert 0.0 <= line.getData()[1][-1] <= 1.0  # none leaves the plot


def test_where_there_is_little_room_the_names_stay(qtbot: QtBot, panel: ComparePanel) -> None:
    show(qtbot, panel, loss="square", steps=10)
    compare(qtbot, panel)
    assert not panel.table.isColumnHidden(2)
    panel.resize(345, 320)
    qtbot.waitUntil(lambda: panel.table.isColumnHidden(2))
    qtbot.waitUntil(lambda: panel.table.columnWidth(0) > 70)
    assert "median loss" in panel.table.item(0, 0).toolTip()


def test_in_a_small_window_all_four_usual_optimizers_are_seen_at_once(
    qtbot: QtBot, panel: ComparePanel
) -> None:
    panel.resize(567, 294)  # as in a window of 1280 by 720
    show(qtbot, panel, loss="himmelblau", steps=20)
    compare(qtbot, panel)
    table = panel.table
    qtbot.waitUntil(lambda: not table.verticalScrollBar().maximum())
    assert table.rowCount() == 4
    seen = table.viewport().rect()
    assert all(seen.contains(table.visualItemRect(table.item(row, 0))) for row in range(4))
    assert panel.losses.height() > table.height()
