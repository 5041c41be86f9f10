"""How often the window looks at a run: at the display's pace, but never at the run's expense."""

from __future__ import annotations

import time

FRAME_MS = 16  # while the playhead moves by itself or a run is young
LONG_RUN_MS = 33  # a run that takes longer is watched at half that pace …
LONG_RUN_S = 0.25
SHARE = 0.1  # … and its frames take at most this share of the time, …
SLOWEST_MS = 120  # … but never come more seldom than this
LOOK_MS = 2  # a run that has just begun is looked at this often
GLIMPSE_S = 0.004  # after this long, its first rows are shown where they matter most, …
SOON_S = 0.010  # … unless it is expected to be whole within this time: then it may take …
PATIENCE_S = 0.016  # … as long as this
OUTCOME_S = 0.002  # what a run takes besides its steps
BRIEF_S = 0.045  # before this, nothing else is drawn until it is whole


class Pace:
    """Measures what frames cost and says how long to wait for the next one."""

    def __init__(self) -> None:
        self._restarted = time.perf_counter()
        self._spent = time.thread_time()
        self._cost_ms = 0.0
        self._step_s = 50e-6  # what a step takes; learnt from each run
        self._expected_s = self._patience_s = 0.0
        self._drawn_meanwhile = False

    def restart(self, steps: int) -> None:
        """Take note that a run of so many steps begins."""
        self._expected_s = steps * self._step_s + OUTCOME_S
        self._patience_s = PATIENCE_S if self._expected_s < SOON_S else GLIMPSE_S
        self._restarted = time.perf_counter()
        self._drawn_meanwhile = False

    @property
    def seconds(self) -> float:
        """How long ago the run began."""
        return time.perf_counter() - self._restarted

    def learn(self, rows: int, seconds: float) -> None:
        """Take note of how long a run took."""
        measured = max(seconds - OUTCOME_S, 0.0) / max(rows, 1)
        if self._drawn_meanwhile:
            # It took longer than it needs; so that this is not believed for ever, hope a little.
            measured = min(measured, 0.95 * self._step_s)
        self._step_s = measured

    def frame(self, finished: bool) -> None:
        """Take note that a frame is about to be drawn: what was spent since is the last one's."""
        self._drawn_meanwhile |= not finished
        spent = time.thread_time()
        self._cost_ms, self._spent = (spent - self._spent) * 1e3, spent

    @property
    def too_early(self) -> bool:
        """Whether a run that is not finished should be left alone for now."""
        return self.seconds < (BRIEF_S if self._drawn_meanwhile else self._patience_s)

    def wait_ms(self, descending: bool) -> int:
        """Return the milliseconds until the next look."""
        age = self.seconds
        if descending and age < BRIEF_S:
            # Each look takes the interpreter from the run: come when there is something to see.
            due = self._expected_s if self._drawn_meanwhile else self._patience_s
            return max(LOOK_MS, round((min(due, BRIEF_S) - age) * 1e3))
        if not descending or age < LONG_RUN_S:
            return FRAME_MS
        return round(min(max(self._cost_ms / SHARE, LONG_RUN_MS), SLOWEST_MS))
