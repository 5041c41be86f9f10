"""An open lesson: its title and score above, the step, and the way on and back below."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from playground.app.focus import by_tab
from playground.app.lesson.step_page import StepPage
from playground.app.session import Session
from playground.app.spacing import spaced
from playground.app.theme import current_theme
from playground.app.view import View

FIRST_ANSWERS = "The first answer to each question counts. Kept until the window is closed."

SETTLED_MS = 120  # until a box that has grown has its place


class LessonPage(QWidget):
    """Follows the classroom."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session, self._classroom = session, session.classroom
        self.title, self.score, self.place = _line("lesson-title"), _line("note"), _line("lesson")
        self.title.setWordWrap(True)
        self.score.setToolTip(FIRST_ANSWERS)
        self.reset = self._button("Begin anew", "Forget the answers to this lesson", 0)
        self.reset.setProperty("role", "link")
        self.reset.setProperty("quiet", True)
        self.reset.clicked.connect(self._classroom.reset)
        self.back = self._button("Back", "The step before (Alt and Left, or Page Up)", -1)
        self.next = self._button("Next", "The next step (Alt and Right, or Page Down)", 1)
        self.place.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.scrolling = QScrollArea()
        self.scrolling.setWidgetResizable(True)
        self.scrolling.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.scrolling.setAccessibleName("Step")
        self.scrolling.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.page: StepPage | None = None
        self._lay_out()
        for keys, way in (("Alt+Left", -1), ("Alt+Right", 1)):
            QShortcut(QKeySequence(keys), self).activated.connect(
                lambda steps=way: self._classroom.turn(steps)
            )

    def show_step(self) -> None:
        """Show the step that the classroom is at, from its beginning."""
        lesson = self._classroom.lesson
        assert lesson is not None
        self.title.setText(lesson.title)
        self.page = StepPage(self._session)
        self.scrolling.setWidget(self.page)  # which deletes the one before
        self.scrolling.verticalScrollBar().setValue(0)
        last = len(lesson.steps) - 1
        self.place.setText(f"Step {self._classroom.number + 1} of {last + 1}")
        self.back.setEnabled(self._classroom.number > 0)
        self.follow()

    def follow(self) -> None:
        """Show what was answered."""
        lesson = self._classroom.lesson
        if lesson is None or self.page is None:
            return
        self.page.follow()
        if self.page.latest is not None and self.page.isVisible():
            self._bring_into_sight(self.page.latest)
        score = self._classroom.own_score.words
        self.score.setText(score or f"{lesson.level}, {lesson.minutes} minutes")
        self.reset.setVisible(bool(score))
        last = self._classroom.number == len(lesson.steps) - 1
        self.next.setEnabled(not last and not self._classroom.is_predicting)
        predicting = "Answer first" if self._classroom.is_predicting else "The next step"
        self.next.setToolTip(f"{predicting} (Alt and Right, or Page Down)")

    def _bring_into_sight(self, box: QWidget) -> None:
        """Scroll to the end of a box that has grown, once it has its place."""

        def scroll() -> None:
            below = box.mapTo(self.page, box.rect().bottomLeft()) if self.page else box.pos()
            self.scrolling.ensureVisible(0, below.y(), 0, 0)

        QTimer.singleShot(SETTLED_MS, box, scroll)

    def draw(self, view: View, theory: str) -> None:
        """Show what the view tells of a prediction."""
        if self.page is not None:
            self.page.draw(view, theory)

    def _button(self, text: str, tip: str, way: int) -> QPushButton:
        button = by_tab(QPushButton(text))
        button.setAutoDefault(False)
        button.setToolTip(tip)
        if way:
            button.setProperty("role", "turn")
            button.clicked.connect(lambda: self._classroom.turn(way))
        return button

    def _lay_out(self) -> None:
        column = spaced(QVBoxLayout(self), current_theme(), 8)
        column.addWidget(self.title)
        below = spaced(QHBoxLayout(), current_theme(), 8)
        below.addWidget(self.score, 1)
        below.addWidget(self.reset)
        column.addLayout(below)
        column.addWidget(self.scrolling, 1)
        way = spaced(QHBoxLayout(), current_theme(), 8)
        way.addWidget(self.back)
        way.addWidget(self.place, 1)
        way.addWidget(self.next)
        column.addLayout(way)


def _line(role: str) -> QLabel:
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setProperty("role", role)
    return label
