"""The texts of a lesson that are shown as Markdown, and the formulas in them."""

from __future__ import annotations

from collections.abc import Iterator

from playground.core.lesson import Lesson
from playground.core.lesson_markdown import FORMULA, Formula, blocks, flowing
from playground.core.toml_lines import Path

MOST_FORMULAS = 200  # on a page; those that come with the program have a tenth of that


def texts(lesson: Lesson) -> Iterator[tuple[Path, str]]:
    """Yield every text of a lesson that is shown as Markdown, and the path to its field."""
    yield ("text",), lesson.text
    for number, step in enumerate(lesson.steps):
        here: Path = ("steps", number)
        yield (*here, "text"), step.text
        yield (*here, "after"), step.after
        if step.predict is not None:
            yield (*here, "predict", "ask"), step.predict.ask
            yield (*here, "predict", "explain"), step.predict.explain
        for at, question in enumerate(step.questions):
            yield (*here, "questions", at, "ask"), question.ask
            yield (*here, "questions", at, "explain"), question.explain


def formulas(text: str) -> Iterator[str]:
    """Yield the LaTeX of each formula in a text."""
    for block in blocks(text):
        if isinstance(block, Formula):
            yield block.latex
        for line in flowing(block):
            yield from (span.text for span in line if span.kind == FORMULA)


def crowded(lesson: Lesson) -> Iterator[tuple[Path, str]]:
    """Yield the field in which a page comes to have too many formulas, and the rule.

    The text of the lesson stands on the first page.
    """
    counts: dict[int | str, int] = {}
    for field, text in texts(lesson):
        page = field[1] if len(field) > 1 else 0
        before = counts.get(page, 0)
        counts[page] = before + sum(1 for _ in formulas(text))
        if before <= MOST_FORMULAS < counts[page]:
            yield field, f"must leave its page with at most {MOST_FORMULAS} formulas"
