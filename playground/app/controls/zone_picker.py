"""Which curvature the zones of the learning rate are of: said, and chosen from a menu."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QPaintEvent
from PySide6.QtWidgets import (
    QMenu,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QStylePainter,
)

from playground.app.controls.zone_words import PLACES
from playground.app.focus import by_tab
from playground.app.theme import current_theme

_HEIGHT = 14
_CHEVRON = 20


class ZonePicker(QPushButton):
    """A quiet button that says where the curvature was taken.

    It paints its text itself, cut to its width: another text asks for no other layout.
    picked: the person chose a place, as it is asked for.
    """

    picked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.said = ""
        self._shorter: tuple[str, ...] = ()
        self.setProperty("role", "zones")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        by_tab(self)
        menu, group = QMenu(self), QActionGroup(self)
        self.actions_by_place: dict[str, QAction] = {}
        for place, words in PLACES:
            action = menu.addAction(f"Zones {words}")
            action.setCheckable(True)
            action.setData(place)
            group.addAction(action)
            self.actions_by_place[place] = action
        self.actions_by_place["minimum"].setChecked(True)
        group.triggered.connect(lambda action: self.picked.emit(action.data()))
        self._group = group
        self.setMenu(menu)
        self.say("Zones at the minimum", "")

    @property
    def place(self) -> str:
        """The place that is chosen, as it is asked for."""
        chosen = self._group.checkedAction()
        return str(chosen.data()) if chosen is not None else "minimum"

    def say(self, text: str, tip: str, *shorter: str) -> None:
        """Show the text or the first shorter one that fits, and a tip under the pointer."""
        if (text, tip, shorter) != (self.said, self.toolTip(), self._shorter):
            self.said, self._shorter = text, shorter
            self.setAccessibleName(text)
            self.setToolTip(tip)
            self.update()

    def shown(self) -> str:
        """Return the text that is shown, cut if even the shortest does not fit."""
        room, metrics = self.width() - current_theme().px(_CHEVRON), self.fontMetrics()
        texts = (self.said, *self._shorter)
        fitting = (text for text in texts if metrics.horizontalAdvance(text) <= room)
        cut = Qt.TextElideMode.ElideRight
        return next(fitting, metrics.elidedText(texts[-1], cut, room))

    # -- Qt --------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        theme = current_theme()
        return QSize(theme.px(120), theme.px(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, current_theme().px(_HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = self.shown()
        painter = QStylePainter(self)
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)
        painter.end()
