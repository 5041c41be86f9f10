"""The runs that are drawn together are those that the comparison found."""

from __future__ import annotations

from collections import deque
from dataclasses import replace

import numpy as np
import pytest

from playground.core.descent import run
from playground.core.entrants import Entrant
from playground.core.experiment import Edit, Experiment
from playground.core.fair_compare import fair_compare
from playground.core.fair_runs import FairRun, fair_key, fair_running

HEAVY = Entrant("sgd", (("momentum", 0.9),))


def runs_of(experiment: Experiment, *entrants: Entrant) -> tuple[FairRun, ...]:
    (last,) = deque(fair_running(experiment, entrants, starts=2), maxlen=1)
    assert last.share == 1.0
    return last.runs


def test_each_runs_from_the_experiments_own_start_at_its_own_best_rate() -> None:
    experiment = Experiment("himmelblau", (1.0, 1.0), 0.5, steps=30)
    for found in runs_of(experiment, Entrant("sgd"), HEAVY, Entrant("adam")):
        best = found.contender.experiment
        assert best is not None
        assert best.theta == experiment.theta
        assert best.learning_rate == found.contender.best_rate
        assert dict(best.settings) == dict(found.entrant.settings)
        np.testing.assert_array_equal(found.loss, run(best).loss)


def test_an_entrant_has_only_the_settings_that_it_names() -> None:
    experiment = Experiment("himmelblau", steps=10, settings={"momentum": 0.5})
    plain, heavy = fair_compare(experiment, [Entrant("sgd"), HEAVY], [1e-3], starts=1)
    assert plain.experiment is not None
    assert heavy.experiment is not None
    assert plain.experiment.optimizer_settings.momentum == 0.0
    assert heavy.experiment.optimizer_settings.momentum == 0.9


def test_with_momentum_a_long_valley_is_descended_farther_in_as_many_steps() -> None:
    # (κ − 1)/(κ + 1) against (√κ − 1)/(√κ + 1) a step at their best; κ is 10 (Polyak 1964).
    plain, heavy = runs_of(Experiment("quadratic", steps=60, dtype="float64"), Entrant("sgd"),
                           Entrant("sgd", (("momentum", 0.27),)))  # fmt: skip
    assert heavy.contender.median_loss.min() < 1e-3 * plain.contender.median_loss.min()


def test_a_comparison_does_not_depend_on_what_it_replaces() -> None:
    experiment = Experiment("himmelblau", steps=10)
    same = replace(experiment, learning_rate=0.3, optimizer="adam", edits=(Edit(3, 0.1),))
    assert fair_key(same) == fair_key(experiment)
    assert fair_key(replace(experiment, steps=11)) != fair_key(experiment)
    assert fair_key(replace(experiment, theta=(1.0, 1.0))) != fair_key(experiment)


def test_the_share_never_falls_and_each_run_is_handed_over_as_soon_as_it_is_there() -> None:
    seen = list(fair_running(Experiment(steps=5), [Entrant("sgd"), Entrant("adam")], starts=1))
    shares = [progress.share for progress in seen]
    assert shares == sorted(shares)
    assert {len(progress.runs) for progress in seen} == {0, 1, 2}


def test_an_unknown_optimizer_is_named() -> None:
    with pytest.raises(ValueError, match="optimizer 'speed'"):
        runs_of(Experiment(steps=2), Entrant("speed"))
