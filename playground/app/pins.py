"""The pinned runs: up to eight, each with a colour of its own, beside the run on screen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoStack

from playground.app.pin import Pin as Pin
from playground.app.pin import PinsChange, whole
from playground.app.view import Pinned, View

if TYPE_CHECKING:
    from playground.core.experiment import Experiment
    from playground.engine.run import Run

MOST = 8
_JOINERS = "\N{ZERO WIDTH JOINER}\N{ZERO WIDTH NON-JOINER}"  # parts of emoji, of Persian
LONGEST_NAME = 60
FULL = "Eight runs are pinned, one for each colour: remove one first."
TWICE = "This run is pinned already."
SOON = "The run is under way; it is pinned when it is finished."
TAKEN = "Pinned: its row appears as soon as the exact run is made."
GONE = "Nothing was pinned: the run was changed before it was finished."
BROKEN = "Nothing was pinned: the descent stopped with an error."


class Pins(QObject):
    """The pins in their order. Every change of them can be undone.

    changed: there are other pins, or one of them looks otherwise or has another name.
    fork_asked: a person is to be asked how the run on screen goes on otherwise.
    said: one line that answers what was asked for.
    """

    changed = Signal()
    fork_asked = Signal()
    said = Signal(str)

    def __init__(
        self,
        history: QUndoStack,
        descend: Callable[[Experiment], Run],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._history = history
        self._descend = descend  # begins a run that goes on whatever is on screen
        self._run: Run | None = None  # the one on screen
        self._whole = False  # whether it is shown whole although it is still to be made
        self._coming: tuple[Run, ...] = ()  # to be pinned when they are finished
        self._waiting: Run | None = None  # to be pinned when it is finished
        self._names: list[str] = []  # of the pins, then of the run on screen
        self._views: dict[int, View] = {}
        self._made = 0
        self.held = ""  # why nothing can be pinned now
        self.kept = ""  # why a person cannot pin anything by hand
        self.listed: tuple[Pin, ...] = ()
        self.version = 0  # counts changes

    @property
    def name(self) -> str:
        """The name of the run on screen, made as those of the pins are."""
        return self._names[-1] if self._names else ""

    def name_of(self, pin: Pin) -> str:
        """What a person called it, or else what differs between it and the others."""
        return pin.given or self._names[self.listed.index(pin)]

    def view_of(self, pin: Pin) -> View:
        """The whole run of a pin."""
        return self._views[pin.key]

    def find(self, experiment: Experiment) -> Pin | None:
        """Return the pin of this experiment, or None."""
        return next((pin for pin in self.listed if pin.run.experiment == experiment), None)

    # -- what a person does ----------------------------------------------------------------
    def pin(self) -> None:
        """Pin the run on screen, now or when it is finished; or say why not."""
        run = self._run
        if run is None:
            return
        error = self.kept or self._refusal(run)
        if error:
            self.said.emit(error)
        elif run.finished:
            self.add(run)
        elif self._whole:
            self._coming += (self._descend(run.experiment),)
            self.said.emit(TAKEN)
        else:
            self._waiting = run
            self.said.emit(SOON)

    def add(self, run: Run) -> None:
        """Pin a finished run in the first free colour; there must be one."""
        taken = {pin.slot for pin in self.listed}
        slot = next(slot for slot in range(MOST) if slot not in taken)
        self._made += 1
        self._change("Pin", (*self.listed, Pin(self._made, run, slot)))

    def put(self, runs: Sequence[tuple[str, Run]]) -> None:
        """Have these runs, finished and with their names, for pins in place of all others."""
        first = self._made + 1
        self._made += len(runs)
        pins = (Pin(first + i, run, i, name) for i, (name, run) in enumerate(runs[:MOST]))
        self._change("Pins of the lesson", tuple(pins))

    def bring_back(self, pins: tuple[Pin, ...]) -> None:
        """Have the pins that were listed once, as they were then, in place of all others."""
        self._change("Pins of before", pins)

    def rename(self, key: int, name: str) -> None:
        """Call a pin something; nothing brings the automatic name back."""
        self._alter(key, "Rename", given=_one_line(name)[:LONGEST_NAME])

    def show(self, key: int, visible: bool) -> None:
        """Show a pin on the panels, or only in the list."""
        self._alter(key, "Show" if visible else "Hide", visible=visible)

    def recolour(self, key: int, slot: int) -> None:
        """Give a pin this colour and dash; one that has it takes the old one in turn."""
        old = next(pin.slot for pin in self.listed if pin.key == key)
        swapped = {old: slot, slot: old}
        pins = (replace(pin, slot=swapped.get(pin.slot, pin.slot)) for pin in self.listed)
        if slot != old:
            self._change("Recolour", tuple(pins))

    def move(self, key: int, places: int) -> None:
        """Move a pin so many places down the list."""
        pins = list(self.listed)
        at = next(place for place, pin in enumerate(pins) if pin.key == key)
        to = min(max(at + places, 0), len(pins) - 1)
        if to != at:
            pins.insert(to, pins.pop(at))
            self._change("Move", tuple(pins))

    def remove(self, key: int) -> None:
        """Let a pin go; undo brings it back."""
        self._change("Remove", tuple(pin for pin in self.listed if pin.key != key))

    def remove_all(self) -> None:
        """Let every pin go; one undo brings all of them back."""
        if self.listed:
            self._change("Remove all", ())

    def _alter(self, key: int, words: str, **changes: object) -> None:
        old = next(pin for pin in self.listed if pin.key == key)
        new = replace(old, **changes)  # type: ignore[arg-type]  # the fields' own types
        if vars(new) != vars(old):
            self._change(words, tuple(new if pin is old else pin for pin in self.listed))

    def _change(self, words: str, pins: tuple[Pin, ...]) -> None:
        self._history.push(PinsChange(words, self._take, self.listed, pins))

    def _take(self, pins: tuple[Pin, ...]) -> None:
        self.listed = pins
        self._views = {pin.key: self._views.get(pin.key) or whole(pin) for pin in pins}
        self._rename_all()
        self.version += 1
        self.changed.emit()

    # -- what the session tells ------------------------------------------------------------
    def refusal(self) -> str:
        """Why the run on screen cannot be pinned, "" if it can."""
        return self._refusal(self._run) if self._run is not None else ""

    def _refusal(self, run: Run) -> str:
        if self.held:
            return self.held
        if run.failure:
            return BROKEN
        coming = any(one.experiment == run.experiment for one in self._coming)
        if coming or self.find(run.experiment) is not None:
            return TWICE
        return FULL if len(self.listed) + len(self._coming) >= MOST else ""

    @property
    def under_way(self) -> bool:
        """Whether runs that were shown whole are still to be made, to be pinned."""
        return bool(self._coming)

    def follow(self, run: Run, whole: bool = False) -> None:
        """Take note that another run is on screen; whether whole, though still to be made."""
        self._run, self._whole = run, whole
        self._rename_all()
        if self._waiting is not None and self._waiting is not run:
            self._waiting = None
            self.said.emit(GONE)

    def look_again(self) -> None:
        """Pin the runs that wait for it and are finished."""
        made = [run for run in self._coming if run.finished]
        self._coming = tuple(run for run in self._coming if not run.finished)
        for run in made:
            self._arrive(run)
        waiting = self._waiting
        if waiting is not None and waiting.finished:
            self._waiting = None
            self._arrive(waiting)

    def _arrive(self, run: Run) -> None:
        error = self._refusal(run)
        self.said.emit(error)
        if not error:
            self.add(run)

    def seen(self, view: View) -> View:
        """Return the view of the run on screen together with the visible pins."""
        if not self.listed:
            return replace(view, name=self.name)
        from playground.core.beginnings import begin_alike  # here, since it imports torch

        key = view.loss_key
        pinned = []
        for pin in self.listed:
            told = view.concealed and begin_alike(pin.run.experiment, view.experiment)
            if pin.visible and not told:
                own = self._views[pin.key]
                own = replace(own, playhead=min(view.playhead, own.length - 1))
                same = own.parameters == view.parameters
                alike = same and own.loss_key == key
                pinned.append(Pinned(pin.key, self.name_of(pin), pin.slot, own, alike, same))
        return replace(view, name=self.name, pinned=tuple(pinned))

    def _rename_all(self) -> None:
        from playground.core.differences import differences  # here, since it imports torch

        runs = [*(pin.run for pin in self.listed), self._run]
        self._names = differences([run.experiment for run in runs if run is not None])


def _one_line(name: str) -> str:
    """Return the name without what cannot be seen, or turns the text that follows it around."""
    words = " ".join(name.split())
    return "".join(letter for letter in words if letter.isprintable() or letter in _JOINERS)
