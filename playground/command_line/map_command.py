"""``map``: many descents at once, a pixel each, as a picture or as numbers."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

import torch

from playground.app.map_colours import COLOURINGS, coloured
from playground.app.palette import LIGHT
from playground.command_line.arguments import PROGRAM, Parser, file_name
from playground.command_line.experiment_arguments import add_experiment, experiment_from, whole
from playground.command_line.map_text import FORMATS, npz
from playground.command_line.output import to_standard_output
from playground.command_line.png import png
from playground.command_line.progress import last
from playground.core.basin_map import basin_mapping, mapping_items
from playground.core.experiment import Experiment
from playground.core.map_request import MapAxis, MapRequest, usual_axes
from playground.core.maps import BasinMap
from playground.core.typed import quoted
from playground.files import save

_EXAMPLES = """examples:
  map --loss himmelblau --x theta1=-5:5 --y theta2=-5:5 --steps 100 --output basins.png
  map --loss double-well --x theta=-2:2 --y learning_rate=0.01:1 --steps 200 --colour outcome
  map --loss quadratic --x momentum=0:0.99 --y learning_rate=0.1:10:log --output steps.npz"""
_SCALES = {"": None, "log": True, "linear": False}


def command(arguments: list[str]) -> int:
    """Make the map, write it and print what is on it. Raises ValueError in one line."""
    given = _parser().parse(arguments[1:])
    torch.set_num_threads(1)  # a batch that fits the cache is only slowed down by more
    output = _checked(given.output)
    experiment = experiment_from(given)
    x, y = usual_axes(experiment)
    request = MapRequest(given.x or x, given.y or y, given.size)
    request.places(experiment)
    made: list[BasinMap] = []
    content = _content(experiment, request, made, given.colour, output)
    if output is not None:
        save(output, content)
    else:
        for _ in content:
            pass
    to_standard_output(FORMATS[given.format](experiment, made[0]))
    return 0


def _content(
    experiment: Experiment,
    request: MapRequest,
    made: list[BasinMap],
    colour: str,
    output: Path | None,
) -> Iterator[bytes]:
    """Yield the file; what is on it is put into `made`."""
    # The work is inside, so that a file that cannot be written is refused before it.
    items = mapping_items(experiment, request)
    whole_map = last(basin_mapping(experiment, request), items, of="")
    assert whole_map is not None  # the last item is the whole map
    made.append(whole_map)
    if output is not None and output.suffix.lower() == ".npz":
        yield npz(experiment, whole_map)
    elif output is not None:
        yield png(coloured(whole_map, colour, LIGHT)[::-1])


def _checked(output: str | None) -> Path | None:
    if output is None or Path(output).suffix.lower() in {".png", ".npz"}:
        return None if output is None else Path(output)
    raise ValueError(f"--output must end in .png or .npz, not {quoted(output)}")


def _axis(text: str) -> MapAxis:
    name, _, rest = text.partition("=")
    low, _, rest = rest.partition(":")
    high, _, scale = rest.partition(":")
    try:
        ends = float(low), float(high)
        kind = _SCALES[scale]
    except (ValueError, KeyError):
        raise argparse.ArgumentTypeError(
            f"must be such as theta1=-5:5 or learning_rate=0.01:1:log, not {quoted(text)}"
        ) from None
    try:
        return MapAxis(name.strip(), *ends, log=kind)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _parser() -> Parser:
    about = "Make one descent for each pixel and show which minimum it reaches, or how fast."
    parser = Parser(f"{PROGRAM} map", about, _EXAMPLES)
    add = parser.add_argument
    add("--x", type=_axis, metavar="NAME=LOW:HIGH",
        help="a parameter, learning_rate or an optimizer's setting, left to right")  # fmt: skip
    add("--y", type=_axis, metavar="NAME=LOW:HIGH", help="the same, from bottom to top")
    add("--size", type=whole, default=256, metavar="N", help="pixels along each side (256)")
    add("--colour", "--color", choices=COLOURINGS, default="minimum",
        help="what a picture shows (minimum)")  # fmt: skip
    add_experiment(parser)
    add("--format", choices=tuple(FORMATS), default="table", help="how to print it (table)")
    add(
        "--output",
        type=file_name,
        metavar="FILE",
        help="a picture, .png, or arrays, .npz: whole or not at all",
    )
    return parser
