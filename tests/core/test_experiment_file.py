"""An experiment comes back from its file exactly, and a bad file is refused in words."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, reject, settings
from hypothesis import strategies as st

from playground.core.datasets import DATASETS, Table
from playground.core.descent import run
from playground.core.experiment import Edit, Experiment
from playground.core.experiment_file import (
    ExperimentFileError,
    from_json,
    read_experiment,
    save_experiment,
    to_json,
)
from playground.core.optimizers import OPTIMIZERS
from playground.core.schedules import SCHEDULES
from playground.core.settings import Setting, Value

FINITE = st.floats(allow_nan=False, allow_infinity=False)
RATES = st.floats(min_value=0, exclude_min=True, allow_nan=False, allow_infinity=False)


def same_bits(one: Experiment, other: Experiment) -> bool:
    """Compare as repr does, which tells 0.0 from −0.0, where == does not."""
    return one == other and repr(one) == repr(other)


@pytest.mark.parametrize("name", ["e.csv", "e.TSV", "e.txt", "e.1"])
def test_an_experiment_is_not_saved_under_a_name_that_is_opened_as_a_table(
    tmp_path: Path, name: str
) -> None:
    with pytest.raises(ValueError, match=r"^e\.\w+: not saved: .* must end in \.json$"):
        save_experiment(tmp_path / name, Experiment())
    assert list(tmp_path.iterdir()) == []


@given(
    theta=st.lists(FINITE, min_size=1, max_size=5),
    rate=RATES,
    edits=st.dictionaries(st.integers(0, 20), RATES, max_size=4),
    seed=st.integers(0, 2**63 - 1),
)
@settings(deadline=None)
def test_every_experiment_comes_back_bit_for_bit(
    theta: list[float], rate: float, edits: dict[int, float], seed: int
) -> None:
    experiment = Experiment(
        theta=tuple(theta),
        learning_rate=rate,
        edits=tuple(Edit(step, value) for step, value in edits.items()),
        seed=seed,
        dtype="float64",
    )
    assert same_bits(from_json(to_json(experiment)), experiment)


def any_value(setting: Setting) -> st.SearchStrategy[Value]:
    """What a person might give a setting, within its limits or not."""
    if setting.choices:
        return st.sampled_from(setting.choices)
    if isinstance(setting.default, bool):
        return st.booleans()
    if isinstance(setting.default, tuple):
        return st.sets(st.integers(1, 2**65), min_size=1).map(lambda steps: tuple(sorted(steps)))
    low, high = max(setting.minimum, -1e308), min(setting.maximum, 1e308)
    within = st.floats(low, high, exclude_min=setting.minimum_excluded)
    return within | within.map(round) | FINITE | st.integers(-1, 2**65) | st.just(10**400)


@st.composite
def experiments(draw: st.DrawFn) -> Experiment:
    """An experiment with any settings, edited or not; what Experiment refuses is left out."""
    loss = draw(st.sampled_from(["square", "quadratic", "thermometer"]))
    optimizer, schedule = (draw(st.sampled_from(list(names))) for names in (OPTIMIZERS, SCHEDULES))
    plain = Experiment(loss, optimizer=optimizer, schedule=schedule)

    def some(declared: Mapping[str, Setting]) -> dict[str, Value]:
        kinds = {name: any_value(setting) for name, setting in declared.items()}
        return draw(st.fixed_dictionaries({}, optional=kinds))  # type: ignore[arg-type]  # invariant

    given = some(plain.declared_settings)
    edit = Edit(draw(st.integers(0, 20)), draw(RATES), some(OPTIMIZERS[optimizer].settings))
    rate = draw(RATES | st.integers(1, 10**30))
    edits = draw(st.sampled_from([(), (edit,)]))
    try:
        return replace(plain, learning_rate=rate, settings=given, edits=edits)
    except ValueError:
        return reject()


@given(experiment=experiments())
@example(Experiment(settings={"momentum": 1e19}))
@example(Experiment(settings={"momentum": 1e300}))
@example(Experiment(schedule="step", settings={"step_size": 2**63 - 1}))
@example(Experiment(learning_rate=10**30 + 1, edits=(Edit(3, 10**30 + 1),)))
@settings(deadline=None, max_examples=200, suppress_health_check=[HealthCheck.filter_too_much])
def test_whatever_settings_an_experiment_takes_its_file_brings_back(
    experiment: Experiment,
) -> None:
    assert same_bits(from_json(to_json(experiment)), experiment)


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


@pytest.mark.parametrize(
    "experiment",
    [
        Experiment(),
        Experiment(edits=(Edit(3, settings={"momentum": 0.5, "nesterov": True}), Edit(5, 0.1))),
        Experiment(loss="x^2 + 10*y^2", theta=(0.1, -0.0), optimizer="adam"),
        Experiment(
            schedule="multi-step",
            settings={"momentum": 0.9, "dampening": 0.0, "nesterov": True, "milestones": (5, 10)},
        ),
        Experiment(loss="line", gradient="by-hand", learning_rate=0.01, theta=(0.0,), steps=20),
        Experiment(
            loss="mae", dataset="thermometer", model="w*t_u + b", target="t_c", batch_size=4
        ),
    ],
    ids=["default", "edited", "formula", "settings", "by hand", "dataset"],
)
def test_every_kind_of_experiment_comes_back(experiment: Experiment) -> None:
    assert same_bits(from_json(to_json(experiment)), experiment)


def test_a_table_of_ones_own_travels_inside_the_file(tmp_path: Path) -> None:
    values = np.array([[0.1, -0.0], [1e-300, 5e-324], [-123456789.12345679, 3.0]])
    table = Table("mine „α“.csv", ("t u", "θ"), values)
    experiment = Experiment(model="2*θ + b", dataset=table, target="t u", theta=(1.0,))
    save_experiment(tmp_path / "mine.json", experiment)
    back = read_experiment(tmp_path / "mine.json")
    assert back == experiment
    assert isinstance(back.dataset, Table)
    assert back.dataset.values.tobytes() == values.tobytes()


def test_a_long_table_keeps_its_order() -> None:
    values = np.arange(50_002.0).reshape(-1, 2)
    experiment = Experiment(model="w*x + b", dataset=Table("t", ("x", "y"), values), target="y")
    back = from_json(to_json(experiment)).dataset
    assert isinstance(back, Table)
    assert np.array_equal(back.values, values)


def test_a_built_in_dataset_is_written_as_its_name() -> None:
    experiment = Experiment(model="w*t_u + b", dataset="thermometer", target="t_c")
    written = json.loads(to_json(experiment))
    assert written["dataset"] == "thermometer"
    assert "table" not in written
    assert "thermometer" in DATASETS


def test_the_trajectory_of_the_file_is_the_trajectory() -> None:
    experiment = Experiment(theta=(1.0, -0.3), learning_rate=0.1 + 0.2, settings={"momentum": 0.7})
    there, back = run(experiment), run(from_json(to_json(experiment)))
    assert there.theta.tobytes() == back.theta.tobytes()


def test_what_a_file_leaves_out_is_as_in_the_library() -> None:
    assert from_json('{"schema_version": 1}') == Experiment()
    assert from_json('{"schema_version": 1, "theta": [3]}') == Experiment(theta=(3.0,))


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
    '{"schema_version": 1, "steps": 99999999999999999999}': "e: steps: must be below "
    "9223372036854775808",
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
