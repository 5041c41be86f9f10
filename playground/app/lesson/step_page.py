"""One step of a lesson: its text, what is to be predicted, and its questions."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from playground.app.lesson.prediction import PredictionBox
from playground.app.lesson.question import QuestionBox
from playground.app.lesson.text import LessonText
from playground.app.session import Session
from playground.app.spacing import spaced
from playground.app.theme import current_theme
from playground.app.view import View


class StepPage(QWidget):
    """Made anew for each step; what follows the prediction appears when it was made."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        classroom = session.classroom
        lesson, step = classroom.lesson, classroom.step
        assert lesson is not None
        column = spaced(QVBoxLayout(self), current_theme(), 12, (0, 0, 8, 0))
        self.prediction: PredictionBox | None = None
        self._latest: QWidget | None = None
        self.questions: list[QuestionBox] = []
        self._classroom = classroom
        head = f"{lesson.title} ({lesson.level}, {lesson.minutes} minutes)"
        column.addWidget(_line(head if classroom.number == 0 else lesson.title, "lesson-title"))
        if classroom.number == 0 and lesson.text.strip():
            column.addWidget(self._text(session, lesson.text))
        column.addWidget(_line(step.title, "step-title"))
        column.addWidget(self._text(session, step.text))
        if step.predict is not None:
            self.prediction = PredictionBox(session, step.predict)
            column.addWidget(self.prediction)
        self.after = self._text(session, step.after)
        column.addWidget(self.after)
        for number in range(len(step.questions)):
            self.questions.append(QuestionBox(session, number))
            column.addWidget(self.questions[-1])
        column.addStretch(1)
        self.follow()

    def follow(self) -> None:
        """Show what was answered."""
        self._latest = None
        if self.prediction is not None and self.prediction.follow():
            self._latest = self.prediction.verdict
        told = bool(self._classroom.step.after.strip()) and not self._classroom.is_predicting
        self.after.setVisible(told)
        for box in self.questions:
            box.setVisible(not self._classroom.is_predicting)
            if box.follow():
                self._latest = box.verdict

    @property
    def latest(self) -> QWidget | None:
        """The verdict on what was answered last."""
        return self._latest

    def draw(self, view: View, theory: str) -> None:
        """Show what the view tells of a prediction."""
        if self.prediction is not None:
            self.prediction.draw(view, theory)

    def _text(self, session: Session, markdown: str) -> LessonText:
        text = LessonText(session.has_typeset)
        text.show_markdown(markdown)
        return text


def _line(text: str, role: str) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setProperty("role", role)
    label.setWordWrap(True)
    return label
