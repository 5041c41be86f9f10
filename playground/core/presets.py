"""The source experiments: five short texts on gradient descent, each one click away."""

from __future__ import annotations

from dataclasses import dataclass

from playground.core.experiment import Experiment


@dataclass(frozen=True)
class Preset:
    """An experiment with a name for its button and a sentence on what to look at.

    `aside` is what else is to be known; it does not stand in the window's line of messages.
    `playhead` is the step at which there is most to see; None: the newest.
    """

    name: str
    title: str
    note: str
    experiment: Experiment
    aside: str = ""
    playhead: int | None = None


_EPOCHS = "A program that prints the loss before each update prints our step k − 1 as its epoch k."

PRESETS: tuple[Preset, ...] = (
    Preset(
        "descent",
        "θ²",
        "Each step multiplies θ by 1 − 2·lr = 0.6: 1, 0.6, 0.36, 0.216, …",
        Experiment("square", (1.0,), 0.2, 20),
    ),
    Preset(
        "line",
        "Line",
        "Fits w·x to y = 2x from w = 0; each step multiplies the error by 0.85.",
        Experiment("line", (0.0,), 0.01, 100),
        _EPOCHS,
    ),
    Preset(
        "line-by-hand",
        "Line, by hand",
        "This gradient, written by hand, sums where the loss is a mean: 4 times autograd's, "
        "so each step multiplies the error by 0.4, not by 0.85.",
        Experiment("line", (0.0,), 0.01, 20, gradient="by-hand"),
        _EPOCHS,
        playhead=0,  # at the end both gradients are 0
    ),
    Preset(
        "dot",
        "2·x·x",
        "Four parameters from 0, 1, 2, 3; the gradient of 2·x·x is 4x.",
        Experiment("dot", (0.0, 1.0, 2.0, 3.0)),
    ),
    Preset(
        "thermometer-raw",
        "Thermometer, raw",
        "Raw readings make one direction 33,599 times as curved as the other: 0.01 explodes.",
        Experiment("thermometer", (1.0, 0.0), 1e-2, 100, settings={"input_scale": 1.0}),
        _EPOCHS,
    ),
    Preset(
        "thermometer-slow",
        "Raw, 1e-5",
        "A rate small enough for raw readings: the first step gives w 0.95483, b −0.00082600.",
        Experiment("thermometer", (1.0, 0.0), 1e-5, 5000, settings={"input_scale": 1.0}),
    ),
    Preset(
        "thermometer",
        "Thermometer ÷ 10",
        "With the readings divided by ten, 0.01 settles: w 5.3671, b −17.3012 after 5,000 steps.",
        Experiment("thermometer", (1.0, 0.0), 1e-2, 5000, settings={"input_scale": 0.1}),
        _EPOCHS,
    ),
)
