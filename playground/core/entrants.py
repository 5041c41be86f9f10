"""Who takes part in a fair comparison: an optimizer and its settings; no torch."""

from __future__ import annotations

from typing import NamedTuple

from playground.core.settings import Value


class Entrant(NamedTuple):
    """An optimizer by name, and those of its settings that are not the default."""

    optimizer: str
    settings: tuple[tuple[str, Value], ...] = ()
