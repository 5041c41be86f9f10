"""What the two gates to the disk promise."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from playground.files import read, save

posix = pytest.mark.skipif(os.name == "nt", reason="about POSIX files")


def test_what_is_saved_is_read_back(tmp_path: Path) -> None:
    save(tmp_path / "a.json", "θ ← θ − 0.2 · 2θ\n")
    assert read(tmp_path / "a.json", 1) == "θ ← θ − 0.2 · 2θ\n"


def test_pieces_are_saved_in_their_order(tmp_path: Path) -> None:
    save(tmp_path / "a.csv", iter(["step,θ\n", "0,1\n"]))
    assert (tmp_path / "a.csv").read_bytes() == "step,θ\n0,1\n".encode()


def test_a_byte_order_mark_is_not_text(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"\xef\xbb\xbfx,y\n")
    assert read(tmp_path / "a.csv", 1) == "x,y\n"


def test_saving_leaves_nothing_but_the_file(tmp_path: Path) -> None:
    for content in ("old", "new"):
        save(tmp_path / "a", content)
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_bytes_that_are_not_utf_8_are_refused_with_their_line(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"x,y\n1,\xff\n")
    with pytest.raises(ValueError, match=r"^a\.csv: line 2: not UTF-8 text \(byte 0xff\)$"):
        read(tmp_path / "a.csv", 1)


def test_a_file_over_the_cap_is_refused_before_it_is_read(tmp_path: Path) -> None:
    with (tmp_path / "big").open("wb") as file:
        file.truncate(10**12)  # a hole: takes no room on the disk, but reading it would never end
    with pytest.raises(ValueError, match=r"^big: 1000000\.0 MB is larger than 20 MB"):
        read(tmp_path / "big", 20)


def test_the_cap_itself_may_be_reached(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"x" * 1000)
    assert len(read(tmp_path / "a", 0.001)) == 1000
    with pytest.raises(ValueError, match="larger than"):
        read(tmp_path / "a", 0.000999)


def test_missing_files_and_folders_are_named(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"^gone\.csv: there is no such file$"):
        read(tmp_path / "gone.csv", 1)
    (tmp_path / "folder").mkdir()
    with pytest.raises(ValueError, match=r"^folder: this is a folder, not a file$"):
        read(tmp_path / "folder", 1)
    with pytest.raises(ValueError, match=r"^folder: not saved: this is a folder, not a file$"):
        save(tmp_path / "folder", "x")
    with pytest.raises(ValueError, match=r"^a: not saved: there is no folder nowhere$"):
        save(tmp_path / "nowhere" / "a", "x")


@posix
def test_a_device_or_a_pipe_is_refused_and_never_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (Path("/dev/zero"), tmp_path / "pipe"):
        with pytest.raises(ValueError, match="a device or a pipe"):
            read(path, 1)
        with pytest.raises(ValueError, match="a device or a pipe"):
            save(path, "x")
    assert (tmp_path / "pipe").is_fifo()


@pytest.mark.skipif(sys.platform != "linux", reason="/proc is Linux's")
def test_a_file_that_hides_its_size_is_capped_while_reading() -> None:
    assert os.stat("/proc/self/maps").st_size == 0
    with pytest.raises(ValueError, match="larger than"):
        read(Path("/proc/self/maps"), 0.0001)


@posix
def test_saving_keeps_a_files_permissions_and_gives_a_new_one_the_usual(tmp_path: Path) -> None:
    (tmp_path / "old").touch(0o600)
    (tmp_path / "like").touch()
    save(tmp_path / "old", "x")
    save(tmp_path / "new", "x")
    assert (tmp_path / "old").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "new").stat().st_mode == (tmp_path / "like").stat().st_mode


@posix
def test_saving_through_a_link_keeps_the_link(tmp_path: Path) -> None:
    (tmp_path / "real").write_text("old")
    (tmp_path / "link").symlink_to("real")
    (tmp_path / "loop").symlink_to("loop")
    save(tmp_path / "link", "new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_text() == "new"
    with pytest.raises(ValueError, match=r"^loop: not saved: the link leads back to itself$"):
        save(tmp_path / "loop", "x")


@posix
def test_a_message_is_one_printable_line_whatever_the_file_is_called(tmp_path: Path) -> None:
    for name in ("a\nb\x1b[31m.csv", "é" * 100, os.fsdecode(b"\xff.csv")):
        with pytest.raises(ValueError, match="there is no such file") as error:
            read(tmp_path / name, 1)
        assert str(error.value).isprintable()
        assert len(str(error.value)) < 120
    with pytest.raises(ValueError, match="the name is too long"):
        save(tmp_path / ("é" * 200), "x")
    assert not list(tmp_path.iterdir())


def test_where_pieces_cannot_be_made_the_old_file_stays(tmp_path: Path) -> None:
    def pieces() -> Iterator[str]:
        yield "half"
        raise RuntimeError("the second half")

    (tmp_path / "a").write_text("old")
    with pytest.raises(RuntimeError, match="the second half"):
        save(tmp_path / "a", pieces())
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("a", "old")]


def test_a_bad_place_is_refused_before_the_first_piece_is_made(tmp_path: Path) -> None:
    def pieces() -> Iterator[str]:
        raise AssertionError("worked for nothing")
        yield ""

    with pytest.raises(ValueError, match="there is no folder"):
        save(tmp_path / "nowhere" / "a", pieces())
