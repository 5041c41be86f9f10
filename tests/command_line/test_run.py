"""run descends as the window does; its numbers are those of the closed forms."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from playground.command_line.main import main
from playground.core.descent import run
from playground.core.experiment import Edit, Experiment
from playground.core.experiment_file import from_json
from tests.command_line.conftest import Capture, printed_json, refusal


def run_json(capsys: Capture, *arguments: str) -> dict[str, Any]:  # Any: JSON
    return printed_json(capsys, "run", *arguments)


def experiment_of(capsys: Capture, *arguments: str) -> Experiment:
    return from_json(json.dumps(run_json(capsys, *arguments)["experiment"]))


def test_s0_multiplies_theta_by_0_6_at_each_step(capsys: Capture) -> None:
    typed = "--loss square --theta 1 --lr 0.2 --steps 20 --dtype float64"
    result = run_json(capsys, *typed.split())
    powers = [0.6**step for step in range(21)]
    assert result["step"] == list(range(21))
    assert [row[0] for row in result["theta"]] == pytest.approx(powers, rel=1e-14)
    assert result["loss"] == pytest.approx([power**2 for power in powers], rel=1e-14)
    assert [row[0] for row in result["gradient"]] == pytest.approx([2 * p for p in powers])
    assert result["learning_rate"] == [0.2] * 20
    assert result["outcome"]["kind"] == "settled"
    assert list(result) == [
        "experiment", "step", "theta", "loss", "gradient", "learning_rate", "outcome",
    ]  # fmt: skip


@pytest.mark.parametrize(("gradient", "factor"), [("autograd", 0.85), ("by-hand", 0.4)])
def test_s2_shrinks_the_error_by_the_texts_factor(
    gradient: str, factor: float, capsys: Capture
) -> None:
    result = run_json(
        capsys, "--loss", "line", "--theta", "0", "--lr", "0.01", "--steps", "10",
        "--dtype", "float64", "--gradient", gradient,
    )  # fmt: skip
    slopes = [2 - 2 * factor**step for step in range(11)]
    assert [row[0] for row in result["theta"]] == pytest.approx(slopes, rel=1e-12)


def test_a_typed_model_on_a_file_is_the_same_as_s2(capsys: Capture, tmp_path: Path) -> None:
    (tmp_path / "line.csv").write_text("x;y\n1;2\n2;4\n3;6\n4;8\n")
    for dataset in (str(tmp_path / "line.csv"), "line"):
        result = run_json(
            capsys, "--dataset", dataset, "--model", "w*x", "--target", "y", "--theta", "0",
            "--lr", "0.01", "--steps", "10", "--dtype", "float64",
        )  # fmt: skip
        assert result["theta"][10][0] == pytest.approx(2 - 2 * 0.85**10, rel=1e-12)


def test_a_run_that_diverges_ends_early_with_null_for_what_is_no_number(capsys: Capture) -> None:
    # θ is multiplied by −19 a step: θ² leaves float32 (3.4e38) at step 16, 361¹⁶ = 8.3e40.
    result = run_json(capsys, "--theta", "1", "--lr", "10", "--steps", "100")
    assert result["loss"][16] is None
    assert [len(result[name]) for name in ("step", "theta", "loss", "gradient")] == [17] * 4
    assert len(result["learning_rate"]) == 16
    assert (result["outcome"]["kind"], result["outcome"]["step"]) == ("diverged", 16)


def test_every_option_reaches_the_experiment(capsys: Capture) -> None:
    typed = (
        "--optimizer sgd --theta -1,2e-1 --learning-rate 1e-3 --steps 30 --schedule step "
        "--set momentum=0.9 --set step_size=10 --set nesterov=yes --at 5=0.01 --at 20=0.5 "
        "--at 20:momentum=0.5 --at 25:nesterov=no --at 25:dampening=0 "
        "--dataset thermometer --target t_c --batch-size 4 --seed 7 --dtype float64 --loss mae"
    )
    assert experiment_of(capsys, *typed.split(), "--model", "w*t_u + b") == Experiment(
        loss="mae",
        theta=(-1.0, 0.2),
        learning_rate=1e-3,
        steps=30,
        settings={"momentum": 0.9, "step_size": 10, "nesterov": True},
        schedule="step",
        edits=(
            Edit(5, 0.01),
            Edit(20, 0.5, {"momentum": 0.5}),
            Edit(25, settings={"nesterov": False, "dampening": 0.0}),
        ),
        dataset="thermometer",
        model="w*t_u + b",
        target="t_c",
        batch_size=4,
        seed=7,
        dtype="float64",
    )


def test_what_is_not_given_is_as_in_the_library(capsys: Capture) -> None:
    assert experiment_of(capsys) == Experiment()


@pytest.mark.parametrize("theta", [["--theta", "-1,2"], ["--theta=-1,2"], ["--theta", " -1, 2"]])
def test_a_start_below_zero_is_a_number_and_not_an_option(
    theta: list[str], capsys: Capture
) -> None:
    assert experiment_of(capsys, *theta).theta == (-1.0, 2.0)


def test_a_formula_may_begin_with_a_minus(capsys: Capture) -> None:
    assert experiment_of(capsys, "--loss", "-cos(x)", "--theta", "-.5").loss == "-cos(x)"


def test_the_experiment_in_the_json_repeats_the_run(capsys: Capture) -> None:
    result = run_json(capsys, "--loss", "x^2 + 10*y^2", "--theta", "0.3,-1", "--lr", "0.05")
    again = run(from_json(json.dumps(result["experiment"])))
    assert again.theta.tolist() == result["theta"]


def test_csv_has_every_row_under_the_parameters_names(capsys: Capture) -> None:
    typed = "--theta 1 --lr 0.2 --steps 100 --format csv --dtype float64"
    assert main(["run", *typed.split()]) == 0
    header, *rows = csv.reader(io.StringIO(capsys.readouterr().out))
    assert header == ["step", "θ", "loss", "gradient_θ", "learning_rate"]
    assert [int(row[0]) for row in rows] == list(range(101))
    assert float(rows[50][1]) == pytest.approx(0.6**50, rel=1e-13)
    assert [row[4] for row in rows] == ["0.2"] * 100 + [""]


def test_a_table_is_aligned_and_ends_with_the_outcome(capsys: Capture) -> None:
    assert main(["run", "--theta", "1", "--lr", "0.2", "--steps", "3"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split() for line in lines[:5]] == [
        ["step", "θ", "loss", "gradient", "learning", "rate"],
        ["0", "1", "1", "2", "0.2"],
        ["1", "0.6", "0.36", "1.2", "0.2"],
        ["2", "0.36", "0.1296", "0.72", "0.2"],
        ["3", "0.216", "0.046656", "0.432"],
    ]
    assert len({len(line) for line in lines[:4]}) == 1
    outcome = run(Experiment(theta=(1.0,), learning_rate=0.2, steps=3)).outcome
    assert outcome is not None
    assert lines[-1] == outcome.message


def test_a_long_table_is_cut_in_the_middle_and_says_so(capsys: Capture) -> None:
    assert main(["run", "--steps", "1000"]) == 0
    lines = capsys.readouterr().out.splitlines()
    numbers = [int(line.split()[0]) for line in lines[1:-2] if "…" not in line]
    assert numbers == [*range(20), *range(981, 1001)]
    assert lines[21] == "… 961 steps are left out here; --format csv or json gives all of them"
    assert main(["run", "--steps", "40"]) == 0
    assert "…" not in capsys.readouterr().out.rpartition("\n\n")[0]


def test_many_parameters_are_summed_up_in_the_table(capsys: Capture) -> None:
    assert main(["run", "--theta", "3,0,0,0,0,4", "--steps", "1"]) == 0
    header, start = capsys.readouterr().out.splitlines()[:2]
    assert "… 3 more" in header
    # The gradient of the sum of squares is 2θ, of length 2·5.
    assert start.split()[-2] == "10"


def test_output_goes_whole_into_the_file_and_nowhere_else(capsys: Capture, tmp_path: Path) -> None:
    target = tmp_path / "run.json"
    assert main(["run", "--format", "json", "--output", str(target)]) == 0
    assert capsys.readouterr() == ("", "")
    written = target.read_text(encoding="utf-8")
    assert main(["run", "--format", "json"]) == 0
    assert capsys.readouterr().out == written
    assert list(tmp_path.iterdir()) == [target]


BAD = {
    "--loss bogus": "bogus",
    "--lossy square": "unrecognized arguments: --lossy square",
    "--steps x": "--steps: must be a whole number such as 20, not 'x'",
    "--steps 1_0": "--steps: must be a whole number such as 20, not '1_0'",
    "--seed ١٢": "--seed: must be a whole number such as 20, not '١٢'",
    "--lr 1_0": "--learning-rate/--lr: must be a number such as 0.1 or 1e-3, not '1_0'",
    "--lr 1e-400": "not '1e-400', which is smaller than any number that can be held",
    "--theta 1,1e-400": "not '1e-400', which is smaller than any number that can be held",
    "--set momentum=1_0": "momentum must be a number such as 0.1 or 1e-3, not '1_0'",
    "--at 1_0=0.1": "--at: must be such as 50=0.01 or 50:momentum=0.5, not '1_0=0.1'",
    "--at 5=1e-400": "the learning rate of an edit must be a number such as 0.1 or 1e-3, not "
    "'1e-400', which is smaller than any",
    "--steps 0": "steps must be a whole number from 1 to 100000, not 0",
    "--theta 1,,2": "--theta: must be numbers with commas between them, such as -1,2, not '1,,2'",
    "--theta nan": "--theta: must be a finite number, not 'nan'",
    "--theta": "--theta: expected one argument",
    "--lr -1": "learning_rate must be a finite number above 0, not -1",
    "--lr inf": "--learning-rate/--lr: must be a finite number, not 'inf'",
    "--optimizer sdg": "did you mean 'sgd'?",
    "--schedule cosin": "did you mean 'cosine'?",
    "--set momentum": "--set: must be such as momentum=0.9, not 'momentum'",
    "--set momentun=1": "--set: there is no setting 'momentun'; did you mean 'momentum'?",
    "--set momentum=x": "momentum must be a number such as 0.1 or 1e-3, not 'x'",
    "--set momentum=-1": "momentum must be",
    "--at 5": "--at: must be such as 50=0.01 or 50:momentum=0.5, not '5'",
    "--at 5:momentum": "--at: must be such as 50=0.01 or 50:momentum=0.5, not '5:momentum'",
    "--at 5:beta1=0.5": "--at: there is no setting of the optimizer 'beta1'; there are "
    "momentum, dampening, weight_decay, nesterov",
    "--at 5=0.1 --at 5=0.2": "--at: step 5 has two values for the learning rate",
    "--at 5=0": "the learning rate of an edit must be a finite number above 0",
    "--dataset thermometr": "there is no dataset or file 'thermometr'; did you mean 'thermometer'?",
    "--dataset gone.csv --model w*x --target y": "gone.csv: there is no such file",
    "--dataset thermometer": "dataset needs a model",
    "--dtype float8": "dtype",
    "--gradient by-hand": "there is no gradient 'by-hand'; there is only autograd",
    "--format xml": "--format: invalid choice: 'xml'",
    "--output nowhere/at/all": "all: not saved: there is no folder at",
    f"--steps {'9' * 5000}": "--steps: must be at most 100 characters long",
    "--loss a\nb\x1b[31m": "",
}


@pytest.mark.parametrize(("typed", "said"), BAD.items(), ids=[text[:30] for text in BAD])
def test_wrong_input_is_one_line_on_standard_error(typed: str, said: str, capsys: Capture) -> None:
    error = refusal(capsys, "run", *typed.split(" "))
    assert said in error
    assert error.isprintable()
    assert len(error) < 425


def test_a_typed_number_above_the_range_of_the_format_ends_in_an_outcome(capsys: Capture) -> None:
    result = run_json(capsys, "--loss", "max(x,1e39)", "--theta", "1")
    assert result["outcome"]["kind"] == "diverged"
    assert "beyond what float32 can hold" in result["outcome"]["message"]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (["--loss", "x^2+"], "--loss: The formula ends too early at character 5: "),
        (["--dataset", "line", "--target", "y", "--model", "w*x+"],
         "--model: The formula ends too early at character 5: "),
        (["--optimizer", "theta = 1+"],
         "--optimizer: The formula ends too early at character 11: "),
        (["--theta=--"],
         "--theta: must be numbers with commas between them, such as -1,2, not '--'"),
        (["--lr=--"], "--learning-rate/--lr: must be a number such as 0.1 or 1e-3, not '--'"),
        (["--loss=--"], "--loss: The formula ends too early at character 3: "),
        (["--lr=-1"], "learning_rate must be a finite number above 0, not -1"),
        (["--lr", "-1e308"], "learning_rate must be a finite number above 0, not -1e308"),
        (["--output", ""], "--output: must be the name of a file, not empty"),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_refused_by_its_option_as_it_was_typed(
    typed: list[str], told: str, capsys: Capture
) -> None:
    assert refusal(capsys, "run", *typed).startswith(told)
    assert refusal(capsys, "code", *typed).startswith(told)


def test_below_a_run_stands_what_was_supposed_of_its_typed_rule(capsys: Capture) -> None:
    rule = "v = keep*v + gradient; theta = theta - lr*v"
    assert main(["run", "--steps", "2", "--optimizer", rule]) == 0
    *_, constants, kept, outcome = capsys.readouterr().out.splitlines()
    assert constants == "Never assigned, so a constant, 0.9 unless set: keep."
    assert kept == "Kept from step to step, 0 at first: v."
    assert outcome.startswith("Slow: ")


@pytest.mark.parametrize(
    ("command", "told"),
    [
        (["sweep", "--count"], "--count must be a whole number from 2 to 100000, not "),
        (["range-test", "--count"], "--count must be a whole number from 2 to 100000, not "),
        (["map", "--size"], "size must be a whole number from 2 to 1024, not "),
    ],
)
def test_a_number_of_hundreds_of_digits_is_refused_with_its_first(
    command: list[str], told: str, capsys: Capture
) -> None:
    assert refusal(capsys, *command, "1e308") == f"{told}1{38 * '0'}…"
