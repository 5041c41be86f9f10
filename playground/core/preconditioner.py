"""What an adaptive optimizer divides each parameter's step by, read off the record of a run."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from playground.core.experiment import Experiment
from playground.core.hessian import Floats
from playground.core.settings import Settings
from playground.core.trajectory import Trajectory

Rows = NDArray[np.int64]
_Kept = Callable[[str], Floats]  # from a name in the memory to its rows


def preconditioner(experiment: Experiment, trajectory: Trajectory, rows: Rows) -> Floats | None:
    """Return the divisor P of the update that leaves each row, (K, n); None without any.

    Adam: P = (1 − β₁ᵗ)(√(v / (1 − β₂ᵗ)) + ε) at step t (Cohen et al. 2022, equation 3); for
    RMSprop √v + ε, for Adagrad √(sum) + ε, for Adamax its largest gradient. The last row has
    that of the update that led to it. NaN where no update was made.
    """
    sizes = _SIZES.get(experiment.optimizer)
    if sizes is None:
        return None
    # Memory is that after the update which led to a row: the one that leaves it is a row below.
    after = np.minimum(rows + 1, trajectory.length - 1)
    memory = trajectory.memory

    def kept(name: str) -> Floats:
        return memory[name][after].astype(np.float64)

    with np.errstate(all="ignore"):
        divisor = np.full((len(rows), len(experiment.theta)), np.nan)
        # The update that led to row k used the settings of step k − 1, which an edit may change.
        stages = [experiment.settings_at(max(int(row) - 1, 0)) for row in after]
        for stage in {id(one): one for one in stages}.values() if memory else ():
            own = np.array([one is stage for one in stages])
            divisor[own] = sizes(kept, after[:, None], stage)[own]
    divisor[after == 0] = np.nan
    return divisor


def _adam(kept: _Kept, step: Rows, settings: Settings) -> Floats:
    size = kept("max_exp_avg_sq" if settings.amsgrad else "exp_avg_sq")
    divisor: Floats = np.sqrt(size / (1 - settings.beta2**step)) + settings.eps
    return divisor * (1 - settings.beta1**step)


def _adamax(kept: _Kept, step: Rows, settings: Settings) -> Floats:
    divisor: Floats = kept("exp_inf") * (1 - settings.beta1**step)
    return divisor


def _rmsprop(kept: _Kept, step: Rows, settings: Settings) -> Floats:
    size = kept("square_avg")
    if settings.centered:
        size = size - np.square(kept("grad_avg"))
    divisor: Floats = np.sqrt(size) + settings.eps
    return divisor


def _adagrad(kept: _Kept, step: Rows, settings: Settings) -> Floats:
    divisor: Floats = np.sqrt(kept("sum")) + settings.eps
    return divisor * (1 + (step - 1) * settings.lr_decay)


_SIZES: dict[str, Callable[[_Kept, Rows, Settings], Floats]] = {
    "adam": _adam,
    "adamw": _adam,
    "adamax": _adamax,
    "rmsprop": _rmsprop,
    "adagrad": _adagrad,
}
