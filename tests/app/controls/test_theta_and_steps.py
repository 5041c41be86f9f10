"""The start and the number of steps are moved or typed, each exactly."""

from __future__ import annotations

import pytest
import torch
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from playground.app.controls.column import ControlsColumn
from playground.app.controls.steps import MOST_STEPS
from playground.app.session import Session
from playground.app.theme import ThemeKeeper
from playground.core import experiment as core


def test_a_parameter_is_typed_exactly(column: ControlsColumn, session: Session, person) -> None:
    session.edit(loss="rosenbrock")
    first, second = column.theta.parameters
    person.enters(second.entry, "0.123456789")
    assert session.experiment.theta[1] == 0.123456789
    person.enters(first.entry, "−1.5")  # the minus sign of print
    assert session.experiment.theta == (-1.5, 0.123456789)


def test_a_parameter_beyond_its_slider_widens_it(
    column: ControlsColumn, session: Session, person
) -> None:
    row = column.theta.parameters[0]
    before = row.slider.scale.value(row.slider.maximum())
    person.enters(row.entry, "50")
    assert before < 50
    assert session.experiment.theta == (50.0,)
    assert row.slider.scale.value(row.slider.maximum()) >= 50


def test_the_largest_numbers_of_both_signs_are_typed_one_after_the_other(
    column: ControlsColumn, session: Session, person
) -> None:
    row = column.theta.parameters[0]
    for text in ("1e308", "-1e308", "1.7e308"):
        person.enters(row.entry, text)
        assert session.experiment.theta == (float(text),)
        assert float(row.entry.text()) == float(text)
    ends = (0, row.slider.maximum())
    assert [row.slider.scale.value(end) for end in ends] == pytest.approx(
        [-1e308, 1.7e308], rel=0.01
    )


def test_a_parameters_slider_moves_by_keys_to_short_numbers(
    column: ControlsColumn, session: Session, qtbot: QtBot
) -> None:
    row = column.theta.parameters[0]
    row.slider.setFocus()
    qtbot.keyClick(row.slider, Qt.Key.Key_Left)
    assert session.experiment.theta == (0.99,)
    assert row.entry.text() == "0.99"


@pytest.mark.parametrize("text", ["abc", "", "1e999", "nan"])
def test_nonsense_for_a_parameter_names_it(
    column: ControlsColumn, session: Session, person, text: str
) -> None:
    person.enters(column.theta.parameters[0].entry, text)
    assert column.theta.complaint.text.startswith("Initial θ must be a ")
    assert session.experiment.theta == (1.0,)


def test_a_loss_of_any_length_can_have_more_parameters(
    column: ControlsColumn, session: Session, qtbot: QtBot
) -> None:
    qtbot.mouseClick(column.theta.add, Qt.MouseButton.LeftButton)
    assert session.experiment.theta == (1.0, 1.0)
    assert [row.name for row in column.theta.parameters] == ["θ₁", "θ₂"]
    qtbot.mouseClick(column.theta.remove, Qt.MouseButton.LeftButton)
    assert session.experiment.theta == (1.0,)
    session.edit(loss="rosenbrock")
    assert not column.theta.add.isVisible()


def test_many_parameters_are_drawn_from_a_seed_at_a_scale(
    column: ControlsColumn, session: Session, qtbot: QtBot, person
) -> None:
    session.edit(loss="moons")
    drawn, count = column.theta.drawn, len(session.experiment.theta)
    assert drawn.isVisible()
    assert column.theta.parameters == []
    assert str(count) in drawn.count.text()
    person.enters(drawn.scale, "2")
    person.enters(drawn.seed, "5")
    generator = torch.Generator().manual_seed(5)
    expected = 2 * torch.randn(count, generator=generator, dtype=torch.float64)
    assert session.experiment.theta == tuple(expected.tolist())
    assert session.experiment.seed == 5
    qtbot.mouseClick(drawn.draw, Qt.MouseButton.LeftButton)
    assert session.experiment.seed == 6
    assert drawn.seed.text() == "6"


def test_a_seed_that_torch_does_not_take_is_refused_by_its_field_its_rule_and_the_value(
    column: ControlsColumn, session: Session, qtbot: QtBot, person
) -> None:
    session.edit(loss="moons", seed=2**63 - 1)
    drawn, before = column.theta.drawn, session.experiment
    rule = "Seed must be a whole number from 0 to 9223372036854775807, not"
    for text, told in (("1e308", "1" + 38 * "0" + "…"), ("-1", "-1")):
        person.enters(drawn.seed, text)
        assert column.theta.complaint.text == f"{rule} {told}"
    qtbot.mouseClick(drawn.draw, Qt.MouseButton.LeftButton)
    assert column.theta.complaint.text == f"{rule} 9223372036854775808"
    assert session.experiment == before


def test_steps_are_whole_numbers_up_to_the_most(
    column: ControlsColumn, session: Session, person, qtbot: QtBot
) -> None:
    assert MOST_STEPS == core.MOST_STEPS
    person.enters(column.steps.entry, "1e3")
    assert session.experiment.steps == 1000
    person.enters(column.steps.entry, "100001")
    rule = "Steps must be a whole number from 1 to 100000, not 100001"
    assert column.steps.complaint.text == rule
    person.enters(column.steps.entry, "2.5")
    assert column.steps.complaint.text == ("Steps must be a whole number such as 20, not '2.5'")
    assert session.experiment.steps == 1000
    column.steps.slider.setFocus()
    qtbot.keyClick(column.steps.slider, Qt.Key.Key_End)
    assert session.experiment.steps == 100_000
    assert not column.steps.complaint.isVisible()


def test_the_dice_is_seen_on_dark_too(
    column: ControlsColumn, session: Session, keeper: ThemeKeeper
) -> None:
    session.edit(loss="moons")
    keeper.choose("dark")
    strokes = column.theta.drawn.draw.icon().pixmap(16).toImage()
    middle = [strokes.pixelColor(x, y) for x in range(16) for y in range(16)]
    assert max(colour.lightness() for colour in middle if colour.alpha() > 200) > 200
