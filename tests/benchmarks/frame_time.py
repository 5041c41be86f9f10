"""The time of one frame with a run of 100,000 steps on screen.

Run it as: python tests/benchmarks/frame_time.py
Goal: median at most 16 ms, drawing included: every panel takes the view and is painted.
"""

from __future__ import annotations

import random
import statistics
import time

from PySide6.QtWidgets import QApplication
from stage import at_rest, milliseconds, open_window, scrubbing, wait_for

from playground.app.window import Window
from playground.core.experiment import Experiment

STEPS = 100_000
FRAMES = 300
EXPERIMENTS = {
    "thermometer, SGD": Experiment("thermometer", (1.0, 0.0), 1e-2, STEPS),
    "Rosenbrock, Adam": Experiment("rosenbrock", (-1.5, 2.0), 1e-3, STEPS, optimizer="adam"),
    "θ², SGD": Experiment("square", (1.0,), 1e-4, STEPS),
}


def descending(window: Window) -> list[float]:
    """Let the run grow; return the seconds of each frame that the window draws meanwhile."""
    frames: list[float] = []
    drawn: list[object] = []
    window.session.frame.connect(drawn.append)
    while not window.session.run.finished:
        drawn.clear()
        begun = time.perf_counter()
        QApplication.processEvents()  # the clock's tick …
        if drawn:
            QApplication.processEvents()  # … and the painting that it asked for
            frames.append(time.perf_counter() - begun)
    window.session.frame.disconnect(drawn.append)
    return frames


def main() -> None:
    """Print the frame time for each experiment, while it descends and when it is done."""
    random.seed(0)
    with open_window((1920, 1080)) as window:
        for name, experiment in EXPERIMENTS.items():
            window.session.follow()
            window.session.restart(experiment)
            growing = descending(window)
            wait_for(lambda: at_rest(window))
            still = scrubbing(window, STEPS, FRAMES)
            ratio = statistics.median(still) / 0.016
            print(f"{name}, {STEPS:,} steps, growing: {milliseconds(growing)}")
            print(
                f"{name}, {STEPS:,} steps, scrubbing: {milliseconds(still)}; "
                f"{ratio:.2f} of a 60 Hz frame (goal ≤ 1)"
            )


if __name__ == "__main__":
    main()
