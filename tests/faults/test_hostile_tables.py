"""A table made to hurt is refused in one short line, and soon."""

from __future__ import annotations

import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.core.table_file import TableError, parse_table

MEGA = 1_000_000
HOSTILE = {
    "spaces": " " * 19 * MEGA,
    "line ends": "\n" * 19 * MEGA,
    "carriage returns": "\r" * 19 * MEGA,
    "quotation marks": '"' * 19 * MEGA,
    "open quotation mark": 'a,b\n1,"2\n' + "1,2\n" * 4 * MEGA,
    "endless header": "a," * 9 * MEGA,
    "endless name": "a" * 19 * MEGA + ",b\n1,2\n",
    "endless row": "a,b\n" + "1," * 9 * MEGA,
    "endless number": "a,b\n1," + "9" * 19 * MEGA,
    "long numbers": "a,b\n" + ("9" * 100_000 + ",1\n") * 100,
    "zero bytes": "a,b\n" + "\0" * 19 * MEGA,
    "control characters": "a\x1b[2J,b\x07\n1,2\n",
    "line ends in a name": 'a,"b' + "\n" * 100_000 + '"\n1,x\n',
    "a program": "a,b\n=cmd|' /C calc'!A0,__import__('os').system('true')\n",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_table_is_refused_soon_in_one_short_line(text: str) -> None:
    start = time.process_time()
    with pytest.raises(TableError) as error:
        parse_table(text, "t.csv")
    assert time.process_time() - start < 3  # most take hundredths of a second
    assert str(error.value).startswith("t.csv: ")
    assert str(error.value).isprintable()
    assert len(str(error.value)) < 150


@given(st.text(alphabet=st.sampled_from("ab1.,;\t\"'\n\r e-_\0θ"), max_size=60))
def test_any_text_is_a_table_of_finite_numbers_or_one_line(text: str) -> None:
    try:
        table = parse_table(text, "t.csv")
    except TableError as error:
        said = str(error)
    else:
        said = ""
        assert table.rows >= 1
        assert len(set(table.names)) == len(table.names) >= 2
        assert np.isfinite(table.values).all()
    assert said == "" or said.isprintable()
