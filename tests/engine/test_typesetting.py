"""Formulas are typeset by the worker: none is lost, whatever else is asked for meanwhile."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Protocol

import pytest

from playground.engine import typesetting
from playground.engine.typesetting import Typesetter
from playground.typesetting import typeset


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
    assert not typesetter.has("x_{fails}")
    hand.drive()
    assert typesetter.has("x_{fails}")


@pytest.mark.parametrize(
    "hostile",
    [
        r"\frac{a}{" * 40 + "x" + "}" * 40,
        "}" * 9 + r"\sqrt{" * 40 + "x" + "}" * 40,
        r"\sqrt" * 40 + "x",
        r"\max\left(x, " * 12 + "x" + r"\right)" * 12,
        r"\rule{300em}{300em}",
        r"\kern1000000em x",
    ],
)
def test_a_formula_that_would_take_minutes_or_all_memory_is_shown_as_it_was_typed(
    hostile: str,
) -> None:
    start = time.process_time()
    assert typeset(hostile) == ""
    assert time.process_time() - start < 5  # each level more doubles it


def test_a_formula_that_gave_way_to_newer_ones_is_typeset_again_by_the_worker(
    typesetter: Typesetter, hand: Hand, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("playground.typesetting.MOST_KEPT", 2)
    monkeypatch.setattr("playground.typesetting._kept", {})
    for latex in ("a", "b", "c"):
        typesetter.has(latex)
        hand.until(lambda latex=latex: typesetter.has(latex))  # type: ignore[misc]  # now, not later
    assert not typesetter.has("a")
    hand.until(lambda: typesetter.has("a"))
