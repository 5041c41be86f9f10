"""What stands in place of a panel that would tell what is to be predicted."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

TEXT = "Predict first.\nThis panel is shown when an answer is given."


class Cover(QWidget):
    """An empty panel that says why it is empty."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.setProperty("role", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(title)
        line = QLabel(TEXT)
        line.setTextFormat(Qt.TextFormat.PlainText)
        line.setProperty("role", "note")
        line.setWordWrap(True)
        line.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 4, 12, 8)
        column.addWidget(line)
