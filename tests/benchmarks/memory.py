"""Memory after 1,000 restarts, against the memory after the first 100.

Run it as: python tests/benchmarks/memory.py
Goal: a ratio of at most 1.1; overtaken runs take their arrays with them.
"""

from __future__ import annotations

import gc
import random
from pathlib import Path

from stage import at_rest, open_window, wait_for

from playground.app.window import Window
from playground.core.experiment import Experiment

LOSSES = ("square", "rosenbrock", "thermometer", "moons")


def resident() -> float:
    """Return the process's memory in MB (Linux)."""
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * 4096 / 1e6


def restart(window: Window, times: int) -> None:
    """Restart runs of 20,000 steps, most of them overtaken within a few frames."""
    for _ in range(times):
        rate = 10 ** random.uniform(-4, -2)
        window.session.restart(
            Experiment(random.choice(LOSSES), learning_rate=rate, steps=20_000, optimizer="adam")
        )
        wait_for(lambda: window.session.run.length > 10)
    window.session.restart(Experiment())
    wait_for(lambda: at_rest(window))


def main() -> None:
    """Print both and their ratio."""
    random.seed(0)
    with open_window() as window:
        restart(window, 100)
        early = resident()
        restart(window, 900)
        late = resident()
        print(
            f"memory after 100 runs {early:.0f} MB, after 1,000 runs {late:.0f} MB, "
            f"ratio {late / early:.3f} (goal ≤ 1.1)"
        )


if __name__ == "__main__":
    main()
