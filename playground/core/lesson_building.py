"""From the schema of a lesson file to the lesson, with every step's experiment validated."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from playground.core.changes import changed
from playground.core.experiment import Experiment
from playground.core.experiment_file import given_fields
from playground.core.experiment_schema import ExperimentFields
from playground.core.lesson import (
    PAGES,
    ChoiceQuestion,
    Expectation,
    Lesson,
    LessonStep,
    NumberQuestion,
    PinnedRun,
    PredictCurve,
    Prediction,
    PredictNumber,
    PredictOutcome,
    Quantity,
    Question,
)
from playground.core.lesson_quantities import fault
from playground.core.lesson_schema import (
    ExpectSchema,
    LessonSchema,
    PinSchema,
    PredictSchema,
    QuantitySchema,
    QuestionSchema,
    StepSchema,
)
from playground.core.losses.tokens import FormulaError
from playground.core.optimizers import find_optimizer
from playground.core.schema_errors import Location
from playground.core.typed import quoted

_Built = TypeVar("_Built")


@dataclass
class Mistakes:
    """What is wrong, each at the path to its field, in the order in which it was found."""

    found: list[tuple[Location, str]] = field(default_factory=list)

    def add(self, where: Location, rule: str) -> None:
        """Note one more."""
        self.found.append((where, rule))

    def guarded(
        self, where: Location, make: Callable[[], _Built], formula: str = ""
    ) -> _Built | None:
        """Return what is made, or note the ValueError under the field that it begins with.

        An error in a formula is noted under the field `formula`.
        """
        try:
            return make()
        except ValueError as error:
            rule = " ".join(str(error).split())
            name = formula if isinstance(error, FormulaError) else _field(rule)
            self.add((*where, name) if name else where, rule.removeprefix(f"{name} "))
            return None


def built(schema: LessonSchema, mistakes: Mistakes) -> Lesson | None:
    """Return the lesson, or None where a step has no valid experiment; see `mistakes`."""
    steps: list[LessonStep] = []
    before: Experiment | None = Experiment()
    for number, step in enumerate(schema.steps):
        where: Location = ("steps", number)
        before = _experiment(before, step.experiment, step.change, where, mistakes)
        if before is not None:
            steps.append(_step(step, before, where, mistakes))
    if len(steps) < len(schema.steps):
        return None
    return Lesson(schema.title, schema.level, schema.minutes, schema.text, tuple(steps))


def _experiment(
    before: Experiment | None,
    whole: ExperimentFields | None,
    change: ExperimentFields | None,
    where: Location,
    mistakes: Mistakes,
) -> Experiment | None:
    given = whole if whole is not None else change
    if given is None or (before is None and whole is None):
        return before

    def made() -> Experiment:
        fields = given_fields(given)
        if whole is None and before is not None:
            return _changed(before, fields)
        return Experiment(**fields)

    part = "experiment" if whole is not None else "change"
    return mistakes.guarded((*where, part), made, _formula_field(given))


def _formula_field(given: ExperimentFields) -> str:
    """Return the field in which an error in a formula must be."""
    try:
        find_optimizer(given.optimizer or "sgd")
    except ValueError:
        return "optimizer"
    return "model" if given.model else "loss"


def _changed(before: Experiment, changes: Mapping[str, object]) -> Experiment:
    """Return the experiment with other values in some fields; settings change one by one."""
    others = {name: value for name, value in changes.items() if name != "settings"}
    after = changed(before, others)
    settings = changes.get("settings")
    if not isinstance(settings, Mapping):
        return after
    return changed(after, {"settings": {**after.settings, **settings}})


def _step(
    schema: StepSchema, experiment: Experiment, where: Location, mistakes: Mistakes
) -> LessonStep:
    if schema.playhead is not None and schema.playhead > experiment.steps:
        rule = f"must be at most {experiment.steps}, the steps of the run, not {schema.playhead}"
        mistakes.add((*where, "playhead"), rule)
    _require_different(schema, where, mistakes)
    pages = {
        name: getattr(schema.show, name) for name in PAGES if name in schema.show.model_fields_set
    }
    for name in pages:
        if schema.panels and name not in schema.panels:
            mistakes.add((*where, "show", name), f"{name} must be one of the step's panels")
    pinned = [
        _pinned(pin, experiment, (*where, "pinned", number), mistakes)
        for number, pin in enumerate(schema.pinned)
    ]
    for number, question in enumerate(schema.questions):
        _check(question, experiment, (*where, "questions", number), mistakes)
    if schema.predict is not None:
        _check(schema.predict, experiment, (*where, "predict"), mistakes)
    return LessonStep(
        title=schema.title,
        text=schema.text,
        experiment=experiment,
        panels=tuple(schema.panels),
        hidden=tuple(schema.hide),
        playhead=schema.playhead,
        pinned=tuple(pin for pin in pinned if pin is not None),
        predict=None if schema.predict is None else _prediction(schema.predict),
        questions=tuple(_question(question) for question in schema.questions),
        expects=_expectations(schema.expects, experiment, where, mistakes),
        after=schema.after,
        pages=tuple(pages.items()),
    )


def _require_different(schema: StepSchema, where: Location, mistakes: Mistakes) -> None:
    """Note what is named twice, and a step that shows nothing beside its text."""
    named: dict[str, list[tuple[Location, str]]] = {
        "panels": [((number,), name) for number, name in enumerate(schema.panels)],
        "hide": [((number,), name) for number, name in enumerate(schema.hide)],
        "pinned": [((number, "name"), pin.name) for number, pin in enumerate(schema.pinned)],
    }
    for field_name, entries in named.items():
        first: dict[str, Location] = {}
        for place, name in entries:
            if name and first.setdefault(name, place) != place:
                mistakes.add((*where, field_name, *place), f"{quoted(name)} is already named")
    if schema.panels == ["lesson"]:
        mistakes.add((*where, "panels"), "must name a panel beside the lesson, not lesson alone")
    for number, question in enumerate(schema.questions):
        choices = question.choices or []
        for at, choice in enumerate(choices):
            if choice in choices[:at]:
                place = (*where, "questions", number, "choices", at)
                mistakes.add(place, f"{quoted(choice)} is already a choice")


def _pinned(
    schema: PinSchema, experiment: Experiment, where: Location, mistakes: Mistakes
) -> PinnedRun | None:
    made = _experiment(experiment, schema.experiment, schema.change, where, mistakes)
    if made is None:
        return None
    return PinnedRun(schema.name, made, _expectations(schema.expects, made, where, mistakes))


def _expectations(
    schemas: list[ExpectSchema], experiment: Experiment, where: Location, mistakes: Mistakes
) -> tuple[Expectation, ...]:
    for number, schema in enumerate(schemas):
        _check(schema, experiment, (*where, "expects", number), mistakes)
    return tuple(Expectation(_quantity(schema), schema.value) for schema in schemas)


def _check(
    schema: QuantitySchema, experiment: Experiment, where: Location, mistakes: Mistakes
) -> None:
    wrong = fault(_quantity(schema), experiment)
    if wrong is not None:
        mistakes.add((*where, wrong[0]), wrong[1])


def _quantity(schema: QuantitySchema) -> Quantity:
    return Quantity(str(getattr(schema, "quantity", "")), schema.step, schema.parameter)


def _prediction(schema: PredictSchema) -> Prediction:
    if schema.kind == "outcome":
        return PredictOutcome(schema.ask, tuple(schema.choices), schema.explain)
    if schema.kind == "curve":
        return PredictCurve(schema.ask, schema.log, schema.explain)
    tolerance = schema.tolerance or 0.0
    return PredictNumber(schema.ask, _quantity(schema), tolerance, schema.explain)


def _question(schema: QuestionSchema) -> Question:
    if schema.choices is not None:
        choices = tuple(schema.choices)
        return ChoiceQuestion(schema.ask, choices, schema.answer, schema.explain)
    quantity = _quantity(schema) if schema.quantity else None
    tolerance = schema.tolerance or 0.0
    return NumberQuestion(schema.ask, float(schema.answer), tolerance, schema.explain, quantity)


def _field(rule: str) -> str:
    """Return the field of an experiment that an error of it begins with or names, or ""."""
    words = rule.removeprefix("there is no ").replace(":", " ").split()
    name = words[0] if words else ""
    name = {"setting": "settings", "mistake": "mistakes"}.get(name, name)
    return name if name in ExperimentFields.model_fields else ""
