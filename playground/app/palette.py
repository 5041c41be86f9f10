"""Colours, type and space: the tokens of the visual design, light and dark."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Theme:
    """The colours of one appearance, as #rrggbb, and how large everything is."""

    dark: bool
    window: str
    surface: str
    text: str
    muted: str
    line: str
    accent: str
    too_slow: str
    good: str
    oscillates: str
    explodes: str
    on_accent: str  # text on the accent colour
    hover: str  # a button under the pointer
    runs: tuple[str, ...]  # eight, told apart by every kind of eye
    scale: float = 1.0  # of type and space together

    def px(self, size: float) -> int:
        """Return a size of the design in the pixels of this theme."""
        return round(size * self.scale)


LIGHT = Theme(
    dark=False,
    window="#F6F7F9",
    surface="#FFFFFF",
    text="#1B1F24",
    muted="#59636E",
    line="#D0D7DE",
    accent="#0B62C4",
    too_slow="#5C7286",
    good="#1B8A5A",
    oscillates="#B86E00",
    explodes="#C4322B",
    on_accent="#FFFFFF",
    hover="#E8ECF1",
    runs=(
        "#A5111A", "#66A059", "#65318D", "#B5661E", "#00A1B6", "#C13389", "#526E39", "#383F52",
    ),
)  # fmt: skip
DARK = Theme(
    dark=True,
    window="#15181C",
    surface="#1D2126",
    text="#E8EBEE",
    muted="#9AA4AF",
    line="#3A424B",
    accent="#6CB2FF",
    too_slow="#8FA3B5",
    good="#3FBF87",
    oscillates="#F0A63A",
    explodes="#FF7B72",
    on_accent="#10151B",
    hover="#2A3037",
    runs=(
        "#EA787F", "#73EFA8", "#8970C6", "#E1A65D", "#A3DCEF", "#DB75B9", "#C5C839", "#E4E7DD",
    ),
)  # fmt: skip


def mixed(colour: str, ground: str, part: float) -> str:
    """Return what a colour, #rrggbb, looks like when it covers a part of its ground."""
    pairs = zip(bytes.fromhex(colour[1:]), bytes.fromhex(ground[1:]), strict=True)
    return "#" + bytes(round(part * one + (1 - part) * other) for one, other in pairs).hex()
