"""The one place that knows where the resources folder is."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def resource(*parts: str) -> Path:
    """Return the path of a file that is shipped with the program.

    A wheel carries ``resources`` inside the package; an editable install and a checkout have
    it beside the package.
    """
    packaged = _PACKAGE / "resources"
    root = packaged if packaged.is_dir() else _PACKAGE.parent / "resources"
    return root.joinpath(*parts)
