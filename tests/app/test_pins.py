"""Pinned runs: what stays, what it is called, and that all of it can be undone."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from pytestqt.qtbot import QtBot

from playground.app.pins import FULL, GONE, MOST, SOON, TWICE
from playground.app.session import Session

Go = Callable[..., None]


def names(session: Session) -> list[str]:
    return [session.pins.name_of(pin) for pin in session.pins.listed]


def test_a_pinned_run_stays_while_others_come_and_go(session: Session, go: Go) -> None:
    session.pins.pin()
    kept = session.view
    assert kept is not None
    go(learning_rate=0.9)
    view = session.view
    assert view is not None
    (pinned,) = view.pinned
    assert (pinned.name, view.name) == ("lr 0.2", "lr 0.9")
    np.testing.assert_array_equal(pinned.view.theta, kept.theta)
    assert pinned.same_loss
    go(loss="himmelblau")
    assert session.view is not None
    assert not session.view.pinned[0].same_loss
    assert not session.view.pinned[0].same_parameters


def test_pinned_runs_share_the_playhead_as_far_as_they_go(session: Session, go: Go) -> None:
    session.pins.pin()
    go(steps=40)
    session.seek(7)
    assert session.view is not None
    assert session.view.pinned[0].view.playhead == 7
    session.seek(33)
    assert session.view is not None
    assert session.view.playhead == 33
    assert session.view.pinned[0].view.playhead == 20


def test_no_two_pins_have_the_same_colour_and_there_are_eight_of_them(
    session: Session, go: Go
) -> None:
    said: list[str] = []
    session.pins.said.connect(said.append)
    for number in range(MOST):
        go(learning_rate=0.1 + 0.01 * number)
        session.pins.pin()
    assert sorted(pin.slot for pin in session.pins.listed) == list(range(MOST))
    assert len(set(names(session))) == MOST
    go(learning_rate=0.9)
    session.pins.pin()
    assert said[-1] == FULL
    second = session.pins.listed[1]
    session.pins.remove(second.key)
    session.pins.pin()
    assert session.pins.listed[-1].slot == second.slot
    session.pins.pin()
    assert said[-1] == TWICE
    session.pins.said.disconnect(said.append)


def test_a_run_under_way_is_pinned_when_it_is_finished(
    session: Session, go: Go, qtbot: QtBot
) -> None:
    said: list[str] = []
    session.pins.said.connect(said.append)
    assert session.edit(loss="rosenbrock", steps=5000) == ""
    session.pins.pin()
    assert said == [SOON]
    assert session.pins.listed == ()
    qtbot.waitUntil(lambda: len(session.pins.listed) == 1)
    assert session.pins.listed[0].run.length == 5001
    assert session.edit(steps=5001) == ""
    session.pins.pin()
    assert session.edit(steps=30) == ""
    assert said[-1] == GONE
    go()
    assert len(session.pins.listed) == 1
    session.pins.said.disconnect(said.append)


def test_every_change_of_the_pins_can_be_undone_and_done_again(session: Session, go: Go) -> None:
    session.pins.pin()
    go(learning_rate=0.9)
    session.pins.pin()
    pins, first = session.pins, session.pins.listed[0]

    def state() -> object:
        return [(pin.key, pin.slot, pin.given, pin.visible) for pin in pins.listed]

    changes: list[Callable[[], None]] = [
        lambda: pins.rename(first.key, "the slow one"),
        lambda: pins.show(first.key, False),
        lambda: pins.recolour(first.key, 5),
        lambda: pins.recolour(first.key, pins.listed[1].slot),
        lambda: pins.move(first.key, 1),
        lambda: pins.remove(first.key),
    ]
    for change in changes:
        before = state()
        change()
        after = state()
        assert after != before
        session.history.undo()
        assert state() == before
        session.history.redo()
        assert state() == after


def test_a_name_that_was_given_stays_and_the_others_follow_what_differs(
    session: Session, go: Go
) -> None:
    session.pins.pin()
    go(learning_rate=0.9)
    session.pins.pin()
    session.pins.rename(session.pins.listed[0].key, "  before  the <b>break</b> ")
    go(optimizer="adam")
    assert names(session) == ["before the <b>break</b>", "SGD 0.9"]
    assert session.pins.name == "Adam 0.9"


def test_a_fork_keeps_both_branches_and_undo_takes_back_all_of_it(session: Session, go: Go) -> None:
    go(learning_rate=0.3)
    before = session.experiment
    assert session.fork(5, 0.1, {}) == ""
    go()
    (pin,) = session.pins.listed
    assert pin.run.experiment == before
    view = session.view
    assert view is not None
    old = view.pinned[0].view
    assert view.theta[:6].tobytes() == old.theta[:6].tobytes()
    assert view.theta[6, 0] != old.theta[6, 0]
    assert (view.pinned[0].name, view.name) == ("lr 0.3", "lr 0.1 from step 5")
    session.history.undo()
    assert session.pins.listed == ()
    assert session.experiment == before


def test_a_fork_that_cannot_be_changes_nothing(session: Session, go: Go) -> None:
    before = session.experiment
    assert "from 0 to 19, not 20" in session.fork(20, 0.1, {})
    assert "already" in session.fork(3, 0.2, {})
    assert "must be at least 0" in session.fork(3, None, {"momentum": -1.0})
    assert session.experiment == before
    assert session.pins.listed == ()


def test_a_pin_that_is_hidden_is_on_no_panel_but_keeps_its_colour(session: Session, go: Go) -> None:
    session.pins.pin()
    session.pins.show(session.pins.listed[0].key, False)
    assert session.view is not None
    assert session.view.pinned == ()
    go(learning_rate=0.9)
    session.pins.pin()
    assert session.pins.listed[1].slot == 1


def test_with_eight_pins_a_wrong_fork_is_told_what_is_wrong_with_it(
    session: Session, go: Go
) -> None:
    for number in range(MOST):
        go(learning_rate=0.1 + 0.01 * number)
        session.pins.pin()
    go(learning_rate=0.9)
    assert "the step of a fork must be" in session.fork(-1, 0.1, {})
    assert "the learning rate of a fork must be" in session.fork(5, -1.0, {})
    assert session.fork(5, 0.1, {}) == FULL


def test_a_name_has_no_characters_that_are_not_seen(session: Session, go: Go) -> None:
    session.pins.pin()
    key = session.pins.listed[0].key
    family = "\N{MAN}\N{ZERO WIDTH JOINER}\N{GIRL}"
    session.pins.rename(
        key, f"a\x00\x1b\N{RIGHT-TO-LEFT OVERRIDE}b\t{family}\N{RIGHT-TO-LEFT MARK}"
    )
    assert names(session) == [f"ab {family}"]
