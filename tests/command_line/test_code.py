"""`code` prints a program that, executed, ends where `run` ends."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from playground.command_line.main import main
from playground.core.programs import DIALECTS

Capture = pytest.CaptureFixture[str]


@pytest.mark.parametrize("dialect", DIALECTS)
def test_the_printed_program_prints_the_final_theta_of_run(
    dialect: str, capsys: Capture, tmp_path: Path
) -> None:
    chosen = ["--loss", "thermometer", "--steps", "50"]
    assert main(["run", *chosen, "--format", "json"]) == 0
    theta = json.loads(capsys.readouterr().out)["theta"][-1]
    path = tmp_path / "program.py"
    assert main(["code", *chosen, "--dialect", dialect, "--output", str(path)]) == 0
    done = subprocess.run(
        [sys.executable, "-I", str(path)], capture_output=True, text=True, timeout=100, check=True
    )
    assert json.loads(done.stdout.splitlines()[-1]) == pytest.approx(theta, rel=1e-6)


def test_a_file_that_ends_in_ipynb_becomes_a_notebook(tmp_path: Path) -> None:
    path = tmp_path / "run.ipynb"
    assert main(["code", "--output", str(path)]) == 0
    assert json.loads(path.read_text(encoding="utf-8"))["nbformat"] == 4


def test_a_wrong_dialect_is_one_line(capsys: Capture) -> None:
    assert main(["code", "--dialect", "jax"]) == 2
    assert "--dialect" in capsys.readouterr().err
