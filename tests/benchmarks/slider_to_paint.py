"""From a move of the learning-rate slider to the picture of the new run.

Run it as: python tests/benchmarks/slider_to_paint.py
Goals: first rows of the new run painted within 33 ms at the 95th percentile; the whole curve of
200 steps of S0 painted in at most twice the time of the bare loop of 200 steps.
"""

from __future__ import annotations

import random
import statistics
import time

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from stage import Paints, descend_by_hand, milliseconds, open_window, wait_for

from playground.app.view import View
from playground.app.window import Window
from playground.core.experiment import Experiment

MOVES = 200


def measure(window: Window, experiment: Experiment) -> tuple[list[float], list[float], list[float]]:
    """Move the slider by keys; return seconds to the first rows, to the whole curve, and by hand."""
    session = window.session
    session.restart(experiment)
    wait_for(lambda: session.view is not None and session.view.experiment == experiment)
    wait_for(lambda: session.view is not None and session.view.finished)
    slider = window.controls.learning_rate.slider
    paints = Paints(window.docks.panels["loss"].plot.viewport())
    drawn: list[tuple[float, View]] = []
    session.frame.connect(lambda view: drawn.append((time.perf_counter(), view)))
    first, whole, bare = [], [], []
    rising = True
    for _ in range(MOVES):
        bare.append(descend_by_hand(experiment))
        rising = not rising if random.random() < 0.1 else rising
        drawn.clear()
        runs = session.run_number
        begun = time.perf_counter()
        QTest.keyClick(slider, Qt.Key.Key_Right if rising else Qt.Key.Key_Left)
        if session.run_number == runs:  # the end of the slider
            rising = not rising
            continue
        wait_for(lambda: bool(drawn) and paints.last > drawn[0][0])
        first.append(paints.last - begun)
        wait_for(lambda: drawn[-1][1].finished and paints.last > drawn[-1][0])
        whole.append(paints.last - begun)
    session.frame.disconnect()
    return first, whole, bare


def main() -> None:
    """Print both times for S0 and S4, with the ratio to the bare loop for 200 steps of S0."""
    random.seed(0)
    with open_window() as window:
        first, whole, bare = measure(window, Experiment("square", (1.0,), 0.2, 200))
        ratio = statistics.median(whole) / statistics.median(bare)
        print(f"S0, 200 steps, slider to first rows: {milliseconds(first)} (goal: 95th ≤ 33 ms)")
        print(f"S0, 200 steps, slider to whole curve: {milliseconds(whole)}")
        print(f"S0, 200 steps, bare loop by hand: {milliseconds(bare)}")
        print(f"whole curve against the bare loop: ratio {ratio:.2f} (goal ≤ 2)")
        first, _, _ = measure(window, Experiment("thermometer", (1.0, 0.0), 1e-2, 5000))
        print(f"S4, 5,000 steps, slider to first rows: {milliseconds(first)} (goal: 95th ≤ 33 ms)")


if __name__ == "__main__":
    main()
