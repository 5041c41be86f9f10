"""The step at the playhead written out in lines, for as many parameters as there is room."""

from __future__ import annotations

from collections.abc import Callable

from playground.app.view import View
from playground.core.written_out import state, written_out

WRITTEN = 4  # parameters whose step is written out

Wrap = Callable[[str], list[str]]  # into lines that are narrow enough


def step_equations(view: View) -> list[list[str]]:
    """Return the equations of the step to the playhead's row, of each of the first parameters.

    At row 0 they are of the step that leaves it; none before there is a step.
    """
    if view.length < 2:
        return []
    row = max(view.playhead, 1)
    equations = [_of(view, row, at) for at in range(min(len(view.parameters), WRITTEN))]
    if not view.playhead:
        equations[0][0] = f"next: {equations[0][0]}"
    return equations


def step_lines(
    view: View,
    equations: list[list[str]],
    room: int,
    breaks: int = 0,
    wrap: Wrap = lambda part: [part],
    most: int | None = None,
) -> list[str]:
    """Return these equations of the step to the playhead's row in lines, and where it led.

    At row 0 that is the start first: as many lines as at row 1. As many parameters as there is
    room for, in lines, but always one. Each equation is broken so many times, and where that
    does not do wrapped. How many parameters are left is told always, in a line beyond the room.
    No more lines than `most`, but two of them.
    """
    if not equations:
        here = _state(view, min(len(view.parameters), WRITTEN))
        return [*wrap(here), "No step has been made yet."]
    lines: list[str] = []
    written = 0
    for own in equations:
        parts = (part for line in own for part in _broken(line, breaks))
        more = [narrow for part in parts for narrow in wrap(part)]
        if lines and len(lines) + len(more) + 1 > room:
            break
        lines += more
        written += 1
    where = wrap(_state(view, written))
    lines = [*lines, *where] if view.playhead else [*where, *lines]
    left = len(view.parameters) - written
    told = [f"{left} more {'parameter' if left == 1 else 'parameters'}: see the table."]
    told = told if left else []
    if most is not None:
        del lines[max(most - len(told), 1) :]
    return [*lines, *told]


def _state(view: View, count: int) -> str:
    row = view.playhead
    theta, gradient = view.theta[row, :count].tolist(), view.gradient[row, :count].tolist()
    partial = count < len(view.parameters)
    loss = None if "loss" in view.lacks else float(view.loss[row])
    slope = None if "gradient" in view.lacks else gradient
    return state(view.parameters[:count], row, theta, loss, slope, partial)


def _broken(line: str, breaks: int) -> list[str]:
    """Return an equation on two lines, its symbols and its numbers, or its result on a third."""
    if not breaks:
        return [line]
    if line.startswith("remembered"):
        return [line.removeprefix("remembered: ")]
    parts = line.split(" = ")
    if len(parts) < 3:
        return [line]
    numbers = [" = ".join(parts[2:])] if breaks == 1 else parts[2:]
    return [f"{parts[0]} = {parts[1]}", *(f"      = {part}" for part in numbers)]


def _of(view: View, row: int, at: int) -> list[str]:
    before, after = (
        {name: float(kept[k, at]) for name, kept in view.memory.items()} for k in (row - 1, row)
    )
    return written_out(
        view.parameters[at],
        row,
        (float(view.theta[row - 1, at]), float(view.theta[row, at])),
        float(view.gradient[row - 1, at]),
        float(view.learning_rate[row - 1]),
        before,
        after,
        view.experiment.optimizer,
        view.experiment.settings_at(row - 1),
        "wrong-sign" in view.experiment.mistakes,
        view.experiment.dtype,
    )
