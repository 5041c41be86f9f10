"""Which system libraries Qt needs and this machine lacks, before Qt aborts over them.

Qt's wheels bring Qt, not the libraries of the desktop under it. Where one is missing, importing
Qt fails; where a library of the screen's plugin is missing, or no screen is there, Qt ends the
process with a core dump.
"""

from __future__ import annotations

import ctypes
import os
import re
import socket
import sys
from collections.abc import Callable, Iterable, Mapping

Load = Callable[[str], object]
Answers = Callable[[str], bool]

# What the plugins and libraries of PySide6 6.10 are linked to, and the Debian and Ubuntu package
# that brings it: its own, or one that depends on it, which keeps the line short.
_ALWAYS = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libX11.so.6": "libgl1",
    "libz.so.1": "zlib1g",
    "libzstd.so.1": "libzstd1",
}
_X11 = {
    "libxcb.so.1": "libgl1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-image.so.0": "libxcb-cursor0",
    "libxcb-render.so.0": "libxcb-cursor0",
    "libxcb-render-util.so.0": "libxcb-cursor0",
    "libxcb-util.so.1": "libxcb-cursor0",
    "libxcb-shm.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxkbcommon-x11-0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libX11-xcb.so.1": "libx11-xcb1",
}
_WAYLAND = {
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
}
_LIBRARIES = {"wayland": _WAYLAND, "x11": _X11}  # in the order in which Qt tries them
_VARIABLE = {"wayland": "WAYLAND_DISPLAY", "x11": "DISPLAY"}
_PLUGIN = {"wayland": "wayland", "x11": "xcb"}
_WITHOUT = "the command 'run' needs none"
PACKAGES = {**_ALWAYS, **_X11, **_WAYLAND}
_MISSING = re.compile(r"(lib[\w.+-]+\.so[\w.]*): cannot open shared object file")


def window_problem(
    environment: Mapping[str, str],
    load: Load = ctypes.CDLL,
    answers: Answers | None = None,
    system: str = sys.platform,
) -> str | None:
    """Return in one line why no window can open on this machine, or None if one can.

    `load` takes a library's name and raises OSError if it cannot be loaded; `answers` takes
    "x11" or "wayland" and says whether that screen lets us in.
    """
    if system != "linux":
        return None
    absent = missing(_ALWAYS, load)
    platform = environment.get("QT_QPA_PLATFORM", "").split(":")[0]
    if platform and not platform.startswith(("xcb", "wayland")):
        return _install(absent) if absent else None  # offscreen, vnc, eglfs: its user knows
    screens = _screens(environment, platform)
    if not screens:
        return f"there is no screen here (no DISPLAY or WAYLAND_DISPLAY is set); {_WITHOUT}"
    lacking = {screen: missing(_LIBRARIES[screen], load) for screen in screens}
    ready = [screen for screen in screens if not lacking[screen]]
    if absent or not ready:
        # X11 comes last and is the one to install: Wayland desktops speak it too.
        return _install(absent if ready else [*absent, *lacking[screens[-1]]])
    if any(map(answers or _answers, ready)):
        return None
    named = " or ".join(f"{_VARIABLE[screen]}={environment[_VARIABLE[screen]]}" for screen in ready)
    return f"the screen that is named by {named} cannot be reached; {_WITHOUT}"


def import_problem(error: ImportError) -> str | None:
    """Return in one line which package brings the library that an import lacks, or None."""
    found = _MISSING.search(str(error))
    return _install([found.group(1)]) if found else None


def missing(libraries: Iterable[str], load: Load) -> list[str]:
    """Return the libraries that cannot be loaded, or those that they lack themselves."""
    absent = []
    for library in libraries:
        try:
            load(library)
        except OSError as error:
            found = _MISSING.search(str(error))
            absent.append(found.group(1) if found else library)
    return absent


def _install(libraries: list[str]) -> str:
    packages = dict.fromkeys(PACKAGES[name] for name in libraries if name in PACKAGES)
    names = ", ".join(dict.fromkeys(libraries))
    lacking = f"Qt needs system libraries that are missing here ({names})"
    if not packages:
        return f"{lacking}; install the packages that hold them"
    return f"{lacking}; on Debian or Ubuntu: sudo apt-get install {' '.join(packages)}"


def _screens(environment: Mapping[str, str], platform: str) -> list[str]:
    """Return the screens that are named and that Qt may use, in the order it tries them."""
    named = [screen for screen in _LIBRARIES if environment.get(_VARIABLE[screen])]
    return [screen for screen in named if not platform or _PLUGIN[screen] in platform]


def _answers(screen: str) -> bool:
    """Connect to the screen as Qt will, since Qt ends the process where it cannot."""
    if screen == "wayland":
        folder = os.environ.get("XDG_RUNTIME_DIR", "")
        with socket.socket(socket.AF_UNIX) as display:
            # joined, an absolute WAYLAND_DISPLAY stands for itself, as it does in Qt
            return display.connect_ex(os.path.join(folder, os.environ["WAYLAND_DISPLAY"])) == 0
    xcb = ctypes.CDLL("libxcb.so.1")
    xcb.xcb_connect.restype = ctypes.c_void_p
    connection = ctypes.c_void_p(xcb.xcb_connect(None, None))
    failed = xcb.xcb_connection_has_error(connection)
    xcb.xcb_disconnect(connection)
    return not failed
