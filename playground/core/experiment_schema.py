"""What an experiment file may hold: types and sizes; what the values mean is Experiment's."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    FailFast,
    Field,
    field_validator,
    model_validator,
)
from pydantic_core import PydanticCustomError

from playground.core.typed import is_finite

SCHEMA_VERSION = 1

Number = Annotated[float, Field(allow_inf_nan=False)]
# A list of a million wrong numbers is one mistake, not a million.
Numbers = Annotated[list[Number], FailFast()]
Name = Annotated[str, Field(max_length=100)]
Text = Annotated[str, Field(max_length=2000)]


def _setting(value: object) -> object:
    if isinstance(value, str):
        if len(value) > 100:
            raise ValueError("must be at most 100 characters")
        return value
    for number in value if isinstance(value, list) else [value]:
        if not isinstance(number, int | float):
            raise ValueError("must be a number, a text, true, false or a list of numbers")
        if not is_finite(number):
            raise ValueError("must be a finite number")
    return value


def _whole(value: object) -> object:
    # To Python, True and 1.0 equal 1.
    if isinstance(value, bool | float):
        raise PydanticCustomError("int_type", "must be a whole number")
    return value


Version = Annotated[Literal[1], BeforeValidator(_whole)]


class Strict(BaseModel):
    """A table of names and values: of the declared types, and with no other names."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


SettingValue = Annotated[Any, AfterValidator(_setting)]  # Any: which type is Setting's to say


class EditSchema(Strict):
    """From this step on, use this learning rate, these settings of the optimizer, or both."""

    step: int
    learning_rate: Number | None = None
    settings: dict[Name, SettingValue] = {}

    @model_validator(mode="after")
    def _changes_something(self) -> EditSchema:
        if self.learning_rate is None and not self.settings:
            raise ValueError("must have a learning_rate or settings")
        return self


class TableSchema(Strict):
    """A table with all its numbers, column by column."""

    name: Annotated[str, Field(max_length=255)]
    columns: Annotated[dict[Name, Numbers], Field(min_length=1, max_length=1000)]

    @field_validator("columns")
    @classmethod
    def _equally_long(cls, columns: dict[str, list[float]]) -> dict[str, list[float]]:
        lengths = {len(column) for column in columns.values()}
        if len(lengths) > 1 or 0 in lengths:
            raise ValueError("must be equally long, with one number or more")
        return columns


class ExperimentFields(Strict):
    """The fields of Experiment by their names; one that is left out has Experiment's default."""

    loss: Text = ""
    theta: Numbers = []
    learning_rate: Number = 0.0
    steps: int = 0
    optimizer: Text = ""
    settings: dict[Name, SettingValue] = {}
    schedule: Name = ""
    edits: list[EditSchema] = []
    dataset: Name = ""
    table: TableSchema | None = None
    model: Text = ""
    target: Name = ""
    normalise: Name = ""
    batch_size: int = 0
    seed: int = 0
    dtype: Name = ""
    gradient: Name = ""
    mistakes: Annotated[list[Name], Field(max_length=100)] = []


class ExperimentSchema(ExperimentFields):
    """An experiment file."""

    schema_version: Version
