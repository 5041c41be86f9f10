"""The header of a panel: its title, its switches, and the buttons that maximise and hide it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QDockWidget, QHBoxLayout, QLabel, QWidget

from playground.app.icons import IconButton
from playground.app.making_room import MakingRoom
from playground.app.spacing import spaced
from playground.app.switch_place import SwitchPlace
from playground.app.theme import current_theme

HEADER = 28


class TitleBar(MakingRoom):
    """A panel's title, its switches, and the buttons that maximise and hide it."""

    maximise_asked = Signal()

    def __init__(self, title: str, dock: QDockWidget) -> None:
        super().__init__(dock)
        self.setProperty("role", "panel-header")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(current_theme().px(HEADER))
        self._label = QLabel(title)
        self._label.setProperty("role", "panel-title")
        self._title = title
        self._maximise = IconButton("maximise", f"Maximise {title}", self)
        self._maximise.clicked.connect(self.maximise_asked)
        hide = IconButton("hide", f"Hide {title}", self)
        hide.clicked.connect(dock.close)
        self._row = spaced(QHBoxLayout(self), current_theme(), 4, (12, 0, 4, 0))
        self.place = SwitchPlace(title)
        self._covered = self._kept = False
        self._row.addWidget(self._label)
        self._row.addStretch(1)
        self._row.addWidget(self.place)
        self._fixed = (self._label, self._maximise, hide)
        self._row.addWidget(self._maximise)
        self._row.addWidget(hide)
        self._least = self._wanted = QSize()
        self._measure()

    def take_scale(self) -> None:
        """Take the height that the theme's scale asks for."""
        self.setFixedHeight(current_theme().px(HEADER))
        self._measure()

    def take(self, switches: QWidget) -> None:
        """Show a panel's switches beside the buttons."""
        self.place.take(switches)
        self._make_room()

    def cover(self, covered: bool) -> None:
        """Hide the switches of a panel that is covered."""
        self._covered = covered
        self.place.setVisible(not (self._covered or self._kept))

    def keep_switches(self, kept: bool) -> None:
        """Hide the switches as long as a lesson says so."""
        self._kept = kept
        self.place.setVisible(not (self._covered or self._kept))

    def show_title(self, shown: bool) -> None:
        """Show the title, or leave it to the tab that says the same."""
        self._label.setVisible(shown)
        self._make_room()

    @property
    def _bare(self) -> int:
        """The width of the title and the buttons."""
        margins, gaps = self._row.contentsMargins(), 4 * self._row.spacing()
        shown = (part for part in self._fixed if not part.isHidden())
        parts = sum(part.minimumSizeHint().width() for part in shown)
        return parts + gaps + margins.left() + margins.right()

    def _make_room(self) -> None:
        """Fold the switches where they would not fit, rather than lie over the next panel."""
        self._measure()
        self.place.fold(self.width() < self._bare + self.place.needed)

    def _measure(self) -> None:
        """Keep both sizes in mind: docks ask for them thousands of times to lay themselves out."""
        # A dock makes room by the hint alone, whatever height is fixed.
        wanted = QSize(super().sizeHint().width(), self.minimumHeight())
        least = QSize(self._bare + self.place.least, self.minimumHeight())
        if (least, wanted) != (self._least, self._wanted):
            self._least, self._wanted = least, wanted
            self.updateGeometry()

    def show_maximised(self, maximised: bool) -> None:
        """Turn the button that maximises into the one that restores, or back."""
        self._maximise.set_icon("restore" if maximised else "maximise")
        tip = f"{'Restore' if maximised else 'Maximise'} {self._title}"
        self._maximise.setToolTip(tip)
        self._maximise.setAccessibleName(tip)

    def sizeHint(self) -> QSize:
        return self._wanted

    def minimumSizeHint(self) -> QSize:
        return self._least

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.maximise_asked.emit()
        event.accept()
