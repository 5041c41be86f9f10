"""Of each learning rate the Sweep panel shows what becomes of it, and runs the one pointed at."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from playground.app.panels.sweep import SweepPanel
from playground.app.sweep_plots.kinds import KINDS

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton


Person = Any  # the fixture of this folder, whose type tests cannot import


def test_each_rate_of_the_parabola_has_the_kind_that_its_factor_gives(
    panel: SweepPanel, person: Person
) -> None:
    person.shows(panel.outcome, steps=100)
    page = panel.outcome
    assert page.sweep is not None
    rates = page.sweep.learning_rate
    names = np.array([KINDS[kind].name for kind in page.points.kinds])
    # Each step multiplies the error by 1 − 2·lr; a settled error is a thousandth of the way.
    assert set(names[rates > 1.05]) == {"diverged"}
    assert set(names[(rates > 0.51) & (rates < 0.9)]) == {"oscillating"}
    assert set(names[(rates > 0.1) & (rates < 0.49)]) == {"monotone"}
    assert set(names[rates < 0.01]) == {"too slow"}
    named = {entry.name for entry in page.key.entries}
    assert named >= {"diverged", "oscillating", "monotone", "too slow"}


def test_points_of_different_kinds_differ_in_shape_too() -> None:
    assert len({kind.shape for kind in KINDS}) == len(KINDS)


def test_limit_and_best_rate_are_those_of_the_theory(panel: SweepPanel, person: Person) -> None:
    person.shows(panel.outcome)
    found = person.lines(panel.outcome)  # the curvature is 2
    assert found["best"] == pytest.approx(0.5)
    assert found["limit"] == pytest.approx(1.0)


def test_a_best_rate_that_is_at_the_limit_is_drawn_as_one_line_with_it(
    panel: SweepPanel, person: Person
) -> None:
    person.shows(panel.outcome, loss="quadratic", settings={"condition": 1000.0})
    names = [line.name for line in panel.outcome.plot.uprights.lines if line.name]
    assert [name.split(", ")[1:] for name in names] == [["best just below"]]


def test_a_point_lies_at_the_final_loss_of_its_run(panel: SweepPanel, person: Person) -> None:
    person.shows(panel.outcome, dtype="float64")
    page = panel.outcome
    assert page.sweep is not None
    rate = float(page.sweep.learning_rate[60])
    place = page.points.places[60]
    assert place[0] == pytest.approx(np.log10(rate))
    assert place[1] == pytest.approx(40 * np.log10(1 - 2 * rate))  # 20 steps, squared


def test_a_press_runs_the_nearest_rate_of_the_sweep(panel: SweepPanel, person: Person) -> None:
    person.shows(panel.outcome)
    page = panel.outcome
    assert page.sweep is not None
    before = panel.session.run_number
    QTest.mouseClick(page.plot.viewport(), LEFT, pos=person.at(page, 0.05))
    assert panel.session.run_number == before + 1
    rate = panel.session.experiment.learning_rate
    assert rate in page.sweep.learning_rate
    assert rate == pytest.approx(0.05, rel=0.1)


def test_the_sweep_reaches_a_rate_beyond_what_is_usual_and_stays_in_a_drag(
    panel: SweepPanel, person: Person
) -> None:
    person.shows(panel.outcome, learning_rate=30.0)
    page = panel.outcome
    assert page.sweep is not None
    assert page.sweep.learning_rate[[0, -1]].tolist() == [1e-3, 100.0]
    held = next(line for line in page.plot.uprights.lines if line.held)
    assert page.plot.inside(QPointF(person.at(page, 30.0)))
    assert page.plot.rates.rate(held.place) == pytest.approx(30.0)
    person.drags(page, person.at(page, 30.0), person.at(page, 5.0), person.at(page, 0.5))
    assert panel.session.experiment.learning_rate == pytest.approx(0.5, rel=0.1)
    person.waits()
    assert page.sweep.learning_rate[-1] == 100.0
    assert panel.session.rates.stops == tuple(page.sweep.learning_rate)


def test_dragging_the_line_takes_the_learning_rate_along(panel: SweepPanel, person: Person) -> None:
    person.shows(panel.outcome)
    page = panel.outcome
    assert page.plot.near_line(QPointF(person.at(page, 0.2)))
    person.drags(page, person.at(page, 0.2), person.at(page, 0.4), person.at(page, 0.8))
    assert panel.session.experiment.learning_rate == pytest.approx(0.8, rel=0.1)
    held = [line for line in page.plot.uprights.lines if line.held]
    assert page.plot.rates.rate(held[0].place) == panel.session.experiment.learning_rate
    panel.session.history.undo()  # one drag, one undo
    assert panel.session.experiment.learning_rate == 0.2


def test_the_pointer_reads_out_rate_value_and_outcome(panel: SweepPanel, person: Person) -> None:
    person.shows(panel.outcome, steps=100)
    assert person.hovers(panel.outcome, 5.0)[2].startswith("diverged")
    rate, loss, outcome = person.hovers(panel.outcome, 0.4)
    assert rate == "learning rate 0.4"
    assert loss.startswith("final loss = ")
    assert outcome == "monotone, settles"
    QApplication.sendEvent(panel.outcome.plot.viewport(), QEvent(QEvent.Type.Leave))
    assert not panel.outcome.plot.readout.isVisible()


def test_another_measure_is_chosen_by_the_keys(panel: SweepPanel, person: Person) -> None:
    person.shows(panel.outcome)
    QTest.keyClick(panel.outcome.measures, Qt.Key.Key_Down)
    assert panel.outcome.measures.currentText() == "steps to tolerance"
    # A factor of (1 − 2 · 0.4)² = 0.04 for the loss: below 0.001 in three steps.
    assert person.hovers(panel.outcome, 0.4)[1] == "steps to loss within 0.1 %: 3"
    assert person.hovers(panel.outcome, 2.0)[1] == "steps to loss within 0.1 %: never"
    QTest.keyClick(panel.outcome.measures, Qt.Key.Key_Down)
    assert person.hovers(panel.outcome, 0.5)[1].startswith("distance = ")


def test_a_sweep_of_a_run_whose_rate_changes_says_for_how_long_the_swept_rate_holds(
    panel: SweepPanel, person: Person
) -> None:
    from playground.core.experiment import Edit

    person.shows(panel.outcome, learning_rate=1.1, edits=(Edit(2, 0.4),))
    page = panel.outcome
    assert page.sweep is not None
    beyond = (page.sweep.learning_rate > 1.0) & (page.sweep.learning_rate < 2.0)
    # Two steps multiply the error by (1 − 2·lr)² < 9, and the 18 that follow by 0.2¹⁸.
    assert set(np.array(page.sweep.outcome)[beyond]) == {"settled"}
    held = "of 20 steps, with the swept rate for the first 2 steps only (0.4 from step 2 on)"
    assert held in page.work.label.text()
    person.shows(panel.outcome, edits=(Edit(0, 0.4), Edit(5, 0.1)))
    assert "none with the swept rate (0.4 from step 0 on and 1 more)" in page.work.label.text()


def test_another_learning_rate_needs_no_other_sweep(panel: SweepPanel, person: Person) -> None:
    person.shows(panel.outcome)
    first = panel.outcome.sweep
    panel.session.edit(learning_rate=0.4)
    person.waits()
    assert panel.outcome.sweep is first
    panel.session.edit(steps=21)
    person.waits()
    assert panel.outcome.sweep is not first


def test_with_a_mistake_no_rate_is_called_best_and_the_reason_is_given(
    panel: SweepPanel, person: Person
) -> None:
    person.shows(panel.outcome, mistakes=("wrong-sign",))
    said = panel.outcome.work.label.text()
    assert "Soonest done" not in said
    assert said.endswith("every step goes uphill, so no learning rate is stable.")
    assert not {"best", "limit"} & set(person.lines(panel.outcome))
