"""What is worked out beside the run: sweeps, maps, curvature, each in its turn and by pieces."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from typing import Any

from playground.core.asks import Ask
from playground.engine.derivations import DERIVATIONS, Derivation, Piece
from playground.engine.run import Run, one_line
from playground.engine.worker import Pause, Worker

_NEWS = 0.02  # of the work: less progress is not worth a frame
_TURN_S = 0.02  # that one which gives way works before it makes a pause …
_REST = 4.0  # … of so many times that length, while a descent is under way


@dataclass(frozen=True)
class Derived:
    """The newest answer to an ask. `result` is None until there is any; Any: each ask its own.

    `share` of the work is done; `stale`: the answer belongs to an earlier run or ask, and the
    newer one is on its way; `failure` is one line, "" if all is well.
    """

    result: Any
    share: float
    finished: bool
    stale: bool
    failure: str


# Of each answer: where it lies in memory would be another's as soon as it is dropped.
_numbers = count()

NOTHING = Derived(None, 0.0, finished=False, stale=True, failure="")


class Deriving:
    """A job, used once: answers an ask piece by piece; any thread may read it at any time."""

    def __init__(
        self,
        ask: Ask,
        key: object,
        pieces: Callable[[], Iterator[Piece]],
        gives_way: Callable[[], bool] = lambda: False,
    ) -> None:
        self.ask, self.key = ask, key
        self._number = next(_numbers)
        self._pieces, self._gives_way = pieces, gives_way
        self.result: object = None
        self.earlier: object = None  # shown until there is a result
        self.share = 0.0
        self.made = 0  # how often there was something new
        self.finished = False
        self.failure = ""

    def work(self) -> Iterator[object]:
        """Do the next piece at each item; one may be a pause."""
        begun = time.perf_counter()
        for piece in self._pieces():
            news = piece.result is not None and piece.result is not self.result
            if news:
                self.result = piece.result
            if news or piece.share >= self.share + _NEWS:
                self.share = piece.share
                self.made += 1
            yield piece
            worked = time.perf_counter() - begun
            if worked >= _TURN_S:
                if self._gives_way():
                    yield Pause(_REST * worked)
                begun = time.perf_counter()
        self.share = 1.0
        self.finished = True
        self.made += 1

    def fail(self, error: BaseException) -> None:
        """Keep what went wrong, for the panel."""
        self.failure = one_line(error)
        self.finished = True
        self.made += 1

    @property
    def state(self) -> tuple[int, int, bool]:
        """Changes with each piece of news, and at the end; no other answer ever has the same."""
        return self._number, self.made, self.finished

    def answer(self, stale: bool) -> Derived:
        """Return what there is by now."""
        finished = self.finished  # first: then all of the result is there
        result = self.result
        stale |= result is None and self.earlier is not None and not finished
        shown = self.earlier if result is None else result
        return Derived(shown, self.share, finished, stale, self.failure)


class Answers:
    """The newest job for each kind of ask, and the worker that they share."""

    def __init__(self, worker: Worker) -> None:
        self._worker = worker
        self._jobs: dict[type[Ask], Deriving] = {}
        self._run: Run | None = None  # the newest

    def derive(self, run: Run, ask: Ask, seen: bool = True) -> Derived:
        """Return the newest answer, and begin to work on a better one if there can be.

        `seen`: whether who asks has the whole run before him, which an answer may be about.
        """
        self._run = run
        derivation = DERIVATIONS[type(ask)]
        job = self._jobs.get(type(ask))
        if derivation.needs_run and not (run.finished and seen):
            return job.answer(stale=True) if job is not None else NOTHING
        key = derivation.key(run, ask)
        if job is not None and job.ask == ask and job.key == key:
            return job.answer(stale=False)
        # One that has told how far it is takes longer than it should, and is dropped.
        if derivation.brief and job is not None and job.key == key and not job.made:
            return job.answer(stale=True)
        gives_way = self._descends if derivation.gives_way else lambda: False
        fresh = Deriving(ask, key, lambda: derivation.pieces(run, ask), gives_way)
        if job is not None and _alike(job, key, derivation):
            fresh.earlier = _shown(job)
        self._jobs[type(ask)] = fresh
        self._worker.start(fresh, type(ask).__name__)
        return fresh.answer(stale=True)

    def cancel(self, kind: type[Ask]) -> None:
        """Stop working on asks of this kind; the next different one begins anew."""
        job = self._jobs.get(kind)
        if job is not None and not job.finished:
            self._worker.cancel(kind.__name__)
            job.fail(ValueError("stopped"))

    def _descends(self) -> bool:
        return self._run is not None and not self._run.finished

    @property
    def made(self) -> tuple[object, ...]:
        """Changes whenever there is something new."""
        return tuple(job.state for job in tuple(self._jobs.values()))

    @property
    def under_way(self) -> bool:
        """Whether something is still to come."""
        return any(not job.finished for job in tuple(self._jobs.values()))


def _alike(job: Deriving, key: object, derivation: Derivation) -> bool:
    """Whether the old answer may stay on screen: it is of the same experiment, or of any run."""
    return _shown(job) is not None and (derivation.needs_run or job.key == key)


def _shown(job: Deriving) -> object:
    return job.earlier if job.result is None else job.result
