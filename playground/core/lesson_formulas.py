"""The formulas of a lesson that cannot be typeset, or end nowhere, each with its line."""

from __future__ import annotations

import re
from collections.abc import Iterator

from playground.core.lesson import Lesson
from playground.core.lesson_markdown import FORMULA, PLAIN, Formula, blocks, flowing
from playground.core.toml_lines import Path, line_of, lines_of
from playground.core.typed import quoted
from playground.typesetting import typesetting_fault

_NO_DOLLAR = re.compile(r"```.*?```|`[^`\n]+`|\\.", re.DOTALL)  # code, and what is escaped
_COMMAND = re.compile(r"\\(?:[A-Za-z]+|[,;!])")


def formula_faults(lesson: Lesson, source: str) -> tuple[str, ...]:
    """Return what is wrong with formulas of a lesson, one line each; `source` is its file's text.

    Typesetting takes 20 to 100 ms a formula.
    """
    found: list[tuple[int, str]] = []
    fields: dict[str, Path] = {}
    for field, text in _texts(lesson):
        stray = _stray(text)
        if stray:
            found.append((line_of(lines_of(source), field), stray))
        for latex in _formulas(text):
            fields.setdefault(latex, field)
    for latex, field in fields.items():
        fault = typesetting_fault(latex)
        if fault:
            # Where it is written with escapes, only the field that it is in can be found.
            lines = _lines(latex, source) or [line_of(lines_of(source), field)]
            found += [(line, f"formula {quoted(latex)} {fault}") for line in lines]
    return tuple(f"line {line}: {fault}" for line, fault in sorted(found))


def _texts(lesson: Lesson) -> Iterator[tuple[Path, str]]:
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


def _formulas(text: str) -> Iterator[str]:
    for block in blocks(text):
        if isinstance(block, Formula):
            yield block.latex
        for line in flowing(block):
            yield from (span.text for span in line if span.kind == FORMULA)


def _stray(text: str) -> str:
    """Say which sign of a formula would be shown as it is typed, "" if none."""
    if _NO_DOLLAR.sub("", text).count("$") % 2:
        return r"a $ has no partner; a dollar is written \$"
    spans = [span for block in blocks(text) for line in flowing(block) for span in line]
    commands = [_COMMAND.search(span.text) for span in spans if span.kind == PLAIN]
    command = next((found[0] for found in commands if found), "")
    return f"{quoted(command)} stands in no formula; those have a $ at both ends" if command else ""


def _lines(latex: str, source: str) -> list[int]:
    """Return where a formula stands, from line 1; nothing if it is written in some other way."""
    words = r"\s+".join(re.escape(word) for word in latex.split())
    # In a string with one quote, TOML writes a backslash as two.
    doubled = r"\s+".join(re.escape(word.replace("\\", "\\\\")) for word in latex.split())
    places = re.finditer(rf"(?<!`)\$\s*(?:{words}|{doubled})\s*\$", source)
    return [source.count("\n", 0, place.start()) + 1 for place in places]
