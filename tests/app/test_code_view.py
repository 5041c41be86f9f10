"""A program on screen: coloured, marked where it is new, copied whole."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from playground.app.code_changes import mistakes
from playground.app.code_colours import code_colours
from playground.app.code_view import CodeView
from playground.app.palette import DARK, LIGHT, Theme
from playground.core.programs.program import REMARKS
from playground.core.programs.shown import shown_line
from tests.app.test_theme import contrast

DATA = f"t_u = torch.tensor({[k / 4 for k in range(40)]!r})"
LINES = ["# Words", "import torch", "", "def f(x):", '    """Said', '    "twice"."""', DATA]
LINES += [f"rate_{k} = {k}.5" for k in range(60)]


@pytest.fixture
def view(qtbot: QtBot) -> CodeView:
    made = CodeView("The program")
    qtbot.addWidget(made)
    made.resize(400, 160)
    with qtbot.waitExposed(made):
        made.show()
    show(made, LINES)
    return made


def show(view: CodeView, lines: list[str]) -> None:
    view.show_lines([shown_line(line) for line in lines])


def text_of(view: CodeView, number: int) -> str:
    return view.document().findBlockByNumber(number).text()


def colours_of(view: CodeView, number: int) -> dict[str, str]:
    """The colour of each coloured part of a line."""
    block = view.document().findBlockByNumber(number)
    return {
        block.text()[part.start : part.start + part.length]: (
            part.format.foreground().color().name().upper()
        )
        for part in block.layout().formats()
    }


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("part", ["keyword", "string", "number", "comment"])
def test_every_colour_can_be_read_also_on_a_changed_line(theme: Theme, part: str) -> None:
    colours = code_colours(theme)
    for ground in (theme.surface, colours.changed):
        assert contrast(getattr(colours, part), ground) >= 4.5
        assert contrast(theme.text, ground) >= 4.5


def test_words_strings_numbers_and_comments_have_their_colours(view: CodeView) -> None:
    view.paint_with(LIGHT)
    colours = code_colours(LIGHT)
    assert colours_of(view, 0) == {"# Words": colours.comment}
    assert colours_of(view, 1) == {"import": colours.keyword}
    assert colours_of(view, 3) == {"def": colours.keyword}
    assert colours_of(view, 4) == {'"""Said': colours.string}
    assert colours_of(view, 5) == {'    "twice"."""': colours.string}
    assert colours_of(view, 7) == {"0.5": colours.number}


def test_the_first_program_has_no_marks(view: CodeView) -> None:
    assert view.changed == view.gone == frozenset()


def test_only_new_lines_are_marked_until_the_next_change(view: CodeView) -> None:
    show(view, [*LINES[:7], "rate_0 = 9", *LINES[8:]])
    assert view.changed == {7}
    show(view, [*LINES[:7], "rate_0 = 9", *LINES[8:]])
    assert view.changed == {7}
    show(view, LINES[:7] + LINES[8:])
    assert (view.changed, view.gone) == (frozenset(), {7})


def test_a_marked_line_has_a_bar_and_a_ground(view: CodeView) -> None:
    view.paint_with(LIGHT)
    show(view, ["# Other words", *LINES[1:]])
    picture = view.viewport().grab().toImage()
    place = view.blockBoundingGeometry(view.document().firstBlock()).translated(
        view.contentOffset()
    )
    middle = round(place.center().y() * picture.devicePixelRatio())
    assert picture.pixelColor(1, middle) == QColor(LIGHT.accent)
    assert picture.pixelColor(picture.width() - 2, middle) == QColor(code_colours(LIGHT).changed)


@pytest.mark.parametrize(
    "after",
    [
        ["# Other words", *LINES[1:]],
        LINES[:-1],
        [*LINES, "more = 1"],
        [*LINES[:-1], "other = 2"],
        LINES[3:],
        ["new"],
        ["", ""],
        [],
        LINES,
    ],
)
def test_the_text_is_that_of_the_lines_after_any_change(view: CodeView, after: list[str]) -> None:
    show(view, after)
    assert view.toPlainText() == "\n".join(shown_line(line).text for line in after)
    show(view, LINES)
    assert view.toPlainText() == "\n".join(shown_line(line).text for line in LINES)


