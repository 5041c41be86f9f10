"""range-test prints what the library's range test finds."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from playground.command_line.main import main
from tests.command_line.conftest import Capture, printed_json, refusal


def found(capsys: Capture, *arguments: str) -> dict[str, Any]:  # Any: JSON
    return printed_json(capsys, "range-test", *arguments)


def test_losses_are_those_of_the_closed_form(capsys: Capture) -> None:
    typed = "--loss square --theta 3 --from 1e-3 --to 0.4 --count 60 --dtype float64"
    result = found(capsys, *typed.split())
    rates = 1e-3 * 400 ** (np.arange(60) / 59)
    factors = np.concatenate(([1.0], np.cumprod(1 - 2 * rates)[:-1]))
    made = len(result["loss"])
    assert result["learning_rate"] == pytest.approx(rates[:made], rel=1e-12)
    assert result["loss"] == pytest.approx(9 * factors[:made] ** 2, rel=1e-12)
    falls = np.gradient(np.array(result["loss"])[10:-5])
    assert result["suggestion"] == result["learning_rate"][10 + int(falls.argmin())]
    assert list(result) == [
        "learning_rate", "loss", "suggestion", "no_suggestion", "valley", "no_valley", "smoothing",
    ]  # fmt: skip
    assert result["no_suggestion"] is None
    assert result["no_valley"] is None


def test_smoothing_is_an_exponential_mean_and_comes_beside_the_losses(capsys: Capture) -> None:
    typed = "--loss square --from 1e-3 --to 1 --count 50 --set smoothing=0.25 --set diverge=3"
    result = found(capsys, *typed.split())
    smoothed = result["loss"][:1]
    for loss in result["loss"][1:]:
        smoothed.append(0.25 * loss + 0.75 * smoothed[-1])
    assert result["smoothed"] == pytest.approx(smoothed, rel=1e-12)


def test_settings_of_the_optimizer_and_of_the_test_go_side_by_side(capsys: Capture) -> None:
    plain = ["--loss", "booth", "--from", "1e-4", "--to", "1e-2", "--count", "30"]
    heavy = found(capsys, *plain, "--set", "momentum=0.9", "--set", "skip_start=0")
    light = found(capsys, *plain)
    assert heavy["loss"][:2] == light["loss"][:2]  # the first update knows no velocity
    assert heavy["loss"][10] < light["loss"][10]


def test_what_is_no_number_is_null(capsys: Capture) -> None:
    typed = "--loss square --from 1 --to 1e6 --count 400 --set diverge=0"
    result = found(capsys, *typed.split())
    assert result["loss"][-1] is None
    assert None not in result["loss"][:-1]
    assert len(result["loss"]) == len(result["learning_rate"]) < 400


def test_csv_and_table_have_a_line_for_each_iteration(capsys: Capture) -> None:
    typed = ["range-test", "--from", "1e-6", "--to", "1e-3", "--count", "12"]
    assert main([*typed, "--format", "csv"]) == 0
    header, *rows = csv.reader(io.StringIO(capsys.readouterr().out))
    assert header == ["learning_rate", "loss"]
    assert len(rows) == 12
    assert main(typed) == 0
    table, _, sentence = capsys.readouterr().out.rpartition("\n\n")
    assert len(table.splitlines()) == 13
    rule, found, judged, swept = sentence.splitlines()
    assert rule == (
        "One step for each of 12 learning rates, no smoothing; stops at 5 times the best."
    )
    assert found.startswith("Made all 12 iterations; no steepest descent is suggested: too few ")
    assert judged.startswith("No steepest descent: too few losses")
    assert swept == "The sweep: 100 runs of 20 steps."


def test_the_table_holds_the_suggestion_against_the_best_of_whole_runs(capsys: Capture) -> None:
    typed = ["--from", "1e-3", "--to", "10", "--steps", "100", "--set", "smoothing=0.05"]
    suggestion = found(capsys, *typed)["suggestion"]
    assert main(["range-test", *typed]) == 0
    rule, _, judged, _ = capsys.readouterr().out.rpartition("\n\n")[2].splitlines()
    assert "losses smoothed by 0.05" in rule
    # On θ² a rate of 0.5 is there in one step: the nearest of the rates tried is the best.
    said = re.search(r"the best run of the sweep, ([0-9.]*[0-9])", judged)
    assert said is not None
    best = float(said[1])
    assert best == pytest.approx(0.5, rel=0.05)
    times = max(best / suggestion, suggestion / best)
    assert times < 1.25 or f"{times:.2g} times" in judged


def test_where_nothing_falls_json_has_null_and_both_say_why(capsys: Capture) -> None:
    # Each step multiplies the error by 1 − 2·lr: by −1.2 and more at these rates.
    typed = ["range-test", "--from", "1.1", "--to", "1.2", "--set", "diverge=0"]
    result = found(capsys, *typed[1:])
    assert (result["suggestion"], result["valley"]) == (None, None)
    assert result["no_suggestion"] == "the loss fell nowhere by more than its rounding"
    assert main(typed) == 0
    assert (
        "no learning rate is suggested: the loss fell nowhere by more than its rounding.\n"
    ) in capsys.readouterr().out


def test_output_goes_whole_into_the_file(capsys: Capture, tmp_path: Path) -> None:
    target = tmp_path / "test.json"
    typed = ["range-test", "--format", "json"]
    assert main([*typed, "--output", str(target)]) == 0
    assert capsys.readouterr() == ("", "")
    assert main(typed) == 0
    assert capsys.readouterr().out == target.read_text(encoding="utf-8")


BAD = {
    "--from 0": "--from must be a finite number above 0, not 0",
    "--to inf": "--to: must be a finite number, not 'inf'",
    "--from x": "--from: must be a number such as 0.1 or 1e-3, not 'x'",
    "--from 1 --to 0.1": "--to must be above --from, which is 1, not 0.1",
    "--count 1": "--count must be a whole number from 2 to 100000, not 1",
    "--set smoothing=1": "smoothing must be at least 0 and below 1, not 1",
    "--set diverge=x": "diverge must be a number such as 0.1 or 1e-3, not 'x'",
    "--set smothing=0.1": "there is no setting 'smothing'; did you mean 'smoothing'? There are "
    "smoothing, diverge, skip_start, skip_end, momentum, ",
    "--set foo=1": "there is no setting 'foo'; there are smoothing, diverge, skip_start, ",
    "--loss bogus": "bogus",
    "--format xml": "--format: invalid choice: 'xml'",
}


@pytest.mark.parametrize(("typed", "said"), BAD.items(), ids=list(BAD))
def test_wrong_input_is_one_line_on_standard_error(typed: str, said: str, capsys: Capture) -> None:
    assert said in refusal(capsys, "range-test", *typed.split(" "))
