"""Formulas are typeset by the worker: none is lost, whatever else is asked for meanwhile."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from playground.engine.typesetting import Typesetter
from playground.engine.worker import Worker

PATIENCE_S = 60.0


@pytest.fixture
def typesetter() -> Iterator[Typesetter]:
    worker = Worker("typesetting test")
    yield Typesetter(worker)
    assert worker.close()


def test_every_formula_asked_for_in_quick_succession_is_typeset(typesetter: Typesetter) -> None:
    wanted = [rf"\frac{{x}}{{{number}}}" for number in range(8)] + [r"\nosuchcommand{"]
    for latex in wanted:
        assert not typesetter.has(latex)
    end = time.monotonic() + PATIENCE_S
    while not all(map(typesetter.has, wanted)):
        assert time.monotonic() < end


def test_a_failure_lets_nobody_wait_for_ever(typesetter: Typesetter) -> None:
    typesetter._wanted.append("x")
    typesetter.fail(RuntimeError("no font"))
    assert typesetter.has("x")
