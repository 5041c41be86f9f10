"""One long-lived thread that drives the newest jobs it is handed, and nothing else."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple, Protocol

import torch

log = logging.getLogger(__name__)


class Job(Protocol):
    """Something to be done in small pieces; each item that `work` yields is one piece."""

    def work(self) -> Iterator[object]:
        """Do the next piece at each item."""

    def fail(self, error: BaseException) -> None:
        """Take note that `work` raised."""


class Pause(NamedTuple):
    """An item of a job that is to be left alone for a while, so that others get on."""

    seconds: float


@dataclass
class _UnderWay:
    job: Job
    pieces: Iterator[object]
    due: float = 0.0  # by the monotonic clock


class Worker:
    """Drives one job for each name, in a thread of its own.

    A job handed over while another of its name is under way replaces it: the old one is dropped
    at its next item, and jobs that were overtaken before they began never begin. Jobs of
    different names take turns, a piece each.
    """

    def __init__(self, name: str) -> None:
        self._changed = threading.Condition()
        self._next: dict[str, Job | None] = {}  # handed over, not begun; None: drop what there is
        self._look = False  # there is something in _next, or the end has come
        self._closing = self._dropping = self._held = False
        # A daemon, so that a crash elsewhere cannot keep the process; close() joins.
        self._thread = threading.Thread(target=self._live, name=name, daemon=True)
        self._thread.start()

    def start(self, job: Job, name: str = "") -> None:
        """Drop the job of that name, if one is under way, and drive this one instead."""
        self._hand_over(name, job)

    def cancel(self, name: str = "") -> None:
        """Drop the job of that name."""
        self._hand_over(name, None)

    def hold(self, held: bool) -> None:
        """Do no further piece of any job while `held`; what is handed over meanwhile waits."""
        with self._changed:
            self._held = held
            self._look = True
            self._changed.notify()

    def end(self, *, finish: bool = False) -> None:
        """Tell the thread to end; what is under way is dropped, unless it is to `finish`."""
        with self._changed:
            self._closing, self._dropping = True, not finish
            self._look = True
            self._changed.notify()

    def close(self, timeout: float = 10.0, *, finish: bool = False) -> bool:
        """End the thread and wait for it; False if it did not end within `timeout` seconds."""
        self.end(finish=finish)
        self._thread.join(timeout)
        return not self._thread.is_alive()

    def _hand_over(self, name: str, job: Job | None) -> None:
        with self._changed:
            self._next[name] = job
            self._look = True
            self._changed.notify()

    def _live(self) -> None:
        # Again in each thread: the library that multiplies matrices counts its threads for each
        # of them, and two of them take ten times as long as one over the two moons.
        torch.set_num_threads(1)
        under_way: dict[str, _UnderWay] = {}
        while True:
            with self._changed:
                while self._rests(bool(under_way)):
                    self._changed.wait()
                handed, self._next, self._look = self._next, {}, False
                ending = self._closing and (self._dropping or not (handed or under_way))
            if ending:
                return
            self._take(handed, under_way)
            del handed  # an overtaken job takes its arrays with it
            self._drive(under_way)

    def _rests(self, under_way: bool) -> bool:
        return not self._closing and (self._held or not (self._look or under_way))

    def _take(self, handed: dict[str, Job | None], under_way: dict[str, _UnderWay]) -> None:
        for name, job in handed.items():
            under_way.pop(name, None)
            if job is not None:
                under_way[name] = _UnderWay(job, _pieces(job))

    def _drive(self, under_way: dict[str, _UnderWay]) -> None:
        """Let the jobs take turns until there is something new, or all are done."""
        while under_way and not self._look:
            now = time.monotonic()
            due = [name for name, turn in under_way.items() if turn.due <= now]
            if not due:
                self._wait(min(turn.due for turn in under_way.values()) - now)
            for name in due:
                if not _advanced(under_way[name]):
                    del under_way[name]
                if self._look:
                    break

    def _wait(self, seconds: float) -> None:
        """Sleep until then, or until there is something new."""
        with self._changed:
            if not self._look:
                self._changed.wait(seconds)


def _pieces(job: Job) -> Iterator[object]:
    yield from job.work()  # only now: what `work` raises at once is its failure too


def _advanced(turn: _UnderWay) -> bool:
    """Do the next piece of a job; False if that was the last."""
    try:
        item = next(turn.pieces)
    except StopIteration:
        return False
    # Everything, so that no error of any job can end the thread; it is logged and shown.
    except BaseException as error:
        if isinstance(error, ValueError):  # told to the person; no fault of the program
            log.info("a job was refused: %s", " ".join(str(error).split()))
        else:
            log.exception("a job failed")
        turn.job.fail(error)
        return False
    if isinstance(item, Pause):
        turn.due = time.monotonic() + item.seconds
    return True
