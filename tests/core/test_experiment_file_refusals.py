"""A bad, hostile or huge file of an experiment is refused in words."""

from __future__ import annotations

import json
import time
from pathlib import Path

import numpy as np
import pytest

from playground.core.datasets import Table
from playground.core.experiment import Experiment
from playground.core.experiment_file import (
    ExperimentFileError,
    from_json,
    read_experiment,
    to_json,
)
from playground.core.settings import Value

REFUSED: list[dict[str, Value]] = [
    {"momentum": -1},
    {"momentum": "x" * 100},
    {"momentum": 10**300 * -1},
    {"step_size": 10**20},
    {"step_size": 2**63},
    {"step_size": 2.5},
    {"step_size": 0},
]


@pytest.mark.parametrize("given", REFUSED, ids=str)
def test_a_file_refuses_a_setting_with_the_sentence_of_the_experiment(
    given: dict[str, Value],
) -> None:
    with pytest.raises(ValueError, match=r"must be") as refused:
        Experiment(schedule="step", settings=given)
    assert len(str(refused.value)) < 120
    text = json.dumps({"schema_version": 1, "schedule": "step", "settings": given})
    with pytest.raises(ExperimentFileError) as in_file:
        from_json(text, "e")
    assert str(in_file.value) == f"e: {refused.value}"


BAD = {
    "": "e: the file is empty",
    " \n": "e: the file is empty",
    '{"steps": ': "e: not JSON: it ends too early at line 1, column 10",
    "{'steps': 1}": "e: not JSON: a name must be in double quotes at line 1, column 2",
    "9" * 5000: "e: not JSON: a number has too many digits at line 1, column 4302",
    "[]": "e: must be an object of names and values, not a list",
    "{}": "e: schema_version: is missing",
    '{"schema_version": 2, "new": 1}': "e: schema_version: must be 1, not 2",
    '{"schema_version": 1, "lr": 1}': "e: lr: there is no such field",
    '{"schema_version": 1, "theta": 1}': "e: theta: must be a list, not 1",
    '{"schema_version": 1, "theta": [1, "2"]}': 'e: theta[1]: must be a number, not "2"',
    '{"schema_version": 1, "theta": [true]}': "e: theta[0]: must be a number, not true",
    '{"schema_version": 1, "theta": [NaN]}': "e: theta[0]: must be a finite number, not nan",
    '{"schema_version": 1, "learning_rate": 1e999}': "e: learning_rate: must be a finite number, "
    "not inf",
    '{"schema_version": 1, "steps": 2.5}': "e: steps: must be a whole number, not 2.5",
    '{"schema_version": 1, "steps": null}': "e: steps: must be a whole number, not null",
    '{"schema_version": 1, "steps": 99999999999999999999}': "e: steps must be a whole number "
    "from 1 to 100000, not 99999999999999999999",
    '{"schema_version": 1, "steps": 0}': "e: steps must be a whole number from 1 to 100000, not 0",
    '{"schema_version": 1, "edits": [{"step": 1}]}': "e: edits[0]: must have a "
    "learning_rate or settings",
    '{"schema_version": 1, "edits": [{"step": 1, "settings": {"momentum": {}}}]}': "e: "
    "edits[0].settings.momentum: must be a number, a text, true, false or a list of numbers",
    '{"schema_version": 1, "settings": {"momentum": {}}}': "e: settings.momentum: must be a "
    "number, a text, true, false or a list of numbers",
    '{"schema_version": 1, "settings": {"momentum": Infinity}}': "e: settings.momentum: must be a "
    "finite number",
    '{"schema_version": 1, "table": {"name": "t", "columns": {"a": [1], "b": []}}}': "e: "
    "table.columns: must be equally long, with one number or more",
    '{"schema_version": 1, "dataset": "line", "table": {"name": "t", "columns": {"a": [1]}}}': "e: "
    "table: there is a dataset too; only one of them may be given",
    '{"schema_version": 1, "a\\nb": 1}': "e: a\N{REPLACEMENT CHARACTER}b: there is no such field",
}


@pytest.mark.parametrize(("text", "message"), BAD.items(), ids=range(len(BAD)))
def test_a_bad_file_is_refused_in_one_line_that_names_the_field(text: str, message: str) -> None:
    with pytest.raises(ExperimentFileError) as error:
        from_json(text, "e")
    assert str(error.value) == message


def test_all_mistakes_are_there_at_once() -> None:
    with pytest.raises(ExperimentFileError) as error:
        from_json('{"schema_version": 1, "loss": 1, "steps": "x", "edits": [{}]}', "e")
    assert error.value.errors == (
        "e: loss: must be text, not 1",
        'e: steps: must be a whole number, not "x"',
        "e: edits[0].step: is missing",
    )
    assert str(error.value) == "e: loss: must be text, not 1 (and 2 more)"


MEGA = 1_000_000


def with_field(name: str, value: str) -> str:
    return f'{{"schema_version": 1, "{name}": {value}}}'


def with_keys(count: int) -> str:
    return "{" + ",".join(f'"{key}":1' for key in range(count)) + "}"


HOSTILE = {
    "deep": "[" * 10 * MEGA,
    "deep setting": with_field("settings", '{"a": ' + "[" * 10 * MEGA),
    "huge integer": with_field("steps", "9" * 10 * MEGA),
    "long integer": with_field("settings", '{"momentum": ' + "9" * 4000 + "}"),
    "huge number": with_field("learning_rate", "9" * 10 * MEGA),
    "million keys": with_keys(MEGA),
    "many keys": with_keys(50_000),
    "million lists": with_field("a", "[" + "[]," * MEGA + "[]]"),
    "million wrong": with_field("theta", "[" + "null," * MEGA + "null]"),
    "long text": with_field("loss", '"' + "x" * 10 * MEGA + '"'),
    "long key": with_field("x" * 10 * MEGA, "1"),
    "too large": " " * 26 * MEGA,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_file_is_refused_quickly_in_one_short_line(text: str) -> None:
    start = time.process_time()
    with pytest.raises(ExperimentFileError) as error:
        from_json(text, "e")
    assert time.process_time() - start < 2  # a tenth of that here; without the caps, many seconds
    assert str(error.value).isprintable()
    assert len(str(error.value)) < 150


def test_what_could_not_be_read_back_is_not_written() -> None:
    table = Table("t", ("x", "y"), np.full((700_000, 2), 1 / 3))
    experiment = Experiment(model="w*x + b", dataset=table, target="y")
    with pytest.raises(ValueError, match=r"^experiment is too large for a file: 28\.0 MB of JSON"):
        to_json(experiment)


def test_a_file_that_is_too_large_is_refused_for_its_size_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "e.json"
    with path.open("wb") as file:
        file.truncate(26 * MEGA)  # zero bytes, which are no JSON either
    with pytest.raises(ValueError, match=r"^e\.json: 26\.0 MB is larger than 25 MB"):
        read_experiment(path)
