"""An open lesson: the step, and the way on and back below it; the score for the header."""

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

FIRST_ANSWERS = "The first answer to each question counts. Kept until the lesson is opened anew."
SETTLED_MS = 120  # until a box that has grown has its place


class LessonPage(QWidget):
    """Follows the classroom. `score` and `reset` are for the panel's header."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session, self._classroom = session, session.classroom
        self.score, self.place = _line("note"), _line("lesson")
        self.score.setToolTip(FIRST_ANSWERS)
        self.reset = self._button("Begin anew", "Forget the answers to this lesson", 0)
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
        lesson, number = self._classroom.lesson, self._classroom.number
        assert lesson is not None
        self.page = StepPage(self._session)
        self.scrolling.setWidget(self.page)  # which deletes the one before
        self.scrolling.verticalScrollBar().setValue(0)
        self.place.setText(f"{number + 1} of {len(lesson.steps)}")
        self.place.setAccessibleName(f"Step {number + 1} of {len(lesson.steps)}")
        self.back.setEnabled(number > 0)
        self.follow()

    def follow(self) -> None:
        """Show what was answered."""
        lesson, classroom = self._classroom.lesson, self._classroom
        if lesson is None or self.page is None:
            self.score.setText("")
            self.reset.hide()
            return
        self.page.follow()
        if self.page.latest is not None and self.page.isVisible():
            self._bring_into_sight(self.page.latest)
        self.score.setText(classroom.own_score.words)
        self.score.setAccessibleName(f"Score: {self.score.text()}" if self.score.text() else "")
        self.reset.setVisible(classroom.is_begun)
        predicting = classroom.is_predicting
        self.next.setEnabled(classroom.number < len(lesson.steps) - 1 and not predicting)
        first = "Answer first" if predicting else "The next step"
        self.next.setToolTip(f"{first} (Alt and Right, or Page Down)")

    def draw(self, view: View, theory: str) -> None:
        """Show what the view tells of a prediction."""
        if self.page is not None:
            self.page.draw(view, theory)

    def _bring_into_sight(self, box: QWidget) -> None:
        """Scroll to a box that has grown, once it has its place: to its beginning rather."""

        def scroll() -> None:
            page, gap = self.page, current_theme().px(12)
            if page is not None and page.isAncestorOf(box):
                for corner in (box.rect().bottomLeft(), box.rect().topLeft()):
                    self.scrolling.ensureVisible(0, box.mapTo(page, corner).y(), 0, gap)

        QTimer.singleShot(SETTLED_MS, box, scroll)

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
