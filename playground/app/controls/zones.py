"""The zones of the learning rate: asked for at each frame, painted on the slider, said in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.app.controls.rate_slider import RateSlider
from playground.app.controls.zone_picker import ZonePicker
from playground.app.controls.zone_words import (
    PLACES,
    limits_texts,
    place_text,
    shorter_place_texts,
    whole_text,
)
from playground.app.curvature_known import Known
from playground.app.session import Session
from playground.app.theme import current_theme
from playground.app.view import View
from playground.core.asks import CurvatureAsk
from playground.core.later_rates import later_text

if TYPE_CHECKING:
    from playground.core.theory import Theory

_TEXT_PX, _LINE_PX = 11, 14


class Limits(QWidget):
    """A quiet line at the right: the longest of some texts that there is room for.

    Where it may `break_up`, the first that fits part by part, each on a line.
    """

    def __init__(self) -> None:
        super().__init__()
        self._broken = False
        self.texts: tuple[str, ...] = ("",)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.say(("",), "")

    def say(self, texts: tuple[str, ...], tip: str) -> None:
        """Show the first of these texts that fits, the last in any case."""
        if (texts, tip) != (self.texts, self.toolTip()):
            self.texts = texts
            self.setAccessibleName(f"Limits of the learning rate: {texts[0]}" if texts[0] else "")
            self.setToolTip(tip)
            self.update()

    def break_up(self, broken: bool) -> None:
        """Take two lines where the column is narrow, or one again."""
        if broken != self._broken:
            self._broken = broken
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(0, 2 * current_theme().px(_LINE_PX) if self._broken else 0)

    def shown(self) -> str:
        """Return the text that is shown, with its lines."""
        metrics, room = QFontMetrics(self._font()), self.width()
        texts = list(self.texts)
        if self._broken:
            texts = [text.replace(" · ", "\n") for text in texts]
        for text in texts:
            if all(metrics.horizontalAdvance(line) <= room for line in text.split("\n")):
                return text
        return texts[-1]

    def _font(self) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(current_theme().px(_TEXT_PX))
        return font

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.setFont(self._font())
        painter.setPen(theme.muted)
        place = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(self.rect(), place, self.shown())
        painter.end()


class Zones(QObject):
    """Follows the session's frames; what is stale stays until there is better."""

    def __init__(self, session: Session, slider: RateSlider) -> None:
        super().__init__(slider)
        self._session, self._slider = session, slider
        self.picker, self.limits = ZonePicker(), Limits()
        self._known = Known()
        self._shown: object = None
        self._follows = False  # the playhead, in place of a minimum that has no zones
        self.picker.picked.connect(self._pick)
        session.frame.connect(self.draw)
        session.concealment_changed.connect(self._hold_back)

    def draw(self, view: View) -> None:
        """Show the zones for the place that is chosen."""
        place = self.picker.place
        row = view.playhead if place == "row" or self._follows else 0
        answer = self._session.derive(CurvatureAsk(place, row))
        theory = self._known.theory(view, answer)
        if theory is not None and theory.asked != place:
            return  # the newest is of the place that was chosen before
        followed, self._follows = self._follows, theory is not None and bool(theory.instead_of)
        if self._follows and not followed:
            self.draw(view)  # asked of the first row so far
            return
        later = later_text(view.experiment)
        if (key := (theory, answer.failure, place, self._slider.limits, later)) != self._shown:
            self._shown = key
            self._show(theory, answer.failure, place, later)

    def _show(self, theory: Theory | None, failure: str, place: str, later: str) -> None:
        first = f"The slider sets the rate at the start: {later}." if later else ""
        if theory is None:
            self._slider.show_zones(())
            self.limits.say((later,), first)
            self.picker.say(f"Zones {dict(PLACES)[place]}: {failure or '…'}", failure)
            return
        tip = "\n".join(filter(None, (first, whole_text(theory))))
        self._slider.show_zones(theory.zones)
        said = limits_texts(theory, self._slider.limits)
        if later:  # that it is not this rate to the end comes first where there is little room
            said = (*(f"{later} · {text}" for text in said), later)
        self.limits.say(said, tip)
        self.picker.say(place_text(theory), tip, *shorter_place_texts(theory))

    def _hold_back(self) -> None:
        """Tell nothing of the learning rate to be judged, not even until its own run is there."""
        if self._session.concealed and self._session.view is not None:
            self.draw(self._session.view)

    def _pick(self, _place: str) -> None:
        if self._session.view is not None:
            self.draw(self._session.view)
