"""What a loss, an optimizer or a schedule declares that can be set: name, default and limits.

Controls, the command line and validation are all built from these declarations.
"""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from playground.core import words
from playground.core.typed import LONGEST_LIST, is_finite, plain, quoted, typed_number, typed_whole

LARGEST_WHOLE = 2**63 - 1  # steps are counted in 64 bits
Value = float | int | bool | str | tuple[int, ...]
_STEPS = "rising step numbers such as 30,80"


@dataclass(frozen=True)
class Setting:
    """A number, a switch, a choice or a list of step numbers; the default's type says which.

    usual: from where to where a number without limits is looked at first; others can be typed.
    own_name: whether a person gave it its name, which is then shown as it is.
    """

    default: Value
    minimum: float = -math.inf
    maximum: float = math.inf
    choices: tuple[str, ...] = ()
    help: str = ""
    minimum_excluded: bool = False
    maximum_excluded: bool = False
    usual: tuple[float, float] | None = None
    own_name: bool = False

    def check(self, name: str, value: object) -> Value:
        """Return the value in the default's type.

        Raises ValueError naming the setting, its rule and the value.
        """
        if isinstance(self.default, bool):
            if isinstance(value, bool):
                return value
            raise ValueError(f"{name} must be true or false, not {quoted(value)}")
        if isinstance(self.default, str):
            if value in self.choices:
                return str(value)
            choices = ", ".join(self.choices)
            raise ValueError(f"{name} must be one of {choices}, not {quoted(value)}")
        if isinstance(self.default, tuple):
            return self._check_steps(name, value)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise ValueError(f"{name} must be a number, not {quoted(value)}")
        return self._check_number(name, value)

    def parse(self, name: str, text: str) -> Value:
        """Return the value that a person typed. Raises ValueError as `check` does."""
        if isinstance(self.default, bool):
            text = text.strip()
            switch = {"true": True, "yes": True, "on": True, "1": True}
            switch |= {"false": False, "no": False, "off": False, "0": False}
            return self.check(name, switch.get(text.lower(), text))
        if isinstance(self.default, str):
            return self.check(name, text.strip())
        if isinstance(self.default, tuple):
            return self._parse_steps(name, text)
        whole = isinstance(self.default, int)
        return self.check(name, typed_whole(name, text) if whole else typed_number(name, text))

    def _check_number(self, name: str, value: float) -> Value:
        low = value < self.minimum or (self.minimum_excluded and value == self.minimum)
        high = value > self.maximum or (self.maximum_excluded and value == self.maximum)
        if low or high or not is_finite(value):
            raise ValueError(f"{name} must be {self.rule}, not {plain(value)}")
        if isinstance(self.default, int):
            if value != int(value):
                raise ValueError(f"{name} must be a whole number, not {plain(value)}")
            if value > LARGEST_WHOLE:
                raise ValueError(f"{name} must be at most {LARGEST_WHOLE}, not {plain(value)}")
            return int(value)
        return float(value)

    def _parse_steps(self, name: str, text: str) -> Value:
        if len(text) > LONGEST_LIST:
            most = f"{LONGEST_LIST} characters"
            raise ValueError(f"{name} must be at most {most} long, not {quoted(text)}")
        try:
            parts = re.split(r"\s*,\s*|\s+", text.strip())
            return self.check(name, tuple(typed_whole(name, part) for part in parts))
        except ValueError:
            raise ValueError(f"{name} must be {_STEPS}, not {quoted(text)}") from None

    def _check_steps(self, name: str, value: object) -> tuple[int, ...]:
        numbers = tuple(value) if isinstance(value, list | tuple) else ()
        whole = all(_is_step(number) for number in numbers)
        if not numbers or not whole or list(numbers) != sorted(set(numbers)):
            raise ValueError(f"{name} must be {_STEPS}, not {quoted(value)}")
        return tuple(int(n) for n in numbers)

    @property
    def rule(self) -> str:
        """The limits in words, such as "between 0 and 1"."""
        low, high = math.isfinite(self.minimum), math.isfinite(self.maximum)
        if low and high:
            edges = (self.minimum_excluded, self.maximum_excluded)
            if edges == (False, False):
                return f"between {self.minimum:g} and {self.maximum:g}"
            lower = "above" if edges[0] else "at least"
            upper = "below" if edges[1] else "at most"
            return f"{lower} {self.minimum:g} and {upper} {self.maximum:g}"
        if low:
            return f"{'above' if self.minimum_excluded else 'at least'} {self.minimum:g}"
        if high:
            return f"{'below' if self.maximum_excluded else 'at most'} {self.maximum:g}"
        return "a finite number"


class Settings(dict[str, Value]):
    """Checked values by name; ``settings.momentum`` reads ``settings["momentum"]``."""

    def __init__(self, values: Mapping[str, Value] = MappingProxyType({})) -> None:
        super().__init__(values)
        self.__dict__.update(values)  # plain attributes: rules read them at every step

    if TYPE_CHECKING:
        # Declared float since nearly all are numbers; the declaration guarantees the real type.
        def __getattr__(self, name: str) -> float: ...


def settle(declared: Mapping[str, Setting], given: Mapping[str, object]) -> Settings:
    """Return every declared setting with the given value, checked, or else its default."""
    return Settings(
        {
            name: setting.check(name, given[name]) if name in given else setting.default
            for name, setting in declared.items()
        }
    )


def _is_step(value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return 0 < value <= LARGEST_WHOLE and value == int(value)


def unknown(kind: str, name: str, known: Iterable[str]) -> ValueError:
    """Return the error for a name that is not in a list, with the nearest one that is."""
    near = difflib.get_close_matches(name[:100], list(known), n=1)
    hint = f"; did you mean {near[0]!r}?" if near else ""
    return ValueError(f"there is no {kind} {quoted(name) if name else repr(name)}{hint}")


def not_among(kind: str, name: str, known: Iterable[str]) -> ValueError:
    """Return the error for a name that is not in a list, with all that are, if there are any."""
    names = list(known)
    error = unknown(kind, name, names)
    if not names:
        return error
    offered = words.offered(names)
    if str(error).endswith("?"):
        return ValueError(f"{error} {offered[0].upper()}{offered[1:]}")
    return ValueError(f"{error}; {offered}")
