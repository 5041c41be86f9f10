"""Answers of the lessons that are reasons: every choice is tried, and one alone holds."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import torch

from playground.core.changes import changed
from playground.core.curvature import curvature
from playground.core.descent import run
from playground.core.entrants import Entrant
from playground.core.experiment import Experiment
from playground.core.fair_compare import fair_compare
from playground.core.lesson import LessonStep
from playground.core.lesson_quantities import ending
from playground.core.range_request import RangeRequest
from playground.core.range_test import range_test
from playground.core.sweep import sweep
from tests.core.worked_out.claims import the_only


def end(experiment: Experiment) -> str:
    return ending(run(experiment))


def never_settles(step: LessonStep) -> str:
    """A smaller rate settles no more than this one, and the gradient is that of each place."""
    shown = step.experiment
    gradient = run(shown).gradient
    smaller = [replace(shown, learning_rate=shown.learning_rate / k, steps=500) for k in (10, 100)]
    again = [replace(shown, theta=tuple(place), steps=1) for place in run(shown).theta[:5].tolist()]
    alone = np.array([run(one).gradient[0] for one in again])
    return the_only({
        "The gradient is the same everywhere": bool(np.ptp(gradient) == 0),
        "The learning rate is too large": any(end(one) == "settles" for one in smaller),
        "The gradient is not zeroed": not np.array_equal(gradient[:5], alone),
    })  # fmt: skip


def moved_point(step: LessonStep) -> str:
    """How many of the hundred gradients of the sum of sines change when one point is moved."""
    points = torch.linspace(-torch.pi, torch.pi, 100, dtype=torch.float64)
    moved = points.clone()
    moved[30] += 0.5
    before, after = (
        torch.autograd.grad(x.sin().sum(), x)[0]
        for x in (points.requires_grad_(), moved.requires_grad_())
    )
    changed = (before != after).nonzero().flatten().tolist()
    return {0: "None", 1: "Only that point's", 100: "All of them"}[len(changed)]


def what_b_is(step: LessonStep) -> str:
    """b is nearest to this, of the line's value at 0 and at 100 and the mean of the readings."""
    table = step.experiment.loss_entry.table
    assert table is not None
    slope, offset = np.polyfit(table.column("t_u"), table.column("t_c"), 1)
    meant = {
        "About what the unknown scale calls 0": offset,
        "About what the unknown scale calls 100": offset + 100 * slope,
        "The mean of the readings": table.column("t_c").mean(),
    }
    b = float(run(replace(step.experiment, steps=3000)).theta[-1, 1])
    return the_only({choice: abs(value - b) < 0.01 for choice, value in meant.items()})


def is_random(experiment: Experiment) -> bool:
    """Whether another seed makes another run."""
    one, other = (run(replace(experiment, steps=50, seed=seed)) for seed in (1, 2))
    return not np.array_equal(one.theta, other.theta)


def makes_it_stochastic(step: LessonStep) -> str:
    every_row = replace(step.experiment, batch_size=0)
    optimizers = [changed(every_row, {"optimizer": name}) for name in ("sgd", "adam", "rmsprop")]
    schedules = [changed(every_row, {"schedule": name}) for name in ("cosine", "exponential")]
    return the_only({
        "What the loss is computed on": is_random(step.experiment) and not is_random(every_row),
        "The optimizer": any(map(is_random, optimizers)),
        "The learning-rate schedule": any(map(is_random, schedules)),
    })  # fmt: skip


def arrives(experiment: Experiment) -> bool:
    """Whether the first step reaches the minimum at 0."""
    return bool(np.abs(run(replace(experiment, steps=1)).theta[1]).max() < 1e-6)


def enough_for_one_step(step: LessonStep) -> str:
    shown = step.experiment
    move = -shown.learning_rate * run(shown).gradient[0]
    ravine = replace(shown, settings={"condition": 10.0})
    others = [replace(shown, theta=start) for start in ((1.0, 3.0), (-2.0, -5.0), (0.3, 0.0))]
    assert arrives(shown)
    return the_only({
        "The gradient points to the minimum and the step has its length":
            np.allclose(move, -np.array(shown.theta)),
        "The learning rate is 1": arrives(ravine),
        "The start was lucky": not all(map(arrives, others)),
    })  # fmt: skip


def changes_of_rate(step: LessonStep) -> str:
    """How often the learning rate was another one than at the step before."""
    rates = run(step.experiment).learning_rate
    changes = int(np.count_nonzero(np.diff(rates)))
    return {0: "Never", 1: "When the ravine is reached"}.get(changes, "At every step")


