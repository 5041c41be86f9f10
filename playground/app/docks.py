"""Where the panels stand: at first, in large text, beside a lesson, one maximised, and back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QByteArray, QEvent
from PySide6.QtWidgets import QDockWidget, QTabBar

from playground.app.arrangements import (
    FEW,
    HORIZONTAL,
    VERTICAL,
    arrange_at_first,
    arrange_few,
    together,
)
from playground.app.dock import Dock
from playground.app.dock_area import DockArea
from playground.app.lesson.arrangement import LESSON, arrange_lesson


class Docks(DockArea):
    """Arranges the panels, and returns to the arrangement of before."""

    def __init__(self, titles: Mapping[str, str]) -> None:
        super().__init__(titles)
        self._before: QByteArray | None = None  # the layout to return to from a maximised panel
        self._maximised = ""
        self._own: QByteArray | None = None  # the layout to return to when text is smaller again
        # The layout before larger text squeezed it: that of the start, if empty the first one.
        self._given: QByteArray | None = None
        self._regained: QByteArray | None = None  # that layout, until it is changed
        self._untaught: QByteArray | None = None  # the layout to return to from a lesson
        self.taught: tuple[str, ...] = ()  # the panels beside it
        self._shares: dict[str, tuple[int, int]] = {}  # widths and heights, as kept in mind
        for name, dock in self._docks.items():
            self._listen(name, dock)
        self.closed.connect(self._make_way)
        self.arrange()
        self._given = QByteArray()

    def _listen(self, name: str, dock: Dock) -> None:
        dock.bar.maximise_asked.connect(lambda: self.maximise(name))
        dock.dockLocationChanged.connect(self.forget_shares)

    def arrange(self) -> None:
        """Put every panel at its place of the first start."""
        self._before, self._maximised = None, ""
        self._shares.clear()
        self._show_maximised()
        if self._untaught is not None:
            self._arrange_taught()
            return
        arrange_at_first(self, self._docks)
        if self._own is not None:
            self._own = self.saveState()
            arrange_few(self, self._docks)

    def present(self, presenting: bool) -> None:
        """Keep to two panels with all others behind their tabs; or return to the own layout."""
        if presenting == (self._own is not None):
            return
        if self._before is not None:
            self.maximise(self._maximised)  # back from it
        if self._untaught is not None:
            self._own = self._untaught if presenting else None
            self._arrange_taught()
            return
        if presenting:
            self._own = self.saveState() if self._given is None else self._given
            arrange_few(self, self._docks)
        elif self._own is not None:
            self._regain(self._own)
            self._own = None
        self._show_titles()

    def begin_lesson(self) -> None:
        """Keep the layout in mind, until `end_lesson`."""
        if self._before is not None:
            self.maximise(self._maximised)  # back from it
        if self._untaught is None:
            self._untaught = self.arrangement()

    def teach(self, panels: Sequence[str]) -> None:
        """Show the lesson with these panels beside it."""
        self.begin_lesson()
        known = [name for name in (*panels, LESSON) if name in self._docks]
        if tuple(panels) == self.taught and not any(self._docks[n].isHidden() for n in known):
            return  # as a hand may have arranged it
        self.taught = tuple(panels)
        self._arrange_taught()

    def keep_switches(self, kept: bool) -> None:
        """Hide the switches of all panels but the lesson, or show them again."""
        for name, dock in self._docks.items():
            dock.bar.keep_switches(kept and name != LESSON)

    def end_lesson(self) -> None:
        """Return to the layout before the lesson."""
        if self._untaught is None:
            return
        if self._before is not None:
            self.maximise(self._maximised)
        before, self._untaught, self.taught = self._untaught, None, ()
        self.restoreState(before)
        if self._own is not None:
            arrange_few(self, self._docks)
        self._show_titles()

    def _arrange_taught(self) -> None:
        self._shares.clear()
        arrange_lesson(self, self._docks, self.taught, self._own is not None)
        self._show_titles()

    def maximise(self, name: str) -> None:
        """Give one panel all the room, or return to the layout before."""
        if self._before is not None:
            before, self._before, self._maximised = self._before, None, ""
            self.restoreState(before)
        else:
            self._before, self._maximised = self.saveState(), name
            self._docks[name].show()
            self._docks[name].raise_()
            for other, dock in self._docks.items():
                dock.setVisible(other == name)
        self._show_maximised()

    def _make_way(self, name: str) -> None:
        """Show the others again, now that the one that had all the room is being hidden."""
        if name == self._maximised:
            beside = [n for n, d in self._docks.items() if n != name and not d.isHidden()]
            self.maximise(name)
            for other in beside:  # which the menu of panels has put there since
                self.uncover(other)

    def arrangement(self) -> QByteArray:
        """The layout to remember: that before a panel was maximised, or text was so large."""
        if self._untaught is not None:
            return self._untaught
        kept = self._own if self._own is not None else self._before
        return kept if kept is not None else self.saveState()

    def restore(self, arrangement: QByteArray) -> bool:
        """Return to a remembered layout; False, and nothing changes, if it is not one."""
        restored = self.restoreState(arrangement)
        if restored:
            self._given = arrangement
        return restored

    def keep_shares(self) -> None:
        """Keep in mind how the room is shared out, until it is arranged otherwise by hand.

        Larger text may squeeze a panel; with the usual text it is to be as it was.
        """
        seen = {panel.name for panel in self.on_screen()}
        if self._untaught is None and self._own is None and seen != set(self._shares):
            self._given = self.arrangement()
            bars = [bar.height() for bar in self.findChildren(QTabBar) if bar.isVisible()]
            docks = {name: self._docks[name] for name in seen}
            self._shares = {
                name: (
                    dock.width(),
                    dock.height() + max(bars) * bool(self.tabifiedDockWidgets(dock)),
                )
                for name, dock in docks.items()
            }

    def _regain(self, arrangement: QByteArray) -> None:
        shares = dict(self._shares)
        # Either moves docks, as a hand would.
        if arrangement.isEmpty():
            arrange_at_first(self, self._docks)
        else:
            self.restoreState(arrangement)
        self._shares, self._given, self._regained = shares, arrangement, arrangement

    def forget_shares(self) -> None:
        """The room is shared out otherwise now."""
        if self._own is None:
            self._shares.clear()
            self._given = self._regained = None

    def share(self) -> None:
        """Share out the room as it was, now that no panel asks for more of it any longer."""
        if self._untaught is not None:
            self._arrange_taught()
        if self._own is not None or self._untaught is not None:
            return
        if self._regained is not None:
            self._regain(self._regained)
        docks = [self._docks[name] for name in self._shares]
        for way, sizes in zip(
            (HORIZONTAL, VERTICAL), zip(*self._shares.values(), strict=True), strict=False
        ):
            self.resizeDocks(docks, list(sizes), way)

    def _show_titles(self) -> None:
        """Say each large title once, on its tab."""
        few = self._own is not None
        for group in together(self._docks, FEW):
            shown = [self._docks[name] for name in group if not self._docks[name].isHidden()]
            for name in group:
                self._docks[name].bar.show_title(not few or len(shown) == 1)
        if few and self.taught:  # one panel beside the lesson, the others behind its tab
            for name, dock in self._docks.items():
                dock.bar.show_title(name == LESSON or len(self.taught) == 1)

    def _show_maximised(self) -> None:
        features = QDockWidget.DockWidgetFeature
        free = features.DockWidgetMovable | features.DockWidgetFloatable
        # What fills the window has nowhere to be dragged to.
        drag = features(0) if self._maximised else free
        for name, dock in self._docks.items():
            dock.setFeatures(features.DockWidgetClosable | drag)
            dock.bar.show_maximised(name == self._maximised)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.MouseButtonRelease:  # of what is between two panels
            self.forget_shares()
        return super().event(event)
