"""What stands in the free corners of the curvature's plot, so that its height is the curves'."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject

from playground.app.outcome_bar import OneLine
from playground.app.plots import Legend, Plot
from playground.app.theme import current_theme
from playground.app.work_bar import WorkBar

_TOP, _GAP, _BETWEEN = 24, 16, 8  # pixels of the design


class Corners(QObject):
    """Puts the legend and the work right of the title above, the words left of that below."""

    def __init__(self, plot: Plot, legend: Legend, work: WorkBar, words: OneLine) -> None:
        super().__init__(plot)
        self._plot, self._legend, self._work, self._words = plot, legend, work, words
        for part in (legend, work, words):
            part.setParent(plot)
        plot.installEventFilter(self)

    def place(self) -> None:
        """Put each where it belongs; the titles may be of another length."""
        theme, plot = current_theme(), self._plot
        high, gap, wide = theme.px(_TOP), theme.px(_GAP), plot.width()
        left = round(plot.left.label.boundingRect().width()) + gap
        # As wide as when it shows both, which it does some time after work has begun.
        work = self._work.bar.width() + self._work.button.sizeHint().width() + theme.px(_BETWEEN)
        busy = work + gap if self._work.button.isVisibleTo(self._work) else 0
        self._legend.setGeometry(left, 0, max(wide - left - busy, 0), high)
        self._work.setGeometry(wide - work, 0, work, high)
        right = round(plot.bottom.label.boundingRect().width()) + theme.px(18) + gap
        tall = self._words.sizeHint().height()
        self._words.setGeometry(theme.px(4), plot.height() - tall, max(wide - right, 1), tall)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.place()
        return False
