"""Ctrl-C ends a command quietly with exit code 130 at whatever moment it comes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

pytestmark = pytest.mark.skipif(os.name == "nt", reason="os.kill is not Ctrl-C there")

# The program as the script starts it. It sends the signal to itself when a module is looked for,
# or when Python is being taken apart.
PROGRAM = """
import atexit, os, signal, sys

moment = sys.argv.pop(1)

def interrupt():
    os.kill(os.getpid(), signal.SIGINT)

class Finder:
    def find_spec(self, name, path=None, target=None):
        if name == moment:
            interrupt()

sys.meta_path.insert(0, Finder())
if moment == "exit":
    atexit.register(interrupt)
from playground.__main__ import main
sys.exit(main())
"""
MOMENTS = ["playground.command_line.main", "numpy.linalg._umath_linalg", "torch", "torch._C"]


def ended(moment: str, ignored: bool = False) -> tuple[int, str]:
    """Run a command with an interrupt at that moment; return exit code and standard error."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, moment, "run", "--steps", "1"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        timeout=60,
        check=False,
        preexec_fn=_ignore if ignored else None,
    )
    return done.returncode, done.stderr


def _ignore() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)


@pytest.mark.parametrize("moment", [*MOMENTS, "exit"])
def test_an_interrupt_before_and_after_the_work_ends_quietly(moment: str) -> None:
    assert ended(moment) == (130, "")


def test_what_was_started_to_ignore_interrupts_ignores_them() -> None:
    assert ended("torch", ignored=True) == (0, "")
