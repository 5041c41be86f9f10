"""curvature prints the numbers of the closed forms, and null for what there is none of."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from playground.command_line.main import main
from tests.command_line.conftest import Capture, printed_json, refusal


def curvature_json(capsys: Capture, *arguments: str) -> dict[str, Any]:  # Any: JSON
    return printed_json(capsys, "curvature", *arguments)


def test_booth_has_curvatures_2_and_18(capsys: Capture) -> None:
    result = curvature_json(capsys, "--loss", "booth", "--theta", "0,0", "--dtype", "float16")
    assert result["theta"] == [0.0, 0.0]
    assert result["loss"] == pytest.approx(7**2 + 5**2)
    assert result["gradient"] == pytest.approx([-34.0, -38.0])
    assert result["hessian"] == [pytest.approx([10.0, 8.0]), pytest.approx([8.0, 10.0])]
    assert result["eigenvalues"] == pytest.approx([2.0, 18.0])
    assert result["condition_number"] == pytest.approx(9.0)
    assert result["largest_stable_learning_rate"] == pytest.approx(1 / 9)
    assert result["best_learning_rate"] == pytest.approx(0.1)
    assert list(result) == [
        "theta", "loss", "gradient", "hessian", "eigenvalues", "condition_number",
        "largest_stable_learning_rate", "best_learning_rate", "note",
    ]  # fmt: skip


def test_the_optimizers_settings_count(capsys: Capture) -> None:
    result = curvature_json(capsys, "--loss", "booth", "--set", "momentum=0.9")
    assert result["largest_stable_learning_rate"] == pytest.approx(2 * 1.9 / 18)


def test_where_chooses_the_start_the_end_or_the_minimum(capsys: Capture) -> None:
    typed = ("--loss", "double-well", "--theta", "0.1", "--steps", "200", "--dtype", "float64")
    start, end, minimum = (
        curvature_json(capsys, *typed, "--where", place) for place in ("start", "end", "minimum")
    )
    assert curvature_json(capsys, *typed) == start
    # 3θ² − 1
    assert start["eigenvalues"] == pytest.approx([3 * 0.1**2 - 1])
    assert end["theta"] == pytest.approx([1.0])
    assert end["eigenvalues"] == pytest.approx([2.0])
    assert minimum["theta"] == [1.0]


@pytest.mark.parametrize(
    ("arguments", "note"),
    [
        (["--loss", "saddle", "--theta", "0,0"], "−2 in one direction"),
        (["--loss", "quartic", "--where", "minimum"], "0 in every direction"),
        (["--loss", "ackley", "--where", "minimum"], "no number"),
    ],
)
def test_what_there_is_none_of_is_null(arguments: list[str], note: str, capsys: Capture) -> None:
    result = curvature_json(capsys, *arguments)
    limits = ("condition_number", "largest_stable_learning_rate", "best_learning_rate")
    assert [result[name] for name in limits] == [None, None, None]
    assert note in result["note"]


def test_many_parameters_have_no_hessian_but_both_ends(capsys: Capture) -> None:
    result = curvature_json(capsys, "--theta", ",".join(["1"] * 150))
    assert result["hessian"] is None
    assert result["eigenvalues"] == pytest.approx([2.0, 2.0])


def test_the_table_shows_names_factors_and_limits(capsys: Capture) -> None:
    assert main(["curvature", "--loss", "booth", "--lr", "0.05"]) == 0
    printed = capsys.readouterr().out
    rows = {line[:28].strip(): line[28:].split() for line in printed.splitlines()}
    assert rows["hessian x"] == ["10", "8"]
    assert rows["eigenvalues"] == ["2", "18"]
    assert rows["factor of a step at 0.05"] == ["0.9", "0.1"]
    assert rows["largest stable learning rate"] == ["0.111111"]
    assert main(["curvature", "--loss", "saddle", "--optimizer", "adam"]) == 0
    assert "none" in capsys.readouterr().out


@pytest.mark.parametrize("form", ["table", "json"])
@pytest.mark.parametrize(
    "arguments",
    [
        ["--loss=saddle", "--theta=0,0"],
        ["--loss=-x*y", "--theta=-0.0,0"],
        ["--loss=-x^2", "--theta=0"],
        ["--loss=square", "--theta=1,1", "--lr=0.5"],
        ["--loss=-x", "--theta=1"],
    ],
    ids=str,
)
def test_zero_is_never_printed_with_a_sign(
    arguments: list[str], form: str, capsys: Capture
) -> None:
    assert main(["curvature", *arguments, "--format", form]) == 0
    printed = re.split(r"[\s,\[\]]+", capsys.readouterr().out)
    assert {"0", "0.0"} & set(printed)
    assert not {"-0", "-0.0"} & set(printed)


def test_a_file_can_be_written(tmp_path: Path) -> None:
    target = tmp_path / "curvature.json"
    assert main(["curvature", "--format", "json", "--output", str(target)]) == 0
    assert json.loads(target.read_text())["eigenvalues"] == pytest.approx([2.0])


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--loss", "moons", "--where", "minimum"], "no minimum of this loss is known"),
        (
            ["--loss", "tanh(x)", "--theta", "0", "--lr", "1e39", "--where", "end"],
            "no finite number",
        ),
        (["--where", "middle"], "middle"),
        (["--theta", "1,2", "--loss", "sine"], "theta must have 1 number"),
    ],
)
def test_wrong_input_is_one_line_and_exit_2(
    arguments: list[str], words: str, capsys: Capture
) -> None:
    assert words in refusal(capsys, "curvature", *arguments)
