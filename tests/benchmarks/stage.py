"""What the benchmarks share: the real window, the loops written by hand, and the printing."""

from __future__ import annotations

import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import torch
from PySide6.QtCore import QEvent, QEventLoop, QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from playground.app.session import Session
from playground.app.theme import ThemeKeeper
from playground.app.window import Window
from playground.core.experiment import Experiment

PATIENCE_S = 120.0


class Paints(QObject):
    """Notes when a widget was painted last, until it is closed."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__()
        self.last = 0.0
        self._widget = widget
        self._inside = False
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.Paint or self._inside:
            return False
        self._inside = True  # let the widget paint first; what counts is when it has
        QApplication.sendEvent(watched, event)
        self._inside = False
        self.last = time.perf_counter()
        return True

    def close(self) -> None:
        """Stop watching."""
        self._widget.removeEventFilter(self)


@contextmanager
def open_window(size: tuple[int, int] = (1280, 720)) -> Iterator[Window]:
    """Show the real window, loaded and still; close it afterwards."""
    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    with tempfile.TemporaryDirectory() as folder:
        session = Session()
        window = Window(session, ThemeKeeper(application), Path(folder) / "layout.json")
        window.resize(*size)
        window.show()
        wait_for(lambda: at_rest(window))
        settle()
        yield window
        window.close()


def at_rest(window: Window) -> bool:
    """Whether the run on screen is finished and drawn."""
    view = window.session.view
    return view is not None and view.finished and view.run == window.session.run_number


def wait_for(condition: Callable[[], bool]) -> None:
    """Let the window live until the condition holds, asleep while nothing happens."""
    heartbeat = QTimer()
    heartbeat.start(20)
    deadline = time.perf_counter() + PATIENCE_S
    while not condition():
        if time.perf_counter() > deadline:
            raise TimeoutError("the window did not get there")
        # Not the form with a time limit: that one never sleeps.
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        # An application in exec() does this by itself.
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def settle() -> None:
    """Let the window live until it has had nothing to do for a while."""
    quiet = time.perf_counter() + 0.3
    while time.perf_counter() < quiet:
        QApplication.processEvents()


def scrubbing(window: Window, steps: int, frames: int) -> list[float]:
    """Put the playhead on random rows so many times; return the seconds of each frame."""
    seconds = []
    for _ in range(frames):
        row = random.randrange(steps)
        begun = time.perf_counter()
        window.session.seek(row)
        QApplication.sendPostedEvents()
        QApplication.processEvents()
        seconds.append(time.perf_counter() - begun)
    return seconds


def descend_by_hand(experiment: Experiment) -> float:
    """Descend as the source texts do, values recorded; return the seconds it took."""
    loss_of = experiment.bound_loss()
    theta = torch.nn.Parameter(torch.tensor(experiment.theta))
    thetas, losses, gradients = [], [], []
    begun = time.perf_counter()
    for _ in range(experiment.steps):
        loss = (theta**2).sum() if experiment.loss == "square" else loss_of(theta)
        loss.backward()
        thetas.append(theta.detach().clone())
        losses.append(loss.item())
        gradients.append(theta.grad.clone())
        with torch.no_grad():
            theta -= experiment.learning_rate * theta.grad
        theta.grad.zero_()
    return time.perf_counter() - begun


def quantile(values: list[float], share: float) -> float:
    """Return the value below which this share of the values lies."""
    return sorted(values)[min(int(share * len(values)), len(values) - 1)]


def milliseconds(values: list[float]) -> str:
    """Median, 95th percentile and largest, for printing."""
    return (
        f"median {statistics.median(values) * 1e3:.1f} ms, "
        f"95th percentile {quantile(values, 0.95) * 1e3:.1f} ms, max {max(values) * 1e3:.1f} ms"
    )
