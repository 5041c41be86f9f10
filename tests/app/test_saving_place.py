"""A file is saved under the name that a person typed, with the suffix of its kind."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from playground.app.saving_place import ask_where, ended

PROGRAMS = (".py", ".ipynb")
NOTEBOOK = "Notebooks (*.ipynb)"


@pytest.mark.parametrize(
    ("typed", "kind", "known", "saved"),
    [
        ("rate 0.1", "Experiments (*.json)", (".json",), "rate 0.1.json"),
        ("rate 0.1.json", "Experiments (*.json)", (".json",), "rate 0.1.json"),
        ("rate.JSON", "", (".json",), "rate.JSON"),
        ("v1.2 of the lesson", "Lessons (*.toml)", (".toml",), "v1.2 of the lesson.toml"),
        ("lr=0.1", NOTEBOOK, PROGRAMS, "lr=0.1.ipynb"),
        ("lr=0.1", "Python programs (*.py)", PROGRAMS, "lr=0.1.py"),
        ("lr=0.1.py", NOTEBOOK, PROGRAMS, "lr=0.1.py"),
        ("lr=0.1", "", PROGRAMS, "lr=0.1.py"),
        ("1.", "", (".json",), "1..json"),
        (".1", "", (".json",), ".1.json"),
    ],
)
def test_only_a_known_suffix_counts_as_one(
    typed: str, kind: str, known: tuple[str, ...], saved: str
) -> None:
    assert ended(f"folder 2.0/{typed}", kind, known) == Path("folder 2.0") / saved


def test_a_file_that_gets_its_suffix_from_us_is_replaced_only_when_the_dialog_has_asked(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there, asked = tmp_path / "rate 0.1.json", list[str]()
    there.write_text("{}", encoding="utf-8")
    answers = [str(tmp_path / "rate 0.1"), str(there)]

    def answer(_parent: QWidget, _title: str, suggested: str, _kinds: str) -> tuple[str, str]:
        asked.append(suggested)
        return answers.pop(0), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", answer)
    parent = QWidget()
    qtbot.addWidget(parent)
    assert ask_where(parent, "Save", "new.json", "", (".json",)) == there
    assert asked == ["new.json", str(there)]


def test_who_cancels_saves_nothing(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))
    parent = QWidget()
    qtbot.addWidget(parent)
    assert ask_where(parent, "Save", "new.json", "", (".json",)) is None
