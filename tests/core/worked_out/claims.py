"""Which of the choices of a question is so, found by trying each of them."""

from __future__ import annotations

from collections.abc import Mapping

from playground.core.lesson import ChoiceQuestion, LessonStep


def the_only(found: Mapping[str, bool]) -> str:
    """Return the one choice that is so; more or less than one would make a question unfair."""
    (choice,) = (name for name, so in found.items() if so)
    return choice


def choices(step: LessonStep, begins: str) -> tuple[str, ...]:
    """Return the choices of a question, found by how it begins."""
    for question in step.questions:
        if isinstance(question, ChoiceQuestion) and question.ask.startswith(begins):
            return question.choices
    raise AssertionError(f"no question begins with {begins!r}")