def best_line(step: LessonStep) -> str:
    """The line that the run here settles at, beside the least-squares line of the raw data."""
    table = step.experiment.loss_entry.table
    assert table is not None
    raw = np.polyfit(table.column("t_u"), table.column("t_c"), 1)
    w, b = run(replace(step.experiment, dtype="float64")).theta[-1].tolist()
    normalised = np.array([w / 16, b - w * 51.8 / 16])  # of w·(t_u − 51.8)/16 + b
    assert not np.allclose((w, b), raw, rtol=0.1)
    same = np.allclose(normalised, raw, rtol=1e-4)
    return "No, only the numbers that describe it" if same else "Yes, the line is different"


def safe_later(step: LessonStep) -> str:
    """The full rate explodes from the start and not from where the warm-up ends."""
    shown = step.experiment
    path = run(shown)
    full = changed(shown, {"schedule": "constant"})
    late = replace(full, theta=tuple(path.theta[20].tolist()))
    assert (end(full), end(late) != "explodes") == ("explodes", True)
    bends = [float(curvature(one).eigenvalues[-1]) for one in (full, late)]
    fine = [replace(one, dtype="float64") for one in (full, late)]
    return the_only({
        "The curvature is smaller where θ is then": bends[1] < bends[0],
        "The gradient is larger where θ is then":
            abs(path.gradient[20, 0]) > abs(path.gradient[0, 0]),
        "float32 is more exact there": [end(one) for one in fine] != [end(full), end(late)],
    })  # fmt: skip


def fair_sentence(step: LessonStep) -> str:
    """Who is lower after 100 steps, each at its best rate: in the ravine, and in a round bowl."""
    ravine = Experiment("quadratic", (-4.0, 2.0), steps=100, settings={"condition": 100.0})
    bowl = replace(ravine, settings={"condition": 1.0})
    wins = []
    for place in (ravine, bowl):
        compared = fair_compare(place, (Entrant("sgd"), Entrant("adam")))
        sgd, adam = (float(one.median_loss.min()) for one in compared)
        wins.append(adam < sgd)
    return the_only({
        "Adam is better than SGD": all(wins),
        "On the first ravine, each at its best rate, Adam is lower after 100 steps": wins[0],
        "SGD is better than Adam": not any(wins),
    })  # fmt: skip


def what_a_seed_changes(step: LessonStep) -> str:
    one, other = (replace(step.experiment, seed=seed) for seed in (0, 1))
    paths = run(one), run(other)
    orders = [rows_of(path.theta[:, 0], path.loss) for path in paths]
    assert all(sorted(order[:4]) == [1, 2, 3, 4] for order in orders)
    tables = [made.loss_entry.table for made in (one, other)]
    rates = [path.learning_rate for path in paths]
    return the_only({
        "The order of the rows": orders[0] != orders[1],
        "The data": tables[0] != tables[1],
        "The learning rate": not np.array_equal(*rates),
    })  # fmt: skip


def rows_of(theta: np.ndarray, loss: np.ndarray) -> Sequence[int]:
    """Return the x of the row that each early step looked at: its loss is (w·x − 2x)²."""
    return [round(float(np.sqrt(loss[k]) / abs(theta[k] - 2))) for k in range(8)]


def left_over(step: LessonStep) -> str:
    """The part of the loss that is left where the ramp comes to the best rate."""
    shown = step.experiment
    low, high = shown.loss_entry.learning_rates
    test = range_test(shown, RangeRequest(low, high, smoothing=0.05))
    best = curvature(shown).best_learning_rate
    assert best is not None
    left = float(test.loss[int(np.searchsorted(test.learning_rate, best))] / test.loss[0])
    return the_only({
        "Next to nothing": left < 0.01, "About half": 0.25 < left < 0.75,
        "Almost all": left > 0.9,
    })  # fmt: skip


def fair_use(shown: Sequence[Experiment]) -> str:
    """Which use of the suggestions ends lowest on each of these, and explodes on none."""
    around = (0.1, 0.3, 1.0, 3.0, 10.0)
    swept = [sweep(one, [one.learning_rate * factor for factor in around]) for one in shown]
    ends = [np.nan_to_num(one.final_loss.astype(float), nan=np.inf).tolist() for one in swept]
    explodes = [[kind == "diverged" for kind in one.outcome] for one in swept]
    assert (explodes[2][2], explodes[4][4]) == (True, True)  # as the explanation says
    found = {
        "As the middle of a sweep of whole runs": [min(each) for each in ends],
        "As the learning rate of the training": [each[2] for each in ends],
        "Times ten, always": [each[4] for each in ends],
    }
    lowest = [min(uses) for uses in zip(*found.values(), strict=True)]
    assert all(map(math.isfinite, lowest))
    return the_only({choice: losses == lowest for choice, losses in found.items()})
