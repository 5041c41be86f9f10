"""The score of a class: what was asked and how it was answered, kept in memory only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from playground.core.lesson_answers import Verdict

Place = tuple[str, int, int]  # lesson, step, and −1 for its prediction or the question's number


@dataclass(frozen=True)
class Score:
    """The first answer to each question counts; a second one is practice."""

    verdicts: Mapping[Place, Verdict] = field(default_factory=lambda: MappingProxyType({}))

    def with_answer(self, place: Place, verdict: Verdict) -> Score:
        """Return the score with one more answer; the same if that question has one."""
        if place in self.verdicts:
            return self
        return Score(MappingProxyType({**self.verdicts, place: verdict}))

    @property
    def asked(self) -> int:
        """How many questions were answered."""
        return len(self.verdicts)

    @property
    def right(self) -> int:
        """How many of the answers were right."""
        return sum(verdict.right for verdict in self.verdicts.values())

    @property
    def points(self) -> float:
        """The points of all answers, each from 0 to 1: a drawn curve can be partly right."""
        return sum(verdict.points for verdict in self.verdicts.values())

    @property
    def words(self) -> str:
        """The score in words, such as "3 of 4 right"; "" before anything was answered."""
        return f"{self.right} of {self.asked} right" if self.asked else ""
