"""Has Python's garbage collected in the GUI thread alone."""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

EVERY_MS = 1000


class Collecting(QObject):
    """Collects what is due, now and then, from `begin` on; until then nothing is.

    Python itself does so in whichever thread makes the next object. A worker would come upon
    something of Qt's, end it there and wait for Python, while Qt waits for it with Python in hand.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._turns = QTimer(self, interval=EVERY_MS)
        self._turns.timeout.connect(collect_due)

    def begin(self) -> None:
        """Begin, once all is imported: an import makes much, and hardly any garbage."""
        self._turns.start()


def collect_due() -> None:
    """Collect the oldest generation that is due, if any is."""
    for generation, most in reversed([*enumerate(gc.get_threshold())]):
        if gc.get_count()[generation] > most:
            gc.collect(generation)
            return
