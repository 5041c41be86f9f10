"""Which linear iteration each optimizer is on a parabola, or why it is none."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from playground.core.iteration import Iteration
from playground.core.mistakes import without_limit
from playground.core.settings import Settings

EDGE = (
    "Cohen et al., Gradient Descent on Neural Networks Typically Occurs at the Edge of Stability "
    "(2021)"
)
ADAPTIVE_EDGE = "Cohen et al., Adaptive Gradient Methods at the Edge of Stability (2022)"
PLAIN = "Nesterov, Introductory Lectures on Convex Optimization (2004), theorem 2.1.15"
HEAVY_BALL = "Polyak, Some methods of speeding up the convergence of iteration methods (1964)"
BEST_NESTEROV = "Lessard, Recht and Packard, SIAM Journal on Optimization 26 (2016), section 4"


@dataclass(frozen=True)
class Rule:
    """How an optimizer acts on a parabola.

    `preconditioned`: on the curvature divided by the sizes of the gradients that it keeps, P⁻¹H;
    its weight decay in the gradient, `decay`, is divided with it: P⁻¹(H + decay).
    `iteration` is None where nothing honest can be said of it; then `why` says so.
    """

    method: str
    iteration: Iteration | None
    source: str = ""
    preconditioned: bool = False
    decay: float = 0.0
    why: str = ""


def rule_of(optimizer: str, settings: Settings, mistakes: Sequence[str] = ()) -> Rule:
    """Return what the optimizer of that name, with all of its settings, does on a parabola.

    Some mistakes of the code leave no learning rate that is stable.
    """
    # Here, since panels that name rules are built before torch is imported.
    from playground.core.optimizers import is_typed

    why = without_limit(mistakes)
    if why:
        return Rule(optimizer, None, why=why)
    if optimizer in _RULES:
        return _RULES[optimizer](settings)
    if is_typed(optimizer):
        return Rule("a typed rule", None, why="No limit is known for a rule that was typed.")
    why = f": {_NO_LIMIT[optimizer]}" if optimizer in _NO_LIMIT else ""  # none of one's own
    return Rule(optimizer, None, why=f"No limit is known for {optimizer}{why}.")


def _sgd(settings: Settings) -> Rule:
    momentum, decay = settings.momentum, settings.weight_decay
    if not momentum:  # then torch does not dampen either
        return Rule("gradient descent", Iteration(decay=decay), PLAIN)
    if settings.nesterov:
        rule = Iteration(momentum, nesterov=True, decay=decay)
        return Rule("Nesterov momentum", rule, f"{EDGE}; {BEST_NESTEROV}")
    rule = Iteration(momentum, 1 - settings.dampening, decay=decay)
    return Rule("heavy ball", rule, f"{HEAVY_BALL}; {EDGE}")


def _asgd(settings: Settings) -> Rule:
    # theta shrinks by lambd times the rate, apart from the gradient.
    rule = Iteration(decay=settings.weight_decay, shrink=settings.lambd)
    return Rule("averaged gradient descent", rule, PLAIN)


def _adaptive(method: str, iteration: Iteration, decay: float = 0.0) -> Rule:
    return Rule(method, iteration, ADAPTIVE_EDGE, preconditioned=True, decay=decay)


def _averaging(settings: Settings, shrink: float = 0.0) -> Iteration:
    return Iteration(settings.beta1, 1 - settings.beta1, shrink=shrink)


def _adam(settings: Settings) -> Rule:
    return _adaptive("Adam", _averaging(settings), settings.weight_decay)


def _adamw(settings: Settings) -> Rule:
    return _adaptive("AdamW", _averaging(settings, settings.weight_decay))


def _adamax(settings: Settings) -> Rule:
    return _adaptive("Adamax", _averaging(settings), settings.weight_decay)


def _rmsprop(settings: Settings) -> Rule:
    return _adaptive("RMSprop", Iteration(settings.momentum), settings.weight_decay)


def _adagrad(settings: Settings) -> Rule:
    return _adaptive("Adagrad", Iteration(), settings.weight_decay)


_RULES: dict[str, Callable[[Settings], Rule]] = {
    "sgd": _sgd,
    "asgd": _asgd,
    "adam": _adam,
    "adamw": _adamw,
    "adamax": _adamax,
    "rmsprop": _rmsprop,
    "adagrad": _adagrad,
}
_NO_LIMIT = {
    "adadelta": "the length of its steps comes from its own last steps, not from the rate",
    "adafactor": "its steps are a share of theta's own size",
    "rprop": "it looks at the signs of the gradient only, and finds its own step sizes",
    "nadam": "its momentum changes from step to step",
    "radam": "how far it trusts the gradient's size changes from step to step",
    "lbfgs": "it measures the curvature itself and divides by it",
}
