"""Where Qt cannot start, one line says what to install, before Qt ends the process."""

from __future__ import annotations

import ctypes
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import pytest

from playground.command_line.system_libraries import PACKAGES, import_problem, window_problem

DESKTOP = {"DISPLAY": ":0"}


def without(*libraries: str) -> Callable[[str], object]:
    """Return a loader for a machine that lacks some libraries."""

    def load(name: str) -> object:
        if name in libraries:
            raise OSError(f"{name}: cannot open shared object file: No such file or directory")
        return name

    return load


def yes(screen: str) -> bool:
    return True


def no(screen: str) -> bool:
    return False


def test_nothing_is_said_where_a_window_can_open() -> None:
    for environment in (DESKTOP, {"WAYLAND_DISPLAY": "w"}, {"QT_QPA_PLATFORM": "offscreen"}):
        assert window_problem(environment, without(), yes, "linux") is None


def test_a_bare_debian_is_told_all_packages_at_once() -> None:
    # The packages that a bare Debian 12 was found to need for an X11 screen.
    needed = {
        "libgl1", "libegl1", "libglib2.0-0", "libfontconfig1", "libdbus-1-3", "libxkbcommon0",
        "libxcb-cursor0", "libxcb-icccm4", "libxcb-keysyms1", "libxcb-shape0",
        "libxkbcommon-x11-0",
    }  # fmt: skip
    problem = window_problem(DESKTOP, without(*PACKAGES), yes, "linux")
    assert problem is not None
    assert "\n" not in problem
    assert needed <= set(problem.split("sudo apt-get install ")[1].split())


@pytest.mark.parametrize(
    ("library", "package"),
    [("libEGL.so.1", "libegl1"), ("libxcb-cursor.so.0", "libxcb-cursor0")],
)
def test_the_one_library_that_is_missing_is_named_with_its_package(
    library: str, package: str
) -> None:
    assert window_problem(DESKTOP, without(library), yes, "linux") == (
        f"Qt needs system libraries that are missing here ({library}); "
        f"on Debian or Ubuntu: sudo apt-get install {package}"
    )


def test_a_library_that_another_one_lacks_is_the_one_that_is_named() -> None:
    def load(name: str) -> object:
        if name == "libxcb-cursor.so.0":
            raise OSError("libxcb-icccm.so.4: cannot open shared object file: No such file")
        return name

    problem = window_problem(DESKTOP, load, yes, "linux")
    assert problem is not None
    assert "(libxcb-icccm.so.4)" in problem
    assert problem.endswith("install libxcb-icccm4")


def test_the_libraries_of_x11_matter_only_on_x11() -> None:
    load = without("libxcb-cursor.so.0")
    assert window_problem({"QT_QPA_PLATFORM": "offscreen"}, load, yes, "linux") is None
    assert window_problem({"WAYLAND_DISPLAY": "w"}, load, yes, "linux") is None
    assert window_problem({**DESKTOP, "WAYLAND_DISPLAY": "w"}, load, yes, "linux") is None
    both = {**DESKTOP, "WAYLAND_DISPLAY": "w", "QT_QPA_PLATFORM": "xcb"}
    assert "libxcb-cursor0" in str(window_problem(both, load, yes, "linux"))


def test_x11_serves_where_wayland_is_named_but_not_there() -> None:
    both = {**DESKTOP, "WAYLAND_DISPLAY": "w"}
    assert window_problem(both, without("libwayland-client.so.0"), yes, "linux") is None
    assert window_problem(both, without(), lambda screen: screen == "x11", "linux") is None


def test_no_screen_and_a_screen_that_does_not_answer_are_said_so() -> None:
    assert "there is no screen here" in str(window_problem({}, without(), yes, "linux"))
    problem = window_problem({"DISPLAY": "far:0"}, without(), no, "linux")
    assert "named by DISPLAY=far:0 cannot be reached" in str(problem)


def test_an_x11_screen_that_nobody_serves_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    if sys.platform != "linux" or shutil.which("Xvfb") is None:
        pytest.skip("needs the X11 libraries")
    monkeypatch.setenv("DISPLAY", ":4321")
    problem = window_problem({"DISPLAY": ":4321"}, without(), None, "linux")
    assert "cannot be reached" in str(problem)


@pytest.mark.skipif(sys.platform == "win32", reason="Unix sockets")
def test_a_wayland_screen_that_nobody_serves_does_not_answer(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-9")
    problem = window_problem({"WAYLAND_DISPLAY": "wayland-9"}, without(), None, "linux")
    assert "WAYLAND_DISPLAY=wayland-9 cannot be reached" in str(problem)
    assert capfd.readouterr() == ("", "")


def test_other_systems_bring_their_screen_along() -> None:
    for system in ("darwin", "win32"):
        assert window_problem({}, without(*PACKAGES), no, system) is None


def test_a_failed_import_names_the_package() -> None:
    text = "libEGL.so.1: cannot open shared object file: No such file or directory"
    assert str(import_problem(ImportError(text))).endswith("apt-get install libegl1")
    unknown = import_problem(ImportError(text.replace("EGL", "Strange")))
    assert "libStrange.so.1" in str(unknown)
    assert import_problem(ImportError("No module named 'x'")) is None


@pytest.mark.skipif(shutil.which("readelf") is None, reason="reads what Qt is linked to")
def test_every_library_that_qts_window_is_linked_to_has_its_package() -> None:
    spec = find_spec("PySide6")
    assert spec is not None
    assert spec.origin is not None
    qt = Path(spec.origin).parent / "Qt"
    names = ("libQt6Core", "libQt6Gui", "libQt6DBus", "libQt6Widgets", "libQt6XcbQpa")
    files = [next((qt / "lib").glob(f"{name}.so.6")) for name in names]
    files += [qt / "plugins/platforms" / name for name in ("libqxcb.so", "libqwayland.so")]
    listing = subprocess.run(
        ["readelf", "-d", *map(str, files)], capture_output=True, text=True, check=True
    ).stdout
    linked = set(re.findall(r"\(NEEDED\).*\[(\S+)\]", listing))
    system = {"libc.so.6", "libm.so.6", "libstdc++.so.6", "libgcc_s.so.1"}
    own = {name for name in linked if name.startswith(("libQt6", "libicu", "ld-linux"))}
    assert linked - system - own <= set(PACKAGES)


@pytest.mark.skipif(sys.platform != "linux", reason="Linux's dynamic loader")
def test_the_real_loader_reports_a_missing_library_as_expected() -> None:
    with pytest.raises(OSError, match=r"libplayground-none\.so\.1: cannot open shared object"):
        ctypes.CDLL("libplayground-none.so.1")
