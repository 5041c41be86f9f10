"""The gradient by hand is shown to be too large, and the two descents beside each other."""

from __future__ import annotations

import re

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from playground.app.panels.check import CheckPanel
from tests.app.live_panel import PATIENCE_MS, rest
from tests.app.panels.check.conftest import LEFT, show, table, wrong_rows


def test_the_gradient_by_hand_is_four_times_too_large(qtbot: QtBot, panel: CheckPanel) -> None:
    show(qtbot, panel, loss="square", theta=(1.0,), learning_rate=0.2)
    assert not panel.both.isEnabled()
    qtbot.mouseClick(panel.preset, LEFT)
    rest(qtbot, panel.session)
    found = table(panel)
    assert [float(found[name][0].replace("−", "-")) for name in ("autograd", "by hand")] == [
        -30.0,
        -120.0,
    ]
    assert wrong_rows(panel, "by hand") == [0]
    assert "4 times autograd's: it sums over the 4 rows" in panel.words.toolTip()


def test_where_a_wrong_gradient_is_right_by_accident_the_words_name_another_theta(
    qtbot: QtBot, panel: CheckPanel
) -> None:
    # y = 2x is fitted at w = 2, where every multiple of the gradient is 0.
    show(qtbot, panel, loss="line", theta=(2.0,), learning_rate=0.01, gradient="by-hand")
    found = table(panel)
    assert {float(found[name][0]) for name in ("autograd", "by hand")} == {0.0}
    assert wrong_rows(panel, "by hand") == []
    said = re.search(r"right here but wrong at w = ([\d.]+): (\S+), where autograd has (\S+?)\.$",
                     panel.words.toolTip().split(" Every ")[0])  # fmt: skip
    assert said is not None
    w, by_hand, autograd = (float(text.replace("−", "-")) for text in said.groups())
    # Mean of (wx − 2x)² over x = 1, 2, 3, 4: its derivative is 15·(w − 2).
    assert autograd == pytest.approx(15 * (w - 2), rel=2e-2)
    assert by_hand == pytest.approx(4 * autograd, rel=1e-3)


def test_both_run_side_by_side_and_leave_their_parts_of_the_error(
    qtbot: QtBot, panel: CheckPanel
) -> None:
    session = panel.session
    show(qtbot, panel, loss="line", theta=(0.0,), learning_rate=0.01, steps=20)
    qtbot.mouseClick(panel.both, LEFT)
    qtbot.waitUntil(lambda: session.experiment.gradient == "by-hand", timeout=PATIENCE_MS)
    rest(qtbot, panel.session)
    (pin,) = session.pins.listed
    assert pin.run.experiment.gradient == "autograd"
    assert session.view is not None
    for view, factor in ((session.view, 0.4), (session.pins.view_of(pin), 0.85)):
        errors = view.theta[:5, 0].astype(np.float64) - 2.0  # y = 2x
        np.testing.assert_allclose(errors[1:] / errors[:-1], factor, rtol=1e-5)
    text = panel.words.toolTip()
    assert "leaves 0.4 of the error, with autograd 0.85" in text
    qtbot.mouseClick(panel.both, LEFT)  # both are there already
    qtbot.waitUntil(lambda: session.experiment.gradient == "by-hand", timeout=PATIENCE_MS)
    assert len(session.pins.listed) == 1
