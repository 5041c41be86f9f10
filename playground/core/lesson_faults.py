"""What is wrong with a lesson file, gathered while the lesson is built from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from playground.core.experiment_schema import ExperimentFields
from playground.core.losses.tokens import FormulaError
from playground.core.schema_errors import Fault, Location

_Built = TypeVar("_Built")


@dataclass(frozen=True)
class Faults:
    """Those at one place of a file and within it; `found` has all, in the order of the finding."""

    where: Location = ()
    found: list[Fault] = field(default_factory=list)

    def within(self, *path: int | str) -> Faults:
        """Return those at a place further in."""
        return Faults((*self.where, *path), self.found)

    def add(self, rule: str, *path: int | str) -> None:
        """Note one more, at this place or further in."""
        self.found.append(((*self.where, *path), rule))

    def guarded(self, make: Callable[[], _Built], formula: str) -> _Built | None:
        """Return what is made, or note the ValueError under the field that it begins with.

        An error in a formula is noted under the field `formula`.
        """
        try:
            return make()
        except ValueError as error:
            rule = " ".join(str(error).split())
            name = formula if isinstance(error, FormulaError) else _field(rule)
            self.add(rule.removeprefix(f"{name} "), *([name] if name else []))
            return None


def _field(rule: str) -> str:
    """Return the field of an experiment that an error of it begins with or names, or ""."""
    words = rule.removeprefix("there is no ").replace(":", " ").split()
    name = words[0] if words else ""
    name = {"setting": "settings", "mistake": "mistakes"}.get(name, name)
    return name if name in ExperimentFields.model_fields else ""
