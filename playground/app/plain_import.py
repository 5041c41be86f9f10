"""Imports Qt, and has Python import everything after it as without Qt."""

import builtins

_plain = builtins.__import__

import PySide6.QtCore  # noqa: E402, F401 - puts an import of its own in place

# Qt for Python reads the source of every module that is imported after it, for a feature that we
# do not use. That takes a fifth of torch's import, and fails with pydantic, now and then, while
# another thread imports as well: a file was refused with "partially initialized module".
builtins.__import__ = _plain
