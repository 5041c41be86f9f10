"""Whatever happens while a file is saved, its old content or its new content is there, whole."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from playground.files import save

OLD = "o" * 100_000
NEW = "n" * 3_000_000

ENDLESS = """
import sys
from pathlib import Path
from playground.files import save
target = Path(sys.argv[1])
contents = ("o" * 100_000, "n" * 3_000_000)
for turn in range(10**9):
    save(target, contents[turn % 2])
    if turn == 1:
        print("saving", flush=True)
"""


@pytest.mark.skipif(os.name == "nt", reason="about SIGKILL")
@pytest.mark.parametrize("delay", range(12))
def test_kill_9_leaves_the_old_or_the_new_file_whole(delay: int, tmp_path: Path) -> None:
    target = tmp_path / "session.json"
    with subprocess.Popen(
        [sys.executable, "-c", ENDLESS, str(target)], stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"saving\n"
        for _ in range(delay * 997):  # a little later in each test, so that all moments are hit
            target.exists()
        process.kill()
    assert target.read_text() in (OLD, NEW)


@pytest.mark.parametrize("call", ["fsync", "replace"])
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EDQUOT])
def test_a_full_or_broken_disk_leaves_the_old_file(
    call: str, number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "session.json"
    save(target, OLD)

    def fail(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patch:
        patch.setattr(os, call, fail)
        with pytest.raises(ValueError, match=r"^session\.json: not saved: ") as error:
            save(target, NEW)
    assert "\n" not in str(error.value)
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [(target.name, OLD)]


LIMITED = """
import resource, signal, sys
from pathlib import Path
from playground.files import save
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))
try:
    save(Path(sys.argv[1]), "n" * 3_000_000)
except ValueError as error:
    print(error)
"""


@pytest.mark.skipif(os.name == "nt", reason="POSIX limits the size of files")
def test_a_write_that_the_system_cuts_short_leaves_the_old_file(tmp_path: Path) -> None:
    # A real short write: the first million bytes are taken, the rest are not.
    target = tmp_path / "session.json"
    save(target, OLD)
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, str(target)], capture_output=True, text=True, check=True
    )
    assert done.stdout == (
        "session.json: not saved: the file would be larger than the system allows\n"
    )
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [(target.name, OLD)]
