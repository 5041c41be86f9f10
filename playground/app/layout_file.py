"""What the window remembers from one start to the next: a small JSON file of our own."""

from __future__ import annotations

import base64
import json
import logging
import zlib
from dataclasses import asdict, dataclass
from pathlib import Path

from playground.files import read, save

log = logging.getLogger(__name__)
VERSION = 1
MOST_MEGABYTES = 0.1


@dataclass(frozen=True)
class Layout:
    """Size and arrangement of the window, its appearance and text; `docks` is Qt's own state."""

    width: int = 1280
    height: int = 720
    maximised: bool = False
    appearance: str = "system"
    scale: float = 1.0  # of type and space
    docks: bytes = b""


def load_layout(path: Path) -> Layout:
    """Return the layout in the file; the first one's where there is none or it is damaged."""
    if not path.is_file():
        return Layout()
    # Here, since it takes 0.1 s that a first start need not wait for.
    from playground.app.layout_schema import LayoutFile

    try:
        return LayoutFile.model_validate_json(read(path, MOST_MEGABYTES)).layout()
    except ValueError as error:
        log.warning("layout not used: %s", " ".join(str(error).split()))
        return Layout()


def save_layout(path: Path, layout: Layout) -> None:
    """Write the layout; a place that cannot be written to is only noted in the log."""
    content = {
        "version": VERSION,
        **asdict(layout),
        "docks": base64.b64encode(layout.docks).decode("ascii"),
        "docks_crc32": zlib.crc32(layout.docks),
    }
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        save(path, json.dumps(content, indent=2) + "\n")
    except (OSError, ValueError) as error:
        log.warning("layout not saved: %s", error)
