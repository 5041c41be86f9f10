"""A lesson that says what is not so is found out."""

from __future__ import annotations

import pytest

from playground.core.lesson_checking import checking, rounds_to
from playground.core.lesson_file import lesson_from
from playground.core.schema_errors import path_of
from tests.lesson_on_square import LESSON


def faults(step: str) -> list[str]:
    """Return what is wrong with the lesson, with the field in front."""
    found = [fault for faults in checking(lesson_from(LESSON + step)) for fault in faults]
    return [f"{path_of(where)}: {said}" for where, said in found]


@pytest.mark.parametrize(
    "expects",
    [
        '{ quantity = "theta", step = 2, is = "0.36" }',
        '{ quantity = "theta", is = "3.6562e-05" }',
        '{ quantity = "gradient", step = 1, is = "1.2000" }',
        '{ quantity = "loss", step = 1, is = "0.36" }',
        '{ quantity = "learning_rate", step = 19, is = "0.2" }',
        '{ quantity = "factor", is = "0.6000" }',
        '{ quantity = "outcome", is = "settles" }',
        '{ quantity = "curvature", is = "2.0" }',
        '{ quantity = "largest_stable_learning_rate", is = "1.0" }',
        '{ quantity = "steps_to_tolerance", is = "7" }',  # 0.36⁷ = 0.00078, the first below 0.001
        '{ quantity = "settled_step", is = "14" }',  # 0.6¹⁴ = 0.00078
    ],
)
def test_what_is_so_holds(expects: str) -> None:
    assert faults(f"expects = [{expects}]") == []


@pytest.mark.parametrize(
    ("quantity", "answer"),  # of θ², whose curvature is 2: the limit is 2/2 and the best rate 1/2
    [("curvature", 2), ("largest_stable_learning_rate", 1.0), ("best_learning_rate", 0.5)],
)
def test_a_question_can_ask_for_a_number_of_theory(quantity: str, answer: float) -> None:
    asked = f'ask = "?", answer = {answer}, tolerance = 0.001, quantity = "{quantity}"'
    assert faults(f"questions = [{{ {asked} }}]") == []


@pytest.mark.parametrize(
    ("step", "fault"),
    [
        ('expects = [{ quantity = "theta", step = 0, is = "1.01" }]',
         "steps[0].expects[0].is: theta at step 0 is 1, not 1.01"),
        ('[[steps]]\ntitle = "x"\nchange = { dtype = "float64" }\n'
         'expects = [{ quantity = "theta", step = 1, is = "0.6001" }]',
         "steps[1].expects[0].is: theta at step 1 is 0.6, not 0.6001"),
        ('expects = [{ quantity = "outcome", is = "explodes" }]',
         "steps[0].expects[0].is: outcome is settled, not explodes"),
        ('expects = [{ quantity = "period", is = "2" }]',
         "steps[0].expects[0].is: period is none, not 2"),
        ('expects = [{ quantity = "best_learning_rate", is = "0.4" }]',
         "steps[0].expects[0].is: best_learning_rate is 0.5, not 0.4"),
        ('expects = [{ quantity = "refusal", is = "no" }]',
         "steps[0].expects[0].is: refusal is none, not no"),
        ('predict = { kind = "outcome", ask = "?", choices = ["explodes", "oscillates"] }',
         "steps[0].predict: the run is settled, which is none of its choices"),
        ('predict = { kind = "number", ask = "?", quantity = "period", tolerance = 1.0 }',
         "steps[0].predict: the run has no period there"),
        ('questions = [{ ask = "?", answer = 0.7, tolerance = 0.01, quantity = "factor" }]',
         "steps[0].questions[0].answer: factor is 0.6, not 0.7"),
        ('questions = [{ ask = "?", answer = 2, tolerance = 0, quantity = "best_learning_rate" }]',
         "steps[0].questions[0].answer: best_learning_rate is 0.5, not 2"),
        ('questions = [{ ask = "?", answer = 4, tolerance = 1, quantity = "period" }]',
         "steps[0].questions[0].answer: period is none, not 4"),
        ('[[steps.pinned]]\nname = "fast"\nchange = { learning_rate = 0.5 }\n'
         'expects = [{ quantity = "theta", step = 1, is = "0.1" }]',
         "steps[0].pinned[0].expects[0].is: theta at step 1 is 0, not 0.1"),
        ('[[steps]]\ntitle = "x"\nchange = { mistakes = ["detached"] }',
         "steps[1]: torch refuses: element 0 of tensors does not require grad and does not have a "
         "grad_fn"),
    ],
)  # fmt: skip
def test_what_is_not_so_is_a_fault_of_its_step(step: str, fault: str) -> None:
    assert faults(step) == [fault]


@pytest.mark.parametrize(
    ("value", "text", "holds"),
    [
        (0.35999999, "0.36", True),
        (0.3649, "0.36", True),
        (0.3651, "0.36", False),
        (5883.42126, "5883.42", True),
        (5883.43, "5883.42", False),
        (-8.26e-4, "-8.2600e-4", True),
        (1469.8, "1470", True),
        (float("nan"), "0", False),
    ],
)
def test_a_number_holds_if_it_rounds_to_the_digits_that_are_written(
    value: float, text: str, holds: bool
) -> None:
    assert rounds_to(value, text) is holds


_WELL = 'experiment = { loss = "double-well", theta = [0.1], learning_rate = 0.2, steps = 40 }\n'
_DRAWN = "what can be drawn"


@pytest.mark.parametrize(
    ("curve", "fault"),  # the loss θ⁴/4 − θ²/2 goes from −0.004975 down to −1/4
    [
        ("", f"the loss falls to -0.25, below {_DRAWN}, -0.00995 to 0: "),
        (", extent = [-0.3, 0.1]", ""),
        (", extent = [-0.3, -0.1]",
         f"the run starts at a loss of -0.004975, outside {_DRAWN}, -0.3 to -0.1: "),
    ],
)  # fmt: skip
def test_a_curve_that_nobody_can_draw_is_found_out(curve: str, fault: str) -> None:
    step = f'[[steps]]\ntitle = "x"\n{_WELL}predict = {{ kind = "curve", ask = "?"{curve} }}'
    told = f"steps[1].predict: {fault}extent = [low, high] sets it"
    assert faults(step) == ([told] if fault else [])


@pytest.mark.parametrize("rate", [0.2, 1.1])  # one falls to 4e-9 of the start, the other grows
@pytest.mark.parametrize("log", ["true", "false"])
def test_a_curve_that_leaves_at_an_edge_can_be_drawn(rate: float, log: str) -> None:
    step = f"change = {{ learning_rate = {rate}, steps = 60 }}\n"
    step += f'predict = {{ kind = "curve", ask = "?", log = {log} }}'
    assert faults(f'[[steps]]\ntitle = "x"\n{step}') == []
