"""The time of one frame with eight pinned runs of 100,000 steps beside the one on screen.

Run it as: python tests/benchmarks/pinned_frames.py
Goal: median at most 16 ms while scrubbing, drawing included; with them the window is compared
to the same window without any pin.
"""

from __future__ import annotations

import random
import statistics
from dataclasses import replace

from stage import at_rest, milliseconds, open_window, scrubbing, settle, wait_for

from playground.app.pins import MOST
from playground.app.window import Window
from playground.core.experiment import Experiment

STEPS = 100_000
FRAMES = 300
EXPERIMENTS = {
    "thermometer, SGD": Experiment("thermometer", (1.0, 0.0), 1e-2, STEPS),
    "θ², SGD": Experiment("square", (1.0,), 1e-4, STEPS),
}


def descend(window: Window, experiment: Experiment) -> None:
    """Run the experiment to its end."""
    window.session.restart(experiment)
    wait_for(lambda: at_rest(window) and window.session.run.finished)


def measure(window: Window, panel: str) -> list[float]:
    """Scrub with this panel in front of its tabs."""
    window.docks.raise_panel(panel)
    settle()
    return scrubbing(window, STEPS, FRAMES)


def main() -> None:
    """Print the frame time for each experiment, without pins and with eight."""
    random.seed(0)
    with open_window((1920, 1080)) as window:
        session = window.session
        for name, experiment in EXPERIMENTS.items():
            while session.pins.listed:
                session.pins.remove(session.pins.listed[0].key)
            descend(window, experiment)
            bare = measure(window, "parameters")
            print(f"{name}, {STEPS:,} steps, no pins: {milliseconds(bare)}")
            for number in range(MOST):
                rate = experiment.learning_rate * (0.1 + 0.1 * number)
                descend(window, replace(experiment, learning_rate=rate))
                session.pins.pin()
            assert len(session.pins.listed) == MOST
            descend(window, experiment)
            for panel in ("parameters", "runs"):
                frames = measure(window, panel)
                share = statistics.median(frames) / 0.016
                times = statistics.median(frames) / statistics.median(bare)
                print(
                    f"{name}, {MOST} pinned runs of {STEPS:,} steps, {panel} in front: "
                    f"{milliseconds(frames)}; {share:.2f} of a 60 Hz frame (goal ≤ 1), "
                    f"{times:.1f} times as without pins"
                )


if __name__ == "__main__":
    main()
