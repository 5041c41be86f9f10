"""Everything that the window needs of the mathematics, behind one door.

Importing this module imports torch, so the window does it in a thread, once it is on screen.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Mapping, Sequence

import torch

from playground.core.asks import Ask
from playground.core.changes import changed
from playground.core.experiment import Experiment
from playground.core.fork import fork
from playground.core.lesson import Lesson, Prediction
from playground.core.lesson_answers import Answer
from playground.core.losses.base import drawn_theta
from playground.core.pictures import Picture, PictureRequest
from playground.core.settings import Value
from playground.engine.catalogue import Catalogue as Catalogue
from playground.engine.deriving import Answers, Derived
from playground.engine.file_desk import FileDesk
from playground.engine.instant import Instant
from playground.engine.lesson_jobs import CheckingFormulas, Judging, RunningAside
from playground.engine.picturing import Picturing
from playground.engine.run import Run
from playground.engine.typed_faults import Fault, formula_fault, model_fault, rule_fault
from playground.engine.typesetting import Typesetter
from playground.engine.worker import Worker


class Studio(FileDesk):
    """Workers for the descent, what is derived from it and formulas; the catalogue."""

    def __init__(self) -> None:
        # One thread computes one small run: more threads only wait for each other.
        torch.set_num_threads(1)
        # What torch and Qt have made by now stays; looking through it for garbage again and again
        # would stop both threads for a tenth of a second at a time.
        gc.freeze()
        super().__init__()
        self.catalogue = Catalogue()
        self._descent = Worker("descent")
        self._derived = Worker("derived")
        self._formulas = Worker("formulas")
        self._typesetter = Typesetter(self._formulas)
        self._answers = Answers(self._derived)
        self.instant = Instant(self._derived)
        self._picturing: Picturing | None = None
        self._aside = 0  # counts descents, each of which has a name of its own

    def default_experiment(self) -> Experiment:
        """The experiment that a fresh window shows: θ² from 1 with learning rate 0.2."""
        return Experiment()

    def descend(self, experiment: Experiment, *, later: bool = False) -> Run:
        """Begin this descent in place of the one under way, and return it at once.

        One for `later` begins when it is told to.
        """
        run = Run(experiment)
        if later:
            self._descent.cancel()
        else:
            self.begin(run)
        return run

    def begin(self, run: Run) -> None:
        """Begin a descent that was to begin later."""
        self._descent.start(run)

    def picture(self, experiment: Experiment, request: PictureRequest) -> Picture | None:
        """Return the newest picture for the request, or None and begin to compute it."""
        job = self._picturing
        if job is None or job.request != request or not _same_loss(job.experiment, experiment):
            self._picturing = job = Picturing(experiment, request)
            self._derived.start(job, "picture")
        return job.picture

    def pictured(self, experiment: Experiment) -> PictureRequest | None:
        """Return the newest request for a picture of this loss, None if there was none."""
        job = self._picturing
        return job.request if job is not None and _same_loss(job.experiment, experiment) else None

    def derive(self, run: Run, ask: Ask, seen: bool = True) -> Derived:
        """Return the newest answer to an ask, and begin to work on a better one if need be."""
        return self._answers.derive(run, ask, seen)

    def untold(self, why: str) -> Derived:
        """Return the answer to an ask that is not to be answered now."""
        return Derived(None, 0.0, finished=True, stale=False, failure=why)

    def stop_deriving(self, kind: type[Ask]) -> None:
        """Stop working on asks of this kind, until one is different."""
        self._answers.cancel(kind)

    @property
    def made(self) -> object:
        """Changes whenever there is a new or finer picture or answer."""
        job = self._picturing
        return (job.state if job is not None else None, self._answers.made)

    @property
    def under_way(self) -> bool:
        """Whether a finer picture or more of an answer is still to come."""
        job = self._picturing
        unfinished = job is not None and not job.failure and not (job.picture and job.picture.whole)
        return unfinished or self._answers.under_way

    def changed(self, experiment: Experiment, changes: Mapping[str, object]) -> Experiment:
        """Return the experiment with other values in some fields; see `changed`."""
        return changed(experiment, changes)

    def forked(
        self,
        experiment: Experiment,
        step: int,
        rate: float | None,
        settings: Mapping[str, Value],
    ) -> Experiment:
        """Return the experiment that goes another way from this step on; see `fork`."""
        return fork(experiment, step, rate, settings)

    def run_aside(self, experiments: Sequence[Experiment]) -> RunningAside:
        """Begin to descend these, in place of those under way; the run on screen goes on."""
        running = RunningAside(experiments)
        self._derived.start(running, "aside")
        return running

    def descend_aside(self, experiment: Experiment) -> Run:
        """Begin a descent that nothing overtakes; the run on screen goes on."""
        run = Run(experiment)
        self._aside += 1
        self._derived.start(run, f"aside {self._aside}")
        return run

    def check_formulas(self, lesson: Lesson, source: str) -> CheckingFormulas:
        """Begin to look for formulas that cannot be typeset, in place of another lesson's."""
        checking = CheckingFormulas(lesson, source)
        self._formulas.start(checking, "lesson")
        return checking

    def judge(self, prediction: Prediction, answer: Answer | None, run: Run) -> Judging:
        """Begin to compare a prediction with a finished run."""
        judging = Judging(prediction, answer, run)
        self._derived.start(judging, "judge")
        return judging

    def check_formula(self, text: str) -> Fault | None:
        """Return where a formula is wrong, and how; None if it is right."""
        return formula_fault(text)

    def check_rule(self, text: str) -> Fault | None:
        """Return where an update rule is wrong, as above."""
        return rule_fault(text)

    def check_model(self, experiment: Experiment, model: str) -> Fault | None:
        """Return where a model of the experiment's data is wrong, as above."""
        return model_fault(experiment, model)

    def has_typeset(self, latex: str) -> bool:
        """Whether this formula is typeset by now; if not, it is soon: ask again."""
        return self._typesetter.has(latex)

    def drawn_theta(self, count: int, seed: int, scale: float) -> tuple[float, ...]:
        """Draw `count` parameters: standard normal numbers times `scale`, the same by seed."""
        return drawn_theta(count, seed, scale)

    def hold(self, held: bool) -> None:
        """Work out nothing while `held`, so that whoever asked has the interpreter for himself."""
        for worker in (self._descent, self._derived, self._formulas):
            worker.hold(held)

    def close(self, patience: float = 10.0) -> bool:
        """End the workers within so many seconds; False if one goes on.

        A save under way is completed first, on any disk that works.
        """
        workers = (self._descent, self._derived, self._pasting, self._formulas)
        until = time.monotonic() + patience
        for worker in workers:  # all of them first: they end at the same time
            worker.end()
        saved = self._close_files()
        ended = [worker.close(max(until - time.monotonic(), 0.0)) for worker in workers]
        return saved and all(ended)


def _same_loss(one: Experiment, other: Experiment) -> bool:
    keys = [(e.loss_entry, dict(e.loss_settings), e.reduction) for e in (one, other)]
    return keys[0] == keys[1]
