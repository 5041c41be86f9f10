"""A model that was typed, fitted to the columns of a table."""

from playground.core.datasets import Table
from playground.core.losses.base import LossEntry


def model_loss(dataset: str | Table, model: str, target: str, criterion: str) -> LossEntry:
    """Return the loss of a typed model on a table. Raises ValueError."""
    raise ValueError(f"no model {model}")
