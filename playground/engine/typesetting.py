"""Typesetting formulas as a job for the worker: each takes longer than a frame."""

from __future__ import annotations

from collections.abc import Iterator

from playground.engine.worker import Worker
from playground.typesetting import is_at_hand, typeset


class Typesetter:
    """A job that is begun anew for each formula wanted; the newest is typeset first."""

    def __init__(self, worker: Worker) -> None:
        self._worker = worker
        self._wanted: list[str] = []
        self._given_up: set[str] = set()

    def has(self, latex: str) -> bool:
        """Whether `typeset` has this formula at hand; if not, it is typeset soon."""
        if is_at_hand(latex) or latex in self._given_up:
            return True
        if latex not in self._wanted:
            self._wanted.append(latex)
            self._worker.start(self)
        return False

    def work(self) -> Iterator[object]:
        """Typeset what is wanted; an overtaken one goes on where it was."""
        while self._wanted:
            latex = self._wanted[-1]
            typeset(latex)
            self._wanted.remove(latex)
            yield self

    def fail(self, error: BaseException) -> None:
        """Give up what was wanted: it is then shown as plain text."""
        self._given_up.update(self._wanted)
        self._wanted.clear()
