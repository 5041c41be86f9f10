"""What is asked before the run is seen: the class commits to an answer, then sees it judged."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from playground.app.controls.complaint import Complaint
from playground.app.focus import by_tab
from playground.app.lesson.answer_button import AnswerButton
from playground.app.lesson.answer_field import AnswerField
from playground.app.lesson.curve_field import CurveField
from playground.app.lesson.text import LessonText
from playground.app.lesson.verdict import VerdictBox
from playground.app.session import Session
from playground.app.spacing import spaced
from playground.app.theme import current_theme
from playground.app.view import View
from playground.core.lesson import PredictCurve, Prediction, PredictNumber, PredictOutcome

WAITING = "The run is under way; the answer is checked when it is finished."


class PredictionBox(QWidget):
    """One prediction; answered once."""

    def __init__(self, session: Session, asked: Prediction) -> None:
        super().__init__()
        self._session, self._classroom, self._asked = session, session.classroom, asked
        self._over = False
        self.setProperty("role", "question")
        self.setAccessibleName(asked.ask)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        title = QLabel("Predict first")
        title.setProperty("role", "predict")
        ask = LessonText(session.has_typeset)
        ask.strengthen()
        ask.show_markdown(asked.ask)
        self.buttons: list[AnswerButton] = []
        self.field: AnswerField | None = None
        self.curve: CurveField | None = None
        self.commit: QPushButton | None = None  # to a curve
        self.curve_buttons: QWidget | None = None
        self.complaint = Complaint()
        self.skip = by_tab(QPushButton("Skip, show the run"))
        self.skip.setAccessibleName("Show the run without a prediction")
        self.skip.setProperty("role", "link")
        self.skip.setProperty("quiet", True)
        self.skip.clicked.connect(self._classroom.give_up)
        self.verdict = VerdictBox(session.has_typeset)
        self._column = spaced(QVBoxLayout(self), current_theme(), 8, (12, 10, 12, 10))
        for part in (title, ask, *self._parts(), self.complaint, self.skip, self.verdict):
            self._column.addWidget(part)
        self.follow()

    def follow(self) -> bool:
        """Show what was said, and how it was judged once it is; return whether that is new."""
        place = self._classroom.place()
        verdict, said = self._classroom.verdicts.get(place), self._classroom.answers.get(place)
        problem = self._classroom.problems.get(place, "")
        over = verdict is not None or bool(problem)
        for part in (*self.buttons, self.field, self.curve, self.commit):
            if part is not None:
                part.setEnabled(not over and not self._classroom.waits)
        self.skip.setVisible(not over and not self._classroom.waits)
        if self.curve_buttons is not None:
            self.curve_buttons.setVisible(not over)
        for button in self.buttons:
            button.judge(verdict, said)
        if self.field is not None and isinstance(said, str):
            self.field.say(said)
        if self.curve is not None and said is not None and not isinstance(said, str):
            self.curve.show_drawn(said)
        if over:
            words = verdict.words if verdict is not None else problem
            right = verdict.right if verdict is not None else None
            self.verdict.show_verdict(right, words, self._asked.explain)
        elif self._classroom.waits:
            self.verdict.show_verdict(None, WAITING, "")
        new, self._over = over and not self._over, over
        return new

    def draw(self, view: View, theory: str) -> None:
        """Show what the view tells: at first the start alone, then the outcome and the theory.

        Of a number at the start, as the gradient there, neither of these two says anything.
        """
        if self.curve is not None:
            self.curve.show_run(view)
        if isinstance(self._asked, PredictNumber) and self._asked.quantity.step == 0:
            return
        told = not view.concealed and view.outcome is not None and not self._classroom.waits
        message = view.outcome.message if told and view.outcome is not None else ""
        self.verdict.tell_run(message, theory if message else "")

    def _parts(self) -> list[QWidget]:
        asked = self._asked
        if isinstance(asked, PredictOutcome):
            self.buttons = [self._button(choice) for choice in asked.choices]
            return [_side_by_side(self.buttons)]
        if isinstance(asked, PredictNumber):
            self.field = AnswerField(asked.ask, "Predict", self._classroom.predict)
            return [self.field]
        return self._curve_parts(asked)

    def _curve_parts(self, asked: PredictCurve) -> list[QWidget]:
        self.curve = CurveField(asked)
        commit = by_tab(QPushButton("Predict"))
        commit.setProperty("role", "commit")
        commit.clicked.connect(self._commit_curve)
        again = by_tab(QPushButton("Draw anew"))
        again.setProperty("quiet", True)
        again.clicked.connect(self.curve.clear)
        self.commit = commit
        self.curve_buttons = holder = QWidget()
        row = spaced(QHBoxLayout(holder), current_theme(), 8)
        row.addWidget(commit)
        row.addWidget(again)
        row.addStretch(1)
        self.curve.drawn.connect(lambda: self.complaint.say(self, ""))
        return [self.curve, holder]

    def _button(self, choice: str) -> AnswerButton:
        button = AnswerButton(choice.capitalize())
        button.said = choice
        button.clicked.connect(lambda: self._classroom.predict(choice))
        return button

    def _commit_curve(self) -> None:
        if self.curve is not None:
            self.complaint.say(self, self._classroom.predict(self.curve.points))


def _side_by_side(buttons: Sequence[AnswerButton]) -> QWidget:
    """Return the choices in two columns: what follows the answer then needs less scrolling."""
    holder = QWidget()
    grid = spaced(QGridLayout(holder), current_theme(), 8)
    for number, button in enumerate(buttons):
        grid.addWidget(button, number // 2, number % 2)
    return holder
