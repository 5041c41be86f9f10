"""The formulas of a lesson that cannot be typeset, each with its line in the file."""

from __future__ import annotations

import re
from collections.abc import Iterator

from playground.core.lesson import Lesson
from playground.core.lesson_markdown import FORMULA, Formula, blocks, flowing
from playground.core.typed import quoted
from playground.typesetting import typesetting_fault


def formula_faults(lesson: Lesson, source: str) -> tuple[str, ...]:
    """Return what is wrong with formulas of a lesson, one line each; `source` is its file's text.

    Typesetting takes 20 to 100 ms a formula.
    """
    found: list[tuple[int, str]] = []
    for latex in dict.fromkeys(one for text in _texts(lesson) for one in _formulas(text)):
        fault = typesetting_fault(latex)
        if fault:
            found += [(line, f"formula {quoted(latex)} {fault}") for line in _lines(latex, source)]
    return tuple(f"line {line}: {fault}" if line else fault for line, fault in sorted(found))


def _texts(lesson: Lesson) -> Iterator[str]:
    """Yield every text of a lesson that is shown as Markdown."""
    yield lesson.text
    for step in lesson.steps:
        yield step.text
        yield step.after
        asked = (step.predict,) if step.predict is not None else ()
        for one in (*asked, *step.questions):
            yield one.ask
            yield one.explain


def _formulas(text: str) -> Iterator[str]:
    for block in blocks(text):
        if isinstance(block, Formula):
            yield block.latex
        for line in flowing(block):
            yield from (span.text for span in line if span.kind == FORMULA)


def _lines(latex: str, source: str) -> list[int]:
    """Return where a formula stands, from line 1; [0] if it is written in some other way."""
    words = r"\s+".join(re.escape(word) for word in latex.split())
    # In a string with one quote, TOML writes a backslash as two.
    doubled = r"\s+".join(re.escape(word.replace("\\", "\\\\")) for word in latex.split())
    places = re.finditer(rf"(?<!`)\$\s*(?:{words}|{doubled})\s*\$", source)
    return [source.count("\n", 0, place.start()) + 1 for place in places] or [0]
