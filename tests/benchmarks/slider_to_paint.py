"""From a move of the learning-rate slider to the picture of the new run.

Run it as: python tests/benchmarks/slider_to_paint.py
Goals: first rows of the new run painted within 33 ms at the 95th percentile; the whole curve of
200 steps of S0 painted in at most twice the time of the bare loop of 200 steps; with the slider's
stops at hand, the whole curve of 5,000 steps of S4 within 33 ms at the 95th percentile.
"""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from stage import (
    Paints,
    at_rest,
    descend_by_hand,
    milliseconds,
    open_window,
    quantile,
    wait_for,
)

from playground.app.view import View
from playground.app.window import Window
from playground.core.experiment import Experiment

MOVES = 200
MOVES_S4 = 40
S4 = Experiment("thermometer", (1.0, 0.0), 1e-2, 5000)

Seconds = list[float]


class Watch:
    """Notes when frames are drawn and the Loss panel is painted, until it is closed."""

    def __init__(self, window: Window) -> None:
        self.drawn: list[tuple[float, View]] = []
        self._frame = window.session.frame
        self._frame.connect(self._note)
        self._paints = Paints(window.docks.panels["loss"].plot.viewport())

    @property
    def painted(self) -> float:
        """When the Loss panel was painted last."""
        return self._paints.last

    def wait_for_paint(self) -> None:
        """Let the window live until the first frame since the list was cleared is painted."""
        wait_for(lambda: bool(self.drawn) and self.painted > self.drawn[0][0])

    def _note(self, view: View) -> None:
        self.drawn.append((time.perf_counter(), view))

    def close(self) -> None:
        """Stop watching."""
        self._frame.disconnect(self._note)
        self._paints.close()


def moves_of(window: Window, watch: Watch, count: int) -> Iterator[float]:
    """Move the slider by keys, now and then the other way; yield when each move was made."""
    session, slider = window.session, window.controls.learning_rate.slider
    rising = True
    for _ in range(count):
        rising = not rising if random.random() < 0.1 else rising
        watch.drawn.clear()
        runs = session.run_number
        begun = time.perf_counter()
        QTest.keyClick(slider, Qt.Key.Key_Right if rising else Qt.Key.Key_Left)
        if session.run_number == runs:  # the end of the slider
            rising = not rising
            continue
        yield begun


def measure(window: Window, experiment: Experiment, moves: int) -> tuple[Seconds, Seconds, Seconds]:
    """Move the slider by keys; return the times to the first rows, the whole curve, and by hand."""
    window.session.restart(experiment)
    wait_for(lambda: at_rest(window))
    watch = Watch(window)
    drawn = watch.drawn
    first, whole, bare = [], [], []
    for begun in moves_of(window, watch, moves):
        watch.wait_for_paint()
        first.append(watch.painted - begun)
        wait_for(lambda: drawn[-1][1].finished)
        settled = next(at for at, view in drawn if view.length == view.steps + 1 or view.finished)
        QApplication.processEvents()  # the painting that the last frame asked for, if any
        QApplication.processEvents()
        whole.append(max(watch.painted, settled) - begun)
        bare.append(descend_by_hand(experiment))
    watch.close()
    return first, whole, bare


def measure_instant(window: Window, moves: int) -> tuple[Seconds, float]:
    """Move the slider by keys as fast as frames come; return the times to each whole curve.

    And the seconds of one loop by hand.
    """
    session = window.session
    session.restart(S4)
    wait_for(lambda: at_rest(window) and session.instant)
    watch = Watch(window)
    whole = []
    for begun in moves_of(window, watch, moves):
        watch.wait_for_paint()
        assert watch.drawn[0][1].finished, "the first frame did not show the whole run"
        whole.append(watch.painted - begun)
    watch.close()
    return whole, descend_by_hand(S4)


def main() -> None:
    """Print both times for S0 and S4, with the ratio to the bare loop for 200 steps of S0."""
    random.seed(0)
    with open_window() as window:
        first, whole, bare = measure(window, Experiment("square", (1.0,), 0.2, 200), MOVES)
        ratio = statistics.median(whole) / statistics.median(bare)
        print(f"S0, 200 steps, slider to first rows: {milliseconds(first)} (goal: 95th ≤ 33 ms)")
        print(f"S0, 200 steps, slider to whole curve: {milliseconds(whole)}")
        print(f"S0, 200 steps, bare loop by hand: {milliseconds(bare)}")
        print(f"whole curve against the bare loop: ratio {ratio:.2f} (goal ≤ 2)")
        first, _, _ = measure(window, S4, MOVES_S4)
        print(f"S4, 5,000 steps, slider to first rows: {milliseconds(first)} (goal: 95th ≤ 33 ms)")
        at_once, bare_s = measure_instant(window, MOVES)
        print(f"S4, 5,000 steps, instant drag to whole curve: {milliseconds(at_once)}")
        ratio = quantile(at_once, 0.95) / 0.033
        print(f"95th percentile against 33 ms: ratio {ratio:.2f} (goal ≤ 1)")
        ratio = statistics.median(at_once) / bare_s
        print(f"whole curve against the bare loop of 5,000 steps: ratio {ratio:.3f}")


if __name__ == "__main__":
    main()
