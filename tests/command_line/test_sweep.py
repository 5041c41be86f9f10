"""sweep prints what becomes of each learning rate, by closed forms."""

from __future__ import annotations

import csv
import io
import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from playground.command_line.main import main
from tests.command_line.conftest import Capture, printed_json, refusal

SQUARE = "--loss square --theta 1 --steps 100 --dtype float64 --from 0.05 --to 5 --count 9"


def sweep_json(capsys: Capture, typed: str) -> dict[str, Any]:  # Any: JSON
    return printed_json(capsys, "sweep", *typed.split())


def test_each_rate_ends_where_the_closed_form_puts_it(capsys: Capture) -> None:
    result = sweep_json(capsys, SQUARE)
    assert list(result) == [
        "experiment", "learning_rate", "final_loss", "final_theta", "outcome", "steps_to_tolerance",
    ]  # fmt: skip
    assert {len(values) for name, values in result.items() if name != "experiment"} == {9}
    rates = result["learning_rate"]
    assert rates == pytest.approx([0.05 * 10 ** (k / 4) for k in range(9)], rel=1e-12)
    assert (rates[0], rates[-1]) == (0.05, 5.0)
    for place, rate in enumerate(rates):
        factor = 1 - 2 * rate
        assert result["final_theta"][place] == pytest.approx([factor**100], rel=1e-11)
        assert result["final_loss"][place] == pytest.approx(factor**200, rel=1e-11)
        assert result["outcome"][place] == ("settled" if abs(factor) < 1 else "diverged")
        expected = None
        if abs(factor) < 1:
            expected = math.ceil(math.log(1e-3) / (2 * math.log(abs(factor))))
        assert result["steps_to_tolerance"][place] == expected


def test_what_is_no_number_is_null(capsys: Capture) -> None:
    # θ is multiplied by −19 a step or more, and θ² leaves float32 within 16 steps.
    result = sweep_json(capsys, "--theta 1 --steps 100 --from 10 --to 100 --count 3")
    assert result["final_loss"] == [None] * 3
    assert result["outcome"] == ["diverged"] * 3


def test_every_option_of_run_is_understood(capsys: Capture) -> None:
    typed = (
        "--loss thermometer --theta 1,0 --steps 30 --optimizer sgd --set momentum=0.5 --at 20=1e-3 "
        "--schedule cosine --batch-size 4 --seed 3 --dtype float64 --from 1e-3 --to 1e-2 --count 2"
    )
    result = sweep_json(capsys, typed)
    assert main(["run", *typed.split()[:-6], "--lr", "1e-3", "--format", "json"]) == 0
    alone = json.loads(capsys.readouterr().out)
    assert result["final_theta"][0] == pytest.approx(alone["theta"][-1], rel=1e-12)
    assert result["final_loss"][0] == pytest.approx(alone["loss"][-1], rel=1e-12)
    assert result["outcome"][0] == alone["outcome"]["kind"]


def test_without_limits_it_covers_what_the_slider_does(capsys: Capture) -> None:
    rates = sweep_json(capsys, "--loss square --count 5")["learning_rate"]
    assert (rates[0], rates[-1]) == (1e-3, 10.0)


def test_csv_has_a_line_for_each_rate_under_the_parameters_names(capsys: Capture) -> None:
    assert main(["sweep", *SQUARE.split(), "--format", "csv"]) == 0
    header, *rows = csv.reader(io.StringIO(capsys.readouterr().out))
    assert header == ["learning_rate", "final_loss", "θ", "outcome", "steps_to_tolerance"]
    assert len(rows) == 9
    assert float(rows[0][2]) == pytest.approx(0.9**100, rel=1e-11)
    assert rows[0][3:] == ["settled", str(math.ceil(math.log(1e-3) / (2 * math.log(0.9))))]
    assert rows[-1][3:] == ["diverged", ""]


def test_the_table_is_aligned_and_says_never(capsys: Capture) -> None:
    assert main(["sweep", *SQUARE.split()]) == 0
    table, _, _ = capsys.readouterr().out.partition("\n\n")
    lines = table.splitlines()
    assert len(lines) == 10
    assert len({len(line) for line in lines}) == 1
    assert lines[-1].split()[-2:] == ["never", "diverged"]


def conclusion(capsys: Capture, typed: str) -> list[str]:
    """The sentences below the table."""
    assert main(["sweep", *typed.split()]) == 0
    return capsys.readouterr().out.partition("\n\n")[2].splitlines()


