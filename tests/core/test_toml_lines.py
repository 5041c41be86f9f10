"""Each field of a TOML text is found on its line, however it is written."""

from __future__ import annotations

import tomllib

import pytest

from playground.core.toml_lines import Path, line_of, lines_of

TEXT = '''# a comment with = and [brackets]
title = "a \\" quote ] = # no comment"   # one

literal = 'C:\\no\\escape'
"quoted key" = 1
a.b . c = 2
text = """
[not.a.table]
key = "no \\""" key"
"""
raw = \'\'\'
'' two quotes
[[steps]]\'\'\'\'
numbers = [
  1, 2, # two
  [3, "]"],
  { x = 1, y = [
    4 ] },
]
[table]
inner = { p = 1, q.r = 2 }
[table.sub]
deep = 1979-05-27T07:32:00Z
[[steps]]
title = "first"
[steps.experiment]
loss = "square"
[[steps.pinned]]
name = "p0"
[[steps.pinned]]
name = "p1"

[[steps]]
title = "second"
[[steps.pinned]]
change = { learning_rate = 0.1 }
'''
PLACES: dict[Path, int] = {
    ("title",): 2,
    ("literal",): 4,
    ("quoted key",): 5,
    ("a", "b", "c"): 6,
    ("text",): 7,
    ("raw",): 11,
    ("numbers",): 14,
    ("numbers", 1): 15,
    ("numbers", 2): 16,
    ("numbers", 2, 1): 16,
    ("numbers", 3, "y"): 17,
    ("numbers", 3, "y", 0): 18,
    ("table",): 20,
    ("table", "inner", "q", "r"): 21,
    ("table", "sub", "deep"): 23,
    ("steps", 0): 24,
    ("steps", 0, "title"): 25,
    ("steps", 0, "experiment", "loss"): 27,
    ("steps", 0, "pinned", 0): 28,
    ("steps", 0, "pinned", 1, "name"): 31,
    ("steps", 1): 33,
    ("steps", 1, "title"): 34,
    ("steps", 1, "pinned", 0, "change", "learning_rate"): 36,
}


def walked(value: object, path: Path = ()) -> set[Path]:
    """The paths to everything that a parser finds."""
    inner = value.items() if isinstance(value, dict) else ()
    inner = enumerate(value) if isinstance(value, list) else inner
    return {path} | {place for key, part in inner for place in walked(part, (*path, key))}


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_each_field_is_on_its_line(newline: str) -> None:
    lines = lines_of(TEXT.replace("\n", newline))
    assert {path: lines.get(path) for path in PLACES} == PLACES


def test_the_fields_are_those_that_the_parser_finds() -> None:
    assert set(lines_of(TEXT)) | {()} == walked(tomllib.loads(TEXT))


def test_a_field_that_is_missing_is_looked_for_in_the_table_around_it() -> None:
    lines = lines_of(TEXT)
    assert line_of(lines, ("steps", 1, "pinned", 0, "name")) == 35
    assert line_of(lines, ("steps", 0, "predict", "kind")) == 24
    assert line_of(lines, ("schema_version",)) == 1
