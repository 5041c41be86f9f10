"""Where each part of a formula stands in the typed text."""

from __future__ import annotations

from playground.core.losses.names import ARITY
from playground.core.losses.tokens import Token, tokens
from playground.core.losses.tree import Call, Formula, Node

Span = tuple[int, int]  # the index of the first character and the one after the last


def spans(formula: Formula, text: str) -> dict[Node, Span]:
    """Return the characters that each node of a formula was typed with, in `text`."""
    return _Spans(text).of(formula.root)


class _Spans:
    """Widens words to the operations around them; counts in words, answers in characters."""

    def __init__(self, text: str) -> None:
        *self._words, end = tokens(text)
        self._at = {word.position: index for index, word in enumerate(self._words)}
        starts = [*(word.position for word in self._words[1:]), end.position]
        self._ends = [len(text[:start].rstrip()) for start in starts]
        self._partner = _partners(self._words)
        self._found: dict[Node, Span] = {}

    def of(self, root: Node) -> dict[Node, Span]:
        """Return the characters of the root and of all below it."""
        self._words_of(root)
        return {
            node: (self._words[first].position, self._ends[last])
            for node, (first, last) in self._found.items()
        }

    def _words_of(self, node: Node) -> Span:
        """The first and the last word of a node, without the parentheses around it."""
        first = last = self._at[node.position]
        if isinstance(node, Call):
            inside = [self._widened(self._words_of(argument)) for argument in node.arguments]
            if node.function in ARITY:
                last = self._partner[first + 1]
            else:  # an operator: before its operand, between two, or left out as in 3x
                first, last = min(first, inside[0][0]), max(last, inside[-1][1])
        self._found[node] = first, last
        return first, last

    def _widened(self, span: Span) -> Span:
        """The words with a plus sign before them and every pair of parentheses around them."""
        first, last = span
        while first > 0:
            if self._partner.get(first - 1) == last + 1:
                first, last = first - 1, last + 1
            elif self._is_sign(first - 1):
                first -= 1
            else:
                break
        return first, last

    def _is_sign(self, index: int) -> bool:
        """Whether a word is a plus sign with nothing to add to; the tree has no node for it."""
        before = self._words[index - 1] if index else None
        opens = before is None or (before.kind == "operator" and before.text != ")")
        return self._words[index].text == "+" and opens


def _partners(words: list[Token]) -> dict[int, int]:
    """Return the index of the closing parenthesis for that of each opening one."""
    partners, waiting = {}, list[int]()
    for index, word in enumerate(words):
        if word.text == "(":
            waiting.append(index)
        elif word.text == ")":
            partners[waiting.pop()] = index
    return partners
