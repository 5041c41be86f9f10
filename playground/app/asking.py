"""What a session asks the mathematics, beside the run itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from playground.app.concealing import Concealing
from playground.app.pace import FRAME_MS
from playground.app.shown_run import ShownRun
from playground.app.view import View
from playground.core.asks import Ask, CheckAsk, CodeAsk, FitAsk, GraphAsk

if TYPE_CHECKING:
    from PySide6.QtCore import QObject, QTimer

    from playground.core.experiment import Experiment
    from playground.core.lesson import Lesson, Prediction
    from playground.core.lesson_answers import Answer
    from playground.core.pictures import Picture, PictureRequest
    from playground.engine.deriving import Derived
    from playground.engine.files import Pasting
    from playground.engine.gathering import Gathering
    from playground.engine.lesson_jobs import CheckingFormulas, Judging, RunningAside
    from playground.engine.run import Run
    from playground.engine.studio import Catalogue, Studio


# What these tell is of a place that the asker knows, not of how the run goes on.
OF_ONE_PLACE = (CheckAsk, CodeAsk, FitAsk, GraphAsk)


class Asking(Concealing):
    """The part of a session that hands questions on to the studio, and its answers back."""

    _clock: QTimer
    _studio: Studio | None = None
    _seen: Run | None = None  # the run that the view on screen is all of

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._shown = ShownRun()

    @property
    def experiment(self) -> Experiment:
        """The experiment on screen; only once `ready`."""
        return self.run.experiment

    @property
    def run(self) -> Run:
        """The run on screen; only once `ready`."""
        assert self._shown.newest is not None
        return self._shown.newest

    @property
    def catalogue(self) -> Catalogue:
        """What there is to choose from; only once `ready`."""
        return self._working.catalogue

    @property
    def _working(self) -> Studio:
        assert self._studio is not None
        return self._studio

    def check_formula(self, text: str) -> tuple[int, str] | None:
        """Return where a formula is wrong (an index into the text) and how; None if it is right."""
        return self._working.check_formula(text)

    def check_function(self, text: str) -> tuple[int, str] | None:
        """Return where a function of one name is wrong (an index) and how; None if it is right.

        Unlike `check_formula`, it is not taken for the misspelled name of a loss.
        """
        # Here, since it imports torch, which is there by now.
        from playground.core.autograd_graph import function_fault

        return function_fault(text)

    def check_rule(self, text: str) -> tuple[int, str] | None:
        """Return where an update rule is wrong (an index into the text) and how, as above."""
        return self._working.check_rule(text)

    def check_model(self, text: str) -> tuple[int, str] | None:
        """Return where a model of the experiment's data is wrong and how; None if it is right."""
        return self._working.check_model(self.experiment, text)

    def check_derivative(self, text: str) -> tuple[int, str] | None:
        """Return where a derivative of the experiment's loss is wrong and how; None if right."""
        # Here, since it imports torch, which is there by now.
        from playground.core.typed_derivative import derivative_fault

        return derivative_fault(self.experiment, text)

    def paste(self, text: str) -> Pasting:
        """Begin to read a pasted table; who asks looks at what is returned, and shows it."""
        return self._working.paste(text)

    def gather(self, blocks: Iterator[str]) -> Gathering:
        """Begin to put blocks of lines together; who asks looks at what is returned."""
        return self._working.gather(blocks)

    def picture(self, request: PictureRequest) -> Picture | None:
        """Return the landscape for this request, or None while it is computed.

        A frame follows when there is more of it.
        """
        picture = self._working.picture(self.experiment, request)
        if picture is None or not picture.whole:
            self._clock.start(FRAME_MS)
        return picture

    def pictured(self) -> PictureRequest | None:
        """Return the newest request for a picture of this loss, whoever asked; None without one.

        There is one picture at a time: who wants to show the same part asks for the same again.
        """
        return self._working.pictured(self.experiment)

    def check_formulas(self, lesson: Lesson, source: str) -> CheckingFormulas:
        """Begin to look for formulas that cannot be typeset; who asks looks at what is returned."""
        return self._working.check_formulas(lesson, source)

    def has_typeset(self, latex: str) -> bool:
        """Whether this formula is typeset by now; if not, it is soon: ask again."""
        return self._working.has_typeset(latex)

    def fit(self, view: View) -> Derived | None:
        """Return the newest FitPicture of the view's data, and ask for that at its playhead.

        None without data, or where the view is of an earlier experiment.
        """
        if view.entry.table is None or view.experiment is not self.experiment:
            return None
        theta = tuple(map(float, view.theta[view.playhead]))
        return self.derive(FitAsk(view.playhead, theta))

    def derive(self, ask: Ask) -> Derived:
        """Return the newest answer to an ask, and see that a better one is worked out.

        Frames follow while there is more of it. Of a run that is kept back there is none, but
        of what is asked about one place. One about a whole run is stale until all of that run
        is in view, so that what a panel draws together is always of the same rows.
        """
        if self.concealed and not isinstance(ask, OF_ONE_PLACE):
            return self._working.untold("predict first")
        answer = self._working.derive(self.run, ask, seen=self._seen is self.run)
        if not answer.finished:
            self._clock.start(FRAME_MS)
        return answer

    def run_aside(self, experiments: Sequence[Experiment]) -> RunningAside:
        """Begin to descend these beside the run on screen; who asks looks at what is returned."""
        return self._working.run_aside(experiments)

    def _descend_aside(self, experiment: Experiment) -> Run:
        """Begin a descent that goes on whatever becomes of the run on screen."""
        return self._working.descend_aside(experiment)

    def judge(self, prediction: Prediction, answer: Answer | None) -> Judging:
        """Begin to compare a prediction with the finished run; who asks looks at the verdict."""
        return self._working.judge(prediction, answer, self.run)

    def stop_deriving(self, kind: type[Ask]) -> None:
        """Stop working on asks of this kind, until one is different."""
        self._working.stop_deriving(kind)
