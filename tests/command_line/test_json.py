"""What the commands print as JSON is strict JSON, its lists are of one length, gaps are null."""

from __future__ import annotations

import contextlib
import io
import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import playground
from playground.command_line.main import main
from playground.core.experiment_file import from_json
from playground.core.losses import LOSSES
from playground.core.maps import MAP_OUTCOMES
from playground.core.optimizers import OPTIMIZERS

JSON = dict[str, Any]  # Any: JSON

# Losses with and without a minimum, a curvature and a value everywhere, of 1 to 33 parameters.
losses = st.sampled_from([*LOSSES, "log(x)", "1/x + y", "where(x > 0, sqrt(x), 0)", "exp(x^2)"])
optimizers = st.sampled_from(sorted(set(OPTIMIZERS) - {"lbfgs"}))
dtypes = st.sampled_from(["float16", "bfloat16", "float32", "float64"])
powers = st.floats(-6, 30)


def printed(command: str, typed: str) -> JSON:
    with contextlib.redirect_stdout(io.StringIO()) as out:
        assert main([command, *typed.split("|"), "--format", "json"]) == 0
    found: JSON = json.loads(out.getvalue(), parse_constant=pytest.fail)
    return found


def nulled(numbers: object) -> object:
    """Numbers as nested lists, with None in place of what is not finite."""
    if isinstance(numbers, list):
        return [nulled(each) for each in numbers]
    return numbers if np.isfinite(numbers) else None  # type: ignore[call-overload]  # a number


@settings(max_examples=40, deadline=None)
@given(loss=losses, optimizer=optimizers, dtype=dtypes, low=powers, count=st.integers(2, 6))
def test_a_sweep_prints_the_librarys_arrays_all_of_one_length(
    loss: str, optimizer: str, dtype: str, low: float, count: int
) -> None:
    found = printed(
        "sweep",
        f"--loss|{loss}|--optimizer|{optimizer}|--dtype|{dtype}|--steps|12|--count|{count}"
        f"|--from|{10**low!r}|--to|{10 ** (low + 3)!r}",
    )
    swept = playground.sweep(from_json(json.dumps(found["experiment"])), found["learning_rate"])
    for name in ("learning_rate", "final_loss", "final_theta", "steps_to_tolerance"):
        assert len(found[name]) == count
        assert found[name] == nulled(getattr(swept, name).tolist())
    assert found["outcome"] == list(swept.outcome)


@settings(max_examples=40, deadline=None)
@given(
    loss=losses,
    optimizer=optimizers,
    dtype=dtypes,
    power=powers,
    where=st.sampled_from(["start", "minimum"]),
)
def test_a_curvature_is_ascending_and_has_both_limits_or_a_note(
    loss: str, optimizer: str, dtype: str, power: float, where: str
) -> None:
    if where == "minimum" and not playground.Experiment(loss).minima:
        where = "start"
    found = printed(
        "curvature",
        f"--loss|{loss}|--optimizer|{optimizer}|--dtype|{dtype}|--lr|{10**power!r}|--where|{where}",
    )
    size = len(found["theta"])
    assert len(found["gradient"]) == len(found["eigenvalues"]) == len(found["hessian"]) == size
    assert {len(row) for row in found["hessian"]} == {size}
    known = [value for value in found["eigenvalues"] if value is not None]
    assert known == sorted(known)
    assert len(known) in (0, size)
    limit = found["largest_stable_learning_rate"]
    assert found["note"] or limit is not None
    if found["condition_number"] is not None:
        assert found["condition_number"] == pytest.approx(known[-1] / known[0], rel=1e-9)


@settings(max_examples=40, deadline=None)
@given(
    loss=losses,
    optimizer=optimizers,
    dtype=dtypes,
    low=powers,
    smoothing=st.sampled_from([0.0, 0.05]),
    diverge=st.sampled_from([0.0, 5.0]),
)
def test_a_range_test_has_a_loss_for_each_rate_and_suggests_one_of_the_rates(
    loss: str, optimizer: str, dtype: str, low: float, smoothing: float, diverge: float
) -> None:
    found = printed(
        "range-test",
        f"--loss|{loss}|--optimizer|{optimizer}|--dtype|{dtype}|--count|20|--from|{10**low!r}"
        f"|--to|{10 ** (low + 3)!r}|--set|smoothing={smoothing}|--set|diverge={diverge}",
    )
    rates = found["learning_rate"]
    assert 1 <= len(rates) <= 20
    assert len(found["loss"]) == len(rates)
    assert ("smoothed" in found) == (smoothing > 0)
    assert len(found.get("smoothed", rates)) == len(rates)
    assert found["suggestion"] is None or found["suggestion"] in rates
    assert (found["suggestion"] is None) == (found["no_suggestion"] is not None)


@settings(max_examples=30, deadline=None)
@given(loss=losses, optimizer=optimizers, dtype=dtypes, low=st.floats(-6, 6))
def test_a_map_counts_each_pixel_once(loss: str, optimizer: str, dtype: str, low: float) -> None:
    found = printed(
        "map",
        f"--loss|{loss}|--optimizer|{optimizer}|--dtype|{dtype}|--size|5|--steps|8"
        f"|--x|theta1=-2:2|--y|lr={10**low!r}:{10 ** (low + 2)!r}",
    )
    assert list(found["outcome"]) == list(MAP_OUTCOMES)
    assert sum(found["outcome"].values()) == found["size"] ** 2 == 25
    near = sum(minimum["count"] for minimum in found["minima"])
    assert near <= 25 - found["outcome"]["diverged"]
