"""A loss that was typed: an allow-listed grammar turned into torch operations, never eval."""

from playground.core.losses.base import LossEntry


def formula_loss(text: str) -> LossEntry:
    """Return the loss that a formula describes. Raises ValueError pointing at the character."""
    raise ValueError(f"no formula {text}")
