"""The one object that widgets talk to: the experiment, its run, the playhead, the frame clock."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from playground.app.concealing import PREDICT_FIRST
from playground.app.editing import Editing
from playground.app.lesson.classroom import Classroom
from playground.app.loader import Loader
from playground.app.pace import FRAME_MS, LOOK_MS, Pace
from playground.app.view import View, fitted, look, withheld

if TYPE_CHECKING:
    from playground.core.experiment import Experiment
    from playground.engine.run import Run


class Session(Editing):
    """Holds the state of the window. Every signal is emitted in the GUI thread.

    ready: torch is there; `catalogue` and `experiment` can be read.
    experiment_changed: there is another experiment; controls show it.
    frame: something is new in the view that comes along; draw it.
    failed: the descent raised; one line says what.
    """

    ready = Signal()
    experiment_changed = Signal()
    frame = Signal(object)
    failed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.view: View | None = None
        self.pins.changed.connect(self._pins_changed)
        self.pins.said.connect(self.message)
        self.concealment_changed.connect(self._hold_back)
        self.kept_changed.connect(self._keep_pins)
        self.classroom = Classroom(self)
        self._loader: Loader | None = None
        self._first_file: Path | None = None
        self._closed = False
        self._pace = Pace()
        self._ticked = time.perf_counter()
        self._drawn: object = None  # all that a frame shows, and …
        self._newest: object = None  # … what of it comes from the workers
        self._clock = QTimer(self, timerType=Qt.TimerType.PreciseTimer)
        self._clock.timeout.connect(self._tick)
        self._next_turn = QTimer(self, interval=0, singleShot=True)
        self._next_turn.timeout.connect(self._go_on)

    # -- loading and closing ---------------------------------------------------------------

    def load(self, file: Path | None = None) -> None:
        """Import torch and the mathematics in a thread; `ready` and the first run follow.

        The first run is the file's; if that cannot be opened, `refused` says why.
        """
        self._first_file = file
        self._loader = Loader()
        self._clock.start(FRAME_MS)

    def _welcome(self) -> None:
        """Begin work if the loader has brought the studio."""
        loader = self._loader
        if loader is None:
            return
        if loader.failure:
            self._clock.stop()
            self.failed.emit(f"the program could not load: {loader.failure}")
        elif loader.studio is not None:
            self._studio = loader.studio
            self.ready.emit()
            self.restart(self._studio.default_experiment())
            if self._first_file is not None:
                self.open(self._first_file)

    def close(self, patience: float = 10.0) -> bool:
        """End the clock and every thread; False if one did not end within so many seconds.

        A save under way is completed first, on any disk that works. May be called again.
        """
        self._closed = True
        self._clock.stop()
        self._next_turn.stop()
        self.classroom.stop()
        return self._loader is None or self._loader.close(patience)

    # -- the run on screen -------------------------------------------------------------------

    @property
    def is_ready(self) -> bool:
        """Whether there is an experiment."""
        return self._shown.newest is not None

    @property
    def instant(self) -> bool:
        """Whether the whole run of every stop of the learning-rate slider is at hand."""
        return self._studio is not None and self._studio.instant.whole

    @property
    def run_number(self) -> int:
        """Counts restarts; a view of the run on screen has the same number."""
        return self._shown.number

    def restart(self, experiment: Experiment) -> None:
        """Descend this experiment from its start."""
        if self._closed:
            return
        other = self.is_ready and fitted(self.experiment) != fitted(experiment)
        self.rates.follow(experiment, moved=self._moving)
        self._shown.begin(self._working, experiment)
        self._pace.restart(experiment.steps)
        self._playhead.restart(other)
        self._clock.start(0 if self._shown.whole_at_once else LOOK_MS)
        self.message.emit("")
        self.pins.follow(self.run, self._shown.whole_at_once)
        self.experiment_changed.emit()
        if other:
            self.playhead_changed.emit()

    def rest_a_turn(self) -> None:
        """Work out nothing and emit no frame until the event loop has taken a turn.

        While a page is laid out, a worker would take the interpreter from it again and again.
        """
        self._working.hold(True)
        self._next_turn.start()

    @property
    def resting(self) -> bool:
        """Whether it does so now."""
        return self._next_turn.isActive()

    def _go_on(self) -> None:
        self._working.hold(False)
        self._pace.restart(self.run.experiment.steps)  # which begins only now
        self._tick()

    @property
    def ticking(self) -> bool:
        """Whether the frame clock runs; it does not while nothing can change."""
        return self._clock.isActive()

    @property
    def _last(self) -> int:
        return 0 if self.concealed else self._shown.last

    def _hold_back(self) -> None:
        self.pins.held = PREDICT_FIRST if self.concealed else ""
        if self.concealed and self.view is not None:
            self.view = withheld(self.view)  # so that no panel draws the whole of it once more

    def _keep_pins(self) -> None:
        self.pins.kept = self.kept("pin")

    def _pins_changed(self) -> None:
        if self.is_ready:
            self._tick()

    def _playhead_moved(self) -> None:
        self._ticked = time.perf_counter()
        self.playhead_changed.emit()
        self._tick()
        self._keep_time()

    # -- the frame clock -------------------------------------------------------------------

    def _tick(self) -> None:
        if self._studio is None:
            self._welcome()
            return
        if self.resting:
            return
        self._look_at_file()
        self.pins.look_again()
        self._shown.begin_rested(self._working, self._pace.seconds)
        run = self._shown.run
        if run is None:
            return
        finished, now = run.finished, time.perf_counter()  # finished first: then all rows are seen
        failure = "" if self.concealed else self._shown.tells_failure()
        if failure:
            self.failed.emit(failure)
        if run.length == 0 or (self._pace.too_early and not finished):
            if self._clock.interval() != LOOK_MS:
                self._clock.start(LOOK_MS)
            return
        if finished and run is self.run and self._shown.tells_end():
            self._pace.learn(run.length, run.seconds)
        was_playing = self._playhead.playing
        row = self._playhead.advance(now - self._ticked, run.length, run.experiment.steps)
        self._ticked = now
        self._show(run, row, finished)
        if was_playing and not self._playhead.playing:
            self.playhead_changed.emit()
        self._keep_time()

    def _show(self, run: Run, row: int, finished: bool) -> None:
        pictures = self._working.made
        seen = (1, 0, False) if self.concealed else (run.length, row, finished)
        self._newest = (self.run_number, run is self.run, run.length, finished, pictures)
        drawn = (self.run_number, run is self.run, *seen, pictures, self.pins.version)
        if drawn == self._drawn:
            return
        self._drawn = drawn
        self._seen = run if finished else None
        self._pace.frame(finished)
        view = look(run, self.run_number, row, finished, self._pace.seconds)
        self.view = self.pins.seen(withheld(view) if self.concealed else view)
        self.frame.emit(self.view)

    def _keep_time(self) -> None:
        run = self._shown.newest
        if run is None:
            return
        waiting = self._file_job is not None or self._working.under_way or self.pins.under_way
        # What has come since the last frame was drawn is still to be drawn.
        newest = (self.run_number, True, run.length, run.finished, self._working.made)
        if newest == self._newest and run.finished and not (waiting or self._playhead.playing):
            self._clock.stop()
            self._working.instant.prepare(run, self.rates.stops)
            if self._loader is not None:
                self._loader.go_on()
            return
        wait = self._pace.wait_ms(descending=not run.finished)
        if not self._clock.isActive() or self._clock.interval() != wait:
            self._clock.start(wait)
