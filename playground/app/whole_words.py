"""Text where there is too little room for it: cut between words, so that no number is cut."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics


def whole_words(text: str, metrics: QFontMetrics, width: int) -> str:
    """Return a line, or if it is too wide as many of its words as there is room for, and …"""
    if metrics.horizontalAdvance(text) <= width:  # which elidedText takes for too wide, at times
        return text
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)
    words = text[: len(shown)]
    while " " in words.strip():
        words = words.rpartition(" ")[0]
        if metrics.horizontalAdvance(f"{words} …") <= width:
            return f"{words} …"
    return shown
