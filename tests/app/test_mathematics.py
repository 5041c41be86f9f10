"""Formulas are drawn with ink in the theme's colour; what cannot be drawn stays readable text."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor, QPixmap
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from playground.app.controls.column import WIDTH_PX
from playground.app.icons import IconButton, icon, tinted
from playground.app.mathematics import FormulaLabel, formula_icon, formula_pixmap
from playground.assets import resource
from playground.core.losses import LOSSES

FRACTION = r"\frac{1}{N} \sum_{i=1}^{N} (w x_i - y_i)^2"
COLUMN_PX = WIDTH_PX - 2 * 12 - 10  # without the margins and the scroll bar
READABLE_PX = 10
ICONS = sorted(path.stem for path in resource("icons").glob("*.svg"))


def ink(picture: QPixmap, colour: str) -> list[tuple[int, int]]:
    """Where the picture has this very colour."""
    image, wanted = picture.toImage(), QColor(colour)
    return [
        (x, y)
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y).alpha() == 255 and image.pixelColor(x, y).rgb() == wanted.rgb()
    ]


@pytest.mark.parametrize("colour", ["#1b1f24", "#e8ebee"])
def test_letters_are_drawn_and_not_only_fraction_bars(qapp: QApplication, colour: str) -> None:
    picture = formula_pixmap(FRACTION, colour, 20)
    assert picture is not None
    rows = {y for _, y in ink(picture, colour)}
    assert len(rows) > picture.height() / 3  # the bar alone is two rows


@pytest.mark.parametrize("latex", ["", r"\nosuchcommand{", r"\frac{1", "x" * 10_000])
def test_what_cannot_be_typeset_gives_no_picture_and_no_exception(
    qapp: QApplication, latex: str
) -> None:
    assert formula_pixmap(latex, "#000000", 14) is None
    assert formula_icon(latex).isNull()


def test_a_label_falls_back_to_plain_text(qtbot: QtBot) -> None:
    label = FormulaLabel()
    qtbot.addWidget(label)
    label.resize(300, 20)
    label.show_formula(r"\nosuchcommand{", "x² <b>")
    qtbot.waitUntil(lambda: label.text() == "x² <b>")
    assert label.accessibleName() == "x² <b>"


def test_a_formula_that_takes_long_to_typeset_does_not_leave_the_one_before_in_its_place(
    qtbot: QtBot,
) -> None:
    known = {r"\theta^2"}
    label = FormulaLabel(is_typeset=known.__contains__)
    qtbot.addWidget(label)
    label.resize(300, 20)
    label.show_formula(r"\theta^2", "theta^2")
    qtbot.waitUntil(lambda: not label.pixmap().isNull())
    label.show_formula(r"\theta^4", "theta^4")
    qtbot.waitUntil(lambda: label.pixmap().isNull() and not label.text())
    known.add(r"\theta^4")
    qtbot.waitUntil(lambda: not label.pixmap().isNull())


@pytest.mark.parametrize("name", LOSSES)
def test_the_formula_of_every_loss_is_readable_in_the_column_of_controls(
    qapp: QApplication, name: str
) -> None:
    picture = formula_pixmap(LOSSES[name].formula, "#000000", READABLE_PX)
    assert picture is not None
    assert picture.deviceIndependentSize().width() <= COLUMN_PX


def test_a_formula_wider_than_its_label_is_made_smaller(qtbot: QtBot) -> None:
    label = FormulaLabel(14)
    qtbot.addWidget(label)
    label.resize(110, 40)
    label.show_formula(FRACTION, "mean square")
    qtbot.waitUntil(lambda: not label.pixmap().isNull())
    assert 0 < label.pixmap().deviceIndependentSize().width() <= 110


@pytest.mark.parametrize("name", ICONS)
def test_every_icon_draws_something(qapp: QApplication, name: str) -> None:
    assert tinted(name, "#ff0000", 16).toImage().pixelColor(0, 0).alpha() == 0
    assert not icon(name).isNull()
    image = tinted(name, "#ff0000", 16).toImage()
    drawn = [image.pixelColor(x, y).alpha() for x in range(48) for y in range(48)]
    assert max(drawn) > 200


def test_the_icons_that_the_window_needs_are_there() -> None:
    needed = (
        "play pause step-forward step-back to-start to-end maximise restore hide more search "
        "warning add remove open save sun moon"
    )
    assert set(needed.split()) <= set(ICONS)


def test_an_icon_button_is_named_for_those_who_cannot_see_it(qtbot: QtBot) -> None:
    button = IconButton("play", "Play")
    qtbot.addWidget(button)
    assert (button.accessibleName(), button.toolTip()) == ("Play", "Play")