def test_the_table_ends_with_limit_best_and_soonest_done(capsys: Capture) -> None:
    # booth has the curvatures 2 and 18: 2/18 and 2/(2 + 18), where each step leaves 0.8.
    limit, soonest, apart = conclusion(
        capsys, "--loss booth --steps 200 --from 0.01 --to 0.1 --count 2"
    )
    assert limit == "Stable below 0.1111, best 0.1, where the curvature is 2 to 18."
    assert soonest.startswith("Soonest done: learning rate 0.1 (the end of the range), ")
    assert soonest.endswith("settles.")
    # With 0.01, 0.98²⁰⁰ = 0.018 of the distance is left, and a thousandth of the steep loss soon.
    assert apart.startswith("The steps are counted by the loss, the outcome is told of theta")


def test_a_loss_is_down_before_theta_is_at_rest(capsys: Capture) -> None:
    # 0.98ᵏ of the distance is left in booth's flat direction, and with 0.11, 1 − 0.11 · 18 = −0.98
    # in its steep one: neither is a thousandth after 200 steps, but its square is.
    found = sweep_json(capsys, "--loss booth --steps 200 --from 0.01 --to 0.11 --count 2")
    assert found["outcome"] == ["slow", "oscillating"]
    # From (−5, −5) it is −6 and −8 to (1, 3): −14/√2 along (1, 1), where the curvature is 18, and
    # 2/√2 along (1, −1), where it is 2. That makes 882 and 2 of the loss.
    start, curvatures = np.array([2.0, 882.0]), np.array([2.0, 18.0])
    twice = 2 * np.arange(201)[:, np.newaxis]
    for rate, steps in zip(found["learning_rate"], found["steps_to_tolerance"], strict=True):
        losses = (start * (1 - rate * curvatures) ** twice).sum(axis=1)
        assert steps == np.flatnonzero(losses > 1e-3 * losses[0])[-1] + 1


def test_runs_whose_rate_changes_are_said_to_use_the_swept_one_for_so_long(
    capsys: Capture,
) -> None:
    held, *_ = conclusion(capsys, "--loss square --at 2=0.4 --from 0.1 --to 2 --count 3")
    assert held == "3 runs, with the swept rate for the first 2 steps only (0.4 from step 2 on)."


def test_many_parameters_are_summed_up_in_the_table(capsys: Capture) -> None:
    assert main(["sweep", "--theta", "1,2,3,4,5,6", "--count", "2"]) == 0
    assert "… 3 more" in capsys.readouterr().out


def test_output_goes_whole_into_the_file(capsys: Capture, tmp_path: Path) -> None:
    target = tmp_path / "sweep.json"
    typed = ["sweep", *SQUARE.split(), "--format", "json"]
    assert main([*typed, "--output", str(target)]) == 0
    assert capsys.readouterr() == ("", "")
    assert main(typed) == 0
    assert capsys.readouterr().out == target.read_text(encoding="utf-8")


def test_the_experiment_in_the_json_is_the_one_that_was_swept(capsys: Capture) -> None:
    found = sweep_json(capsys, "--loss sine --theta 2 --steps 7 --count 3")["experiment"]
    assert (found["loss"], found["theta"], found["steps"]) == ("sine", [2.0], 7)


BAD = {
    "--loss sin(x) --count 1000 --steps 100000": "--count 1000 and --steps 100000 together take "
    # 256 MiB: 8 bytes of each row of each run, and a run's own 12
    f"more than the 256 MiB that a sweep may record; at most --count {(2**28 // 100_001 - 12) // 8}"
    f" with --steps 100000 or --steps {2**28 // 8012 - 1} with --count 1000",
    "--from 0": "--from must be a finite number above 0, not 0",
    "--from x": "--from: must be a number such as 0.1 or 1e-3, not 'x'",
    "--from 2 --to 1": "--to must be above --from, which is 2, not 1",
    "--to inf": "--to: must be a finite number, not 'inf'",
    "--count 1": "--count must be a whole number from 2 to 100000, not 1",
    "--count 2.5": "--count: must be a whole number such as 20, not '2.5'",
    "--loss bogus": "bogus",
    "--format xml": "--format: invalid choice: 'xml'",
}


@pytest.mark.parametrize(("typed", "said"), BAD.items(), ids=list(BAD))
def test_wrong_input_is_one_line_on_standard_error(typed: str, said: str, capsys: Capture) -> None:
    assert said in refusal(capsys, "sweep", *typed.split(" "))
