"""A table is read as a person would read it, and a bad one is refused in one clear line."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.core.table_file import TableError, parse_table, read_table

# S4's first three readings.
READINGS = [[0.5, 35.7], [14.0, 55.9], [15.0, 58.2]]


@pytest.mark.parametrize(
    "text",
    [
        "t_c,t_u\n0.5,35.7\n14.0,55.9\n15,58.2\n",
        "t_c;t_u\n0.5;35.7\n14.0;55.9\n15;58.2",
        "t_c\tt_u\r\n0.5\t35.7\r\n14.0\t55.9\r\n15\t58.2\r\n",
        "t_c,t_u\r0.5,35.7\r14,55.9\r15,58.2\r",
        "\ufefft_c,t_u\n0.5,35.7\n14,55.9\n15,58.2\n",
        '"t_c", t_u\n0.5,"35.7"\n 14, 55.9 \n"15","58.2"\n',
        "\n\nt_c,t_u\n\n0.5,35.7\n,\n14,55.9\n  \n15,58.2\n\n",
        '"t_c","t_u"\n0.5,"35.7\n"\n1.4e1,5.59E+1\n+15,58.2\n',
    ],
    ids=["comma", "semicolon", "tab", "mac", "bom", "quoted", "blank", "newline in quotes"],
)
def test_a_table_in_any_usual_dress_is_the_same_table(text: str) -> None:
    table = parse_table(text, "readings.csv")
    assert (table.name, table.names, table.rows) == ("readings.csv", ("t_c", "t_u"), 3)
    assert table.values.tolist() == READINGS
    assert table.values.dtype == np.float64
    with pytest.raises(ValueError, match="read-only"):
        table.values[0, 0] = 1.0


def test_a_file_gives_the_table_its_name(tmp_path: Path) -> None:
    (tmp_path / "readings.csv").write_bytes(b"\xef\xbb\xbft_c,t_u\n0.5,35.7\n")
    table = read_table(tmp_path / "readings.csv")
    assert (table.name, table.column("t_u").tolist()) == ("readings.csv", [35.7])


def test_a_space_that_does_not_break_is_a_space() -> None:
    assert parse_table("a,b\n1\u00a0,2\n", "t").values.tolist() == [[1.0, 2.0]]


def test_a_separator_in_a_quoted_name_separates_nothing() -> None:
    table = parse_table('"size, in m²";"price, in €"\n1;2\n', "homes")
    assert table.names == ("size, in m²", "price, in €")


@given(st.lists(st.tuples(*[st.floats(allow_nan=False, allow_infinity=False)] * 3), min_size=1))
def test_every_float_that_is_written_out_comes_back_exactly(
    rows: list[tuple[float, float, float]],
) -> None:
    text = "a,b,c\n" + "".join(",".join(map(repr, row)) + "\n" for row in rows)
    values = parse_table(text, "t").values
    assert values.tobytes() == np.array(rows).tobytes()  # bytes: also the sign of a zero


BAD = {
    "": "t: the file is empty; a table needs a header line and numbers",
    "\n \n": "t: the file is empty; a table needs a header line and numbers",
    ",\n,\n": "t: the cells are all empty; a table needs a header line and numbers",
    "a,b\n": "t: line 1: a header, but no rows of numbers below it",
    "\n\na,b\n\n,\n": "t: line 3: a header, but no rows of numbers below it",
    "1,2\n3,4\n": "t: line 1: numbers where the header with the columns' names should be",
    "a\n1\n": "t: line 1: only one column; two or more are needed, with a comma, a semicolon "
    "or a tab between them",
    "a,,c\n1,2,3\n": "t: line 1: column 2 has no name",
    "a,b, a\n1,2,3\n": 't: line 1: columns 1 and 3 are both named "a"',
    "a,b\x07\n1,2\n": "t: line 1: the name of column 2 must be at most 100 printable characters",
    "a,b\n1,2\n3\n": "t: line 3: 1 cell, but the header has 2 columns",
    "a,b\n1,2,3\n": "t: line 2: 3 cells, but the header has 2 columns",
    "a,b\n1,2\n\n3,four\n": "t: line 4, column \"b\": 'four' is not a number",
    'a,b\n"1\n\n",2\n3,x\n': "t: line 5, column \"b\": 'x' is not a number",
    '"a\nz",b\n1,2\n3,x\n': "t: line 4, column \"b\": 'x' is not a number",
    "a,b\n1,\n": 't: line 2, column "b": the cell is empty',
    "a;b\n1;2,5\n": "t: line 2, column \"b\": '2,5' is not a number; write decimals with a point",
    "a,b\n1,2\nnan,2\n": "t: line 3, column \"a\": 'nan' is not a finite number",
    "a,b\n1,-inf\n": "t: line 2, column \"b\": '-inf' is not a finite number",
    "a,b\n1e400,2\n": "t: line 2, column \"a\": '1e400' is not a finite number",
    "a_1,b\n1_000,2\n": "t: line 2, column \"a_1\": '1_000' is not a number",
    "a,b\n١٢,2\n": "t: line 2, column \"a\": '١٢' is not a number",
    "á,b\n１,2\n": "t: line 2, column \"á\": '１' is not a number",
    "a,b\n0x10,2\n": "t: line 2, column \"a\": '0x10' is not a number",
    'a,b\n1,"2\n3,4\n': "t: line 2: a quotation mark is opened and never closed",
    'a,b\n1,2\n"3"x,4\n': "t: line 3: text follows a closing quotation mark",
    "a,b\n1,\x002\n": "t: line 2: holds a zero byte, so this is not a text file",
    ",".join(f"c{i}" for i in range(1001)) + "\n": "t: line 1: 1001 columns are more than 1000",
}


@pytest.mark.parametrize(("text", "message"), BAD.items(), ids=[repr(text)[:25] for text in BAD])
def test_a_bad_table_is_refused_in_one_line_that_says_where(text: str, message: str) -> None:
    with pytest.raises(TableError) as error:
        parse_table(text, "t")
    assert str(error.value) == message


def test_a_mistake_far_down_is_found_at_its_line() -> None:
    # 5,000 rows are read in several portions; each must count on from the one before.
    rows = ["1,2"] * 4999
    rows[3210] = "1,oops"
    with pytest.raises(TableError, match=r"line 3212, column \"b\": 'oops'"):
        parse_table("a,b\n" + "\n".join(rows), "t")
    rows[3210] = '1,"oops'
    with pytest.raises(TableError, match="line 3212: a quotation mark is opened"):
        parse_table("a,b\n" + "\n".join(rows), "t")


def test_finite_numbers_whose_sum_overflows_are_still_finite() -> None:
    assert parse_table("a,b\n1e308,1e308\n", "t").values.tolist() == [[1e308, 1e308]]


@pytest.mark.parametrize("content", [b"a,b\n1,\xe4\n", b"\xff\xfea\0,\0b\0", b"a\0,\0b\0\n\0"])
def test_a_file_in_another_encoding_is_refused(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_bytes(content)
    with pytest.raises(ValueError, match=r"^t\.csv: line [12]: (not UTF-8|holds a zero byte)"):
        read_table(tmp_path / "t.csv")


def test_more_than_20_megabytes_are_refused_as_a_file_and_as_text(tmp_path: Path) -> None:
    text = "a,b\n" + "1,2\n" * 5_000_000
    with pytest.raises(ValueError, match="larger than 20 MB"):
        parse_table(text, "pasted")
    (tmp_path / "t.csv").write_text(text)
    with pytest.raises(ValueError, match=r"^t\.csv: 20\.1 MB is larger than 20 MB"):
        read_table(tmp_path / "t.csv")
