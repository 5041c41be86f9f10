"""What the command line prints: JSON, or in one line what is wrong."""

from __future__ import annotations

import json
from typing import Any

import pytest

from playground.command_line.main import main

Capture = pytest.CaptureFixture[str]
PROGRAM = "learning-rate-playground: "


def printed_json(capsys: Capture, *arguments: str) -> dict[str, Any]:  # Any: JSON
    """What a command prints as JSON, in which there is no NaN and no Infinity."""
    assert main([*arguments, "--format", "json"]) == 0
    result: dict[str, Any] = json.loads(capsys.readouterr().out, parse_constant=pytest.fail)
    return result


def refusal(capsys: Capture, *arguments: str) -> str:
    """The one line on standard error with which a command ends, with exit code 2."""
    assert main(list(arguments)) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(PROGRAM)
    assert err.endswith("\n")
    assert err.count("\n") == 1
    return err.removeprefix(PROGRAM).rstrip("\n")
