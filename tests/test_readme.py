"""The README is true: its commands run, its recipes work, what it shows is what comes out."""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import textwrap
from pathlib import Path

import pytest

from playground.command_line.main import main
from playground.core import optimizers
from playground.core.descent import run
from playground.core.experiment import Experiment
from playground.core.losses import LOSSES, declaring
from playground.core.optimizers import OPTIMIZERS

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMAND = ".venv/bin/learning-rate-playground "


def blocks(language: str) -> list[str]:
    found = re.findall(rf"^( *)```{language}\n(.*?)^ *```$", README, re.DOTALL | re.MULTILINE)
    return [textwrap.dedent(block) for _, block in found]


def recipe(decorator: str) -> str:
    return next(block for block in blocks("python") if f"\n{decorator}" in f"\n{block}")


COMMANDS = [
    line.removeprefix(COMMAND)
    for block in blocks("sh")
    for line in block.splitlines()
    if line.startswith(COMMAND)
]


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_of_the_readme_runs(
    command: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(shlex.split(command)) == 0
    assert capsys.readouterr().err == ""


def test_there_are_commands_to_try() -> None:
    assert len(COMMANDS) >= 4


def test_the_library_example_prints_what_it_says() -> None:
    starts = ("import playground", "axes = playground")  # the second goes on from the first
    code = "\n".join(block for block in blocks("python") if block.startswith(starts))
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(code, {})  # noqa: S102  # our own README, and the point of this test
    assert printed.getvalue().splitlines() == re.findall(r"#\s*(.*)", code)


def test_the_recipe_for_a_loss_makes_one_that_explodes_above_a_rate_of_1(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(declaring, "LOSSES", dict(LOSSES))
    exec(recipe("@loss"), {"__name__": "recipe"})  # noqa: S102  # as above
    bowl = declaring.LOSSES["bowl"]
    monkeypatch.setitem(LOSSES, "bowl", bowl)
    assert run(Experiment("bowl", learning_rate=0.99, steps=2000)).outcome.kind == "settled"
    assert run(Experiment("bowl", learning_rate=1.01, steps=2000)).outcome.kind == "diverged"


def test_the_recipe_for_an_optimizer_makes_one_that_is_torchs_momentum(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    names = dict(vars(optimizers.base)) | {"Tensor": declaring.Tensor}
    before = set(OPTIMIZERS)
    exec(recipe("@optimizer"), names)  # noqa: S102  # as above
    try:
        heavy = run(
            Experiment("booth", optimizer="heavy_ball", learning_rate=0.01, dtype="float64")
        )
        torchs = run(
            Experiment("booth", learning_rate=0.01, settings={"momentum": 0.9}, dtype="float64")
        )
    finally:
        for name in set(OPTIMIZERS) - before:
            del OPTIMIZERS[name]
    assert heavy.theta == pytest.approx(torchs.theta, rel=1e-12)


def test_every_file_that_the_readme_names_is_there() -> None:
    paths = set(re.findall(r"`((?:playground|tests|resources)/[\w/.]*\w)/?`", README))
    paths |= set(re.findall(r"\]\((resources/[^)]*)\)", README))
    assert len(paths) >= 5
    assert [path for path in paths if not (ROOT / path).exists()] == []


def test_ci_finds_its_commands_in_the_readme() -> None:
    for mark in ("system packages", "run", "test"):
        assert f"<!-- {mark} -->\n```sh\n" in README
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
