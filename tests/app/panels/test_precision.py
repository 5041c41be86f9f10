"""One run in four number formats on screen: what overflows, what rounds away, what is chosen."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from playground.app.panels.precision import PrecisionPanel
from playground.app.plots.curves import DASHES
from playground.app.precision_plot import look_of
from playground.app.session import Session
from playground.app.theme import DARK, LIGHT
from playground.core.asks import PrecisionAsk
from tests.app.live_panel import PATIENCE_MS, live_panel, rest, show

LEFT = Qt.MouseButton.LeftButton
RAW = {
    "loss": "thermometer",
    "learning_rate": 1e-2,
    "steps": 100,
    "settings": {"input_scale": 1.0},
}


@pytest.fixture
def panel(qtbot: QtBot, session: Session) -> Iterator[PrecisionPanel]:
    for panel in live_panel(PrecisionPanel, qtbot, session, 640, 400):
        panel.paint_with(LIGHT)
        yield panel


def column(panel: PrecisionPanel, title: str) -> list[str]:
    table = panel.table
    titles = [table.horizontalHeaderItem(at).text() for at in range(table.columnCount())]
    at = titles.index(title)
    return [table.item(row, at).text() for row in range(table.rowCount())]


def first_lost(dtype: str) -> int:
    """The epoch at which the loop of the source text prints no number, by torch alone."""
    import torch

    celsius = [0.5, 14.0, 15.0, 28.0, 11.0, 8.0, 3.0, -4.0, 6.0, 13.0, 21.0]
    unknown = [35.7, 55.9, 58.2, 81.9, 56.3, 48.9, 33.9, 21.8, 48.4, 60.4, 68.4]
    kind = getattr(torch, dtype)
    t_c, t_u = torch.tensor(celsius, dtype=kind), torch.tensor(unknown, dtype=kind)
    theta = torch.tensor([1.0, 0.0], dtype=kind, requires_grad=True)
    for epoch in range(1, 200):
        theta.grad = None
        loss = ((theta[0] * t_u + theta[1] - t_c) ** 2).mean()
        loss.backward()
        assert theta.grad is not None
        if not (loss.isfinite() and theta.grad.isfinite().all()):
            return epoch
        with torch.no_grad():
            theta -= 1e-2 * theta.grad
    return 0


def test_raw_thermometer_data_overflow_float32_at_epoch_eleven(
    qtbot: QtBot, panel: PrecisionPanel
) -> None:
    show(qtbot, panel, **RAW)
    last = first_lost("float64")
    assert first_lost("float32") == 11
    text = panel.work.label.text()
    assert text.startswith("float32 overflows at step 10 (epoch 11)")
    assert text.endswith(f"float64 goes on to step {last - 1}.")
    assert column(panel, "format") == ["float64", "float32", "bfloat16", "float16"]
    assert column(panel, "lost at")[:2] == [str(last - 1), "10"]
    assert column(panel, "digits")[1] == "—"


def test_a_cross_with_the_step_ends_a_run_that_is_no_number(
    qtbot: QtBot, panel: PrecisionPanel
) -> None:
    show(qtbot, panel, **RAW)
    crosses = [cross for cross in panel.plot.crosses if cross.isVisible()]
    assert len(crosses) == 4
    assert crosses[1].pos().x() == 9  # the last number stands in row 9, and that after it is none
    assert "step 10" in [label.text for label in panel.plot.labels]
    show(qtbot, panel, loss="square", theta=(1.0,), learning_rate=0.2)
    assert not any(cross.isVisible() for cross in panel.plot.crosses)


def test_each_format_keeps_the_digits_that_it_has(qtbot: QtBot, panel: PrecisionPanel) -> None:
    # θ² at 0.25 halves theta in each step, which every binary format does exactly
    show(qtbot, panel, loss="square", theta=(1.0,), learning_rate=0.25, steps=8)
    assert column(panel, "digits") == ["all"] * 4
    assert column(panel, "final θ")[:2] == ["0.0039062"] * 2
    # 1/3 is the minimum: no format has it, and each is off by half its gap at most
    show(qtbot, panel, loss="(3x - 1)^2", theta=(0.0,), learning_rate=0.05, steps=200)
    digits = dict(zip(column(panel, "format"), column(panel, "digits"), strict=True))
    assert 6.5 < float(digits["float32"]) < 8.5
    assert 2 < float(digits["bfloat16"]) < 4
    assert 3 < float(digits["float16"]) < 5
    assert panel.work.label.text().startswith("Of theta, float32 keeps")


def test_the_words_tell_the_digits_of_the_table(qtbot: QtBot, panel: PrecisionPanel) -> None:
    show(qtbot, panel, loss="thermometer", steps=5000)
    digits = dict(zip(column(panel, "format"), column(panel, "digits"), strict=True))
    assert any(0 < float(digits[name]) < 1 for name in ("bfloat16", "float16"))
    for name in ("bfloat16", "float16"):
        assert f"{name} {digits[name]} digits" in panel.work.label.text()


def test_where_there_is_little_room_no_number_of_theta_is_cut_in_two(
    qtbot: QtBot, panel: PrecisionPanel
) -> None:
    show(qtbot, panel, **RAW)
    cells = panel.table.itemDelegateForColumn(1)
    assert isinstance(cells, QStyledItemDelegate)
    for row, width in itertools.product(range(4), range(100, 300, 7)):
        option: Any = QStyleOptionViewItem()  # PySide's stubs leave its fields out
        option.initFrom(panel.table)
        option.rect = QRect(0, 0, width, 22)
        cells.initStyleOption(option, panel.table.model().index(row, 1))
        assert option.fontMetrics.horizontalAdvance(option.text) <= width
        numbers = option.text.split(", ")
        exact = column(panel, "final θ")[row].split(", ")
        for number, whole in zip(numbers, exact, strict=True):
            if number != "…":
                assert number.startswith("−") == whole.startswith("−")
                sizes = [power_of(text.removeprefix("−")) for text in (number, whole)]
                assert sizes[0] == pytest.approx(sizes[1], abs=0.03)  # two digits at least


def test_the_limits_of_each_format_are_those_of_torch(qtbot: QtBot, panel: PrecisionPanel) -> None:
    import torch

    show(qtbot, panel, loss="square", theta=(1.0,), learning_rate=0.2)
    for name, largest, gap in zip(
        column(panel, "format"), column(panel, "largest"), column(panel, "ε"), strict=True
    ):
        known = torch.finfo(getattr(torch, name))
        assert power_of(largest) == pytest.approx(math.log10(known.max), abs=2e-3)
        assert power_of(gap) == pytest.approx(math.log10(known.eps), abs=2e-3)


def power_of(text: str) -> float:
    """The logarithm of a number as it is written: 1.8×10³⁰⁸ is too large to be one."""
    mantissa, _, power = text.partition("×10")
    digits = power.translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789"))
    return math.log10(float(mantissa)) + int(digits or 0)


def test_steps_below_the_gap_leave_theta_at_the_start(qtbot: QtBot, panel: PrecisionPanel) -> None:
    # at 1 the gap below is 2⁻⁸ in bfloat16 and 2⁻¹¹ in float16; a step is 2e-4
    show(qtbot, panel, loss="square", theta=(1.0,), learning_rate=1e-4, steps=10)
    assert panel.work.label.text() == (
        "bfloat16 and float16 stay at the start: each step is less than the gap between numbers."
    )


def test_every_format_that_makes_no_step_is_named(qtbot: QtBot, panel: PrecisionPanel) -> None:
    # a step is 2e-9, and at 1 the gap below is 2⁻²⁴ in float32; float64 goes 4e-8 down
    show(qtbot, panel, loss="square", theta=(1.0,), learning_rate=1e-9, steps=20)
    assert panel.work.label.text().startswith("float32, bfloat16 and float16 stay at the start:")


def test_a_swing_that_ends_at_the_start_is_no_standing_still(
    qtbot: QtBot, panel: PrecisionPanel
) -> None:
    # θ → −θ at learning rate 1; no format but float64 holds 0.3 as nearly as it is written
    show(qtbot, panel, loss="square", theta=(0.3,), learning_rate=1.0, steps=20)
    assert panel.work.label.text().startswith("Of theta, float32 keeps")


def test_a_click_and_the_enter_key_choose_the_number_format(
    qtbot: QtBot, panel: PrecisionPanel
) -> None:
    show(qtbot, panel, loss="square", theta=(1.0,), learning_rate=0.2)
    before = panel.shown
    table = panel.table
    cell = table.visualItemRect(table.item(3, 0)).center()
    qtbot.mouseClick(table.viewport(), LEFT, pos=cell)
    rest(qtbot, panel.session)
    assert panel.session.experiment.dtype == "float16"
    assert panel.shown is before  # the four runs are the same whatever is chosen
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_Up)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    rest(qtbot, panel.session)
    assert panel.session.experiment.dtype == "bfloat16"
    marked = [row for row in range(4) if table.item(row, 0).font().bold()]
    assert marked == [2]
    panel.session.edit(dtype="float32")  # elsewhere: under More
    rest(qtbot, panel.session)
    assert table.currentRow() == 1


def test_the_axis_is_logarithmic_where_losses_differ_much_until_a_person_turns_it(
    qtbot: QtBot, panel: PrecisionPanel
) -> None:
    show(qtbot, panel, loss="square", theta=(1.0,), learning_rate=0.2)
    assert panel.scale.log.isChecked()  # 0.36²⁰ of the loss is left
    show(qtbot, panel, loss="square", theta=(1.0,), learning_rate=0.001, steps=3)
    assert panel.scale.linear.isChecked()
    qtbot.mouseClick(panel.scale.log, LEFT)
    show(qtbot, panel, loss="square", theta=(1.0,), learning_rate=0.002, steps=3)
    assert panel.scale.log.isChecked()


def test_the_curves_are_the_losses_of_the_loop_written_by_hand(
    qtbot: QtBot, panel: PrecisionPanel
) -> None:
    import torch

    show(qtbot, panel, loss="square", theta=(1.0,), learning_rate=0.2, steps=10)
    for one, line in zip(panel.shown, panel.plot.lines, strict=True):
        theta = torch.ones(1, dtype=getattr(torch, one.dtype), requires_grad=True)
        losses = []
        for _ in range(11):
            theta.grad = None
            loss = theta.square().sum()
            loss.backward()
            losses.append(loss.item())
            with torch.no_grad():
                theta -= 0.2 * theta.grad
        np.testing.assert_allclose(10.0 ** line.getData()[1], losses, rtol=1e-6)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_four_formats_have_four_colours_and_dashes_or_widths(theme: type) -> None:
    looks = [look_of(name, theme) for name in ("float64", "float32", "bfloat16", "float16")]
    assert len({look.colour for look in looks}) == 4
    assert len({(tuple(DASHES[look.dash]), look.width) for look in looks}) == 4


def test_long_runs_show_how_far_they_are_and_can_be_stopped_and_taken_up_again(
    qtbot: QtBot, panel: PrecisionPanel
) -> None:
    from playground.core.experiment import Experiment

    panel.session.restart(Experiment("himmelblau", learning_rate=1e-5, steps=100_000))
    qtbot.waitUntil(panel.work.button.isVisible, timeout=PATIENCE_MS)
    assert panel.work.bar.isVisible()
    qtbot.mouseClick(panel.work.button, LEFT)
    qtbot.waitUntil(lambda: panel.work.label.text() == "Stopped", timeout=PATIENCE_MS)
    assert panel.work.button.text() == "Go on"
    qtbot.mouseClick(panel.work.button, LEFT)
    assert panel.work.label.text() == "0 of 4 number formats are done"
    qtbot.waitUntil(panel.work.bar.isVisible, timeout=PATIENCE_MS)


def test_numbers_of_an_earlier_experiment_are_faded(qtbot: QtBot, panel: PrecisionPanel) -> None:
    from playground.core.experiment import Experiment

    def colours() -> set[str]:
        cells = (panel.table.item(row, 1) for row in range(panel.table.rowCount()))
        return {cell.foreground().color().name() for cell in cells}

    show(qtbot, panel, loss="square", theta=(1.0,), learning_rate=0.2)
    assert LIGHT.muted.lower() not in colours()
    panel.session.restart(Experiment("himmelblau", learning_rate=1e-5, steps=100_000))
    qtbot.waitUntil(lambda: colours() == {LIGHT.muted.lower()}, timeout=PATIENCE_MS)
    qtbot.mouseClick(panel.work.button, LEFT)
    show(qtbot, panel, loss="square", theta=(1.0,), learning_rate=0.2)
    assert LIGHT.muted.lower() not in colours()


def test_nothing_is_computed_that_nobody_sees(qtbot: QtBot, panel: PrecisionPanel) -> None:
    from playground.core.experiment import Experiment

    panel.session.restart(Experiment("himmelblau", learning_rate=1e-5, steps=50_000))
    qtbot.waitUntil(panel.work.bar.isVisible, timeout=PATIENCE_MS)
    panel.session.frame.disconnect(panel.draw)  # as the window draws only what is on screen
    panel.hide()
    assert panel.session.derive(PrecisionAsk()).failure == "stopped"
    panel.session.frame.connect(panel.draw)
    panel.show()
    show(qtbot, panel, loss="square", theta=(1.0,), learning_rate=0.2)
    assert len(panel.shown) == 4


def test_where_torch_refuses_its_words_stand_alone(qtbot: QtBot, panel: PrecisionPanel) -> None:
    show(qtbot, panel, **RAW)
    show(qtbot, panel, loss="square", theta=(1.0,), mistakes=("detached",))
    assert "does not require grad" in panel.work.label.text()
    assert panel.table.rowCount() == 0
    assert not any(line.isVisible() for line in panel.plot.lines)
