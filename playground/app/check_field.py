"""Where a student types a derivative; what stands there is compared with autograd."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from playground.app.controls.complaint import Complaint
from playground.app.controls.formula_field import FormulaField
from playground.app.session import Session

_FEW = 2  # parameters that the placeholder names


class ComplaintInstead(Complaint):
    """A complaint that takes the place of another widget, so that nothing moves."""

    def __init__(self, other: QWidget) -> None:
        super().__init__()
        self._other = other

    def say(self, source: object, text: str) -> None:
        if text:
            self._other.hide()  # first: with both there would be need of more room
        super().say(source, text)
        self._other.setVisible(not self.text)


class DerivativeField(FormulaField):
    """A formula field that may be left empty: then nothing is compared.

    turned: whether what stands there can be read has changed.
    """

    turned = Signal()

    def __init__(self, session: Session, make: Callable[[str], None], complaint: Complaint) -> None:
        super().__init__("Your derivative", session.check_derivative, self._made, complaint)
        self._hand_on = make

    def ask_for(self, parameters: Sequence[str], has_data: bool, tip: str) -> None:
        """Say what is to be typed for a loss of these parameters, on data or not."""
        named = [f"∂/∂{name}" for name in parameters[:_FEW]]
        more = f" … ({len(parameters)} of them)" if len(parameters) > _FEW else ""
        rows = ", with mean(…)" if has_data else ""
        self.setPlaceholderText(f"type {'; '.join(named)}{';' if more else ''}{more}{rows}")
        self.setToolTip(tip)

    def commit(self) -> None:
        if self.isModified() and not self.text().strip():
            self.show_value("")
            self._made("")
            self.revert()
        else:
            super().commit()

    def drop(self) -> None:
        """Forget what was typed, which was for another loss."""
        self.show_value("")
        self.revert()

    def _made(self, text: str) -> str:
        self.show_value(text)
        self._hand_on(text)
        return ""

    def _mark(self, error: str) -> None:
        before = self.is_wrong
        super()._mark(error)
        if self.is_wrong != before:
            self.turned.emit()
