"""The formulas of a lesson that cannot be typeset, or end nowhere, with their line and field."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain

from playground.core.lesson import Lesson
from playground.core.lesson_markdown import PLAIN, blocks, flowing
from playground.core.lesson_texts import formulas, texts
from playground.core.schema_errors import path_of
from playground.core.toml_lines import Path, line_of, lines_of
from playground.core.typed import quoted
from playground.typesetting import typesetting_fault

_NO_DOLLAR = re.compile(r"```.*?```|`[^`\n]+`|\\.", re.DOTALL)  # code, and what is escaped
FormulaFault = tuple[int, str]  # the line, and in which field what is wrong
_COMMAND = re.compile(r"\\(?:[A-Za-z]+|[,;!])")


def formula_faults(lesson: Lesson, source: str) -> tuple[str, ...]:
    """Return what is wrong with formulas of a lesson, one line each; `source` is its file's text.

    Typesetting takes 20 to 100 ms a formula.
    """
    return in_order(chain.from_iterable(checking_formulas(lesson, source)))


def in_order(faults: Iterable[FormulaFault]) -> tuple[str, ...]:
    """Return the faults as lines of text, the first of the file first."""
    return tuple(f"line {line}: {fault}" for line, fault in sorted(faults))


def checking_formulas(lesson: Lesson, source: str) -> Iterator[tuple[FormulaFault, ...]]:
    """Yield what is wrong with one formula after the other; at first, which have no end."""
    places = lines_of(source)
    fields: defaultdict[str, list[Path]] = defaultdict(list)
    endless: list[FormulaFault] = []
    for field, text in texts(lesson):
        stray = _stray(text)
        if stray:
            endless.append((line_of(places, field), f"{path_of(field)}: {stray}"))
        for latex in formulas(text):
            fields[latex].append(field)
    yield tuple(endless)
    for latex, within in fields.items():
        fault = typesetting_fault(latex)
        begun = {line_of(places, field): field for field in reversed(within)}
        # Where it is written with escapes, only the fields that it is in can be found.
        lines = (_lines(latex, source) or list(begun)) if fault else []
        yield tuple(
            (line, f"{path_of(_field_at(line, begun))}: formula {quoted(latex)} {fault}")
            for line in lines
        )


def _field_at(line: int, begun: dict[int, Path]) -> Path:
    """Return which of the fields that begin on these lines a line is of."""
    above = [first for first in begun if first <= line]
    return begun[max(above, default=min(begun))]


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
