"""What the zones of the learning rate say: where they were measured, and their limits."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from playground.app.numbers_text import count_text, short_text
from playground.core import words

if TYPE_CHECKING:
    from playground.core.stability import Stability
    from playground.core.theory import Theory
    from playground.core.zones import Zone

# As asked for, and as a person chooses it.
PLACES = (
    ("minimum", "at the minimum"),
    ("row", "at the playhead"),
    ("path", "largest on the path"),
)
_EXACT = 6  # digits, and of the limits that are said in a line:
_DIGITS = 4
_BECOMES = {
    "too slow": "these steps are too few",
    "good": "settles",
    "oscillates": "each step jumps across, and the jumps shrink",
    "explodes": "each step makes the error larger",
}
_BECOMES_NEAR = {
    "too slow": "even near the minimum, these steps are too few",
    "good": "settles once it is near such a minimum",
    "oscillates": "each step jumps across, and near such a minimum the jumps shrink",
    "unstable": "leaves such a minimum: it cycles, goes elsewhere or explodes",
}
_SHORT = {
    "too slow": "does less than half of what the best rate does, and no rate settles so soon",
    "good": "does at least half of what the best rate does, but no rate settles so soon",
}
_LEFT = (
    "The run left: only its path up to the last step at which the loss was not above that of "
    "the start counts, since that is what a smaller rate has to bear."
)
_FELL = (
    "The run left downhill: only its path up to the last step at which the gradient was not "
    "larger than at the start counts, since from there on it is ever steeper."
)
_SCALED = (
    "Scaled curvature: along each axis it is divided by what the optimizer divides the gradient by."
)
_STEEPEST = "steps along the steepest direction grow"
_BOUNCES = "steps bounce and do not settle"


def zone_word(zone: Zone) -> str:
    """Return what the slider calls a zone: good is none in which no rate settles in these steps."""
    return "fastest" if zone.short and zone.kind == "good" else zone.kind


def zone_text(zone: Zone, zones: tuple[Zone, ...]) -> str:
    """Return one of the zones with its exact limits and what becomes of a descent there."""
    # The last zone begins at the limit.
    low, high = (
        words.limit(end, _EXACT) if end == zones[-1].low else short_text(end, _EXACT)
        for end in zone[1:3]
    )
    where = f"from {low} to {high}"
    if zone.low == 0:
        where = f"below {high}"
    elif math.isinf(zone.high):
        where = f"above {low}"
    becomes = (_BECOMES_NEAR if zones[-1].kind == "unstable" else _BECOMES)[zone.kind]
    if zone.short:
        becomes = _SHORT.get(zone.kind, becomes)
    if len(zones) == 1:
        becomes = _BOUNCES if zone.kind == "oscillates" else _STEEPEST
    return f"{zone_word(zone).capitalize()} {where}: {becomes}."


def limits_texts(theory: Theory, shown: tuple[float, float]) -> tuple[str, ...]:
    """Return the limits in words: the plainest first, then shorter ones for little room.

    shown: the learning rates from and to which the slider goes.
    """
    limits = theory.stability
    if limits is None or not theory.zones:
        return ("no limit known",)
    if limits.largest is None:
        steepest = words.limit(theory.zones[0].low)
        return (
            f"steepest direction stable below {steepest}",
            f"steepest stable < {steepest}",
            f"steepest < {steepest}",
        )
    if limits.best is None:
        largest = words.limit(limits.largest)
        return (f"stable below {largest}", f"stable < {largest}")
    best, largest = words.number(limits.best, _DIGITS), words.limit(limits.largest, _DIGITS)
    if best != largest and "×" not in best + largest:
        best, largest = words.apart(limits.best, limits.largest)
    if limits.best_is_at_the_limit:
        best = "just below"
    elif not shown[0] <= limits.best <= shown[1]:
        best = f"{best}, off the slider"
    return (
        f"stable below {largest} · best {best}",
        f"stable < {largest} · best {best}",
        f"stable < {largest}",
    )


def place_text(theory: Theory) -> str:
    """Return which curvature the zones are of, or why there are none."""
    place = dict(PLACES)[theory.where]
    if theory.left:
        place = "largest before it left" if theory.row else "at the start"
    if theory.instead_of:
        place = f"{place} instead"
    if theory.where == "path" and (theory.row or not theory.left):
        place = f"{place}, step {count_text(theory.row)}"
    limits = theory.stability
    if limits is None or not theory.zones:
        return f"Zones {place}: none. {_sentence(theory.lack)}"
    what = "scaled curvature" if limits.preconditioned else "curvature"
    return f"Zones {place}: {what} {_range(limits)}"


def shorter_place_texts(theory: Theory) -> tuple[str, ...]:
    """Return the same for ever less room, where that can be shorter."""
    limits = theory.stability
    if limits is None or not theory.zones:
        return ()
    place = {"minimum": "Minimum", "row": "Playhead", "path": "Path"}[theory.where]
    if theory.left:
        place = "Before it left" if theory.row else "Start"
    if theory.where == "path" and (theory.row or not theory.left):
        place = f"{place}, step {count_text(theory.row)}"
    instead = place
    if theory.instead_of:
        instead = f"{place}{',' if ',' in place else ''} instead"
    values = _range(limits, 2)
    last = f"{place}: {values}"
    if limits.preconditioned:  # what it is tells more than what it stands in for
        return (f"{place}: scaled curvature {values}", f"{place}: scaled {values}", last)
    return (f"{instead}: curvature {values}", f"{place}: curvature {values}", last)


def whole_text(theory: Theory) -> str:
    """Return all there is to say, for a tool tip."""
    said = [place_text(theory) + "."]
    if theory.instead_of:
        said.append(f"At the minimum there are none. {_sentence(theory.instead_of)}")
    if theory.left:
        said.append(_FELL if theory.fell else _LEFT)
    if theory.stability is not None and theory.stability.preconditioned:
        said.append(_SCALED)
    said += [zone_text(zone, theory.zones) for zone in theory.zones]
    limits = theory.stability
    if limits is not None and theory.zones:
        said += [line for line in (limits.note, f"Source: {limits.source}.") if line]
    return "\n".join(line.replace("..", ".") for line in said)


def _range(limits: Stability, digits: int = 3) -> str:
    low, high = (
        words.number(end, digits + (end >= 1e3)) for end in (limits.lowest, limits.highest)
    )
    return low if high == low else f"{low} to {high}"


def _sentence(text: str) -> str:
    text = text[:1].upper() + text[1:]
    return text if text.endswith(".") or not text else f"{text}."
