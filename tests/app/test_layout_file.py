"""The layout file: comes back as it was saved; damaged or hostile ones change nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from playground.app.layout_file import Layout, load_layout, save_layout

GOOD = {
    "version": 1,
    "width": 1280,
    "height": 720,
    "maximised": False,
    "appearance": "dark",
    "docks": "AAECAw==",
    "docks_crc32": 0x8BB98613,  # of the bytes 0, 1, 2, 3
}


def test_a_layout_comes_back_as_it_was_saved(tmp_path: Path) -> None:
    docks = bytes(range(256))
    layout = Layout(1500, 900, maximised=True, appearance="dark", scale=1.3, docks=docks)
    save_layout(tmp_path / "deep" / "layout.json", layout)
    assert load_layout(tmp_path / "deep" / "layout.json") == layout


def test_a_layout_of_before_text_size_was_kept_has_the_usual_one(tmp_path: Path) -> None:
    path = tmp_path / "layout.json"
    path.write_text(json.dumps(GOOD), encoding="utf-8")
    assert load_layout(path).scale == 1.0


def test_without_a_file_the_layout_is_the_first_one(tmp_path: Path) -> None:
    assert load_layout(tmp_path / "absent.json") == Layout()


@pytest.mark.parametrize(
    "change",
    [
        {"version": 2},
        {"width": -1},
        {"width": 1e9},
        {"width": "1280"},
        {"appearance": "pink"},
        {"scale": 0.0},
        {"scale": 40.0},
        {"scale": "1.3"},
        {"docks": "%%%"},
        {"docks": "AAECAw="},  # its end is cut off
        {"docks": "AAECBA=="},  # one bit of the arrangement, which Qt would crash on
        {"docks": 7},
        {"docks_crc32": "0x8BB98613"},
        {"height": None},
        {"maximised": 1},
        {"__class__": "os.system"},
    ],
)
def test_a_wrong_layout_is_not_used(tmp_path: Path, change: dict[str, object]) -> None:
    path = tmp_path / "layout.json"
    path.write_text(json.dumps(GOOD), encoding="utf-8")
    assert load_layout(path).appearance == "dark"
    path.write_text(json.dumps(GOOD | change), encoding="utf-8")
    assert load_layout(path) == Layout()


@pytest.mark.parametrize("content", [b"", b"{", b"[" * 50_000, b"\xff\xfe", b"x" * 200_000])
def test_a_damaged_file_is_not_used(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "layout.json"
    path.write_bytes(content)
    assert load_layout(path) == Layout()


def test_a_place_that_cannot_be_written_to_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    save_layout(tmp_path / "file" / "layout.json", Layout())
    assert (tmp_path / "file").read_text(encoding="utf-8") == ""
