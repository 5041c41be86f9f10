"""The landscape's switches: which slice of many parameters, and what to bring on screen."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QToolButton

from playground.app.marks.slice import Slice, parameters_slice, principal_slice
from playground.app.numbers_text import short_text
from playground.app.view import View

_NAMED = 4  # held parameters that are listed; the others are counted


def button(text: str, tip: str) -> QToolButton:
    """Return a switch for a panel's header."""
    made = QToolButton()
    made.setText(text)
    made.setToolTip(tip)
    made.setProperty("quiet", True)
    return made


class SliceChoice(QObject):
    """Two parameters, or the plane of the path; only offered above two parameters."""

    changed = Signal()

    def __init__(self, row: QHBoxLayout) -> None:
        super().__init__()
        self.principal = button("Principal plane", "Show the plane that holds most of the path")
        self.principal.setCheckable(True)
        self.across, self.up = QComboBox(), QComboBox()
        self.across.setAccessibleName("Parameter across")
        self.up.setAccessibleName("Parameter upward")
        self.fit_view = button("Fit view", "Show the usual part of the landscape")
        self.fit_path = button("Fit path", "Show the whole path")
        self._names: tuple[str, ...] = ()
        for widget in (self.across, self.up, self.principal, self.fit_view, self.fit_path):
            row.addWidget(widget)
        self.offer(())
        self.principal.toggled.connect(self._toggle)
        self.across.activated.connect(self._pick)
        self.up.activated.connect(self._pick)

    def offer(self, names: Sequence[str]) -> None:
        """Offer these parameters, if there are more than two; the first two are chosen."""
        many = len(names) > 2
        if tuple(names) != self._names:
            self._names = tuple(names)
            for number, box in enumerate((self.across, self.up)):
                box.clear()
                box.addItems(list(names) if many else [])
                box.setCurrentIndex(number if many else -1)
        self.principal.setVisible(many)
        self._show_boxes()

    def slice_of(self, view: View) -> tuple[Slice, str]:
        """Return the chosen slice of a run, and what is held."""
        if self.principal.isChecked() and view.length > 1:
            return principal_slice(view.theta), ""
        axes = (self.across.currentIndex(), self.up.currentIndex())
        wild = view.outcome is not None and view.outcome.kind in ("diverged", "undefined")
        row = 0 if wild or not view.finished else -1
        held = [float(value) for value in view.theta[row]]
        others = [number for number in range(len(held)) if number not in axes]
        listed = [f"{view.parameters[k]} = {short_text(held[k], 3)}" for k in others[:_NAMED]]
        more = f" and {len(others) - _NAMED} more" if len(others) > _NAMED else ""
        where = "at the last step" if row else "at the start"
        text = f"Held {where}: {', '.join(listed)}{more}"
        return parameters_slice(held, axes, view.parameters), text

    def _toggle(self, _checked: bool) -> None:
        self._show_boxes()
        self.changed.emit()

    def _show_boxes(self) -> None:
        shown = len(self._names) > 2 and not self.principal.isChecked()
        self.across.setVisible(shown)
        self.up.setVisible(shown)

    def _pick(self, _index: int) -> None:
        """Take the choice; where one parameter was chosen twice, the other box gives way."""
        if self.across.currentIndex() == self.up.currentIndex():
            other = self.up if self.sender() is self.across else self.across
            other.setCurrentIndex((other.currentIndex() + 1) % len(self._names))
        self.changed.emit()
