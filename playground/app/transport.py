"""Play, pause, step and scrub over what is recorded; never touches the worker."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QSlider, QToolButton, QWidget

from playground.app.icons import icon
from playground.app.playhead import SPEEDS
from playground.app.session import Session
from playground.app.theme import Theme
from playground.app.view import View

LIVE = "live"


class Transport(QWidget):
    """The row of buttons, the scrubber over the whole run, where it stands, and the speed."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._theme: Theme | None = None
        self.start = self._button("To the start (Home)", lambda: session.seek(0))
        self.back = self._button("One step back (Left)", lambda: session.step(-1))
        self.play = self._button("Play (Space)", self.toggle)
        self.forward = self._button("One step forward (Right)", lambda: session.step(1))
        self.end = self._button("To the newest step, live (End)", session.follow)
        self.scrubber = QSlider(Qt.Orientation.Horizontal)
        self.scrubber.setAccessibleName("Playhead")
        self.scrubber.setToolTip("Drag to any recorded step")
        self.scrubber.valueChanged.connect(session.seek)
        self.position = QLabel("step 0 of 0")
        self.position.setProperty("role", "figures")
        self.speed = QComboBox()
        self.speed.setAccessibleName("Speed")
        self.speed.setToolTip("How fast Play moves; live shows the newest step at once")
        self.speed.addItem(LIVE, 0.0)
        for pace in SPEEDS:
            self.speed.addItem(f"{pace:g} steps/s", pace)
        self.speed.activated.connect(self._pick_speed)
        self._lay_out()
        session.playhead_changed.connect(self._show_state)
        session.ready.connect(lambda: self.setEnabled(True))
        self.setEnabled(False)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 12, 8)
        row.setSpacing(4)
        for button in (self.start, self.back, self.play, self.forward, self.end):
            row.addWidget(button)
        row.addSpacing(8)
        row.addWidget(self.scrubber, 1)
        row.addSpacing(8)
        row.addWidget(self.position)
        row.addSpacing(8)
        row.addWidget(self.speed)

    def _button(self, tip: str, act: object) -> QToolButton:
        button = QToolButton(self)
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        button.setAutoRaise(True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(act)
        return button

    def toggle(self) -> None:
        """Play, or pause if it plays."""
        if self._session.playing:
            self._session.pause()
        else:
            self._session.play()

    def draw(self, view: View) -> None:
        """Show where the playhead is."""
        with QSignalBlocker(self.scrubber):
            self.scrubber.setRange(0, view.steps)
            self.scrubber.setPageStep(max(view.steps // 10, 1))
            self.scrubber.setValue(view.playhead)
        width = len(f"{view.steps:,}")
        # Figure spaces keep the width, so that nothing moves while the number grows.
        step = f"{view.playhead:,}".rjust(width, "\u2007")
        self.position.setText(f"step {step} of {view.steps:,}")

    def paint_with(self, theme: Theme) -> None:
        """Take the icons of a theme."""
        self._theme = theme
        names = ("to-start", "step-back", "step-forward", "to-end")
        buttons = (self.start, self.back, self.forward, self.end)
        for name, button in zip(names, buttons, strict=True):
            button.setIcon(icon(name, theme.text))
        self._show_state()

    def _pick_speed(self) -> None:
        pace = float(self.speed.currentData())
        if pace:
            self._session.set_speed(pace)
            self._session.play()
        else:
            self._session.follow()

    def _show_state(self) -> None:
        playing = self._session.playing
        if self._theme is not None:
            self.play.setIcon(icon("pause" if playing else "play", self._theme.accent))
        self.play.setToolTip("Pause (Space)" if playing else "Play (Space)")
        self.play.setAccessibleName("Pause" if playing else "Play")
        shown = 0.0 if self._session.live else self._session.speed
        with QSignalBlocker(self.speed):
            self.speed.setCurrentIndex(max(self.speed.findData(shown), 0))
