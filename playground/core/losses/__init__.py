"""Every loss, one file a family; each registers itself when it is imported."""

from __future__ import annotations

from functools import lru_cache

from playground.core.datasets import Table
from playground.core.losses.base import LOSSES as LOSSES
from playground.core.losses.base import Loss as Loss
from playground.core.losses.base import LossEntry as LossEntry
from playground.core.losses.base import Minima as Minima
from playground.core.losses.criteria import CRITERIA as CRITERIA
from playground.core.losses.formula import formula_loss
from playground.core.losses.model import model_loss
from playground.core.losses.normalising import NONE, require_way
from playground.core.typed import quoted

# In the order in which lists show them.
# isort: off
from playground.core.losses import one_parameter as one_parameter
from playground.core.losses import valleys as valleys
from playground.core.losses import several_minima as several_minima
from playground.core.losses import many_parameters as many_parameters
from playground.core.losses import with_data as with_data
# isort: on


@lru_cache(maxsize=64)
def find_loss(
    loss: str, dataset: str | Table = "", model: str = "", target: str = "", normalise: str = NONE
) -> LossEntry:
    """Return the loss of that name, or the one that a formula or a typed model makes.

    Raises ValueError where there is none, pointing at the character for a formula.
    """
    if model:
        return model_loss(dataset, model, target, loss, normalise)
    if dataset or target:
        raise ValueError("dataset needs a model such as 'w*x + b' and a target column")
    if require_way(normalise) != NONE:
        raise ValueError(
            f"normalise must be none without a model of a table, not {quoted(normalise)}"
        )
    if loss in LOSSES:
        return LOSSES[loss]
    return formula_loss(loss)
