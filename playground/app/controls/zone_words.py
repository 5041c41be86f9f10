"""What the zones of the learning rate say: where they were measured, and their limits."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from playground.app.numbers_text import count_text, short_text
from playground.core import words

if TYPE_CHECKING:
    from playground.core.theory import Theory
    from playground.core.zones import Zone

# As asked for, and as a person chooses it.
PLACES = (
    ("minimum", "at the minimum"),
    ("row", "at the playhead"),
    ("path", "largest on the path"),
)
_EXACT = 6  # digits
_BECOMES = {
    "too slow": "these steps are too few",
    "good": "settles",
    "oscillates": "each step jumps across, and it settles",
    "explodes": "each step makes the error larger",
}
_BOUNCES = "steps bounce and do not settle"


def zone_text(zone: Zone) -> str:
    """Return a zone with its exact limits and what becomes of a descent there."""
    low, high = short_text(zone.low, _EXACT), short_text(zone.high, _EXACT)
    where = f"from {low} to {high}"
    if zone.low == 0:
        where = f"below {high}"
    elif math.isinf(zone.high):
        where = f"above {low}"
    endless = zone.kind == "oscillates" and math.isinf(zone.high)
    return f"{zone.kind.capitalize()} {where}: {_BOUNCES if endless else _BECOMES[zone.kind]}."


def limits_texts(theory: Theory) -> tuple[str, ...]:
    """Return the limits in words: the plainest first, then shorter ones for little room."""
    limits = theory.stability
    if limits is None or limits.largest is None:
        return ("no limit known",)
    if limits.best is None:
        largest = words.number(limits.largest)
        return (f"stable below {largest}", f"stable < {largest}")
    best, largest = words.number(limits.best), words.number(limits.largest)
    if best != largest and "×" not in best + largest:
        best, largest = words.apart(limits.best, limits.largest)
    return (
        f"stable below {largest} · best {best}",
        f"stable < {largest} · best {best}",
        f"stable < {largest}",
    )


def place_text(theory: Theory) -> str:
    """Return which curvature the zones are of, or why there are none."""
    place = dict(PLACES)[theory.where]
    if theory.where == "path" and theory.row >= 0:
        place = f"{place}, step {count_text(theory.row)}"
    limits = theory.stability
    if limits is None or limits.largest is None:
        note = limits.note if limits is not None else ""
        return f"Zones {place}: none. {_sentence(note or theory.reason)}"
    low, high = (
        words.number(end, 4 if end >= 1e3 else 3) for end in (limits.lowest, limits.highest)
    )
    if high == low:
        return f"Zones {place}: curvature {low}"
    return f"Zones {place}: curvature {low} to {high}"


def whole_text(theory: Theory) -> str:
    """Return all there is to say, for a tool tip."""
    said = [place_text(theory) + "."]
    if theory.zones:
        said += [zone_text(zone) for zone in theory.zones]
    limits = theory.stability
    if limits is not None and limits.largest is not None:
        said += [line for line in (limits.note, f"Source: {limits.source}.") if line]
    return "\n".join(line.replace("..", ".") for line in said)


def _sentence(text: str) -> str:
    text = text[:1].upper() + text[1:]
    return text if text.endswith(".") or not text else f"{text}."
