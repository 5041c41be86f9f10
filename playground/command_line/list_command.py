"""``list``: what there is to choose from."""

from __future__ import annotations

import json
import shutil
import sys
import textwrap
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Protocol

from playground.command_line.arguments import PROGRAM, Parser
from playground.core.settings import Setting, Value


@dataclass(frozen=True)
class Entry:
    """One thing to choose: how it is called, and what it is good for."""

    name: str
    title: str
    teaches: str
    settings: dict[str, Value] = field(default_factory=dict)  # their defaults
    parameters: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    rows: int = 0
    wrong: str = ""  # the line of code that makes a mistake
    right: str = ""  # and the one that mends it
    unavailable: str = ""  # why it cannot be chosen


class _Declared(Protocol):
    """What an optimizer and a schedule have in common."""

    @property
    def name(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def help(self) -> str: ...
    @property
    def settings(self) -> dict[str, Setting]: ...


def command(arguments: list[str]) -> int:
    """Print the list that was asked for. Raises ValueError in one line."""
    parser = Parser(f"{PROGRAM} list", "Print what there is to choose from.")
    parser.usage = f"{PROGRAM} list {{{','.join(_KINDS)}}} [--format {{table,json}}]"
    # Not required, since argparse would then ask for "kind" without naming one.
    parser.add_argument("kind", nargs="?", choices=tuple(_KINDS), help="what to list")
    parser.add_argument("--format", choices=("table", "json"), default="table")
    given = parser.parse(arguments[1:])
    if given.kind is None:
        raise ValueError(f"list needs one of {', '.join(_KINDS)}")
    entries = _KINDS[given.kind]()
    if sys.stdout is not None:  # it is None where the shell closed it
        sys.stdout.write(_json(entries) if given.format == "json" else _table(entries))
    return 0


def _losses() -> list[Entry]:
    from playground.core.losses import LOSSES

    return [
        Entry(
            loss.name,
            loss.title,
            loss.teaches,
            _defaults(loss.settings),
            parameters=loss.parameters,
        )
        for loss in LOSSES.values()
    ]


def _optimizers() -> list[Entry]:
    from playground.core.optimizers import OPTIMIZERS, UNAVAILABLE

    lacking = [Entry(name, "", "", unavailable=why) for name, why in UNAVAILABLE.items()]
    return [*_declared(OPTIMIZERS.values()), *lacking]


def _schedules() -> list[Entry]:
    from playground.core.schedules import SCHEDULES

    return _declared(SCHEDULES.values())


def _datasets() -> list[Entry]:
    from playground.core.datasets import DATASETS

    return [
        Entry(table.name, "", "", columns=table.names, rows=table.rows)
        for table in DATASETS.values()
    ]


def _mistakes() -> list[Entry]:
    from playground.core.mistakes import MISTAKES

    return [
        Entry(made.name, made.title, made.explanation, wrong=made.wrong, right=made.right)
        for made in MISTAKES.values()
    ]


_KINDS: dict[str, Callable[[], list[Entry]]] = {
    "losses": _losses,
    "optimizers": _optimizers,
    "schedules": _schedules,
    "datasets": _datasets,
    "mistakes": _mistakes,
}


def _declared(found: Iterable[_Declared]) -> list[Entry]:
    return [Entry(item.name, item.title, item.help, _defaults(item.settings)) for item in found]


def _defaults(settings: Mapping[str, Setting]) -> dict[str, Value]:
    return {name: setting.default for name, setting in settings.items()}


def _json(entries: list[Entry]) -> str:
    """Return a list of objects; what an entry has nothing of is left out."""
    shown = [{name: value for name, value in asdict(entry).items() if value} for entry in entries]
    return json.dumps(shown, indent=2, ensure_ascii=False) + "\n"


def _table(entries: list[Entry]) -> str:
    """Return a paragraph an entry: its name and title, and beside them what it teaches."""
    name_width = max(len(entry.name) for entry in entries)
    title_width = max(len(entry.title) for entry in entries)
    left = name_width + title_width + (4 if title_width else 2)
    width = max(shutil.get_terminal_size((100, 24)).columns - left, 30)
    lines = []
    for entry in entries:
        head = f"{entry.name:{name_width}}  {entry.title:{title_width}}".rstrip().ljust(left)
        for line in _description(entry, width):
            lines.append(f"{head}{line}".rstrip())
            head = " " * left
    return "\n".join(lines) + "\n"


def _description(entry: Entry, width: int) -> list[str]:
    parts = [entry.teaches]
    if entry.settings:
        parts.append(f"--set {' '.join(f'{n}={_typed(v)}' for n, v in entry.settings.items())}")
    if entry.columns:
        parts.append(f"{entry.rows} rows of {', '.join(entry.columns)}")
    if entry.wrong:
        parts += [f"wrong: {entry.wrong}", f"right: {entry.right}"]
    if entry.unavailable:
        parts.append(f"Not offered: {entry.unavailable}")
    return [line for part in parts for line in textwrap.wrap(part, width)] or [""]


def _typed(value: Value) -> str:
    """Return a value as it would be typed after --set."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        return ",".join(map(str, value))
    return value if isinstance(value, str) else f"{value:g}"
