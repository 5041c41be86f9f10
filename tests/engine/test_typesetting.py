"""Formulas are typeset by the worker: none is lost, whatever else is asked for meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import pytest

from playground.engine import typesetting
from playground.engine.typesetting import Typesetter


class Hand(Protocol):
    """A worker that is driven by the test."""

    def drive(self) -> None: ...

    def until(self, condition: Callable[[], bool]) -> None: ...


@pytest.fixture
def typesetter(hand: Hand) -> Typesetter:
    return Typesetter(hand)  # type: ignore[arg-type]  # it does what a worker does


def test_every_formula_asked_for_in_quick_succession_is_typeset(
    typesetter: Typesetter, hand: Hand
) -> None:
    wanted = [rf"\frac{{x}}{{{number}}}" for number in range(8)] + [r"\nosuchcommand{"]
    for latex in wanted:
        assert not typesetter.has(latex)
        hand.drive()  # one that came before is perhaps done by now
    hand.until(lambda: all(map(typesetter.has, wanted)))


def test_a_failure_lets_nobody_wait_for_ever(
    typesetter: Typesetter, hand: Hand, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: str) -> None:
        raise RuntimeError("no font")

    monkeypatch.setattr(typesetting, "typeset", fail)
    assert not typesetter.has("x")
    hand.drive()
    assert typesetter.has("x")
