"""What the schema finds wrong with a lesson, at the field itself and in the words of TOML."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from typing import get_args

from pydantic import BaseModel, ValidationError

from playground.core.lesson_schema import LessonSchema
from playground.core.schema_errors import Fault, Location, schema_mistakes

_TABLES = ("steps", "questions", "pinned")  # lists of tables, which are written one by one
_OTHER_NAMES = {"lr": "learning_rate"}  # on the command line and in most programs


def schema_faults(error: ValidationError) -> Iterator[Fault]:
    """Yield each mistake of a lesson file as the path to its field and the rule."""
    for location, rule in schema_mistakes(error):
        field_name, _, rest = rule.partition(" ")
        if field_name in _fields(location):
            yield (*location, field_name), rest
        elif rule == "there is no such field":
            yield location, rule + _hint(location)
        else:
            yield location, _in_toml(location, rule)


def _hint(location: Location) -> str:
    name, known = str(location[-1]), _fields(location[:-1])
    if name in _OTHER_NAMES:
        near = [_OTHER_NAMES[name]] if _OTHER_NAMES[name] in known else []
    else:
        near = get_close_matches(name[:100], known, n=1)
    if near:
        return f"; did you mean {near[0]!r}?"
    if any(name in _fields(location[:end]) for end in range(1, len(location) - 1)):
        return f"; it belongs before [{_header(location[:-1])}]"
    return "; is it one of settings = { … }?" if "settings" in known else ""


def _in_toml(location: Location, rule: str) -> str:
    header = _header(location)
    if header.endswith(_TABLES) and rule == "must be a list, not an object":
        return f"must be a list of tables: write [[{header}]]"
    if rule == "must be an object of names and values, not a list":
        return f"must be one table: write [{header}]"
    return rule.replace("an object of names", "a table of names").replace("an object", "a table")


def _header(location: Location) -> str:
    return ".".join(part for part in location if isinstance(part, str))


def _fields(location: Location) -> tuple[str, ...]:
    """Return which fields the table at a path may have; none where there is no table."""
    model: type[BaseModel] | None = LessonSchema
    for part in location:
        if isinstance(part, str):
            field = None if model is None else _named(model, part)
            model = None if field is None else _model_in(field)
    if model is None:
        return ()
    return tuple(known.alias or name for name, known in model.model_fields.items())


def _named(model: type[BaseModel], name: str) -> object:
    known = {field.alias or key: field for key, field in model.model_fields.items()}
    return known[name].annotation if name in known else None


def _model_in(annotation: object) -> type[BaseModel] | None:
    """Return the table that a field holds, by itself or in a list."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    found = map(_model_in, get_args(annotation))
    return next((model for model in found if model is not None), None)
