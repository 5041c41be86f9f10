"""The blocks of a lesson's text as plain text, to be read out or set."""

from __future__ import annotations

from collections.abc import Sequence

from playground.core.lesson_markdown import Block, Code, Formula, flowing


def spoken(found: Sequence[Block]) -> str:
    """Return blocks as plain text, as a screen reader says it; formulas as they were typed."""
    return "\n".join(_spoken(block) for block in found)


def visible(text: str) -> str:
    """Return the text without what Qt would take for a picture or for another line."""
    shown = text.expandtabs(4).replace("\N{OBJECT REPLACEMENT CHARACTER}", "\0")
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in shown)


def _spoken(block: Block) -> str:
    if isinstance(block, Code):
        return block.text
    if isinstance(block, Formula):
        return block.latex
    return "\n".join("".join(span.text for span in line) for line in flowing(block))
