"""The words of a typed formula, each with the place where it was typed."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from typing import NamedTuple

from playground.core.losses.base import subscript

LONGEST = 500  # characters

# One character for one character, so that positions stay those of what was typed.
_ALIKE = str.maketrans("−–×·⋅∙÷µϑϕϵ", "--****/μθφε")
_POWERS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")
_SUBSCRIPTS = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")

# Latin with accents and Greek. Full-width and look-alike letters of other scripts are left out:
# nobody can see which of two identical names was typed.
_LATIN, _GREEK = "A-Za-zÀ-ÖØ-öø-ɏ", "Α-ΡΣ-Ωα-ω"
LETTERS = _LATIN + _GREEK
# A Greek letter is a name by itself: 2πx is 2·π·x.
NAME = re.compile(rf"(?:[{_LATIN}][{_LATIN}0-9₀-₉]*|[{_GREEK}][0-9₀-₉]*)(?:_[{LETTERS}0-9₀-₉]*)*")
_TOKEN = re.compile(
    rf"""(?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)
    |(?P<name>{NAME.pattern})
    |(?P<superscript>[⁺⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)
    |(?P<operator>\*\*|<=|>=|==|!=|[-+*/^(),<>≤≥≠])
    |(?P<space>\s+)""",
    re.VERBOSE,
)
_SAME_OPERATOR = {"**": "^", "≤": "<=", "≥": ">=", "≠": "!="}

GREEK: dict[str, str] = dict(
    zip(
        re.findall(
            "[a-z]+",
            "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi rho sigma "
            "tau upsilon phi chi psi omega",
        ),
        "αβγδεζηθικλμνξρστυφχψω",
        strict=True,
    )
)
GREEK |= {name.capitalize(): letter.upper() for name, letter in GREEK.items()}

_INSTEAD = {
    "=": "type only what stands on the right of '='; a comparison is ==",
    "[": "type round parentheses ( )",
    "]": "type round parentheses ( )",
    "{": "type round parentheses ( )",
    "}": "type round parentheses ( )",
    "|": "type abs(x)",
    "&": "type one comparison at a time, with one where inside another",
    "√": "type sqrt(x)",
    "∞": "type a number",
    ".": "type a number such as 0.5",
    "%": "there is no remainder; 5 percent is typed as 0.05",
    "!": "type a product of numbers",
    "_": "a name begins with a letter and a number has digits only",
    "'": "a formula has numbers and names but no text",
    '"': "a formula has numbers and names but no text",
}


class FormulaError(ValueError):
    """What is wrong with a formula, in one line.

    `position` is the index of the character in the typed text, counted from 0 (the message
    counts from 1, as people do); `expected` says what to type instead.
    """

    def __init__(self, problem: str, position: int, expected: str) -> None:
        super().__init__(f"{problem} at character {position + 1}: {expected}")
        self.position = position
        self.expected = expected


class Token(NamedTuple):
    """One word: its kind (number, name, superscript, operator or end), text and position."""

    kind: str
    text: str
    position: int


def tokens(text: str) -> Iterator[Token]:
    """Yield the words of a formula, then one of kind "end". Raises FormulaError."""
    if len(text) > LONGEST:
        problem = f"The formula goes on for {len(text)} characters"
        raise FormulaError(problem, LONGEST, f"{LONGEST} are the most it may have")
    alike = text.translate(_ALIKE)
    position = 0
    while position < len(alike):
        match = _TOKEN.match(alike, position)
        if match is None or match.lastgroup is None:
            raise _unexpected(text[position], position)
        if match.lastgroup != "space":
            yield _token(match.lastgroup, match.group(), position)
        position = match.end()
    yield Token("end", "", len(text))


def _token(kind: str, text: str, position: int) -> Token:
    if kind == "superscript":
        text = text.translate(_POWERS)
    return Token(kind, _SAME_OPERATOR.get(text, text), position)


def _unexpected(character: str, position: int) -> FormulaError:
    expected = _INSTEAD.get(
        character, "a formula has numbers, names, + - * / ^, parentheses and commas"
    )
    shown = f"U+{ord(character):04X}"
    if character.isprintable() and not character.isspace():
        shown = '"\'"' if character == "'" else f"'{character}'"
    return FormulaError(f"Unexpected {shown}", position, expected)


def as_declared(name: str, declared: Container[str]) -> str:
    """Return a name as it is declared: beta for the β of a typed rule is β."""
    shown = display_name(name)
    return shown if name not in declared and shown in declared else name


def display_name(name: str) -> str:
    """The one way to write a name: theta_1, theta1, θ_1 and θ₁ are all θ₁."""
    match = re.fullmatch(rf"([{LETTERS}]+)_?([0-9]+)", name.translate(_SUBSCRIPTS))
    if match is None:
        return GREEK.get(name, name)
    letters, digits = match[1], match[2]
    return GREEK.get(letters, letters) + subscript(int(digits))
