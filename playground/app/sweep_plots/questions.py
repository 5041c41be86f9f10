"""What the Sweep panel asks: the same questions for all of its pages, and when they are stopped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playground.app.curvature_known import Known
from playground.app.session import Session
from playground.app.view import View
from playground.core.asks import Ask, AttractorsAsk, MinimumAsk, RangeAsk, SweepAsk

if TYPE_CHECKING:
    from playground.core.theory import Theory
    from playground.engine.deriving import Derived

SMOOTHING = 0.05  # of a range test: what pytorch-lr-finder's own example uses
RAMP, DIVERGE = 100, 5.0  # the iterations of a range test, and times the best loss
_ATTRACTORS = 640  # learning rates: as many as there are columns on the screen
_SPARSE = 8  # every eighth stop, where runs are made one by one


class Questions:
    """Asks the session, and stops what nobody looks at any more."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._known = Known()
        self._attempts: dict[type[Ask], int] = {}
        self._working: set[type[Ask]] = set()

    def rates(self, view: View) -> tuple[float, ...]:
        """The learning rates of the sweep: the slider's stops."""
        stops = self._session.rates.stops
        return stops if view.experiment.optimizer_entry.elementwise else stops[::_SPARSE]

    def sweep(self, view: View) -> Derived:
        """The sweep over the slider's stops."""
        return self._ask(SweepAsk(self.rates(view), attempt=self._attempt(SweepAsk)))

    def attractors(self, low: float, high: float, parameter: int) -> Derived:
        """The last iterates of a parameter for learning rates from low to high."""
        attempt = self._attempt(AttractorsAsk)
        return self._ask(AttractorsAsk(low, high, _ATTRACTORS, parameter, attempt))

    def range_test(self, stops: bool) -> Derived:
        """The range test over what the slider covers; stops: once the loss explodes."""
        low, high = self._session.rates.ends
        attempt, diverge = self._attempt(RangeAsk), DIVERGE if stops else 0.0
        return self._ask(RangeAsk(low, high, RAMP, SMOOTHING, diverge, attempt))

    def theory(self, view: View) -> Theory | None:
        """What the theory says for the minimum; None while that is not known."""
        return self._known.theory(view, self._session.derive(MinimumAsk()))

    def stop(self) -> None:
        """Stop what is under way."""
        for kind in self._working:
            self._session.stop_deriving(kind)

    def resume(self) -> None:
        """Ask anew for what was stopped."""
        for kind in (SweepAsk, AttractorsAsk, RangeAsk):
            self._attempts[kind] = self._attempt(kind) + 1
        self._working.clear()

    def rest(self) -> None:
        """Stop what nobody sees; it is asked for anew when it is seen."""
        if self._working:
            self.stop()
            for kind in self._working:
                self._attempts[kind] = self._attempt(kind) + 1
            self._working.clear()

    def _attempt(self, kind: type[Ask]) -> int:
        return self._attempts.get(kind, 0)

    def _ask(self, ask: Ask) -> Derived:
        answer = self._session.derive(ask)
        (self._working.discard if answer.finished else self._working.add)(type(ask))
        return answer
