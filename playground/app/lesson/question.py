"""A question of a step: answered by a click or a number, checked and explained at once."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from playground.app.lesson.answer_button import AnswerButton
from playground.app.lesson.answer_field import AnswerField
from playground.app.lesson.text import LessonText
from playground.app.lesson.verdict import VerdictBox
from playground.app.session import Session
from playground.app.spacing import spaced
from playground.app.theme import current_theme
from playground.core.lesson import ChoiceQuestion


class QuestionBox(QWidget):
    """May be answered again; the first answer counts."""

    def __init__(self, session: Session, number: int) -> None:
        super().__init__()
        self._classroom, self._number = session.classroom, number
        question = self._classroom.step.questions[number]
        self._explain = question.explain
        self._judged: object = None
        self.setProperty("role", "question")
        self.setAccessibleName(question.ask)
        ask = LessonText(session.has_typeset)
        ask.strengthen()
        ask.show_markdown(question.ask)
        column = spaced(QVBoxLayout(self), current_theme(), 8)
        column.addWidget(ask)
        self.buttons: list[AnswerButton] = []
        self.field: AnswerField | None = None
        if isinstance(question, ChoiceQuestion):
            for choice in question.choices:
                self.buttons.append(self._button(choice))
                column.addWidget(self.buttons[-1])
        else:
            self.field = AnswerField(question.ask, "Check", self._answer)
            column.addWidget(self.field)
        self.verdict = VerdictBox(session.has_typeset)
        column.addWidget(self.verdict)
        self.follow()

    def follow(self) -> bool:
        """Show what was said and how it was judged; return whether that is new."""
        place = self._classroom.place(self._number)
        said, verdict = self._classroom.answers.get(place), self._classroom.verdicts.get(place)
        if verdict is None:
            return False
        new, self._judged = (said, verdict) != self._judged, (said, verdict)
        for button in self.buttons:
            button.judge(verdict, said)
        if self.field is not None:
            self.field.say(str(said))
        self.verdict.show_verdict(verdict.right, verdict.words, self._explain)
        return new

    def _button(self, choice: str) -> AnswerButton:
        button = AnswerButton(choice)
        button.clicked.connect(lambda: self._answer(choice))
        return button

    def _answer(self, said: str) -> str:
        return self._classroom.answer(self._number, said)
