"""The application's style sheet: one file of rules, filled in with the theme's tokens."""

from __future__ import annotations

import re
from dataclasses import fields

from playground.app.palette import Theme
from playground.assets import resource


def style_sheet(theme: Theme) -> str:
    """Return Qt's style sheet for the theme: colours for $names, sizes for numbers of px."""
    rules = resource("styles", "app.qss").read_text(encoding="utf-8")
    tokens = {name.name: getattr(theme, name.name) for name in fields(theme)}
    tokens["icons"] = resource("icons").as_posix()
    tokens["shade"] = "dark" if theme.dark else "light"
    rules = re.sub(r"\b(\d+)px", lambda match: f"{_size(theme, int(match[1]))}px", rules)
    return re.sub(r"\$(\w+)", lambda match: str(tokens[match[1]]), rules)


def _size(theme: Theme, size: int) -> int:
    return size if size <= 1 else theme.px(size)  # a hairline stays a hairline
