"""``range-test``: the learning-rate range test, as pytorch-lr-finder does it."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

import torch

from playground.command_line.arguments import PROGRAM, Parser
from playground.command_line.experiment_arguments import (
    add_experiment,
    experiment_from,
    number,
    whole,
)
from playground.command_line.output import add_output, deliver
from playground.command_line.progress import last
from playground.command_line.range_test_text import PROGRAMS, table_text
from playground.command_line.rate_range import require_range
from playground.core.experiment import MOST_STEPS, Experiment
from playground.core.mistakes import without_limit
from playground.core.range_request import RANGE_SETTINGS, RangeRequest
from playground.core.range_test import RangeTest, range_testing
from playground.core.range_truth import range_truths
from playground.core.range_words import judgement
from playground.core.settings import settle
from playground.core.sweep import sweeping_items
from playground.core.words import count

_EXAMPLES = """examples:
  range-test --loss thermometer --from 1e-6 --to 1
  range-test --loss square --theta 1 --from 1e-4 --to 10 --count 200 --format json
  range-test --loss moons --batch-size 16 --from 1e-4 --to 100 --set smoothing=0.05"""

_RUNS = 100  # of the sweep that the test is held against


def command(arguments: list[str]) -> int:
    """Do the test and write what it found. Raises ValueError in one line."""
    given = _parser().parse(arguments[1:])
    torch.set_num_threads(1)  # one small run is only slowed down by more
    request = _request(given)
    text = _text(experiment_from(given, own=tuple(RANGE_SETTINGS)), request, given.format)
    deliver(text, given.output)
    return 0


def _text(experiment: Experiment, request: RangeRequest, form: str) -> Iterator[str]:
    test = last(range_testing(experiment, request), request.count)
    assert test is not None  # the last item is the test
    if form == "table":
        yield from table_text(test, _truth(experiment, test))
    else:
        yield from PROGRAMS[form](test)


def _truth(experiment: Experiment, test: RangeTest) -> str:
    """What whole runs do at such rates, beside what the test suggests."""
    if never := without_limit(experiment.mistakes):
        return never
    try:
        items = sweeping_items(experiment, _RUNS + 1)
        truth = last(range_truths(experiment, test, _RUNS), items, of="")
    except ValueError as error:  # so many steps that the runs do not fit into the memory
        return f"No runs stand beside it: {error}."
    assert truth is not None  # the last item is the truth
    found = truth.best_learning_rate, truth.largest_stable, truth.sweep.best_is_at_an_end
    steps = count(experiment.steps)
    return f"{judgement(test, *found)}.\nThe sweep: {len(truth.sweep.outcome)} runs of {steps}."


def _request(given: argparse.Namespace) -> RangeRequest:
    require_range(given.from_rate, given.to_rate, given.count, MOST_STEPS)
    typed = {
        name: RANGE_SETTINGS[name].parse(name, text)
        for name, text in given.set
        if name in RANGE_SETTINGS
    }
    own = settle(RANGE_SETTINGS, typed)
    return RangeRequest(
        given.from_rate,
        given.to_rate,
        given.count,
        smoothing=own.smoothing,
        diverge=own.diverge,
        skip_start=int(own.skip_start),
        skip_end=int(own.skip_end),
    )


def _parser() -> Parser:
    about = (
        "Descend while the learning rate rises, and suggest the one where the loss fell fastest. "
        f"Settings of the test, for --set: {', '.join(RANGE_SETTINGS)}."
    )
    parser = Parser(f"{PROGRAM} range-test", about, _EXAMPLES)
    add = parser.add_argument
    add("--from", dest="from_rate", type=number, default=1e-6, metavar="RATE",
        help="the first learning rate (1e-6)")  # fmt: skip
    add("--to", dest="to_rate", type=number, default=10.0, metavar="RATE",
        help="the last learning rate (10)")  # fmt: skip
    add("--count", type=whole, default=100, metavar="N", help="how many updates to make (100)")
    add_experiment(parser)
    add_output(parser, ["table", *PROGRAMS])
    return parser
