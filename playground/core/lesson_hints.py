"""What a new lesson says of the questions that a step can ask, as comments of its file."""

from __future__ import annotations

from collections.abc import Iterator

from playground.core.lesson import ENDS
from playground.core.lesson_quantities import QUANTITIES, THEORY

_NAMES = list(QUANTITIES)
_ASKED = f"""\
# A step can ask. Take the marks away from one prediction at most, and from any of the questions.

# [steps.predict]
# kind = "outcome"
# ask = "What will the run do?"
# choices = [{", ".join(f'"{end}"' for end in ENDS)}]
# explain = "Told once the class has answered, as for every question."

# [steps.predict]
# kind = "number"
# ask = "Where is θ after the first step?"
# quantity = "theta"  # {", ".join(_NAMES[1:5])},
#   # {", ".join(_NAMES[5:])}
# step = 1  # the last, if it is left out
# parameter = 1  # which of theta, or of its gradient
# tolerance = 0.01

# [steps.predict]
# kind = "curve"
# ask = "Draw the loss."
# log = true  # on an axis of powers of ten; extent = [0.01, 100.0] would set its ends

# [[steps.questions]]
# ask = "Is the loss a parabola?"
# choices = ["yes", "no"]
# answer = "yes"

# [[steps.questions]]
# ask = "What is the loss at the start?"
# answer = 1
# tolerance = 0.01
# quantity = "loss"  # with it, check-lesson holds the answer to the run, or to theory:
#   # {", ".join(THEORY[:4])},
#   # {", ".join(THEORY[4:])}
# step = 0"""


def hints() -> Iterator[str]:
    """Yield the lines of every kind of prediction and question, none of which counts yet."""
    yield from _ASKED.split("\n")
