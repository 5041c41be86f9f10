"""An ordinary run for the Numbers panel, and one of very many rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from playground import Experiment
from playground.app.panels.numbers import NumbersPanel
from playground.app.view import View

ViewOf = Callable[..., View]
OnScreen = Callable[..., NumbersPanel]
SQUARE = Experiment(loss="square", theta=(1.0,), learning_rate=0.2, steps=20)


def long_view(view: View, rows: int = 100_001, playhead: int = 0) -> View:
    """The view stretched to so many rows."""
    theta = np.linspace(1, 0, rows, dtype=np.float32)[:, np.newaxis]
    experiment = replace(view.experiment, steps=rows - 1)
    return replace(
        view, experiment=experiment, theta=theta, loss=theta[:, 0] ** 2, gradient=2 * theta,
        learning_rate=np.full(rows - 1, 0.2), playhead=playhead,
    )  # fmt: skip
