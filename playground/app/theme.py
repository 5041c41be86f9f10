"""Colours, type and space: the tokens of the visual design, light and dark."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Theme:
    """The colours of one appearance, as #rrggbb."""

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
)
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
)


def current_theme() -> Theme:
    """The theme in force."""
    return LIGHT
