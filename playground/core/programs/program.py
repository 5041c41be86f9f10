"""A program that makes exactly the run of an experiment, in one of two dialects."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cached_property

from playground.core.edits import Edit
from playground.core.experiment import Experiment
from playground.core.optimizers import is_typed
from playground.core.programs.folding import indented, renamed, uses
from playground.core.programs.loss_text import LossText, loss_text
from playground.core.programs.mistake_lines import theta_line
from playground.core.programs.number_range import held_rate
from playground.core.programs.rate_text import rate_function, scheduler, schedules_alike
from playground.core.programs.rule_text import (
    Update,
    by_hand,
    can_be_torch,
    changed_settings,
    of_torch,
)

DIALECTS = ("loop", "optim")
Lines = list[str]
# Above the line that makes the mistake, or where one is missing.
REMARKS = {
    "not-zeroed": "# Mistake: theta.grad is not zeroed here, so gradients add up",
    "wrong-sign": "# Mistake: the wrong sign, so this climbs",
    "not-normalised": "# Mistake: the input is used as it was read",
    "averaged": "# Mistake: divided by the number of components, as a mean is",
    "outside-no-grad": "# Mistake: outside torch.no_grad(), so autograd would record it",
    "detached": "# Mistake: detached, so backward() finds no way to theta",
    "integer-theta": "# Mistake: whole numbers, which have no derivative",
}


def program(experiment: Experiment, dialect: str = "loop") -> str:
    """Return a program that imports nothing but torch and the standard library.

    Its last line of output is the final theta, as a list: in the dialect "loop", the loop
    written by hand, that of plain SGD and all in half precision to the last bit; otherwise to
    rounding, of which half precision may make much ("optim" says where). "optim" leaves the
    update to torch.optim and the schedule to torch's scheduler. What only torch.optim can do
    (lbfgs) is left to it in both, and a rule that was typed is written by hand in both.

    Raises ValueError for another dialect, or for more data than a program should hold.
    """
    if dialect not in DIALECTS:
        raise ValueError(f"dialect must be one of {', '.join(DIALECTS)}, not {dialect!r}")
    return "\n".join(_Program(experiment, dialect).lines()) + "\n"


def edits_made(experiment: Experiment) -> tuple[Edit, ...]:
    """Return the edits that the run lives to see."""
    return tuple(edit for edit in experiment.edits if edit.step < experiment.steps)


def begun(experiment: Experiment) -> Experiment:
    """Return the same run without an edit at step 0, which is how it begins."""
    for edit in experiment.edits:
        if edit.step == 0:
            rate = experiment.learning_rate if edit.learning_rate is None else edit.learning_rate
            settings = {**experiment.settings, **edit.settings}
            later = tuple(other for other in experiment.edits if other.step)
            return replace(experiment, learning_rate=rate, settings=settings, edits=later)
    return experiment


class _Program:
    """Puts the parts of a program in their order."""

    def __init__(self, experiment: Experiment, dialect: str) -> None:
        self.experiment = experiment = begun(experiment)
        self.loss: LossText = loss_text(experiment)
        by_torch = dialect == "optim" or experiment.optimizer == "lbfgs"
        self.edits = edits_made(experiment)
        self.by_torch = by_torch and can_be_torch(experiment, self.edits)
        rates = any(edit.learning_rate is not None for edit in self.edits)
        # torch's schedulers know nothing of a learning rate that is set in between.
        own = not rates and schedules_alike(experiment)
        self.scheduled = experiment.schedule != "constant" and self.by_torch and own
        self.function = [] if self.scheduled else rate_function(experiment)
        self.batched = 0 < experiment.batch_size < experiment.bound_loss().rows

    @cached_property
    def _by_hand(self) -> Update:
        return by_hand(self.experiment, self.edits)

    def lines(self) -> Lines:
        """Return the whole program."""
        functions = [self.loss.function, self.function, self._batches()]
        top = ["import torch", "", *self._settings()]
        parts = [[*top, *["", *self._data()] * bool(self.loss.data)]]
        parts += [part for part in functions if part]
        memory = self._memory()
        end = ["print(theta.tolist())"]
        parts.append([*memory, *[""] * bool(memory), *self._loop(), "", *end])
        body = [line for part in parts for line in ["", "", *part]][2:]
        imports = ["import math", ""] if uses(body, "math") else []
        return [self._title(), "", *imports, *body]

    def _title(self) -> str:
        entry = self.experiment.loss_entry
        rule = "a typed rule" if is_typed(self.experiment.optimizer) else None
        title = " ".join(entry.title.split())  # a column may be called anything
        return f"# {title}, with {rule or self.experiment.optimizer_entry.title}"

    def _batches(self) -> Lines:
        if not self.batched:
            return []
        rows, size = self.experiment.bound_loss().rows, self.experiment.batch_size
        return [
            "def batches():",
            '    """Yield the rows of each minibatch: all rows once, shuffled, and again."""',
            f"    generator = torch.Generator().manual_seed({self.experiment.seed})",
            "    while True:",
            f"        yield from torch.randperm({rows}, generator=generator).split({size})",
        ]

    def _data(self) -> Lines:
        if "not-normalised" not in self.experiment.mistakes:
            return self.loss.data
        place = len(self.loss.data) - self.loss.normalised
        return [*self.loss.data[:place], REMARKS["not-normalised"], *self.loss.data[place:]]

    def _settings(self) -> Lines:
        """Return what a person may want to change."""
        experiment = self.experiment
        whole = "integer-theta" in experiment.mistakes
        lines = [*[REMARKS["integer-theta"]] * whole, theta_line(experiment, whole)]
        lines.append(f"learning_rate = {experiment.learning_rate!r}")
        return lines if self.by_torch else [*lines, *self._by_hand.settings]

    def _memory(self) -> Lines:
        """Return what is there before the loop and changes in it."""
        lines = ["batch = batches()"] if self.batched else []
        if self.by_torch:
            made = scheduler(self.experiment) if self.scheduled else []
            return [*lines, *of_torch(self.experiment), *made]
        memory = self._by_hand.memory
        first = "rate_at(0, learning_rate)" if self.function else "learning_rate"
        return [*lines, *renamed(memory, "learning_rate_at_first", first)]

    def _loop(self) -> Lines:
        experiment = self.experiment
        body = [line for edit in self.edits for line in self._edit(edit)]
        if self.function:
            body.append("rate = rate_at(step, learning_rate)")
        body += self._backward()
        good = "torch.cat([theta, theta.grad, loss.reshape(1)]).isfinite().all()"
        body += [f"if not {good}:", "    break  # diverged: from here on there are no numbers"]
        body += self._update()
        return [f"for step in range({experiment.steps}):", *indented(body)]

    def _backward(self) -> Lines:
        call, lines = self.loss.call, []
        if self.batched:
            lines, call = ["rows = next(batch)"], self.loss.batched
        made = self.experiment.mistakes
        if "detached" in made:
            call = f"({call}).detach()" if "averaged" in made else f"{call}.detach()"
        zeroed = "optimizer.zero_grad()" if self.by_torch else "theta.grad = None"
        lines.append(REMARKS["not-zeroed"] if "not-zeroed" in made else zeroed)
        lines += [REMARKS[name] for name in ("averaged", "detached") if name in made]
        lines.append(f"loss = {call}")
        if self.experiment.gradient == "by-hand":
            return [*lines, *self._gradient_by_hand()]
        if self.by_torch and "wrong-sign" in made:
            return [*lines, REMARKS["wrong-sign"], "(-loss).backward()"]
        return [*lines, "loss.backward()"]

    def _update(self) -> Lines:
        if self.by_torch:
            step = ["optimizer.step(lambda: loss)" if self._lbfgs else "optimizer.step()"]
            if self.function:
                held = held_rate("rate", self.experiment)
                step.insert(0, f'optimizer.param_groups[0]["lr"] = {held}')
            return [*step, *["scheduler.step()"] * self.scheduled]
        update = self._by_hand.update
        if "not-zeroed" in self.experiment.mistakes:  # .grad itself goes on changing
            update = [re.sub(r"= theta\.grad$", "= theta.grad.clone()", line) for line in update]
        update = update if self.function else renamed(update, "rate", "learning_rate")
        if "wrong-sign" in self.experiment.mistakes:
            update = self._uphill(update)
        if "outside-no-grad" in self.experiment.mistakes:
            return [REMARKS["outside-no-grad"], *update]
        return ["with torch.no_grad():", *indented(update)]

    @property
    def _lbfgs(self) -> bool:
        return self.experiment.optimizer == "lbfgs"

    def _uphill(self, update: Lines) -> Lines:
        if len(update) == 1 and "theta.grad" in update[0]:
            return [REMARKS["wrong-sign"], update[0].replace("theta -=", "theta +=")]
        turned = [line.replace("= theta.grad", "= -theta.grad") for line in update]
        return [REMARKS["wrong-sign"], *turned]

    def _edit(self, edit: Edit) -> Lines:
        lines = []
        if edit.learning_rate is not None:
            lines.append(f"learning_rate = {edit.learning_rate!r}")
            if self.by_torch and not self.function:
                held = held_rate("learning_rate", self.experiment)
                lines.append(f'optimizer.param_groups[0]["lr"] = {held}')
        lines += changed_settings(self.experiment, edit, self.by_torch)
        # An edit may give a setting the value that it has.
        return [f"if step == {edit.step}:", *indented(lines)] if lines else []

    def _gradient_by_hand(self) -> Lines:
        x, y = ("x[rows]", "y[rows]") if self.batched else ("x", "y")
        summed = f"((theta.detach() * {x} - {y}) @ (2 * {x})).reshape(1)"
        if "not-zeroed" in self.experiment.mistakes:
            summed += " + (0 if theta.grad is None else theta.grad)"
        made = self.experiment.mistakes
        mean = "" if "summed" in made else ": a sum, where the loss is a mean"
        written = [f"# Written by hand{mean}"]
        if self.by_torch and "wrong-sign" in made:
            summed = summed.replace("((theta.detach()", "-((theta.detach()")
            written.append(REMARKS["wrong-sign"])
        return [*written, f"theta.grad = {summed}"]
