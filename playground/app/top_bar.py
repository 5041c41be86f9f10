"""The line on top: the menu, the source experiments, and which panels are shown."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from playground.app.focus import by_tab
from playground.app.icons import IconButton
from playground.app.lesson.menu import LessonsButton
from playground.app.making_room import MakingRoom
from playground.app.session import Session
from playground.app.spacing import spaced
from playground.app.theme import CHOICES, current_theme
from playground.app.undo_actions import undo_actions


class TopBar(MakingRoom):
    """Buttons that open the source experiments, between the two menus."""

    open_asked = Signal()
    save_asked = Signal()
    reset_asked = Signal()
    appearance_asked = Signal(str)
    size_asked = Signal(int)  # +1 larger, -1 smaller, 0 as at first

    def __init__(self, session: Session, panel_actions: Sequence[Sequence[QAction]]) -> None:
        super().__init__()
        self._session = session
        self._teaching = False
        self._presets: dict[str, QPushButton] = {}
        self._actions: dict[str, QAction] = {}  # the same as a menu
        self.menu = self._menu_button("menu", "Menu", "Open and save experiments")
        self._fill_menu()
        self.lessons = LessonsButton(session)
        self.panels = self._menu_button(
            "panels", "Panels", "Show and hide panels, choose light or dark"
        )
        self._fill_panels(panel_actions)
        self.experiments = self._menu_button("collapse", "Experiments", "Open a source experiment")
        self._label = QLabel("Experiments")
        self._label.setProperty("role", "note")
        self._lay_out()
        session.ready.connect(self._offer_presets)
        session.kept_changed.connect(lambda: self.panels.setVisible(not session.kept("panels")))
        session.experiment_changed.connect(self._mark_preset)

    def _lay_out(self) -> None:
        chips = QWidget()
        chips.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._chip_row = spaced(QHBoxLayout(chips), current_theme(), 4)
        self._chip_row.addStretch(1)
        self._row = spaced(QHBoxLayout(self), current_theme(), 8, (12, 4, 12, 4))
        for part in (self.menu, self.lessons, self._label, self.experiments):
            self._row.addWidget(part)
        self._row.addWidget(chips, 1)
        self._row.addWidget(self.panels)
        self._make_room()

    @property
    def _chips(self) -> list[QPushButton]:
        return list(self._presets.values())

    def _make_room(self) -> None:
        """Put the experiments into a menu where their buttons have no room."""
        others = (self.menu, self.lessons, self._label, self.panels)
        gaps = 4 * self._row.spacing() + 2 * self._row.contentsMargins().left()
        room = self.width() - gaps - sum(part.sizeHint().width() for part in others)
        needed = sum(chip.sizeHint().width() + self._chip_row.spacing() for chip in self._chips)
        folded = needed > room
        self.experiments.setVisible(folded and not self._teaching)
        self._label.setVisible(not folded and not self._teaching)
        for chip in self._chips:  # not what holds them: it keeps the menus apart
            chip.setVisible(not folded and not self._teaching)

    def teach(self, teaching: bool) -> None:
        """Offer no other experiments while a lesson is open."""
        self._teaching = teaching
        self._make_room()

    def _menu_button(self, name: str, text: str, tip: str) -> IconButton:
        button = IconButton(name, tip)
        button.setText(text)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setMenu(QMenu(button))
        return button

    def _fill_menu(self) -> None:
        menu = self.menu.menu()
        menu.addAction("Open …", "Ctrl+O", self.open_asked.emit)
        menu.addAction("Save experiment …", "Ctrl+S", self.save_asked.emit)
        menu.addSeparator()
        menu.addActions(list(undo_actions(self._session, menu)))
        menu.addSeparator()
        menu.addAction("Close", "Ctrl+Q", lambda: self.window().close())

    def _fill_panels(self, panel_actions: Sequence[Sequence[QAction]]) -> None:
        menu = self.panels.menu()
        for together in panel_actions:
            menu.addActions(list(together))
            menu.addSeparator()
        menu.addAction("Arrange as at first", self.reset_asked.emit)
        menu.addSeparator()
        menu.addAction("Larger text", "Ctrl++", lambda: self.size_asked.emit(1))
        menu.addAction("Smaller text", "Ctrl+-", lambda: self.size_asked.emit(-1))
        menu.addAction("Usual text", "Ctrl+0", lambda: self.size_asked.emit(0))
        menu.addSeparator()
        self._appearances = QActionGroup(self)
        for choice in CHOICES:
            action = menu.addAction({"system": "As the system"}.get(choice, choice.capitalize()))
            action.setCheckable(True)
            action.setData(choice)
            self._appearances.addAction(action)
        self._appearances.triggered.connect(lambda a: self.appearance_asked.emit(a.data()))

    def show_appearance(self, choice: str) -> None:
        """Tick the appearance in force."""
        for action in self._appearances.actions():
            action.setChecked(action.data() == choice)

    def _offer_presets(self) -> None:
        for place, preset in enumerate(self._session.catalogue.presets):
            button = by_tab(QPushButton(preset.title))
            button.setProperty("role", "chip")
            button.setCheckable(True)
            button.setToolTip(f"{preset.note} {preset.aside}".strip())
            button.clicked.connect(lambda _=False, chosen=preset: self._open(chosen.name))
            self._presets[preset.name] = button
            self._chip_row.insertWidget(place, button)
            action = self.experiments.menu().addAction(preset.title)
            action.setCheckable(True)
            action.setToolTip(button.toolTip())
            action.triggered.connect(lambda _=False, chosen=preset: self._open(chosen.name))
            self._actions[preset.name] = action
        self._make_room()

    def _open(self, name: str) -> None:
        chosen = next(p for p in self._session.catalogue.presets if p.name == name)
        if not self._session.show(chosen.experiment):
            self._mark_preset()  # the click has ticked it
            return
        if not self._session.playing:
            self._session.stand_at(chosen.playhead)
        self._session.opened.emit()
        self._session.message.emit(chosen.note)

    def _mark_preset(self) -> None:
        now = self._session.experiment
        for preset in self._session.catalogue.presets:
            self._presets[preset.name].setChecked(preset.experiment == now)
            self._actions[preset.name].setChecked(preset.experiment == now)
