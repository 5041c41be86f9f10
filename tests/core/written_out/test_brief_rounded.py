"""The step in one line is told in half precision too, with what the format rounded."""

from __future__ import annotations

import re

import pytest

import playground
from playground.core.written_out import written_out
from tests.core.written_out.test_update_lines import is_true, value_of


@pytest.mark.parametrize("dtype", ["bfloat16", "float16"])
@pytest.mark.parametrize(
    ("optimizer", "settings"),
    [
        ("sgd", {}),
        ("sgd", {"momentum": 0.9, "weight_decay": 0.1, "dampening": 0.5}),
        ("sgd", {"momentum": 0.9, "nesterov": True}),
        ("adam", {}),
    ],
)
def test_each_step_is_told_by_its_rule_and_ends_in_the_recorded_theta(
    optimizer: str, settings: dict[str, object], dtype: str
) -> None:
    experiment = playground.Experiment(
        "himmelblau", (0.5, -0.5), 0.01, 20, optimizer, settings=settings, dtype=dtype
    )  # type: ignore[arg-type]  # settings of every kind
    made = playground.run(experiment)
    for row in range(1, 21):
        for at, name in enumerate("xy"):
            memory = [
                {key: float(kept[k, at]) for key, kept in made.memory.items()}
                for k in (row - 1, row)
            ]
            theta = float(made.theta[row - 1, at]), float(made.theta[row, at])
            lines = written_out(
                name, row, theta, float(made.gradient[row - 1, at]),
                float(made.learning_rate[row - 1]), *memory,
                optimizer, experiment.optimizer_settings, dtype=dtype,
            )  # fmt: skip
            lines = [line for line in lines if not line.startswith("remembered")]
            for line in lines:
                assert "update" not in line, line
                worked, _, rounded = line.partition(", ")
                assert is_true(worked), line
                assert not rounded or f"rounded to {dtype}: " in rounded
            shown = re.split(" = |: ", lines[-1])[-1]
            assert value_of(shown) == pytest.approx(theta[1], rel=5.1e-3, abs=1e-6)
