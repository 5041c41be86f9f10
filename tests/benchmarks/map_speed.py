"""A map of 256 × 256 descents of 100 steps against the same descents in a loop of single runs.

Run it as: python tests/benchmarks/map_speed.py
Goal: a second for the map. The loop makes every 1,024th of the descents, and its time is scaled.
Then how soon long maps show something and most of it, and what the descent on screen keeps of its
steps while one is made beside it: 8 of 10 at least.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager

import torch

from playground.core.asks import AxisAsk, MapAsk
from playground.core.basin_map import basin_mapping
from playground.core.descent import descend
from playground.core.experiment import Experiment
from playground.core.map_request import MapAxis, MapRequest, usual_axes
from playground.engine.studio import Studio

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

LONG = {
    "Himmelblau, 5,000 steps": (Experiment("himmelblau", learning_rate=0.01, steps=5_000), SIZE),
    "Himmelblau, momentum 0.5, 5,000 steps": (
        Experiment("himmelblau", learning_rate=0.01, steps=5_000, settings={"momentum": 0.5}),
        SIZE,
    ),
    "two moons, 1,000 steps": (Experiment("moons"), 32),
}
BESIDE = {
    "Himmelblau": Experiment("himmelblau", learning_rate=0.01, steps=100_000),
    "two moons": Experiment("moons", steps=20_000),
}
LOOK_S = 1.5


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


def soonest(experiment: Experiment, size: int) -> tuple[float, float]:
    """Return the seconds until there is a map, and until nine tenths of its pixels are there."""
    begun = time.perf_counter()
    first = 0.0
    for made in basin_mapping(experiment, MapRequest(*usual_axes(experiment), size)):
        if made is not None:
            first = first or time.perf_counter() - begun
            if made.share >= 0.9:
                break
    return first, time.perf_counter() - begun


@contextmanager
def at_work() -> Iterator[Studio]:
    """What the window works with; closed afterwards."""
    studio = Studio()
    yield studio
    studio.close()


def kept_beside_a_map(experiment: Experiment) -> float:
    """Return the steps that a descent makes beside its map, as a share of those it makes alone."""
    x, y = (AxisAsk(axis.name, axis.low, axis.high) for axis in usual_axes(experiment))
    rates = []
    with at_work() as studio:
        for beside in (False, True):
            run = studio.descend(experiment)
            if beside:
                studio.derive(run, MapAsk(x, y, SIZE))
            time.sleep(0.2)  # past the start
            length, begun = run.length, time.perf_counter()
            time.sleep(LOOK_S)
            rates.append((run.length - length) / (time.perf_counter() - begun))
    return rates[1] / rates[0]


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
    for name, (experiment, size) in LONG.items():
        first, most = soonest(experiment, size)
        print(f"{name}, {size} x {size}: first map {first:.2f} s, nine tenths of it {most:.2f} s")
    for name, experiment in BESIDE.items():
        kept = statistics.median(kept_beside_a_map(experiment) for _ in range(ROUNDS))
        print(f"{name}: beside its map a descent makes {kept:.2f} of its steps (goal 0.8)")


if __name__ == "__main__":
    main()
