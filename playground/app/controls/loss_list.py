"""The list of losses that opens below the picker: searched by typing, grouped by what they are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QPixmap
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from playground.app.controls.loss_delegate import CHOICE, LossDelegate
from playground.app.mathematics import formula_pixmap
from playground.app.spacing import spaced
from playground.app.theme import current_theme

FORMULA_PX = 11
LOOK_MS = 16
SIZE = (400, 420)


@dataclass(frozen=True)
class Choice:
    """One loss as the list shows it. A group's heading has a title only."""

    name: str
    title: str
    teaches: str = ""
    formula: str = ""

    def matches(self, words: Sequence[str]) -> bool:
        """Whether every word occurs in the name, the title or the sentence."""
        text = f"{self.name} {self.title} {self.teaches}".lower()
        return all(word in text for word in words)

    def is_called(self, words: Sequence[str]) -> bool:
        """Whether every word occurs in the name or the title."""
        return all(word in f"{self.name} {self.title}".lower() for word in words)


class LossList(QFrame):
    """Emits `picked` with the name of a loss, and closes."""

    picked = Signal(str)

    def __init__(self, parent: QWidget, has_typeset: Callable[[str], bool]) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._has_typeset = has_typeset
        self.setProperty("role", "popup")
        self.search = QLineEdit()
        self.search.setPlaceholderText("Search losses")
        self.search.setAccessibleName("Search losses")
        self.search.textChanged.connect(self._filter)
        self.search.installEventFilter(self)
        self.list = QListWidget()
        self.list.setAccessibleName("Losses")
        self.list.setItemDelegate(LossDelegate(self.typeset, self.list))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.list.setMouseTracking(True)
        self.list.itemActivated.connect(self._pick)
        self.list.itemClicked.connect(self._pick)
        column = spaced(QVBoxLayout(self), current_theme(), 8, (8, 8, 8, 8))
        column.addWidget(self.search)
        column.addWidget(self.list, 1)
        self._wanted: list[str] = []  # formulas that are shown once they are typeset
        self._looking = QTimer(self, interval=LOOK_MS)
        self._looking.timeout.connect(self._look)

    def offer(self, groups: dict[str, list[Choice]], current: str) -> None:
        """Show these losses by group, the current one marked."""
        self.list.clear()
        self.search.clear()
        for heading, choices in groups.items():
            if choices:
                self._add(Choice("", heading))
            for choice in choices:
                item = self._add(choice)
                if choice.name == current:
                    self.list.setCurrentItem(item)

    def open_below(self, place: QWidget) -> None:
        """Open below a widget, or where there is room, with the search in focus."""
        theme = current_theme()
        self.resize(theme.px(SIZE[0]), theme.px(SIZE[1]))
        corner = place.mapToGlobal(QPoint(0, place.height() + 2))
        room = place.screen().availableGeometry()
        corner.setY(max(room.top(), min(corner.y(), room.bottom() - self.height())))
        self.move(corner)
        self.show()
        self.search.setFocus()
        item = self.list.currentItem()
        if item is not None:
            self.list.scrollToItem(item, QListWidget.ScrollHint.PositionAtCenter)

    def visible_names(self) -> list[str]:
        """The names of the losses that the search leaves."""
        items = [self.list.item(row) for row in range(self.list.count())]
        return [choice(item).name for item in items if choice(item).name and not item.isHidden()]

    def typeset(self, latex: str) -> QPixmap | None:
        """Return the picture of a formula if there is one already; else one will follow."""
        if latex and self._has_typeset(latex):
            theme = current_theme()
            return formula_pixmap(latex, theme.text, theme.px(FORMULA_PX))
        if latex and latex not in self._wanted:
            self._wanted.append(latex)
            self._looking.start()
        return None

    def _look(self) -> None:
        """Draw the next formula that is there: one in each turn, so that the keys are not late."""
        there = next((latex for latex in self._wanted if self._has_typeset(latex)), None)
        if there is not None:
            self._wanted.remove(there)
            self.list.viewport().update()
        if not self._wanted:
            self._looking.stop()

    def _add(self, offered: Choice) -> QListWidgetItem:
        item = QListWidgetItem(offered.title, self.list)
        item.setData(CHOICE, offered)
        item.setToolTip(offered.teaches)
        if not offered.name:
            item.setFlags(Qt.ItemFlag.NoItemFlags)
        return item

    def _filter(self, text: str) -> None:
        words = text.lower().split()
        heading, first, named = None, None, None
        for row in range(self.list.count()):
            item = self.list.item(row)
            offered = choice(item)
            if not offered.name:
                heading = item
                item.setHidden(True)
                continue
            fits = offered.matches(words)
            item.setHidden(not fits)
            if fits and heading is not None:
                heading.setHidden(False)
            first = first or (item if fits else None)
            named = named or (item if fits and offered.is_called(words) else None)
        current = self.list.currentItem()
        if first is not None and (words or current is None or current.isHidden()):
            self.list.setCurrentItem(named or first)

    def _pick(self, item: QListWidgetItem | None) -> None:
        if item is not None and choice(item).name and not item.isHidden():
            self.hide()
            self.picked.emit(choice(item).name)

    # -- Qt --------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # The search keeps the focus while the arrows walk through the list.
        if watched is self.search and isinstance(event, QKeyEvent):
            key = Qt.Key(event.key())
            if event.type() == QEvent.Type.KeyPress:
                if key in (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
                    self.list.keyPressEvent(event)
                    return True
                if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                    self._pick(self.list.currentItem())
                    return True
        return super().eventFilter(watched, event)

    def hideEvent(self, event: QHideEvent) -> None:
        self._looking.stop()
        self._wanted.clear()
        super().hideEvent(event)


def choice(item: QListWidgetItem | QModelIndex) -> Choice:
    """Return what an item stands for."""
    found = item.data(CHOICE)
    assert isinstance(found, Choice)
    return found
