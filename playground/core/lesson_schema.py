"""What a lesson file may hold: types and sizes; what the values mean together is lesson_file's."""

from __future__ import annotations

import math
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    StringConstraints,
    field_validator,
    model_validator,
)

from playground.core.experiment_schema import ExperimentFields, Name, Strict, Version
from playground.core.lesson import ENDS, HIDEABLE, LEVELS, PAGES, PANELS
from playground.core.lesson_quantities import QUANTITIES, THEORY
from playground.core.schema_errors import value_text
from playground.core.settings import not_among
from playground.core.typed import read_number

LESSON_VERSION = 1
MOST_STEPS = 50
MOST_PINNED = 8  # the colours that there are
MOST_LOSS = 1e100  # on the axis of a curve to draw
_NUMBER = 'must be a number in quotes, such as "0.36"'  # how many digits count is part of it


def _known(kind: str, known: tuple[str, ...]) -> AfterValidator:
    def check(name: str) -> str:
        if name not in known:
            raise not_among(kind, name, known)
        return name

    return AfterValidator(check)


def _is_number(text: str) -> bool:
    number = read_number(text)
    return number is not None and math.isfinite(number)


def _answer(value: object) -> object:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if isinstance(value, str) and value:
        return value
    if number and abs(float(str(value)[:400])) < float("inf"):
        return value
    raise ValueError("must be a finite number, or the text of one of the choices")


def _quoted(value: object) -> object:
    if not isinstance(value, str):
        raise ValueError(f"{_NUMBER}, not {value_text(value)}")
    return value


def _of_a_run(quantity: str) -> str:
    if quantity in THEORY:
        raise ValueError(f"{quantity} is of no run: ask for it in a question")
    return quantity


Line = Annotated[str, StringConstraints(min_length=1, max_length=300, pattern=r"^[^\r\n]*$")]
Markdown = Annotated[str, Field(max_length=20_000)]
Panels = Annotated[list[Annotated[Name, _known("panel", PANELS)]], Field(max_length=30)]
Hidden = Annotated[list[Annotated[Name, _known("control", HIDEABLE)]], Field(max_length=30)]
Choices = Annotated[list[Line], Field(min_length=2, max_length=8)]
Row = Annotated[int, Field(ge=0, le=100_000)]
Tolerance = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Loss = Annotated[float, Field(ge=-MOST_LOSS, le=MOST_LOSS, allow_inf_nan=False)]
Extent = Annotated[list[Loss], Field(min_length=2, max_length=2)]
Answer = Annotated[Any, AfterValidator(_answer)]  # Any: text or number, as the question is
Predicted = Annotated[Name, AfterValidator(_of_a_run), _known("quantity", tuple(QUANTITIES))]
Asked = Annotated[Name, _known("quantity", (*QUANTITIES, *THEORY))]
Expected = Annotated[Name, _known("quantity", ("outcome", "refusal", *QUANTITIES, *THEORY))]


class QuantitySchema(Strict):
    """Which quantity is meant, and where in the run it is read."""

    quantity: Name = ""
    step: Row | None = None
    parameter: Annotated[int, Field(ge=1, le=1_000_000)] = 1


class PredictSchema(QuantitySchema):
    """A question that is asked before the run is seen; the run answers it."""

    kind: Literal["outcome", "number", "curve"]
    ask: Line
    explain: Markdown = ""
    choices: list[Name] = Field(default_factory=lambda: list(ENDS), min_length=2, max_length=4)
    quantity: Predicted = ""
    tolerance: Tolerance | None = None
    log: bool = False
    extent: Extent | None = None

    @model_validator(mode="after")
    def _suits_its_kind(self) -> PredictSchema:
        suits = {
            "outcome": {"choices"},
            "number": {"quantity", "tolerance", "step", "parameter"},
            "curve": {"log", "extent"},
        }[self.kind]
        surplus = self.model_fields_set - {"kind", "ask", "explain"} - suits
        if surplus:
            raise ValueError(f"{sorted(surplus)[0]} is not for kind {self.kind}")
        if self.kind == "number" and not (self.quantity and self.tolerance is not None):
            raise ValueError("kind number must have a quantity and a tolerance")
        if self.extent is not None and not self.extent[0] < self.extent[1]:
            raise ValueError("extent must be two losses, the lower one first")
        if self.extent is not None and self.log and self.extent[0] <= 0:
            raise ValueError("extent must be above 0 on an axis of powers of ten")
        return self

    @field_validator("choices")
    @classmethod
    def _are_ends(cls, choices: list[str]) -> list[str]:
        bad = next((choice for choice in choices if choice not in ENDS), None)
        if bad is not None or len(set(choices)) < len(choices):
            raise ValueError(f"must be different ones of {', '.join(ENDS)}")
        return choices


