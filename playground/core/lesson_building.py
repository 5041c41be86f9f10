"""From the schema of a lesson file to the lesson, with every step's experiment validated."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

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
from playground.core.lesson_faults import Faults
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
from playground.core.lesson_texts import crowded
from playground.core.optimizers import find_optimizer
from playground.core.schema_errors import Location
from playground.core.typed import quoted

_Entry = tuple[Location, str]  # of a list: its place in the step, and its name


def built(schema: LessonSchema, faults: Faults) -> Lesson | None:
    """Return the lesson, or None where a step has no valid experiment; see `faults`."""
    steps: list[LessonStep] = []
    before: Experiment | None = Experiment()
    for number, step in enumerate(schema.steps):
        here = faults.within("steps", number)
        before = _experiment(before, step, here)
        if before is not None:
            steps.append(_step(step, before, here))
    if len(steps) < len(schema.steps):
        return None
    lesson = Lesson(schema.title, schema.level, schema.minutes, schema.text, tuple(steps))
    for field, rule in crowded(lesson):
        faults.add(rule, *field)
    return lesson


def _experiment(
    before: Experiment | None, schema: StepSchema | PinSchema, faults: Faults
) -> Experiment | None:
    whole, change = schema.experiment, schema.change
    given = whole if whole is not None else change
    if given is None or (before is None and whole is None):
        return before

    def made() -> Experiment:
        fields = given_fields(given)
        if whole is None and before is not None:
            return _changed(before, fields)
        return Experiment(**fields)

    part = "experiment" if whole is not None else "change"
    return faults.within(part).guarded(made, _formula_field(given))


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


def _step(schema: StepSchema, experiment: Experiment, faults: Faults) -> LessonStep:
    if schema.playhead is not None and schema.playhead > experiment.steps:
        rule = f"must be at most {experiment.steps}, the steps of the run, not {schema.playhead}"
        faults.add(rule, "playhead")
    _require_different(schema, faults)
    pinned = [
        _pinned(pin, experiment, faults.within("pinned", number))
        for number, pin in enumerate(schema.pinned)
    ]
    for number, question in enumerate(schema.questions):
        _check(question, experiment, faults.within("questions", number))
    if schema.predict is not None:
        _check(schema.predict, experiment, faults.within("predict"))
    return LessonStep(
        title=schema.title,
        text=schema.text,
        after=schema.after,
        experiment=experiment,
        panels=tuple(schema.panels),
        pages=_pages(schema, faults.within("show")),
        hidden=tuple(schema.hide),
        playhead=schema.playhead,
        pinned=tuple(pin for pin in pinned if pin is not None),
        predict=None if schema.predict is None else _prediction(schema.predict),
        questions=tuple(_question(question) for question in schema.questions),
        expects=_expectations(schema.expects, experiment, faults),
    )


def _pages(schema: StepSchema, faults: Faults) -> tuple[tuple[str, str], ...]:
    """Return the page of each panel for which the step names one."""
    given = [name for name in PAGES if name in schema.show.model_fields_set]
    for name in given:
        if schema.panels and name not in schema.panels:
            faults.add(f"{name} must be one of the step's panels", name)
    return tuple((name, getattr(schema.show, name)) for name in given)


def _require_different(schema: StepSchema, faults: Faults) -> None:
    """Note what is named twice, and a step that shows nothing beside its text."""
    panels: list[_Entry] = [(("panels", at), name) for at, name in enumerate(schema.panels)]
    hidden: list[_Entry] = [(("hide", at), name) for at, name in enumerate(schema.hide)]
    pinned = enumerate(schema.pinned)
    pins: list[_Entry] = [(("pinned", at, "name"), pin.name) for at, pin in pinned]
    for entries in (panels, hidden, pins):
        _note_repeats(entries, "named", faults)
    for number, question in enumerate(schema.questions):
        at_choices: Location = ("questions", number, "choices")
        choices = [((*at_choices, at), text) for at, text in enumerate(question.choices or [])]
        _note_repeats(choices, "a choice", faults)
    if schema.panels == ["lesson"]:
        faults.add("must name a panel beside the lesson, not lesson alone", "panels")


def _note_repeats(entries: Iterable[_Entry], already: str, faults: Faults) -> None:
    seen: set[str] = set()
    for place, name in entries:
        if name and name in seen:
            faults.add(f"{quoted(name)} is already {already}", *place)
        seen.add(name)


def _pinned(schema: PinSchema, experiment: Experiment, faults: Faults) -> PinnedRun | None:
    made = _experiment(experiment, schema, faults)
    if made is None:
        return None
    return PinnedRun(schema.name, made, _expectations(schema.expects, made, faults))


def _expectations(
    schemas: list[ExpectSchema], experiment: Experiment, faults: Faults
) -> tuple[Expectation, ...]:
    for number, schema in enumerate(schemas):
        _check(schema, experiment, faults.within("expects", number))
    return tuple(Expectation(_quantity(schema), schema.value) for schema in schemas)


def _check(schema: QuantitySchema, experiment: Experiment, faults: Faults) -> None:
    wrong = fault(_quantity(schema), experiment)
    if wrong is not None:
        field_name, rule = wrong
        faults.add(rule, field_name)


def _quantity(schema: QuantitySchema) -> Quantity:
    return Quantity(schema.quantity, schema.step, schema.parameter)


def _prediction(schema: PredictSchema) -> Prediction:
    if schema.kind == "outcome":
        return PredictOutcome(schema.ask, tuple(schema.choices), schema.explain)
    if schema.kind == "curve":
        extent = None if schema.extent is None else (schema.extent[0], schema.extent[1])
        return PredictCurve(schema.ask, schema.log, schema.explain, extent)
    tolerance = schema.tolerance or 0.0
    return PredictNumber(schema.ask, _quantity(schema), tolerance, schema.explain)


def _question(schema: QuestionSchema) -> Question:
    if schema.choices is not None:
        choices = tuple(schema.choices)
        return ChoiceQuestion(schema.ask, choices, schema.answer, schema.explain)
    quantity = _quantity(schema) if schema.quantity else None
    tolerance = schema.tolerance or 0.0
    return NumberQuestion(schema.ask, float(schema.answer), tolerance, schema.explain, quantity)
