"""Play, pause, step and scrub over what is recorded; never touches the worker."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QSlider

from playground.app.focus import by_tab
from playground.app.icons import IconButton
from playground.app.making_room import MakingRoom
from playground.app.numbers_text import NONE, count_text, number_text
from playground.app.playhead import SPEEDS
from playground.app.session import Session
from playground.app.spacing import spaced
from playground.app.still import Still
from playground.app.theme import current_theme
from playground.app.view import View

LIVE = "live"
SCRUBBER_PX = 120  # that it has at least
FIGURE = "\u2007"  # a space as wide as a digit
WIDEST = "−0.0000×10⁻⁰⁰"


class Transport(MakingRoom):
    """The row of buttons, the scrubber over the whole run, where it stands, and the speed."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.start = IconButton("to-start", "To the start (Home)")
        self.back = IconButton("step-back", "One step back (Left)")
        self.play = IconButton("play", "Play (Space)")
        self.forward = IconButton("step-forward", "One step forward (Right)")
        self.end = IconButton("to-end", "To the newest step, live (End)")
        self.start.clicked.connect(lambda: session.seek(0))
        self.back.clicked.connect(lambda: session.step(-1))
        self.play.clicked.connect(self.toggle)
        self.forward.clicked.connect(lambda: session.step(1))
        self.end.clicked.connect(session.follow)
        self.scrubber = by_tab(QSlider(Qt.Orientation.Horizontal))
        self.scrubber.setAccessibleName("Playhead")
        self.scrubber.setToolTip("Drag to any recorded step")
        self.scrubber.valueChanged.connect(session.seek)
        self.position = QLabel("step 0 of 0")
        self.position.setProperty("role", "figures")
        self.position.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.values = QLabel("")
        self.values.setProperty("role", "figures")
        self.values.setTextFormat(Qt.TextFormat.PlainText)
        self._position, self._values = Still(self.position), Still(self.values)
        self.speed = by_tab(QComboBox())
        self.speed.setAccessibleName("Speed")
        self.speed.setToolTip("How fast Play moves; live shows the newest step at once")
        self.speed.addItem(LIVE, 0.0)
        for pace in SPEEDS:
            self.speed.addItem(f"{pace:g} steps/s", pace)
        self.speed.activated.connect(self._pick_speed)
        self._lay_out()
        session.playhead_changed.connect(self._show_state)
        session.kept_changed.connect(lambda: self.setVisible(not session.kept("transport")))
        session.ready.connect(lambda: self.setEnabled(True))
        self.setEnabled(False)

    def _lay_out(self) -> None:
        self._row = row = spaced(QHBoxLayout(self), current_theme(), 4, (12, 4, 12, 8))
        for button in (self.start, self.back, self.play, self.forward, self.end):
            row.addWidget(button)
        row.addSpacing(8)
        row.addWidget(self.scrubber, 1)
        row.addSpacing(8)
        row.addWidget(self._position)
        row.addSpacing(8)
        row.addWidget(self._values)
        row.addSpacing(8)
        row.addWidget(self.speed)

    def _make_room(self) -> None:
        """Leave the values out, rather than the scrubber, where large text takes the room."""
        others = sum(
            part.sizeHint().width() + self._row.spacing()
            for part in (self.start, self.back, self.play, self.forward, self.end)
        )
        others += self._position.sizeHint().width() + self.speed.sizeHint().width()
        aside = current_theme().px(2 * 12 + 4 * 12 + SCRUBBER_PX)
        room = self.width() - others - aside
        self._values.setVisible(self._values.sizeHint().width() <= room)

    def toggle(self) -> None:
        """Play, or pause if it plays."""
        if self._session.playing:
            self._session.pause()
        else:
            self._session.play()

    def draw(self, view: View) -> None:
        """Show where the playhead is."""
        self.setEnabled(not view.concealed)
        with QSignalBlocker(self.scrubber):
            if view.steps != self.scrubber.maximum():
                self.scrubber.setRange(0, view.steps)
                self.scrubber.setPageStep(max(view.steps // 10, 1))
            self.scrubber.setValue(view.playhead)
        steps = count_text(view.steps)
        # Figure spaces keep the width, so that nothing moves while the number grows.
        step = count_text(view.playhead).rjust(len(steps), FIGURE)
        # A figure space is wider than the comma that it stands for.
        self._position.keep(f"step {FIGURE * len(steps)} of {steps}")
        self.position.setText(f"step {step} of {steps}")
        self._values.keep("  ".join(f"{name} = {WIDEST}" for name in self._named(view)))
        self.values.setText("" if view.concealed else self._values_at(view))

    def forget(self) -> None:
        """Show nothing of an earlier run any more."""
        self.position.setText("")
        self.values.setText("")

    def _values_at(self, view: View) -> str:
        """Up to two parameters and the loss at the playhead, in a width that does not change."""
        *names, loss = self._named(view)
        shown = [*zip(names, view.theta[view.playhead], strict=False)]
        shown.append((loss, view.loss[view.playhead]))
        texts = [f"{name} = {number_text(float(value)).ljust(10, FIGURE)}" for name, value in shown]
        if "loss" in view.lacks:
            texts[-1] = f"{loss} = {NONE.ljust(10, FIGURE)}"
        return "  ".join(texts)

    def _named(self, view: View) -> list[str]:
        return [*view.parameters, "loss"] if len(view.parameters) <= 2 else ["loss"]

    def _pick_speed(self) -> None:
        pace = float(self.speed.currentData())
        if pace:
            self._session.set_speed(pace)
            if self._session.live:
                self._session.pause()
        else:
            self._session.follow()

    def _show_state(self) -> None:
        playing = self._session.playing
        self.play.set_icon("pause" if playing else "play")
        self.play.setToolTip("Pause (Space)" if playing else "Play (Space)")
        self.play.setAccessibleName("Pause" if playing else "Play")
        shown = 0.0 if self._session.live else self._session.speed
        with QSignalBlocker(self.speed):
            self.speed.setCurrentIndex(max(self.speed.findData(shown), 0))
