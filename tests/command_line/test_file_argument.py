"""A file that the window cannot open is refused in one line, before Qt is loaded."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.command_line.conftest import refusal


def test_what_is_not_there_is_said_to_be_missing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    absent = tmp_path / "absent.json"
    assert refusal(capsys, str(absent)) == "absent.json: there is no such file"
    (tmp_path / "away.csv").symlink_to(absent)
    assert refusal(capsys, str(tmp_path / "away.csv")) == "away.csv: there is no such file"


def test_a_folder_is_said_to_be_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert refusal(capsys, str(tmp_path)).endswith(": this is a folder, not a file")


def test_an_empty_name_is_not_taken_for_this_folder(capsys: pytest.CaptureFixture[str]) -> None:
    assert refusal(capsys, "") == "the name of the file is empty"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
def test_a_pipe_and_a_device_are_said_to_be_no_files(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    no_file = "this is a device or a pipe, not a file"
    assert refusal(capsys, str(tmp_path / "pipe.csv")) == f"pipe.csv: {no_file}"
    assert refusal(capsys, os.devnull) == f"null: {no_file}"


def test_a_file_of_another_kind_is_told_what_can_be_opened(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "program.exe").write_bytes(b"MZ")
    assert refusal(capsys, str(tmp_path / "program.exe")) == (
        "program.exe: can open a .json experiment or a .csv table only"
    )


def test_a_name_that_would_break_the_line_stays_in_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "there is no such file" in refusal(capsys, str(tmp_path / "a\nb.json"))
    assert "too long" in refusal(capsys, "n" * 5000 + ".json")
