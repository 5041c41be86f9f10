"""The Code panel: the PyTorch program of exactly the run on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication

from playground.app.code_buttons import CodeButtons
from playground.app.code_changes import in_words
from playground.app.code_view import CodeView
from playground.app.panel import NOTHING, Panel, note
from playground.app.saving_place import ask_where
from playground.app.session import Session
from playground.app.theme import Theme
from playground.app.view import View
from playground.core.asks import CodeAsk

if TYPE_CHECKING:
    from playground.core.programs import WrittenRun

FILES = "Python programs (*.py);;Notebooks (*.ipynb)"


class CodePanel(Panel):
    """The program in two dialects, following each change; to be copied, saved and run."""

    name = "code"
    title = "Code"
    tells = NOTHING

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.buttons = CodeButtons(self.switch_row)
        self.view = CodeView("The program of the run")
        self.line = note("")
        self.line.hide()
        self.body.addWidget(self.line)
        self.body.addWidget(self.view, 1)
        self.written: WrittenRun | None = None
        self.buttons.allow(program=False)
        self.buttons.command.setEnabled(False)
        self.buttons.turned.connect(self._redraw)
        self.buttons.copy.clicked.connect(self._copy)
        self.buttons.save.clicked.connect(self._save)
        self.buttons.command.clicked.connect(self._copy_command)

    def draw(self, view: View) -> None:
        """Show the program of the view's run."""
        if not self.session.is_ready:
            return
        answer = self.session.derive(CodeAsk(self.buttons.dialect))
        written = answer.result
        if answer.failure:  # a program of an earlier run would say what is not so
            self._refuse(answer.failure)
            return
        if written is None or written is self.written:
            return
        self.written = written
        self.view.show_lines(written.lines)
        self.view.setAccessibleDescription(in_words(self.view.changed, self.view.gone))
        self.view.setVisible(not written.refusal)
        self._say(written)
        self.buttons.allow(program=not written.refusal)
        self.buttons.command.setEnabled(True)

    def paint_with(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self.view.paint_with(theme)

    def _refuse(self, why: str) -> None:
        self.written = None
        self.view.hide()
        self.line.setText(f"No program: {why}.")
        self.line.show()
        self.buttons.allow(program=False)
        self.buttons.command.setEnabled(False)

    def _say(self, written: WrittenRun) -> None:
        """Say why there is no program, or why there is only one."""
        words = f"No program: {written.refusal}." if written.refusal else written.same
        self.line.setText(words)
        self.line.setVisible(bool(words))

    # -- what is done with it ----------------------------------------------------------------

    def _copy(self) -> None:
        if self.written is not None:
            QGuiApplication.clipboard().setText(self.written.program)
            self.session.message.emit("Copied the program.")

    def _copy_command(self) -> None:
        if self.written is None:
            return
        QGuiApplication.clipboard().setText(self.written.command)
        file = self.written.data_file
        where = f"; it reads the table from {file} in the folder where it is run" if file else ""
        self.session.message.emit(f"Copied the command{where}.")

    def _save(self) -> None:
        written = self.written
        if written is None:
            return
        path = ask_where(self, "Save program", "descent.py", FILES, (".py", ".ipynb"))
        if path is not None:
            self.session.save_program(path, written.experiment, written.dialect)

    def _redraw(self) -> None:
        if self.session.view is not None:
            self.draw(self.session.view)