class QuestionSchema(QuantitySchema):
    """A question with choices, or with a number for its answer."""

    ask: Line
    choices: Choices | None = None
    answer: Answer
    tolerance: Tolerance | None = None
    quantity: Asked = ""
    explain: Markdown = ""

    @model_validator(mode="after")
    def _suits_its_answer(self) -> QuestionSchema:
        if self.choices is not None:
            if self.answer not in self.choices:
                raise ValueError("answer must be the text of one of the choices")
            surplus = self.model_fields_set & {"tolerance", "quantity", "step", "parameter"}
            if surplus:
                raise ValueError(f"{sorted(surplus)[0]} is not for a question with choices")
        elif isinstance(self.answer, str) or self.tolerance is None:
            raise ValueError("must have choices, or a number as its answer with a tolerance")
        elif not self.quantity and self.model_fields_set & {"step", "parameter"}:
            raise ValueError("must have a quantity where it has a step or a parameter")
        return self


class ExpectSchema(QuantitySchema):
    """A number of the text, as it is written there, or the outcome."""

    quantity: Expected
    value: Annotated[str, BeforeValidator(_quoted), Field(alias="is", max_length=100)]

    @model_validator(mode="after")
    def _is_a_value(self) -> ExpectSchema:
        if self.quantity == "outcome":
            if self.value not in ENDS:
                raise ValueError(
                    f"is must be one of {', '.join(ENDS)}, not {value_text(self.value)}"
                )
        elif self.quantity != "refusal" and not _is_number(self.value):
            raise ValueError(f"is {_NUMBER}, not {value_text(self.value)}")
        return self


Expects = Annotated[list[ExpectSchema], Field(max_length=100)]


class PinSchema(Strict):
    """A run beside the step's own: another experiment, or the step's own with other fields."""

    name: Annotated[str, StringConstraints(max_length=60, pattern=r"^[^\r\n]*$")] = ""
    experiment: ExperimentFields | None = None
    change: ExperimentFields | None = None
    expects: Expects = Field(default_factory=list)

    @model_validator(mode="after")
    def _one_of_them(self) -> PinSchema:
        if (self.experiment is None) == (self.change is None):
            raise ValueError("must have an experiment or a change, and not both")
        return self


class ShowSchema(Strict):
    """Which page of a panel is shown, a field for each panel of PAGES."""

    sweep: Annotated[Name, _known("page", PAGES["sweep"])] = PAGES["sweep"][0]
    graph: Annotated[Name, _known("page", PAGES["graph"])] = PAGES["graph"][0]


class StepSchema(Strict):
    """One step; without an experiment or a change it shows that of the step before."""

    title: Line
    text: Markdown = ""
    experiment: ExperimentFields | None = None
    change: ExperimentFields | None = None
    panels: Panels = Field(default_factory=list)
    show: ShowSchema = Field(default_factory=ShowSchema)
    hide: Hidden = Field(default_factory=list)
    playhead: Row | None = None
    pinned: list[PinSchema] = Field(default_factory=list, max_length=MOST_PINNED)
    predict: PredictSchema | None = None
    after: Markdown = ""
    questions: list[QuestionSchema] = Field(default_factory=list, max_length=20)
    expects: Expects = Field(default_factory=list)

    @model_validator(mode="after")
    def _one_of_them(self) -> StepSchema:
        if self.experiment is not None and self.change is not None:
            raise ValueError("must have an experiment or a change, not both")
        return self


class LessonSchema(Strict):
    """A lesson file, version 1."""

    schema_version: Version
    title: Line
    level: Annotated[Name, _known("level", LEVELS)]
    minutes: Annotated[int, Field(ge=1, le=600)]
    text: Markdown = ""
    steps: Annotated[list[StepSchema], Field(min_length=1, max_length=MOST_STEPS)]
