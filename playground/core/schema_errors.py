"""What pydantic finds wrong in a file, in words for the person who wrote it."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Iterator
from typing import Any

from pydantic import ValidationError

from playground.core.typed import plain, quoted

Location = tuple[int | str, ...]
Fault = tuple[Location, str]  # the path to a field, and what is wrong with it

_MUST_BE = {
    "string_type": "must be text",
    "int_type": "must be a whole number",
    "int_from_float": "must be a whole number",
    "float_type": "must be a number",
    "bool_type": "must be true or false",
    "finite_number": "must be a finite number",
    "list_type": "must be a list",
    "dict_type": "must be an object of names and values",
    "model_type": "must be an object of names and values",
}
_RULES = {
    "string_too_long": "must be at most {max_length} characters",
    "too_long": "must have at most {max_length} entries",
    "too_short": "must have at least {min_length} entries",
    "greater_than": "must be above {gt}",
    "greater_than_equal": "must be at least {ge}",
    "less_than": "must be below {lt}",
    "less_than_equal": "must be at most {le}",
    "literal_error": "must be {expected}",
    "value_error": "{error}",
}

_OF_THE_VALUE = (
    "greater_than", "greater_than_equal", "less_than", "less_than_equal", "literal_error",
    "string_too_long",
)  # fmt: skip

# What the parser says, and what a person who wrote the file is told instead.
_NOT_JSON = {
    "EOF while parsing": "it ends too early",
    "number out of range": "a number has too many digits",
    "recursion limit exceeded": "too many lists or objects inside each other",
    "expected ident": "expected true, false or null",
    "control character": "a text has a line end or another control character",
    "key must be a string": "a name must be in double quotes",
    "trailing characters": "something follows after its end",
}


def schema_errors(error: ValidationError) -> Iterator[str]:
    """Yield a line for each mistake: the path to the field, the rule, and the value if short.

    Where the schema's version is wrong, only that is said: the rest need not be meant as ours.
    """
    for location, rule in schema_mistakes(error):
        where = path_of(location)
        yield f"{where}: {rule}" if where else rule


def schema_mistakes(error: ValidationError) -> Iterator[Fault]:
    """Yield each mistake as the path to the field and the rule; see `schema_errors`."""
    found = error.errors(include_url=False)
    version = [mistake for mistake in found if mistake["loc"] == ("schema_version",)]
    for mistake in version or found:
        yield mistake["loc"], _rule(mistake["type"], mistake)


def _rule(kind: str, mistake: Any) -> str:  # Any: a TypedDict whose keys vary with the kind
    if kind == "missing":
        return "is missing"
    if kind == "extra_forbidden":
        return "there is no such field"
    value = value_text(mistake.get("input"))
    if kind == "json_invalid":
        return f"not JSON: {_in_words(mistake['ctx']['error'])}"
    if kind == "string_pattern_mismatch":  # the one pattern that there is
        return f"must be one line, not {value_text(mistake['input'], json.dumps)}"
    if kind == "string_too_short" or (kind == "too_short" and mistake["ctx"]["min_length"] == 1):
        return "must not be empty"
    if kind in _MUST_BE:
        return f"{_MUST_BE[kind]}, not {value}"
    if kind in _RULES:
        given = mistake.get("ctx", {})
        limits = {name: plain(of) if isinstance(of, float) else of for name, of in given.items()}
        rule = str(_RULES[kind].format(**limits))
        return f"{rule}, not {value}" if kind in _OF_THE_VALUE else rule
    return str(mistake["msg"])


def _in_words(error: str) -> str:
    """Return the parser's error such as "expected value at line 1 column 5" in plain words."""
    problem, at, place = error.rpartition(" at line ")
    said = next((said for known, said in _NOT_JSON.items() if problem.startswith(known)), problem)
    return f"{said}{at}{place.replace(' column', ', column')}"


def path_of(location: Location) -> str:
    """Return a path such as edits[0].step, short and printable whatever the names are."""
    path = ""
    for part in location:
        path += f"[{part}]" if isinstance(part, int) else f".{_printable(part)}"
    return path.removeprefix(".")


def value_text(value: object, of_text: Callable[[str], str] | None = None) -> str:
    """Return a value as it may stand in a one-line error about a file."""
    if isinstance(value, dict):
        return "an object"
    if isinstance(value, list):
        return "a list"
    if isinstance(value, str):
        return of_text(_cut(value)) if of_text is not None else f'"{_printable(value)}"'
    if isinstance(value, datetime.date | datetime.time):
        return f"the {'time' if isinstance(value, datetime.time) else 'date'} {value.isoformat()}"
    names = {None: "null", True: "true", False: "false"}
    if value is None or isinstance(value, bool):
        return names[value]
    return quoted(value)


def _printable(text: str) -> str:
    return "".join(
        letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in _cut(text)
    )


def _cut(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"
