"""What a field of an experiment must be; else a ValueError names it, the rule and the value."""

from __future__ import annotations

from playground.core.settings import not_among
from playground.core.typed import is_finite, plain, quoted

MOST_SEED = 2**63 - 1


def require_rate(name: str, value: float) -> None:
    """Raise ValueError unless the value is a finite number above 0."""
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if not number or not is_finite(value) or value <= 0:
        told = plain(value) if number else quoted(value)
        raise ValueError(f"{name} must be a finite number above 0, not {told}")


def require_whole(name: str, value: int, low: int, high: int) -> None:
    """Raise ValueError unless the value is a whole number from low to high."""
    if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
        if high < low + 1:
            raise ValueError(f"{name} must be {low} without data, not {quoted(value)}")
        raise ValueError(f"{name} must be a whole number from {low} to {high}, not {quoted(value)}")


def require_seed(seed: int) -> None:
    """Raise ValueError unless the seed is one that torch takes and that is not below 0."""
    require_whole("seed", seed, 0, MOST_SEED)


def require_choice(name: str, value: str, choices: object) -> None:
    """Raise ValueError unless the value is one of the choices."""
    known = list(choices)  # type: ignore[call-overload]  # any iterable of names
    if value not in known:
        raise not_among(name, value, known)
