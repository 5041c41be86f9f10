"""In half precision each update is written out too, and says what the format rounded."""

from __future__ import annotations

import re

import pytest
import torch

from playground.core.descent import run
from playground.core.experiment import Experiment
from playground.core.tensors import DTYPES
from playground.core.written_out import update_at, update_lines
from playground.core.written_out.formats import FORMATS
from playground.core.written_out.lines import line
from playground.core.written_out.terms import leaf
from tests.core.written_out.test_update_lines import CASES, is_true, value_of

HALVES = ("bfloat16", "float16")
_ROUNDED = re.compile(r"^(.*), (each part )?rounded to (\w+): (\S+)$")


def lines_by_row(experiment: Experiment) -> list[tuple[int, int, list[str], float]]:
    """Each row and parameter of a run with its lines and the theta that torch recorded."""
    made = run(experiment)
    record = (made.theta, made.gradient, made.learning_rate, made.memory)
    found = []
    for row in range(1, len(made.theta)):
        update = update_at(experiment, *record, row)
        for at in range(len(experiment.theta)):
            found.append((row, at, update_lines(update, at), float(made.theta[row, at])))
    return found


@pytest.mark.parametrize("dtype", HALVES)
@pytest.mark.parametrize(("optimizer", "settings"), CASES)
def test_every_update_is_written_by_its_rule_and_ends_in_the_recorded_theta(
    optimizer: str, settings: dict[str, object], dtype: str
) -> None:
    experiment = Experiment(
        "himmelblau", (0.5, -0.5), 0.01, 20, optimizer, settings=settings, dtype=dtype
    )  # type: ignore[arg-type]  # settings of every kind
    for _, at, lines, theta in lines_by_row(experiment):
        assert not [text for text in lines if "update" in text]
        for text in lines:
            worked, how, name, result = told(text)
            assert is_true(worked), text
            if not name:
                continue
            assert name == dtype
            recorded = value_of(result)
            assert float(torch.tensor(recorded, dtype=DTYPES[dtype])) == pytest.approx(
                recorded, rel=5.1e-5
            )  # to the five digits shown, a number that the format holds
            made = torch.tensor(value_of(worked.split(" = ")[-2]), dtype=torch.float64)
            once = float(made.to(DTYPES[dtype]))  # torch's own rounding of what stands there
            gap = torch.finfo(DTYPES[dtype]).eps * max(abs(once), abs(recorded))
            # rounded once it is that number, or its neighbour if the digits shown fall between
            assert how or abs(once - recorded) <= gap * 1.01, text
        last = next(text for text in lines if re.match(f"{'xy'[at]}[₀-₉]", text))
        shown = value_of(told(last)[3] or told(last)[0].split(" = ")[-1])
        assert shown == pytest.approx(theta, rel=5.1e-3, abs=1e-6)  # to three digits at least


def told(text: str) -> tuple[str, str, str, str]:
    """A line without its rounding, how it is said to be rounded, to what, and the result."""
    match = _ROUNDED.match(text)
    return (match[1], match[2] or "", match[3], match[4]) if match else (text, "", "", "")


def test_the_line_shows_what_it_comes_to_and_what_the_format_makes_of_it() -> None:
    # 8 binary digits of 0.6 are 0.6015625, and 1 − 0.6015625 is 0.3984375, not the nearest to 0.4
    experiment = Experiment("square", (1.0,), 0.3, 1, dtype="bfloat16")
    ((_, _, lines, _),) = lines_by_row(experiment)
    assert lines == ["θ₁ = θ₀ − lr · g = 1 − 0.3 · 2 = 0.4, each part rounded to bfloat16: 0.39844"]


def test_a_result_that_is_rounded_once_is_told_so() -> None:
    experiment = Experiment("square", (1.0,), 0.0123, 1, dtype="bfloat16")
    ((_, _, lines, _),) = lines_by_row(experiment)
    # 0.9754 lies between 249/256 and 250/256, nearer to the latter, 0.9765625
    assert lines == ["θ₁ = θ₀ − lr · g = 1 − 0.0123 · 2 = 0.9754, rounded to bfloat16: 0.97656"]


@pytest.mark.parametrize("dtype", HALVES)
@pytest.mark.parametrize("gaps", [-4, -3, 3, 4])
def test_what_rounding_cannot_have_done_is_not_put_down_to_it(dtype: str, gaps: int) -> None:
    # one product and one sum are rounded: by half a gap of theta each at the very most
    form = FORMATS[dtype]
    term = leaf("θ₀", 1.0) - leaf("lr", 0.25) * leaf("g", -2.0)
    assert line("θ₁", term, 1.5, form) == "θ₁ = θ₀ − lr · g = 1 − 0.25 · (−2) = 1.5"
    text = line("θ₁", term, 1.5 + gaps * form.eps, form)
    assert "rounded" not in text


@pytest.mark.parametrize("dtype", sorted(DTYPES))
def test_the_formats_are_those_of_torch(dtype: str) -> None:
    torch_own = torch.finfo(DTYPES[dtype])
    assert FORMATS[dtype].eps == torch_own.eps
    assert FORMATS[dtype].least == torch_own.smallest_normal * torch_own.eps
