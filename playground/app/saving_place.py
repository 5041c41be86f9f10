"""Asks a person where to save a file, whose name ends as its kind does."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget


def ask_where(
    parent: QWidget, title: str, suggested: str, kinds: str, known: tuple[str, ...]
) -> Path | None:
    """Return the file to write, or None if a person would rather not.

    Only a known suffix counts as one; to any other name, such as "rate 0.1", the suffix is added
    of the kind of file that was chosen, or the first known one.
    """
    name, kind = QFileDialog.getSaveFileName(parent, title, suggested, kinds)
    while name:
        path = ended(name, kind, known)
        if path == Path(name) or not path.exists():
            return path
        # The dialog has asked about another file; of this one it asks whether to replace it.
        name, kind = QFileDialog.getSaveFileName(parent, title, str(path), kinds)
    return None


def ended(name: str, kind: str, known: tuple[str, ...]) -> Path:
    """Return the path with a known suffix, as the dialog's line for that kind names it."""
    path = Path(name)
    if path.suffix.lower() in known:
        return path
    suffix = next((suffix for suffix in known if f"(*{suffix})" in kind), known[0])
    return path.with_name(path.name + suffix)
