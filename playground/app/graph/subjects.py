"""What the graph is of: the loss at the playhead, a preset or a typed function."""

from __future__ import annotations

from PySide6.QtCore import Qt

from playground.app.controls.slider import CalmComboBox
from playground.core.graph_presets import GRAPH_PRESETS

THE_LOSS, A_FUNCTION = "", "function"
_LETTERS = 15  # that there is room for


class Subjects(CalmComboBox):
    """Offers the loss at the playhead first."""

    def __init__(self) -> None:
        super().__init__("What the graph is of")
        self.setMinimumContentsLength(_LETTERS)
        self.addItem("Loss at playhead", THE_LOSS)
        self._explain("The loss of the run, at the theta of the playhead")
        for name, preset in GRAPH_PRESETS.items():
            self.addItem(preset.title, name)
            self._explain(preset.says)
        self.addItem("Function of x", A_FUNCTION)
        self._explain("Any function of one name, at as many points as you like")

    @property
    def chosen(self) -> str:
        """A preset's name, THE_LOSS or A_FUNCTION."""
        return str(self.currentData())

    def _explain(self, text: str) -> None:
        self.setItemData(self.count() - 1, text, Qt.ItemDataRole.ToolTipRole)
