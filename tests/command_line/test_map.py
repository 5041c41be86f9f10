"""map writes pictures that other programs read, and numbers that are those of the library."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage

from playground.app.map_colours import COLOURINGS, coloured, minimum_colour, outcome_colour
from playground.app.palette import DARK, LIGHT
from playground.command_line.main import main
from playground.command_line.png import png
from playground.core.basin_map import basin_map
from playground.core.experiment import Experiment
from playground.core.experiment_file import from_json
from playground.core.map_request import MapAxis, MapRequest
from playground.core.maps import MAP_OUTCOMES
from tests.command_line.conftest import Capture, printed_json, refusal

TYPED = "--loss himmelblau --x theta1=-5:5 --y theta2=-5:5 --size 40 --steps 200"
HIMMELBLAU = TYPED.split()


def map_json(capsys: Capture, *arguments: str) -> dict[str, Any]:  # Any: JSON
    return printed_json(capsys, "map", *arguments)


def image(path: Path) -> QImage:
    read = QImage(str(path))
    assert not read.isNull()
    return read


def colour(read: QImage, x: int, y: int) -> str:
    return read.pixelColor(x, y).name().upper()


def test_summary_counts_every_pixel_once(capsys: Capture) -> None:
    result = map_json(capsys, *HIMMELBLAU)
    thetas = np.array([minimum["theta"] for minimum in result["minima"]])
    assert thetas == pytest.approx(
        np.array([[3, 2], [-2.805118, 3.131313], [-3.77931, -3.283186], [3.584428, -1.848127]]),
        abs=1e-5,
    )
    assert sum(minimum["count"] for minimum in result["minima"]) == 1600
    assert result["outcome"] == dict.fromkeys(MAP_OUTCOMES, 0) | {"settled": 1600}
    assert (result["x"], result["size"]) == ({"name": "x", "low": -5.0, "high": 5.0}, 40)


def test_explosions_of_the_parabola_are_counted(capsys: Capture) -> None:
    # The ten rates above 1 of 0.05, 0.15, …, 1.95 diverge from every start.
    result = map_json(
        capsys, "--x", "theta=-2:2", "--y", "lr=0.05:1.95:linear", "--size", "20", "--steps", "200"
    )
    assert (result["outcome"]["diverged"], result["outcome"]["settled"]) == (200, 200)


def test_starts_as_far_out_as_numbers_go_are_mapped_quietly(capsys: Capture) -> None:
    axes = ["--x", "theta1=-1e308:1e308", "--y", "theta2=-1e308:1e308", "--size", "4"]
    found = map_json(capsys, "--loss", "himmelblau", *axes, "--dtype", "float64")
    assert found["outcome"]["diverged"] == 16  # the fourth power of such a number is infinite


def test_minimum_at_each_corner_has_its_colour_in_the_picture(tmp_path: Path) -> None:
    target = tmp_path / "basins.png"
    assert main(["map", *HIMMELBLAU, "--output", str(target)]) == 0
    read = image(target)
    assert (read.width(), read.height()) == (40, 40)
    # y points up: the minimum in the quadrant of positive x and y is at the top right.
    corners = {(36, 3): 0, (3, 3): 1, (3, 36): 2, (36, 36): 3}
    for (x, y), number in corners.items():
        assert colour(read, x, y) == minimum_colour(number, LIGHT)


def test_any_reader_gets_back_every_pixel(tmp_path: Path) -> None:
    pixels = np.random.default_rng(0).integers(0, 256, (17, 23, 3), np.uint8)
    target = tmp_path / "noise.png"
    target.write_bytes(png(pixels))
    read = image(target).convertToFormat(QImage.Format.Format_RGB888)
    line = read.bytesPerLine()
    seen = np.frombuffer(read.constBits(), np.uint8).reshape(17, line)[:, : 3 * 23]
    assert np.array_equal(seen.reshape(17, 23, 3), pixels)


def test_outcomes_have_their_colours(tmp_path: Path) -> None:
    target = tmp_path / "outcome.png"
    typed = "--x theta=-2:2 --y lr=0.05:1.95:linear --size 20 --steps 200 --colour outcome"
    assert main(["map", *typed.split(), "--output", str(target)]) == 0
    read = image(target)
    assert {colour(read, x, 0) for x in range(20)} == {outcome_colour("diverged", LIGHT)}
    assert {colour(read, x, 19) for x in range(20)} == {outcome_colour("settled", LIGHT)}


def test_steps_go_from_dark_to_light() -> None:
    request = MapRequest(MapAxis("theta", 1, 2), MapAxis("lr", 0.05, 0.44, log=False), 20)
    made = basin_map(Experiment("square", steps=250, dtype="float64"), request)
    pixels = coloured(made, "steps", LIGHT)
    lightness = [QColor(*pixel).lightnessF() for pixel in pixels[:, 0].tolist()]
    assert (QColor(*pixels[0, 0].tolist()), QColor(*pixels[-1, 0].tolist())) == (
        QColor("#FDE725"),
        QColor("#440154"),
    )
    assert lightness[0] > lightness[-1]


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_colours_of_outcomes_differ(theme: Any) -> None:  # Any: a theme
    names = {outcome_colour(outcome, theme) for outcome in MAP_OUTCOMES}
    assert len(names) == len(MAP_OUTCOMES)
    assert {minimum_colour(number, theme) for number in range(8)} == set(theme.runs)


def test_arrays_are_those_of_the_library(tmp_path: Path) -> None:
    target = tmp_path / "basins.npz"
    typed = "--loss booth --lr 0.1 --x x=-5:5 --y momentum=0:0.9 --size 33 --steps 60"
    assert main(["map", *typed.split(), "--output", str(target)]) == 0
    with np.load(target) as arrays:  # without pickle
        made = basin_map(
            from_json(str(arrays["experiment"])),
            MapRequest(MapAxis("x", -5, 5), MapAxis("momentum", 0, 0.9), 33),
        )
        assert arrays["axes"].tolist() == ["x", "momentum"]
        assert arrays["outcomes"].tolist() == list(MAP_OUTCOMES)
        assert arrays["minima"].tolist() == [[1.0, 3.0]]
        for name in ("x", "y", "minimum", "steps", "loss", "outcome"):
            assert np.array_equal(arrays[name], getattr(made, name), equal_nan=True)


def test_table_names_the_minima_and_the_outcomes(capsys: Capture) -> None:
    assert main(["map", *HIMMELBLAU]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 4 + len(MAP_OUTCOMES)
    assert lines[0].endswith("#A5111A  (x, y) = (3, 2)")
    assert lines[4].split() == ["1,600", "100.0%", "settled"]


def test_interrupted_map_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> object:
        yield None
        raise KeyboardInterrupt

    monkeypatch.setattr("playground.command_line.map_command.basin_mapping", interrupted)
    target = tmp_path / "basins.png"
    assert main(["map", *HIMMELBLAU, "--output", str(target)]) == 130
    assert list(tmp_path.iterdir()) == []


BAD = {
    "--x theta1": "--x: must be such as theta1=-5:5 or learning_rate=0.01:1:log, not 'theta1'",
    "--x theta1=1:x": "--x: must be such as theta1=-5:5",
    "--x theta1=1:2:cube": "--x: must be such as theta1=-5:5",
    "--x theta1=2:1": "--x: theta1: high must be above 2, not 1",
    "--x thet=1:2": "there is no axis 'thet'",
    "--x theta=1:2 --y theta1=1:2": "x and y must be different axes, not θ twice",
    "--y momentum=-1:1": "momentum must be at least 0, not -1",
    "--y lr=0:1": "lr: low must be above 0, not 0",
    "--size 1": "size must be a whole number from 2 to 1024, not 1",
    "--colour red": "invalid choice: 'red'",
    "--output basins.jpg": "--output must end in .png or .npz, not 'basins.jpg'",
    "--output nowhere/at/all.png": "all.png: not saved: there is no folder at",
    "--loss bogus": "bogus",
    "--format csv": "--format: invalid choice: 'csv'",
}


@pytest.mark.parametrize(("typed", "said"), BAD.items(), ids=list(BAD))
def test_wrong_input_is_one_line_on_standard_error(typed: str, said: str, capsys: Capture) -> None:
    assert said in refusal(capsys, "map", *typed.split(" "))


def test_every_colouring_is_offered() -> None:
    made = basin_map(
        Experiment("himmelblau"), MapRequest(MapAxis("x", 0, 1), MapAxis("y", 0, 1), 3)
    )
    for name in COLOURINGS:
        assert coloured(made, name, LIGHT).shape == (3, 3, 3)
