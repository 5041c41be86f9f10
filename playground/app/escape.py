"""The one gate for text that a label, a title or a tool tip would otherwise read as markup."""

from __future__ import annotations

from html import escape

LONGEST = 400  # a label shows no more than this of what a person typed


def escaped(text: str) -> str:
    """Return the text as rich text that shows exactly these characters, on one line.

    What cannot be shown (control characters, halves of surrogate pairs) becomes �.
    """
    shown = "".join(_visible(letter) for letter in text[:LONGEST])
    return escape(shown + ("…" if len(text) > LONGEST else ""), quote=True)


def tip(text: str) -> str:
    """Return what makes a tool tip show exactly these characters, all of them, lines as they are.

    Qt shows "&amp;" as it stands unless it takes the text for markup, so most texts stay as
    they are.
    """
    if "<" not in text and "&lt;" not in text:
        return text
    return f"<qt>{escape(text, quote=False)}</qt>".replace("\n", "<br>")


def _visible(letter: str) -> str:
    if letter.isspace():
        return " "
    return letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}"
