"""Which optimizers can be compared, and the menu in which they are chosen; no torch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QMenu, QToolButton

from playground.app.focus import by_tab
from playground.app.numbers_text import exact_text
from playground.core.entrants import Entrant

if TYPE_CHECKING:
    from playground.core.experiment import Experiment
    from playground.core.optimizers import Optimizer

USUAL = (
    Entrant("sgd"),
    Entrant("sgd", (("momentum", 0.9),)),
    Entrant("adam"),
    Entrant("rmsprop"),
)


def entrants(optimizers: Mapping[str, Optimizer], experiment: Experiment) -> list[Entrant]:
    """Return the usual ones, the experiment's own, and every other with its defaults.

    Only those that go as a batch: of the others, hundreds of descents would take minutes.
    """
    offered = list(USUAL)
    own = own_entrant(experiment)
    if own not in offered:
        offered.append(own)
    plain = [Entrant(name) for name, optimizer in optimizers.items() if optimizer.elementwise]
    offered += [entrant for entrant in plain if entrant not in offered]
    return [entrant for entrant in offered if entry_of(entrant).elementwise]


def entry_of(entrant: Entrant) -> Optimizer:
    """Return all that is declared of an entrant's optimizer, which may be a typed rule."""
    from playground.core.optimizers import find_optimizer  # here, since it imports torch

    return find_optimizer(entrant.optimizer)


def own_entrant(experiment: Experiment) -> Entrant:
    """Return the experiment's optimizer with those of its settings that are not the default."""
    declared = experiment.optimizer_entry.settings
    own = [
        (name, value)
        for name, value in experiment.optimizer_settings.items()
        if value != declared[name].default
    ]
    return Entrant(experiment.optimizer, tuple(own))


def entrant_title(entrant: Entrant) -> str:
    """Return an entrant for a person: "SGD, momentum 0.9"."""
    parts = [entry_of(entrant).title]
    for name, value in entrant.settings:
        word = name.replace("_", " ")
        if isinstance(value, bool):
            parts.append(word if value else f"no {word}")
        else:
            shown = exact_text(value) if isinstance(value, float) else str(value)
            parts.append(f"{word} {shown}")
    return ", ".join(parts)


class StayingMenu(QMenu):
    """A menu of switches that stays open while they are turned."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        action = self.activeAction()
        if action is not None and action.isEnabled():
            action.trigger()
        else:
            super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        action = self.activeAction()
        if event.key() == Qt.Key.Key_Space and action is not None:
            action.trigger()
        else:
            super().keyPressEvent(event)


class EntrantsButton(QToolButton):
    """Says how many are chosen; its menu has a switch for each.

    chosen_changed: a person turned one.
    """

    chosen_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        by_tab(self)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setToolTip("Choose which optimizers are compared")
        self.setMenu(StayingMenu(self))
        self._actions: dict[Entrant, QAction] = {}
        self._say()

    @property
    def chosen(self) -> tuple[Entrant, ...]:
        """Those that are switched on, in the order of the menu."""
        return tuple(one for one, action in self._actions.items() if action.isChecked())

    def offer(self, offered: Sequence[tuple[Entrant, str, str]]) -> None:
        """Offer entrants with title and help; what was on stays on, and the usual ones begin so."""
        if [entrant for entrant, _, _ in offered] == list(self._actions):
            return
        on = set(self.chosen) if self._actions else set(USUAL)
        menu = self.menu()
        menu.clear()
        self._actions = {}
        for entrant, title, tip in offered:
            action = menu.addAction(title)
            action.setCheckable(True)
            action.setChecked(entrant in on)
            action.setToolTip(tip)
            action.toggled.connect(self._turn)
            self._actions[entrant] = action
        menu.setToolTipsVisible(True)
        self._say()

    def switch(self, entrant: Entrant, on: bool) -> None:
        """Turn the switch of an entrant."""
        self._actions[entrant].setChecked(on)

    def _turn(self) -> None:
        self._say()
        self.chosen_changed.emit()

    def _say(self) -> None:
        count = len(self.chosen)
        self.setText(f"{count} optimizer{'' if count == 1 else 's'}")
        self.setAccessibleName(f"Optimizers to compare: {count} chosen")
