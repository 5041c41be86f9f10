"""The two gates to the disk: one function reads a file, one saves it."""

from __future__ import annotations

import contextlib
import errno
import math
import os
import secrets
import stat
from collections.abc import Iterator
from pathlib import Path

Content = str | bytes | Iterator[str] | Iterator[bytes]

_IN_WORDS = {
    errno.ENOENT: "there is no such file",
    errno.ENOTDIR: "there is no such file",
    errno.EISDIR: "this is a folder, not a file",
    errno.EACCES: "permission denied",
    errno.EPERM: "permission denied",
    errno.EROFS: "the disk is read-only",
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the disk quota is used up",
    errno.EFBIG: "the file would be larger than the system allows",
    errno.ENAMETOOLONG: "the name is too long",
    errno.ELOOP: "the link leads back to itself",
}
# Without O_NONBLOCK, a named pipe would hold the program until somebody writes to it. Windows has
# neither named pipes in folders nor the flag, but wants to be told that bytes are bytes.
_READ = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_WRITE_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


def read(path: Path, most_megabytes: float) -> str:
    """Return the text of a UTF-8 file, without a byte order mark.

    Raises ValueError in one line that starts with the file's name: missing, a folder, a device,
    larger than the cap (found before reading), or not UTF-8.
    """
    name = shown(path)
    try:
        content = _content(path, int(most_megabytes * 1e6))
    except (OSError, ValueError) as error:
        raise ValueError(f"{name}: {_in_words(error)}") from None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        byte = content[error.start]
        raise ValueError(f"{name}: line {line}: not UTF-8 text (byte 0x{byte:02x})") from None


def is_file(path: Path) -> bool:
    """Whether there is such a file. Raises ValueError in one line for a name that cannot be one."""
    try:
        return path.is_file()
    except (OSError, ValueError) as error:
        raise ValueError(f"{shown(path)}: {_in_words(error)}") from None


def save(path: Path, content: Content) -> None:
    """Put the content into the file, whole or not at all; text becomes UTF-8.

    A file that was there keeps its old content until the new one is safely on the disk, also
    where the power fails in between. Pieces are taken one by one, after it is known that the
    folder can be written to. Raises ValueError in one line with the file's name.
    """
    name = shown(path)
    try:
        target = path.resolve()  # a link stays a link
        mode = _mode_of_old(target)
        temporary = target.parent / f".playground-{secrets.token_hex(6)}.tmp"
        descriptor = os.open(temporary, _WRITE_NEW, 0o666)
    except (OSError, ValueError, RuntimeError) as error:
        raise ValueError(f"{name}: not saved: {_in_words(error)}") from None
    try:
        _write(descriptor, content)
        if mode is not None:
            os.chmod(temporary, mode)
        os.replace(temporary, target)
    except BaseException as error:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        if isinstance(error, OSError):
            raise ValueError(f"{name}: not saved: {_in_words(error)}") from None
        raise
    _settle_folder(target.parent)


def shown(path: Path) -> str:
    """Return the file's name as it may stand in a one-line message."""
    name = path.name or str(path)
    name = "".join(
        letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in name
    )
    return name if len(name) <= 80 else f"{name[:40]}…{name[-39:]}"


def _content(path: Path, most: int) -> bytes:
    _require_regular(os.stat(path))  # opening some devices already does something
    descriptor = os.open(path, _READ)
    with open(descriptor, "rb") as file:
        status = os.fstat(descriptor)
        _require_regular(status)
        too_large = f"larger than {most / 1e6:g} MB"
        if status.st_size > most:
            size = math.ceil(status.st_size / 1e5) / 10  # upwards: 1.0 is not larger than 1
            raise ValueError(f"{size:.1f} MB is {too_large}, the most it may be")
        content = file.read(most + 1)  # it may have grown, or its size may not be known (/proc)
        if len(content) > most:
            raise ValueError(f"{too_large}, the most it may be")
        return content


def _require_regular(status: os.stat_result) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise ValueError(_IN_WORDS[errno.EISDIR])
    if not stat.S_ISREG(status.st_mode):
        raise ValueError("this is a device or a pipe, not a file")


def _mode_of_old(target: Path) -> int | None:
    try:
        status = os.stat(target)
    except FileNotFoundError:
        if not target.parent.is_dir():
            raise ValueError(f"there is no folder {shown(target.parent)}") from None
        return None
    _require_regular(status)
    if not os.access(target, os.W_OK):  # replacing it would work, but is not what was asked for
        raise ValueError("the file is read-only")
    return stat.S_IMODE(status.st_mode)


def _write(descriptor: int, content: Content) -> None:
    with open(descriptor, "wb") as file:
        for piece in [content] if isinstance(content, str | bytes) else content:
            file.write(_encoded(piece))
        file.flush()
        os.fsync(descriptor)


def _encoded(piece: str | bytes) -> bytes:
    # Half of a surrogate pair cannot be UTF-8; in JSON, the replacement is its escape.
    return piece if isinstance(piece, bytes) else piece.encode("utf-8", "backslashreplace")


def _settle_folder(folder: Path) -> None:
    # The new name is on the disk only when the folder is. Windows cannot open a folder, and some
    # network disks cannot sync one; the file itself is whole either way.
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _in_words(error: Exception) -> str:
    if isinstance(error, OSError):
        return _IN_WORDS.get(error.errno or 0, error.strerror or type(error).__name__)
    if isinstance(error, RuntimeError):  # what Path.resolve makes of a link to itself
        return _IN_WORDS[errno.ELOOP]
    if isinstance(error, UnicodeEncodeError):
        return "the name is no text that a disk can hold"
    if "null" in str(error):  # "embedded null byte" or "… character", as the version of Python is
        return "the name holds a zero byte, and no file's name can"
    return str(error)
