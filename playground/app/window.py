"""The window: where everything stands. Nothing is computed here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path

from PySide6.QtCore import QByteArray, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QKeyEvent, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QMainWindow, QVBoxLayout, QWidget

from playground.app.controls.column import ControlsColumn
from playground.app.docks import Docks
from playground.app.drawing import Drawing
from playground.app.layout_file import Layout, load_layout, save_layout
from playground.app.lesson.staging import Staging
from playground.app.outcome_bar import OutcomeBar
from playground.app.panel import Panel
from playground.app.panels import TITLES, panel_kinds
from playground.app.saving_place import ask_where
from playground.app.session import Session
from playground.app.spacing import spaced
from playground.app.text_size import is_crowded, nearest_scale
from playground.app.text_steps import TextSteps
from playground.app.theme import Theme, ThemeKeeper
from playground.app.top_bar import TopBar
from playground.app.transport import Transport

LONGEST_UNPAINTED_MS = 250
PATIENCE_S = 0.2  # with threads that do not end, once the window is gone
FILES = "Experiments and tables (*.json *.csv);;All files (*)"
TO_SAVE = "Experiments (*.json)"
_TABLES = (".csv", ".tsv", ".txt")  # meant as such, and refused


class Window(QMainWindow):
    """Controls on the left, panels on the right, the outcome and the transport below."""

    def __init__(
        self, session: Session, keeper: ThemeKeeper, layout_path: Path, file: Path | None = None
    ) -> None:
        remembered = load_layout(layout_path)
        # Before there is a window: its parts would take the font that it was made with.
        keeper.choose(remembered.appearance)
        keeper.set_scale(nearest_scale(remembered.scale))
        super().__init__()
        self.setWindowTitle("Learning-Rate Playground")
        self.setMinimumSize(960, 560)
        self.session = session
        self._keeper = keeper
        self._layout_path = layout_path
        self._file = file
        self._begun = False
        self._parts = QTimer(self)  # for the parts of what is done at first
        self.furnished = False  # whether every panel is there
        self._presenting = False
        self.controls = ControlsColumn(session)
        self.docks = Docks(TITLES)
        self._text = TextSteps(keeper, self.docks)
        self.outcome = OutcomeBar(session)
        self.transport = Transport(session)
        self.top_bar = TopBar(session, self.docks.actions_to_show())
        self.staging = Staging(session, self.docks, self.controls, self.top_bar)
        self._lay_out()
        self.docks.made.connect(keeper.dress)
        for part in (
            self.top_bar, self.controls, self.outcome, self.transport, *self.docks.parts(),
        ):  # fmt: skip
            keeper.dress(part)
        self._connect()
        self.resize(remembered.width, remembered.height)
        if remembered.docks:
            self.docks.restore(QByteArray(remembered.docks))
        if remembered.maximised:
            self.setWindowState(Qt.WindowState.WindowMaximized)
        self._paint_with(keeper.theme)

    def _lay_out(self) -> None:
        self._middle = middle = QHBoxLayout()
        middle.addWidget(self.controls)
        middle.addWidget(self.docks, 1)
        whole = QWidget()
        whole.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # a click beside all fields leaves them
        column = self._column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.top_bar)
        column.addLayout(middle, 1)
        column.addWidget(self.outcome)
        column.addWidget(self.transport)
        self.setCentralWidget(whole)
        whole.setFocus()  # so that Space plays at once

    def _connect(self) -> None:
        self._drawing = Drawing(self.session, self.docks, (self.outcome, self.transport), self)
        self.session.experiment_changed.connect(self._leave_empty_tab)
        self._keeper.changed.connect(self._paint_with)
        self.session.kept_changed.connect(self._leave_margin)
        self.top_bar.open_asked.connect(self._ask_to_open)
        self.top_bar.save_asked.connect(self._ask_to_save)
        self.outcome.mistakes_asked.connect(self.controls.show_mistakes)
        self.top_bar.reset_asked.connect(self.docks.arrange)
        self.top_bar.size_asked.connect(self._text.take)
        self.top_bar.appearance_asked.connect(self._keeper.choose)

    def _furnish(self) -> None:
        """Fill the frames with their panels, then import torch: both take their time.

        Between two parts of it the window answers, so that it can be closed.
        """
        parts = self._furnishing()

        def go_on() -> None:
            if next(parts, True):
                self._parts.stop()

        self._parts.timeout.connect(go_on)
        self._parts.start()

    def _furnishing(self) -> Iterator[bool]:
        import_module("pyqtgraph")
        yield False
        panels = []
        for kind in panel_kinds():
            yield False
            panels.append(kind(self.session))
        self._take(panels)

    def _take(self, panels: Iterable[Panel]) -> None:
        for panel in panels:  # all at once: each makes the docks lay themselves out
            panel.paint_with(self._keeper.theme)
            self.docks.take(panel)
        self.session.load(self._file)
        self.furnished = True

    @property
    def at_rest(self) -> bool:
        """Whether every panel on screen shows all that there is to show so far."""
        return not self.session.ticking and self._drawing.at_rest

    def _pin(self) -> None:
        """Pin the run, and show at once where it is compared."""
        if self.session.kept("pin"):
            return
        self.docks.raise_panel("runs")
        self.session.pins.pin()

    def _leave_empty_tab(self) -> None:
        """Show the numbers in place of a fit that there is none of."""
        fit = self.docks.panels.get("fit")
        if self.session.experiment.loss_entry.table is None and fit in self.docks.on_screen():
            self.docks.raise_panel("numbers")

    def _leave_margin(self) -> None:
        """Keep the last line off the edge where a lesson hides the transport below it."""
        bare = bool(self.session.kept("transport"))
        self._column.setContentsMargins(0, 0, 0, self._keeper.theme.px(8) * bare)

    def _suit_room(self) -> None:
        """Keep to what the last row has to read, where large text leaves no room for more."""
        presenting = is_crowded(self.width(), self.height(), self._keeper.scale)
        if presenting != self._presenting:
            self._presenting = presenting
            self.docks.present(presenting)
            self.controls.present(presenting)

    def _paint_with(self, theme: Theme) -> None:
        spaced(self._middle, theme, 0, (0, 0, 12, 0))
        self._suit_room()
        self.top_bar.show_appearance(self._keeper.choice)
        self._drawing.again()

    # -- files -----------------------------------------------------------------------------

    def open(self, path: Path) -> None:
        """Open a file; what is wrong with it stands in the banner, and the run stays."""
        self.session.open(path)

    def _ask_to_open(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self.top_bar, "Open", "", FILES)
        if name and self.session.is_ready:
            self.open(Path(name))

    def _ask_to_save(self) -> None:
        path = ask_where(
            self.top_bar, "Save experiment", "experiment.json", TO_SAVE, (".json", *_TABLES)
        )
        if path is not None and self.session.is_ready:
            self.session.save(path)

    # -- Qt --------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._begun:  # before, it is only being given its first size
            self.docks.forget_shares()
        self._suit_room()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        # Where the window is covered by its parts, it may never be painted itself.
        QTimer.singleShot(LONGEST_UNPAINTED_MS, self._begin)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        QTimer.singleShot(0, self._begin)

    def _begin(self) -> None:
        """Do what takes time, once, now that the window is on screen."""
        if not self._begun:
            self._begun = True
            self._furnish()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Only keys that the widget in focus has no use for arrive here.
        classroom = self.session.classroom
        acts = {
            Qt.Key.Key_PageUp: lambda: classroom.turn(-1),  # as the buttons of a presenter's remote
            Qt.Key.Key_PageDown: lambda: classroom.turn(1),
            Qt.Key.Key_Space: self.transport.toggle,
            Qt.Key.Key_Left: lambda: self.session.step(-1),
            Qt.Key.Key_Right: lambda: self.session.step(1),
            Qt.Key.Key_Home: lambda: self.session.seek(0),
            Qt.Key.Key_End: self.session.follow,
            Qt.Key.Key_P: self._pin,
            Qt.Key.Key_F: self.session.pins.fork_asked.emit,
        }
        act = acts.get(Qt.Key(event.key()))
        if act is None or event.modifiers():
            super().keyPressEvent(event)
        elif self.session.is_ready:
            act()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._begun = True  # nothing begins any more
        self._parts.stop()
        self._drawing.stop()
        layout = self._layout()
        self._text.stop()
        self.hide()  # first, since all that is left to do takes its time
        save_layout(self._layout_path, layout)
        self.session.close(PATIENCE_S)
        super().closeEvent(event)

    def _layout(self) -> Layout:
        """What the next start is to find again."""
        size = self.normalGeometry().size() if self.isMaximized() else self.size()
        return Layout(
            width=size.width(),
            height=size.height(),
            maximised=self.isMaximized(),
            appearance=self._keeper.choice,
            scale=self._text.scale,
            docks=bytes(self.docks.arrangement().data()),
        )
