"""The pictures of the formulas of a text, drawn a few at a time."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtGui import QPixmap, QTextImageFormat

from playground.app.lesson.formulas import line_picture

PIECE_S = 0.005  # the window answers after so long; drawing a formula takes about one thousandth
Drawn = tuple[QPixmap, QTextImageFormat]
Wanted = tuple[str, str, int]  # LaTeX, colour, height of the letters


class FormulaPictures:
    """Keeps what was drawn; what was asked for and is not there is drawn by `draw_some`.

    `is_typeset` says whether a formula can be drawn without a wait; it is asked until it can.
    """

    def __init__(self, is_typeset: Callable[[str], bool]) -> None:
        self._is_typeset = is_typeset
        self._drawn: dict[Wanted, Drawn | None] = {}
        self._wanted: dict[Wanted, None] = {}

    def begin(self) -> None:
        """Keep nothing of another text."""
        self._drawn.clear()
        self._wanted.clear()

    def picture(self, latex: str, colour: str, size: int) -> Drawn | None:
        """Return the picture; None if it is not drawn yet, or cannot be."""
        key = latex, colour, size
        if key not in self._drawn:
            self._wanted[key] = None
        return self._drawn.get(key)

    @property
    def lacking(self) -> bool:
        """Whether a picture that was asked for is still to be drawn."""
        return bool(self._wanted)

    def draw_some(self) -> bool:
        """Draw what is wanted and typeset, for a while; False if all of that is drawn."""
        typeset = [key for key in self._wanted if self._is_typeset(key[0])]
        until = time.perf_counter() + PIECE_S
        for key in typeset:
            if time.perf_counter() > until:
                return True
            self._drawn[key] = line_picture(*key)
            del self._wanted[key]
        return False
