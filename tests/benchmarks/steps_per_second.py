"""A recorded run, with the window open and drawing, against the same loop written by hand.

Run it as: python tests/benchmarks/steps_per_second.py
Goal: not slower (ratio at least 1). The loop by hand runs alone, with no window at work.
"""

from __future__ import annotations

import statistics
import time

from stage import descend_by_hand, open_window, settle, wait_for

from playground.app.window import Window
from playground.core.experiment import Experiment

ROUNDS = 7
EXPERIMENTS = {
    "S0, θ²": Experiment("square", (1.0,), 1e-4, 40_000),
    "S4, thermometer ÷ 10": Experiment("thermometer", (1.0, 0.0), 1e-2, 20_000),
}


def in_the_window(window: Window, experiment: Experiment) -> float:
    """Descend in the window and return the seconds until the last step is recorded."""
    begun = time.perf_counter()
    window.session.restart(experiment)
    run = window.session.run
    wait_for(lambda: run.finished)
    seconds = time.perf_counter() - begun
    assert run.length == experiment.steps + 1
    settle()
    return seconds


def main() -> None:
    """Print steps per second of both, in turn, and the ratio."""
    with open_window() as window:
        for name, experiment in EXPERIMENTS.items():
            pairs = [
                (descend_by_hand(experiment), in_the_window(window, experiment))
                for _ in range(ROUNDS)
            ]
            by_hand, ours = (statistics.median(side) for side in zip(*pairs, strict=True))
            ratio = statistics.median(hand / window for hand, window in pairs)
            print(
                f"{name}: by hand {experiment.steps / by_hand:,.0f} steps/s, "
                f"window {experiment.steps / ours:,.0f} steps/s, ratio {ratio:.2f} (goal ≥ 1)"
            )


if __name__ == "__main__":
    main()
