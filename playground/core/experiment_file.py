"""An experiment as a JSON file, and back again, exactly."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic import ValidationError

from playground.core.datasets import Table
from playground.core.experiment import Edit, Experiment
from playground.core.experiment_schema import (
    SCHEMA_VERSION,
    ExperimentFields,
    ExperimentSchema,
    TableSchema,
)
from playground.core.losses.normalising import NONE
from playground.core.schema_errors import schema_errors
from playground.files import read, save, shown

# The parser holds the GIL from the first to the last character; this much takes it some tenths
# of a second. It is enough for the largest table that can be read.
MOST_MEGABYTES = 25
_MOST_MARKS = 100_000  # colons and opening brackets, counted before anything is parsed
_PORTION = 10_000  # numbers written at a time, so that the GIL is free in between


class ExperimentFileError(ValueError):
    """What is wrong with an experiment file: `errors` has a line for each mistake."""

    def __init__(self, errors: tuple[str, ...]) -> None:
        self.errors = errors
        more = f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""
        super().__init__(errors[0] + more)


def read_experiment(path: Path) -> Experiment:
    """Return the experiment in a file. Raises ValueError as `from_json` does, or if unreadable."""
    return from_json(read(path, MOST_MEGABYTES), shown(path))


def save_experiment(path: Path, experiment: Experiment) -> None:
    """Put the experiment into a file, whole or not at all.

    Raises ValueError in one line, also for a name that would be opened as a table.
    """
    if path.suffix.lower() not in ("", ".json"):
        raise ValueError(f"{shown(path)}: not saved: an experiment's file must end in .json")
    save(path, to_json(experiment))


def to_json(experiment: Experiment) -> str:
    """Return the experiment as JSON, a field a line; every float is written so that it returns.

    A built-in dataset is written as its name, any other table with all its numbers. Raises
    ValueError if that is more than `from_json` would read.
    """
    text = "".join(_pieces(experiment))
    try:
        _require_readable(text)
    except ValueError as error:
        raise ValueError(f"experiment is too large for a file: {error}") from None
    return text


def from_json(text: str, name: str = "experiment") -> Experiment:
    """Return the experiment that a text describes.

    Raises ExperimentFileError: each mistake in one line with `name` and the field it is in.
    """
    try:
        _require_readable(text)
        if not text.strip():
            raise ValueError("the file is empty")
        return Experiment(**given_fields(ExperimentSchema.model_validate_json(text)))
    except ValidationError as error:
        lines = tuple(f"{name}: {line}" for line in schema_errors(error))
        raise ExperimentFileError(lines) from None
    except ValueError as error:
        raise ExperimentFileError((f"{name}: {error}",)) from None


def given_fields(schema: ExperimentFields) -> dict[str, Any]:  # Any: what Experiment takes
    """Return the fields that are given, as Experiment takes them.

    Raises ValueError where there are both a dataset and a table.
    """
    if schema.table is not None and schema.dataset:
        raise ValueError("table: there is a dataset too; only one of them may be given")
    fields = schema.model_dump(exclude={"schema_version", "table", "edits"}, exclude_unset=True)
    for name in {"theta", "mistakes"} & fields.keys():
        fields[name] = tuple(fields[name])
    if "edits" in schema.model_fields_set:
        fields["edits"] = tuple(
            Edit(edit.step, edit.learning_rate, edit.settings) for edit in schema.edits
        )
    if schema.table is not None:
        fields["dataset"] = _table(schema.table)
    return fields


def _table(schema: TableSchema) -> Table:
    columns = list(schema.columns.values())
    return Table(schema.name, tuple(schema.columns), np.column_stack(columns))


def _pieces(experiment: Experiment) -> Iterator[str]:
    fields = {
        name: getattr(experiment, name)
        for name in ExperimentSchema.model_fields
        if name not in ("schema_version", "table")
    }
    if experiment.normalise == NONE:
        del fields["normalise"]  # so that a file says no more than it must
    fields["settings"] = dict(experiment.settings)
    fields["edits"] = [_edit(edit) for edit in experiment.edits]
    table = fields.pop("dataset")
    yield f'{{\n  "schema_version": {SCHEMA_VERSION}'
    for name, value in fields.items():
        yield f",\n  {_text(name)}: {_text(value)}"
    if isinstance(table, Table):
        yield f',\n  "table": {{\n    "name": {_text(table.name)},\n    "columns": {{'
        yield from _columns(table)
        yield "\n    }\n  }"
    else:
        yield f',\n  "dataset": {_text(table)}'
    yield "\n}\n"


def _edit(edit: Edit) -> dict[str, object]:
    """Return only what the edit changes, so that a file says no more than it must."""
    written: dict[str, object] = {"step": edit.step}
    if edit.learning_rate is not None:
        written["learning_rate"] = edit.learning_rate
    if edit.settings:
        written["settings"] = dict(edit.settings)
    return written


def _columns(table: Table) -> Iterator[str]:
    for place, name in enumerate(table.names):
        yield f"{',' if place else ''}\n      {_text(name)}: ["
        for start in range(0, table.rows, _PORTION):
            numbers: NDArray[np.float64] = table.values[start : start + _PORTION, place]
            yield f"{', ' if start else ''}{', '.join(map(repr, numbers.tolist()))}"
        yield "]"


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _require_readable(text: str) -> None:
    megabytes = len(text.encode("utf-8", "backslashreplace")) / 1e6
    if megabytes > MOST_MEGABYTES:
        raise ValueError(f"{megabytes:.1f} MB of JSON are more than {MOST_MEGABYTES} MB")
    if sum(text.count(mark) for mark in ":{[") > _MOST_MARKS:
        raise ValueError(f"more than {_MOST_MARKS} fields and lists")
