"""The program as the shell sees it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from importlib.metadata import entry_points, version
from pathlib import Path

import pytest

from playground.command_line import main as main_module
from playground.command_line import window_command
from playground.command_line.main import main
from tests.command_line.conftest import refusal

PROGRAM = [sys.executable, "-m", "playground"]
posix = pytest.mark.skipif(os.name == "nt", reason="about POSIX signals and pipes")


def test_help_and_version_load_neither_torch_nor_qt() -> None:
    script = (
        "import sys; from playground.__main__ import main; codes = [main([o]) for o in "
        "('--help', '--version')]; sys.exit(any(codes) or bool({'torch', 'PySide6', 'numpy'} & "
        "set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert "run" in done.stdout
    assert done.stdout.endswith(f"learning-rate-playground {version('learning-rate-playground')}\n")


def test_both_names_are_the_same_program() -> None:
    from playground.__main__ import main as module_main

    (script,) = entry_points(group="console_scripts", name="learning-rate-playground")
    assert script.load() is module_main


@posix
def test_a_reader_that_leaves_early_is_no_error() -> None:
    with subprocess.Popen(
        [*PROGRAM, "run", "--steps", "5000", "--format", "csv"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline().startswith(b"step,")
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 128 + signal.SIGPIPE


@posix
def test_control_c_ends_a_run_quietly(tmp_path: Path) -> None:
    with subprocess.Popen(
        [*PROGRAM, "run", "--steps", "100000", "--loss", "moons", "--output", "run.csv"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=tmp_path,
    ) as process:
        deadline = time.monotonic() + 60
        while not list(tmp_path.iterdir()) and time.monotonic() < deadline:
            assert process.poll() is None  # the temporary file appears when the run begins
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    assert (process.returncode, out, err) == (130, b"", b"")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["rnu"], "rnu: there is no such file; did you mean the command 'run'?"),
        (["sweeep"], "sweeep: there is no such file; did you mean the command 'sweep'?"),
        (["gone.json"], "gone.json: there is no such file"),
        (["."], "this is a folder, not a file"),
        ([__file__], "can open a .json experiment or a .csv table only"),
        (["a.json", "b.json"], "unrecognized arguments: b.json"),
        (["--loss", "square"], "unrecognized arguments: --loss"),
    ],
)
def test_what_cannot_be_opened_is_one_line(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert said in refusal(capsys, *arguments)


def test_no_screen_is_one_line_and_exit_code_1(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(window_command, "window_problem", lambda environment: "no screen\nhere")
    assert main([]) == 1
    assert capsys.readouterr() == ("", "learning-rate-playground: no screen here\n")


def test_the_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    shown = capsys.readouterr().out
    for name in main_module._COMMANDS:
        assert f"\n  {name} " in shown
