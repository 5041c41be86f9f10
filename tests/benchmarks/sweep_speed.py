"""A sweep of 256 learning rates against one run of the same steps, and against a loop of runs.

Run it as: python tests/benchmarks/sweep_speed.py
Goals: at most 2 times one run, and 100 times faster than 256 runs in a loop. The loop is timed
for every 16th learning rate and scaled up to all, since a whole one takes half a minute.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import torch
from numpy.typing import NDArray

from playground.core.descent import run
from playground.core.experiment import Experiment
from playground.core.sweep import sweep

ROUNDS = 7
COUNT, EVERY = 256, 16
EXPERIMENTS = {
    "S0, θ²": (Experiment("square", (1.0,), 0.2, 1000), 1e-3, 10.0),
    "S0, θ², none diverges": (Experiment("square", (1.0,), 0.2, 1000), 1e-3, 0.99),
    "S4, thermometer ÷ 10": (Experiment("thermometer", (1.0, 0.0), 1e-2, 1000), 1e-6, 1.0),
    "S4, none diverges": (Experiment("thermometer", (1.0, 0.0), 1e-2, 1000), 1e-6, 0.0329),
}


def seconds(work: Callable[[], object]) -> float:
    """Return how long the work takes."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def loop(experiment: Experiment, rates: NDArray[np.float64]) -> None:
    """Run the experiment with one learning rate after the other."""
    for rate in rates.tolist():
        run(replace(experiment, learning_rate=rate))


def main() -> None:
    """Print the seconds of each, in turn, and the ratios."""
    torch.set_num_threads(1)
    for name, (experiment, low, high) in EXPERIMENTS.items():
        rates = np.geomspace(low, high, COUNT)
        some = rates[EVERY // 2 :: EVERY]
        sweep(experiment, rates)
        measured = [
            (
                seconds(lambda e=experiment: run(e)),
                seconds(lambda e=experiment, r=rates: sweep(e, r)),
                seconds(lambda e=experiment, r=some: loop(e, r)) * EVERY,
            )
            for _ in range(ROUNDS)
        ]
        one, many, looped = (statistics.median(column) for column in zip(*measured, strict=True))
        times_one = statistics.median(row[1] / row[0] for row in measured)
        faster = statistics.median(row[2] / row[1] for row in measured)
        print(
            f"{name}: one run {one * 1e3:.0f} ms, sweep {many * 1e3:.0f} ms, "
            f"loop (scaled up from {len(some)} runs) {looped:.1f} s; "
            f"sweep / run {times_one:.2f} (goal ≤ 2), loop / sweep {faster:.0f} (goal ≥ 100)"
        )


if __name__ == "__main__":
    main()
