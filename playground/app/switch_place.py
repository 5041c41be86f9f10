"""Where a panel's switches are: in its header, or behind a button where they have no room."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from playground.app.icons import IconButton
from playground.app.spacing import spaced
from playground.app.theme import current_theme


class SwitchPlace(QWidget):
    """Holds the switches, or the button "…" that opens them below itself."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.switches: QWidget | None = None
        self.more = IconButton("more", f"Switches of {title}", self)
        self.more.clicked.connect(self._open)
        self.popup = QFrame(self, Qt.WindowType.Popup)
        self.popup.setProperty("role", "popup")
        self._opened = spaced(QHBoxLayout(self.popup), current_theme(), 4, (8, 8, 8, 8))
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addWidget(self.more)
        self.more.hide()

    @property
    def needed(self) -> int:
        """How wide the switches are."""
        return self.switches.minimumSizeHint().width() if self.switches is not None else 0

    @property
    def least(self) -> int:
        """How wide the button is that stands for them; nothing where there are none."""
        return self.more.sizeHint().width() if self.needed else 0

    def take(self, switches: QWidget) -> None:
        """Hold these switches."""
        self.switches = switches
        self._row.addWidget(switches)

    def fold(self, folded: bool) -> None:
        """Put the switches behind the button, or back beside the title."""
        if self.switches is None:
            return
        self.more.setVisible(folded and self.needed > 0)
        place = self._opened if folded else self._row
        if place.indexOf(self.switches) < 0:
            self.popup.hide()
            place.addWidget(self.switches)
            self.switches.show()

    def _open(self) -> None:
        self.popup.adjustSize()
        corner = self.more.mapToGlobal(QPoint(self.more.width(), self.more.height() + 2))
        room = self.screen().availableGeometry()
        left = max(corner.x() - self.popup.width(), room.left())
        self.popup.move(left, min(corner.y(), room.bottom() - self.popup.height()))
        self.popup.show()
