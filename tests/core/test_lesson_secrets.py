"""An answer that stands above its own question is found, and nothing else is taken for one."""

from __future__ import annotations

import pytest

from playground.core.lesson_checking import checking
from playground.core.lesson_file import lesson_from
from playground.core.schema_errors import path_of

# θ² from 1: θ is (1 − 2 lr)ᵏ after k steps.
LESSON = """schema_version = 1
title = "A lesson"
level = "beginner"
minutes = 5
text = '''{intro}'''

[[steps]]
title = "{title}"
text = '''{text}'''
after = "After 3 steps it is 0.216, and it settles."
experiment = {{ loss = "square", theta = [1.0], learning_rate = {rate}, steps = 20 }}
predict = {{ ask = "?", {predict} }}
"""
EARLY = "tells the answer to steps[0].predict too early"
OUTCOME = 'kind = "outcome"'
CURVE = 'kind = "curve"'
THETA = 'kind = "number", quantity = "theta", step = 3, tolerance = 0.01'  # 0.6³ = 0.216
START = 'kind = "number", quantity = "gradient", step = 0, tolerance = 0.01'  # 2


def told(predict: str, text: str = "", title: str = "x", intro: str = "", rate: float = 0.2) -> str:
    lesson = LESSON.format(predict=predict, text=text, title=title, intro=intro, rate=rate)
    (faults,) = checking(lesson_from(lesson))
    return "; ".join(f"{path_of(where)}: {said}" for where, said in faults)


@pytest.mark.parametrize(
    ("predict", "text", "found"),
    [
        (THETA, "After 3 steps it is 0.216.", "0.216"),
        (THETA, "After 3 steps it is 0.21600.", "0.21600"),
        (THETA, r"It is $0.6^3 = 0.216$ then.", "0.216"),
        (THETA, r"$$\theta_3 = 2.16 - 1.944 = 0.216$$", "0.216"),
        (THETA, "- 1\n- 0.6\n- 0.216, and so on", "0.216"),
        (START, "The gradient is **two**.", "two"),
        (OUTCOME, "In the end it settles.", "settles"),
        (OUTCOME, "It is **settling** soon.", "settling"),
        (CURVE, "# Settled", "Settled"),
    ],
)
def test_the_answer_in_the_text_is_found(predict: str, text: str, found: str) -> None:
    assert told(predict, text) == f"steps[0].text: {EARLY}: {found}"


@pytest.mark.parametrize(
    ("rate", "word"),
    [(1.2, "diverges"), (1.2, "explosion"), (0.9, "oscillates"), (0.004, "slowly")],
)
def test_every_outcome_has_its_words(rate: float, word: str) -> None:
    assert told(OUTCOME, f"It {word}.", rate=rate).endswith(f": {word}")
    assert told(OUTCOME, f"It {word}.") == ""  # of a run that settles


def test_the_title_and_the_text_of_the_lesson_are_looked_at() -> None:
    assert told(THETA, title="To 0.216").startswith(f"steps[0].title: {EARLY}")
    assert told(OUTCOME, intro="All settles.").startswith(f"text: {EARLY}")


@pytest.mark.parametrize(
    ("predict", "text"),
    [
        (THETA, "Nearly 0.22, or 0.2, or −0.216, or 0.2166, or 10.216."),
        (START, r"$\theta^2$, $\theta_2$, $\theta / 2$, $2\theta = x$ and $\frac{1}{2}$"),
        (THETA, "It settles."),
        (OUTCOME, "It is unsettled whether it explodes."),
    ],
)
def test_what_is_not_the_answer_is_left_alone(predict: str, text: str) -> None:
    assert told(predict, text) == ""
