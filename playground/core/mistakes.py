"""What goes wrong in real training code, each with the line that causes it and its cure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from playground.core.settings import not_among

if TYPE_CHECKING:
    from playground.core.losses import LossEntry

Why = Callable[["LossEntry"], str]


def _always(entry: LossEntry) -> str:
    """Return no reason against it: most mistakes can be made with any loss."""
    return ""


def _scaled_input(entry: LossEntry) -> str:
    if "input_scale" in entry.settings or entry.inputs:
        return ""
    if entry.table is None:
        return f"the loss {entry.name} has no data to normalise"
    if entry.typed:
        return f"the model {entry.name} reads no column"
    return f"the loss {entry.name} has no input that is normalised"


def _sum_over_theta(entry: LossEntry) -> str:
    if entry.adds_components:
        return ""
    return f"the code of the loss {entry.name} has no sum over theta to be averaged"


def _mean_over_rows(entry: LossEntry) -> str:
    return "" if entry.table is not None else f"the loss {entry.name} has no data to average over"


@dataclass(frozen=True)
class Mistake:
    """One mistake: what it does in words, the line of code that makes it, the one that mends it.

    `unless` returns why the mistake cannot be made with a loss, "" if it can. Where torch itself
    refuses to go on, `refused` is true and the run ends with torch's own error.
    """

    name: str
    title: str
    explanation: str
    wrong: str
    right: str
    unless: Why = _always
    refused: bool = False


_ALL = (
    Mistake(
        "not-zeroed",
        "The gradient is not zeroed",
        "backward() adds to .grad, so each step uses the sum of all gradients so far. On plain "
        "descent that is a momentum of 1: nothing ever slows it down, and it never settles.",
        "loss.backward()  # adds to the gradients of all steps before",
        "theta.grad = None  # before each loss.backward()",
    ),
    Mistake(
        "wrong-sign",
        "The wrong sign",
        "The gradient points uphill. Adding it climbs the loss, and no learning rate mends that.",
        "theta += learning_rate * theta.grad",
        "theta -= learning_rate * theta.grad",
    ),
    Mistake(
        "not-normalised",
        "The input is not normalised",
        "The input goes in as it was read. Where it is large, the loss is steep in its weight "
        "and flat in the others, and the largest stable learning rate is small.",
        "t_u = 1.0 * t_u",
        "t_u = 0.1 * t_u",
        _scaled_input,
    ),
    Mistake(
        "averaged",
        "Averaged, not summed",
        "The loss is the mean over the components of theta where it was their sum: the gradient "
        "is divided by their number, and the same learning rate goes that much slower.",
        "loss = per_component.mean()",
        "loss = per_component.sum()",
        _sum_over_theta,
    ),
    Mistake(
        "summed",
        "Summed, not averaged",
        "The loss is the sum over the rows of the data where it was their mean: the gradient is "
        "multiplied by their number, and the largest stable learning rate is divided by it.",
        "loss = per_row.sum()",
        "loss = per_row.mean()",
        _mean_over_rows,
    ),
    Mistake(
        "outside-no-grad",
        "Updated outside no_grad",
        "The update is a calculation too. Outside torch.no_grad() autograd wants to record it, "
        "and a leaf that needs a gradient cannot be changed in place.",
        "theta -= learning_rate * theta.grad",
        "with torch.no_grad(): theta -= learning_rate * theta.grad",
        refused=True,
    ),
    Mistake(
        "detached",
        "The graph is detached",
        "detach() (like .item(), .numpy() or no_grad) cuts the value from its graph: backward() "
        "finds no way to theta, so there is no gradient.",
        "loss = loss_of(theta).detach()",
        "loss = loss_of(theta)",
        refused=True,
    ),
    Mistake(
        "integer-theta",
        "Theta of whole numbers",
        "A derivative needs numbers that can change a little. A tensor of whole numbers cannot, "
        "so torch refuses to track its gradient.",
        "theta = torch.tensor([1], requires_grad=True)",
        "theta = torch.tensor([1.0], requires_grad=True)",
        refused=True,
    ),
)
MISTAKES: dict[str, Mistake] = {mistake.name: mistake for mistake in _ALL}

# Those of the loss itself, which its gradient and its graph have; the others are of the loop.
IN_THE_LOSS = frozenset({"summed", "averaged", "not-normalised"})


def checked(names: tuple[str, ...], entry: LossEntry, gradient: str) -> tuple[str, ...]:
    """Return the mistakes, each once, in the order in which they are offered.

    Raises ValueError for a name that is none, or a mistake that this loss or a gradient "by-hand"
    does not allow.
    """
    for name in names:
        if not isinstance(name, str) or name not in MISTAKES:
            raise not_among("mistake", name, MISTAKES)
        why = MISTAKES[name].unless(entry) or _without_graph(name, gradient)
        if why:
            raise ValueError(f"mistake {name}: {why}")
    return tuple(name for name in MISTAKES if name in names)


def possible(entry: LossEntry, gradient: str = "autograd") -> tuple[Mistake, ...]:
    """Return the mistakes that can be made with this loss, its gradient by autograd or by hand."""
    return tuple(
        mistake
        for mistake in MISTAKES.values()
        if not (mistake.unless(entry) or _without_graph(mistake.name, gradient))
    )


def _without_graph(name: str, gradient: str) -> str:
    by_hand = name == "detached" and gradient == "by-hand"
    return "a gradient written by hand needs no graph that could be detached" if by_hand else ""


def refusing(mistakes: Sequence[str]) -> Mistake | None:
    """Return the mistake at which torch refuses to go on: the first that a run would meet."""
    met = [name for name in reversed(MISTAKES) if name in mistakes and MISTAKES[name].refused]
    return MISTAKES[met[0]] if met else None


def beyond_the_loss(mistakes: Sequence[str]) -> str:
    """Return what those are called that a loss's own gradient and graph have not, "" for none."""
    own = IN_THE_LOSS.intersection(mistakes)
    if len(own) == len(mistakes):
        return ""
    return "other mistakes" if own else "mistakes"


def without_limit(mistakes: Sequence[str]) -> str:
    """Return why no learning rate is stable with these mistakes, "" if they leave a limit."""
    if refusing(mistakes) is not None:
        return "With this mistake torch refuses to make a step, so no learning rate is stable."
    if "wrong-sign" in mistakes:
        return "With the wrong sign every step goes uphill, so no learning rate is stable."
    if "not-zeroed" in mistakes:
        return "Gradients that add up never let a swing die away, so no learning rate is stable."
    return ""


def cure(mistakes: Sequence[str]) -> str:
    """Return what to change where no learning rate helps, as a sentence; "" if one may help."""
    if "wrong-sign" in mistakes:
        return "With the wrong sign every learning rate goes uphill: subtract the gradient."
    if "not-zeroed" in mistakes:
        return "No learning rate helps while gradients add up: zero them before each backward()."
    return ""
