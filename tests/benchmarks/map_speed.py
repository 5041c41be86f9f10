"""A map of 256 × 256 descents of 100 steps against the same descents in a loop of single runs.

Run it as: python tests/benchmarks/map_speed.py
Goal: a second for the map. The loop makes every 1,024th of the descents, and its time is scaled.
"""

from __future__ import annotations

import statistics
import time

import torch

from playground.core.basin_map import basin_mapping
from playground.core.descent import descend
from playground.core.experiment import Experiment
from playground.core.map_request import MapAxis, MapRequest

ROUNDS = 5
SIZE = 256
EVERY = 1_024
EXPERIMENT = Experiment("himmelblau", learning_rate=0.01, steps=100)
Y = MapAxis("theta2", -5.0, 5.0)
REQUESTS = {
    "Himmelblau": MapRequest(MapAxis("theta1", -5.0, 5.0), Y, SIZE),
    "Himmelblau, learning rate across": MapRequest(MapAxis("learning_rate", 1e-3, 0.1), Y, SIZE),
    "Himmelblau, momentum across": MapRequest(MapAxis("momentum", 0.0, 0.95), Y, SIZE),
}


def as_a_map(request: MapRequest) -> tuple[float, float]:
    """Return the seconds for the map, and for the longest that cancelling it would wait."""
    begun = before = time.perf_counter()
    longest = 0.0
    for _ in basin_mapping(EXPERIMENT, request):
        now = time.perf_counter()
        longest, before = max(longest, now - before), now
    return before - begun, longest


def in_a_loop(request: MapRequest) -> float:
    """Return the seconds that all descents would take one by one, from some of them."""
    pixels = range(EVERY // 2, SIZE * SIZE, EVERY + 1)  # from all over the map
    runs = [request.pixel(EXPERIMENT, pixel % SIZE, pixel // SIZE) for pixel in pixels]
    begun = time.perf_counter()
    for run in runs:
        for _ in descend(run):
            pass
    return (time.perf_counter() - begun) * SIZE * SIZE / len(runs)


def main() -> None:
    """Print the seconds of both, made in turn, and the ratio."""
    torch.set_num_threads(1)  # as the worker does
    for name, request in REQUESTS.items():
        rounds = [(*as_a_map(request), in_a_loop(request)) for _ in range(ROUNDS)]
        ours, longest, loop = (statistics.median(part) for part in zip(*rounds, strict=True))
        ratio = statistics.median(looped / mapped for mapped, _, looped in rounds)
        print(
            f"{name}: map {ours:.2f} s (goal 1 s), longest item {1000 * longest:.0f} ms (goal 20), "
            f"loop {loop:.0f} s (scaled from every {EVERY:,}th run), ratio {ratio:.0f}"
        )


if __name__ == "__main__":
    main()
