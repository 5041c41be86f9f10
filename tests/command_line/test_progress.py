"""The bar of a long run is for a person at a terminal, and leaves nothing behind."""

from __future__ import annotations

import io
import itertools
import re
from collections.abc import Iterator

import pytest

from playground.command_line import progress
from playground.command_line.progress import last, watched


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def _seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let half a second go by at each look at the clock."""
    ticks = itertools.count(step=0.5)
    monkeypatch.setattr(progress.time, "monotonic", lambda: next(ticks))


def test_a_long_run_draws_its_bar_and_wipes_it_off() -> None:
    terminal = Terminal()
    assert last(iter(range(11)), 10, terminal) == 10
    drawn = terminal.getvalue()
    assert "step 5 of 10" in drawn
    assert drawn.endswith("\r\x1b[K")
    assert "\n" not in drawn


def test_a_run_under_a_second_draws_nothing() -> None:
    terminal = Terminal()
    assert last("ab", 2, terminal) == "b"
    assert terminal.getvalue() == ""


def test_nothing_is_drawn_into_a_file_or_a_pipe() -> None:
    stream = io.StringIO()
    assert last(range(1000), 999, stream) == 999
    assert stream.getvalue() == ""


def test_an_interrupted_run_wipes_its_bar_off() -> None:
    def interrupted() -> Iterator[int]:
        yield from range(10)
        raise KeyboardInterrupt

    terminal = Terminal()
    with pytest.raises(KeyboardInterrupt):
        last(interrupted(), 20, terminal)
    assert terminal.getvalue().endswith("\r\x1b[K")


def test_work_without_steps_shows_its_share() -> None:
    terminal = Terminal()
    assert last(iter(range(1, 101)), 100, terminal, of="") == 100
    assert re.search(r"\d+ %", terminal.getvalue())
    assert "step" not in terminal.getvalue()


def test_each_item_is_given_on_a_line_that_is_wiped() -> None:
    terminal = Terminal()
    given = []
    for item in watched(range(8), 8, terminal):
        given.append(item)
        assert not terminal.getvalue() or terminal.getvalue().endswith("\r\x1b[K")
    assert given == list(range(8))
    assert "step 7 of 8" in terminal.getvalue()
    assert terminal.getvalue().endswith("\r\x1b[K")