def test_a_changed_line_does_not_move_what_is_on_screen(view: CodeView) -> None:
    bar = view.verticalScrollBar()
    bar.setValue(20)
    show(view, [*LINES[:22], "rate_15 = 9", *LINES[23:]])
    assert bar.value() == 20


def test_lines_that_come_above_leave_what_is_read_where_it_is(view: CodeView) -> None:
    bar = view.verticalScrollBar()
    bar.setValue(20)
    view.setFocus()
    before = view.firstVisibleBlock().text()
    show(view, ["one", "two", *LINES])
    assert view.firstVisibleBlock().text() == before


@pytest.mark.parametrize(
    ("after", "number"),
    [([*LINES[:50], "rate_43 = 9", *LINES[51:]], 50), (LINES[:40] + LINES[41:], 40)],
    ids=["changed", "taken out"],
)
def test_a_change_out_of_sight_is_scrolled_to_unless_somebody_reads_elsewhere(
    view: CodeView, after: list[str], number: int
) -> None:
    view.setFocus()
    show(view, after)
    assert view.verticalScrollBar().value() == 0
    show(view, LINES)
    view.clearFocus()
    show(view, after)
    assert view.changed | view.gone == {number}
    line = view.document().findBlockByNumber(number)
    place = view.blockBoundingGeometry(line).translated(view.contentOffset())
    assert view.viewport().rect().contains(place.toRect().center())


MISTAKEN = [*LINES[:50], "    # Mistake: the wrong sign, so this climbs", "    theta += 1"]
MISTAKEN += LINES[50:]


def in_sight(view: CodeView, number: int) -> bool:
    """Whether the whole line is on screen."""
    line = view.document().findBlockByNumber(number)
    place = view.blockBoundingGeometry(line).translated(view.contentOffset())
    return place.top() >= 0 and place.bottom() <= view.viewport().height()


def test_the_first_program_opens_on_its_mistake_also_in_a_panel_that_is_laid_out_later(
    qtbot: QtBot,
) -> None:
    view = CodeView("The program")
    qtbot.addWidget(view)
    view.resize(400, 40)
    show(view, MISTAKEN)
    with qtbot.waitActive(view):
        view.show()
    view.clearFocus()
    for height in (300, 110):
        view.resize(400, height)
        assert in_sight(view, 50)
        assert in_sight(view, 51)
    view.verticalScrollBar().setValue(0)
    view.resize(400, 200)
    assert view.verticalScrollBar().value() == 0  # somebody has scrolled away from it


def test_a_new_mistake_is_scrolled_to_with_its_line_though_another_change_is_in_sight(
    view: CodeView,
) -> None:
    view.clearFocus()
    show(view, ["# Other words", *MISTAKEN[1:]])
    assert 0 in view.changed
    assert in_sight(view, 50)
    assert in_sight(view, 51)
    view.verticalScrollBar().setValue(0)
    show(view, ["# Words again", *MISTAKEN[1:]])
    assert view.verticalScrollBar().value() == 0  # the mistake was there before


def test_a_new_mistake_leaves_the_program_where_somebody_reads_it(view: CodeView) -> None:
    view.setFocus()
    show(view, MISTAKEN)
    assert view.verticalScrollBar().value() == 0


@pytest.mark.parametrize("name", sorted(REMARKS))
def test_every_remark_on_a_mistake_is_found(name: str) -> None:
    assert mistakes(["theta = 1", f"    {REMARKS[name]}"]) == [1]


def test_what_is_copied_holds_the_numbers_that_the_view_leaves_out(view: CodeView) -> None:
    assert "40 numbers in all" in text_of(view, 6)
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "\n".join(LINES)


def test_nothing_can_be_typed_and_tab_leaves(view: CodeView) -> None:
    view.setFocus()
    QTest.keyClicks(view, "x")
    QTest.keyClick(view, Qt.Key.Key_Delete)
    QTest.keyClick(view, Qt.Key.Key_Tab)
    assert view.toPlainText() == "\n".join(shown_line(line).text for line in LINES)
