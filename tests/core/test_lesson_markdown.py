"""Markdown with mathematics: what is known becomes blocks, what is not stays text."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from playground.core.lesson_markdown import (
    Code,
    Formula,
    Heading,
    Items,
    Paragraph,
    Span,
    blocks,
    spans,
)

TEXT = r"""# Descent
A line
that flows with $\theta^2$ in it.

$$L = \theta^2$$
- one
- *two*
  and more
1. first
2. `second`
```
x = 1  # $no$ *mark*
```
$$
a +
b
$$
"""


def test_each_kind_of_block_is_read() -> None:
    assert blocks(TEXT) == (
        Heading(1, (Span("Descent"),)),
        Paragraph((Span("A line that flows with "), Span(r"\theta^2", "formula"), Span(" in it."))),
        Formula(r"L = \theta^2"),
        Items(False, ((Span("one"),), (Span("two", "emphasis"), Span(" and more")))),
        Items(True, ((Span("first"),), (Span("second", "code"),))),
        Code("x = 1  # $no$ *mark*"),
        Formula("a + b"),
    )


@pytest.mark.parametrize(
    ("text", "kind", "inner"),
    [
        ("**bold**", "strong", "bold"),
        ("*slanted*", "emphasis", "slanted"),
        ("`code`", "code", "code"),
        ("$a_1$", "formula", "a_1"),
        ("$$a_1$$", "formula", "a_1"),
        (r"$\frac{a}{b} \cdot \$5$", "formula", r"\frac{a}{b} \cdot \$5"),
    ],
)
def test_each_kind_of_span_is_read(text: str, kind: str, inner: str) -> None:
    (span,) = spans(text)
    assert (span.kind, span.text) == (kind, inner)


@pytest.mark.parametrize(
    "text",
    [
        "<b>bold</b>",
        "<img src='file:///etc/passwd'>",
        "<script>alert(1)</script>",
        "[a link](https://example.org)",
        "![a picture](/etc/passwd)",
        "5 * 3 * 2",
        "it costs 5 $",
        "#no heading",
        "&lt;",
    ],
)
def test_html_links_and_pictures_stay_the_text_that_was_typed(text: str) -> None:
    assert blocks(text) == (Paragraph((Span(text),)),)


def test_a_backslash_makes_a_mark_plain() -> None:
    assert spans(r"\$5 and \*no\*") == (Span("$5 and *no*"),)


@pytest.mark.parametrize("text", ["", "\n \n", "```", "$$", "-", "$", "**", "\\"])
def test_what_is_not_finished_has_a_reading_too(text: str) -> None:
    assert isinstance(blocks(text), tuple)


@given(st.text(alphabet="a $*`#-1.\\\n<>", max_size=60))
def test_every_text_has_a_reading_that_loses_no_letter(text: str) -> None:
    assume("```" not in text)  # what stands behind these names a language, and is left out
    found = "".join(
        part
        for block in blocks(text)
        for part in (
            [block.text] if isinstance(block, Code)
            else [block.latex] if isinstance(block, Formula)
            else [span.text for item in block.items for span in item] if isinstance(block, Items)
            else [span.text for span in block.spans]
        )
    )  # fmt: skip
    assert found.count("a") == text.count("a")
    assert set(found) <= set(text) | {" "}


def test_a_long_hostile_text_is_read_quickly() -> None:
    for text in ("$" * 20_000, "*" * 20_000, "`" * 20_000, "$\\" * 10_000, "*a " * 6000):
        assert blocks(text)
