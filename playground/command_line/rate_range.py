"""The options --from, --to and --count: a range of learning rates."""

from __future__ import annotations

from playground.core.required import require_rate, require_whole


def require_range(low: float, high: float, count: int, most: int) -> None:
    """Raise ValueError, naming the option, unless 0 < low < high and 2 ≤ count ≤ most."""
    require_rate("--from", low)
    require_rate("--to", high)
    if not low < high:
        raise ValueError(f"--to must be above --from, which is {low:g}, not {high:g}")
    require_whole("--count", count, 2, most)
