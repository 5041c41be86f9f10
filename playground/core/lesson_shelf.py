"""The lessons that come with the program: their titles, read without reading the lessons."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from playground.assets import resource


@dataclass(frozen=True)
class ShelvedLesson:
    """What a list of lessons shows of one: its file is read when it is opened."""

    path: Path
    title: str
    level: str
    minutes: int


@cache
def shipped_lessons() -> tuple[ShelvedLesson, ...]:
    """Return the lessons in resources/lessons, in the order of their file names."""
    return tuple(_shelved(path) for path in sorted(resource("lessons").glob("*.toml")))


def _shelved(path: Path) -> ShelvedLesson:
    # Up to the first step only: to parse a whole lesson takes a hundred times as long.
    head = path.read_text(encoding="utf-8").partition("\n[[steps]]")[0]
    fields = tomllib.loads(head)
    return ShelvedLesson(path, str(fields["title"]), str(fields["level"]), int(fields["minutes"]))
