"""Markdown with mathematics as plain blocks: headings, paragraphs, lists, code and formulas.

Only what is named here is known. There are no links, pictures or HTML: such text stays the text
that was typed, and whoever shows it escapes it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

PLAIN, STRONG, EMPHASIS, CODE, FORMULA = "plain", "strong", "emphasis", "code", "formula"


@dataclass(frozen=True)
class Span:
    """Some text within a line; `kind` says how it is set. A formula's text is LaTeX."""

    text: str
    kind: Literal["plain", "strong", "emphasis", "code", "formula"] = "plain"


@dataclass(frozen=True)
class Heading:
    """A heading; level 1 is the largest, 3 the smallest."""

    level: int
    spans: tuple[Span, ...]


@dataclass(frozen=True)
class Paragraph:
    """Lines of text that flow."""

    spans: tuple[Span, ...]


@dataclass(frozen=True)
class Items:
    """A list, numbered from 1 if `ordered`; each item is a line that flows."""

    ordered: bool
    items: tuple[tuple[Span, ...], ...]


@dataclass(frozen=True)
class Code:
    """Lines of code, to be shown as they are."""

    text: str


@dataclass(frozen=True)
class Formula:
    """A formula on a line of its own, in LaTeX."""

    latex: str


Block = Heading | Paragraph | Items | Code | Formula

_HEADING = re.compile(r"(#{1,3}) +(.+)")
_BULLET = re.compile(r"[-*] +(.+)")
_NUMBERED = re.compile(r"[0-9]{1,3}\. +(.+)")
_FENCE = "```"
_SPAN = re.compile(
    r"\\(?P<escaped>[\\`*$#.-])"
    r"|`(?P<code>[^`\n]+)`"
    r"|(?P<dollars>\$\$?)(?P<formula>(?:[^$\\]|\\.)+?)(?P=dollars)"
    r"|\*\*(?P<strong>[^*]+)\*\*"
    r"|\*(?P<emphasis>[^*\s](?:[^*]*[^*\s])?)\*"
)


def blocks(text: str) -> tuple[Block, ...]:
    """Return the blocks of a text in their order; every text has some reading."""
    lines = text.replace("\r\n", "\n").split("\n")
    found: list[Block] = []
    at = 0
    while at < len(lines):
        at = _block(lines, at, found)
    return tuple(found)


def flowing(block: Block) -> tuple[tuple[Span, ...], ...]:
    """Return the lines of a block that flow; code and a formula alone have none."""
    if isinstance(block, Items):
        return block.items
    return (block.spans,) if isinstance(block, Heading | Paragraph) else ()


def spans(text: str) -> tuple[Span, ...]:
    """Return the parts of one line of text."""
    found: list[Span] = []
    end = 0
    for part in _SPAN.finditer(text):
        _add_plain(found, text[end : part.start()])
        end = part.end()
        kind = part.lastgroup
        if kind == "escaped":
            _add_plain(found, part["escaped"])
        elif kind in (CODE, FORMULA, STRONG, EMPHASIS):
            found.append(Span(part[kind].strip(), kind))  # type: ignore[arg-type]  # one of them
    _add_plain(found, text[end:])
    return tuple(found)


def _block(lines: list[str], at: int, found: list[Block]) -> int:
    """Add the block that begins at a line, and return the line after it."""
    line = lines[at].strip()
    if not line:
        return at + 1
    if line.startswith(_FENCE):
        return _code(lines, at, found)
    if line.startswith("$$"):
        return _formula(lines, at, found)
    heading = _HEADING.fullmatch(line)
    if heading is not None:
        found.append(Heading(len(heading[1]), spans(heading[2])))
        return at + 1
    for pattern, ordered in ((_BULLET, False), (_NUMBERED, True)):
        if pattern.fullmatch(line):
            return _items(lines, at, pattern, ordered, found)
    return _paragraph(lines, at, found)


def _code(lines: list[str], at: int, found: list[Block]) -> int:
    end = at + 1
    while end < len(lines) and not lines[end].strip().startswith(_FENCE):
        end += 1
    found.append(Code("\n".join(lines[at + 1 : end])))
    return end + 1


def _formula(lines: list[str], at: int, found: list[Block]) -> int:
    """Read from $$ to the next one, on the same line or a later one."""
    parts = [lines[at].strip()[2:]]
    end = at
    while "$$" not in parts[-1] and end + 1 < len(lines):
        end += 1
        parts.append(lines[end].strip())
    latex, _, rest = " ".join(parts).partition("$$")
    found.append(Formula(latex.strip()))
    if rest.strip():
        found.append(Paragraph(spans(rest.strip())))
    return end + 1


def _items(
    lines: list[str], at: int, pattern: re.Pattern[str], ordered: bool, found: list[Block]
) -> int:
    """Read items; a line that is indented goes on with the item before."""
    items: list[str] = []
    while at < len(lines) and lines[at].strip():
        item = pattern.fullmatch(lines[at].strip())
        if item is not None:
            items.append(item[1])
        elif lines[at].startswith(" "):
            items[-1] += f" {lines[at].strip()}"
        else:
            break
        at += 1
    found.append(Items(ordered, tuple(spans(item) for item in items)))
    return at


def _paragraph(lines: list[str], at: int, found: list[Block]) -> int:
    end = at + 1
    while end < len(lines) and lines[end].strip() and not _begins_block(lines[end].strip()):
        end += 1
    found.append(Paragraph(spans(" ".join(line.strip() for line in lines[at:end]))))
    return end


def _begins_block(line: str) -> bool:
    starts = line.startswith((_FENCE, "$$"))
    return starts or any(p.fullmatch(line) for p in (_HEADING, _BULLET, _NUMBERED))


def _add_plain(found: list[Span], text: str) -> None:
    if text and found and found[-1].kind == PLAIN:
        found[-1] = Span(found[-1].text + text)
    elif text:
        found.append(Span(text))
