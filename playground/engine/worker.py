"""One long-lived thread that drives the newest job it is handed, and nothing else."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from typing import Protocol

log = logging.getLogger(__name__)


class Job(Protocol):
    """Something to be done in small pieces; each item that `work` yields is one piece."""

    def work(self) -> Iterator[object]:
        """Do the next piece at each item."""

    def fail(self, error: BaseException) -> None:
        """Take note that `work` raised."""


class Worker:
    """Drives one job at a time, in a thread of its own.

    A job handed over while another is under way replaces it: the old one is dropped at its next
    item, and jobs that were overtaken before they began never begin.
    """

    def __init__(self, name: str) -> None:
        self._changed = threading.Condition()
        self._next: Job | None = None  # handed over, not begun
        self._leave = False  # the job under way is to be dropped
        self._closing = False
        # A daemon, so that a crash elsewhere cannot keep the process; close() always joins.
        self._thread = threading.Thread(target=self._live, name=name, daemon=True)
        self._thread.start()

    def start(self, job: Job) -> None:
        """Drop whatever is under way and drive this job instead."""
        with self._changed:
            self._next = job
            self._leave = True
            self._changed.notify()

    def cancel(self) -> None:
        """Drop whatever is under way."""
        with self._changed:
            self._next = None
            self._leave = True

    def close(self, timeout: float = 10.0, *, finish: bool = False) -> bool:
        """End the thread and wait for it; False if it did not end within `timeout` seconds.

        What is under way is dropped, unless it is to `finish`.
        """
        with self._changed:
            if not finish:
                self._next = None
                self._leave = True
            self._closing = True
            self._changed.notify()
        self._thread.join(timeout)
        return not self._thread.is_alive()

    def _live(self) -> None:
        while True:
            with self._changed:
                while self._next is None and not self._closing:
                    self._changed.wait()
                if self._next is None:
                    return
                job, self._next, self._leave = self._next, None, False
            self._drive(job)
            del job  # an overtaken job takes its arrays with it

    def _drive(self, job: Job) -> None:
        try:
            for _ in job.work():
                if self._leave:
                    return
        # Everything, so that no error of any job can end the thread; it is logged and shown.
        except BaseException as error:
            if isinstance(error, ValueError):  # told to the person; no fault of the program
                log.info("a job was refused: %s", " ".join(str(error).split()))
            else:
                log.exception("a job failed")
            job.fail(error)
