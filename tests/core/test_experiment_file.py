"""An experiment comes back from its file exactly."""

from __future__ import annotations

import json
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
