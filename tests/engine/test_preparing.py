"""pydantic is imported in one thread: two that import it at once find half of it."""

from __future__ import annotations

import builtins
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from playground.engine.files import Preparing

PROGRAM = """
import sys, threading
from pathlib import Path
from playground.core.experiment import Experiment
from playground.engine.file_desk import FileDesk
threads = set()
class Watch:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] == "pydantic":
            threads.add(threading.current_thread().name)
sys.meta_path.insert(0, Watch())
desk = FileDesk()
desk.prepare_files()
saving = desk.save(Path(sys.argv[1]), Experiment())
assert desk._close_files() and saving.finished and not saving.failure, saving.failure
desk._pasting.close(10.0)
print(*threads)
"""


def test_a_file_that_is_saved_at_once_and_its_preparing_import_it_in_one_thread(
    tmp_path: Path,
) -> None:
    file = tmp_path / "experiment.json"
    command = [sys.executable, "-W", "error", "-c", PROGRAM, str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.stderr == ""
    assert done.stdout.split() == ["files"]
    assert file.is_file()


def test_an_import_that_meets_half_of_itself_is_made_again(monkeypatch: pytest.MonkeyPatch) -> None:
    real, wanted = builtins.__import__, "playground.core.lesson_file"
    met: list[str] = []

    def half(name: str, *rest: Any) -> Any:  # what the name is imported for, and what comes of it
        if name == wanted and not met:
            met.append(name)
            raise ImportError("cannot import name 'half' from partially initialized module")
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", half)
    preparing = Preparing()
    assert list(preparing.work()) == [preparing]
    assert met == [wanted]
    assert preparing.finished
    assert not preparing.failure
