"""The check is of the gradient that the run took, or says what the run took besides."""

from __future__ import annotations

import pytest
import torch
from pytestqt.qtbot import QtBot

from playground.app.panels.check import CheckPanel
from playground.core.datasets import DATASETS
from playground.engine.deriving import Derived
from tests.app.live_panel import rest
from tests.app.panels.check.conftest import show, table, wrong_rows
from tests.app.panels.check.test_typed_derivative import put

OWN = "This is the loss's own gradient, without the mistakes of the run's code."
DERIVATIVE = "2*mean(0.1t_u*(w*0.1t_u + b - t_c)); 2*mean(w*0.1t_u + b - t_c)"


def number(text: str) -> float:
    return float(text.replace("−", "-").replace(",", ""))


def test_with_minibatches_the_gradient_is_that_of_the_rows_of_the_playheads_step(
    qtbot: QtBot, panel: CheckPanel
) -> None:
    show(qtbot, panel, loss="thermometer", theta=(1.0, 0.0), learning_rate=0.01, steps=8,
         batch_size=2, seed=1)  # fmt: skip
    generator = torch.Generator().manual_seed(1)  # as torch's DataLoader shuffles
    order = [row for _ in range(2) for row in torch.randperm(11, generator=generator).tolist()]
    cut = [order[at : min(at + 2, 11)] for at in range(0, 11, 2)]
    cut += [order[11 + at : 13 + at] for at in range(0, 11, 2)]
    table_ = DATASETS["thermometer"]
    assert panel.session.view is not None
    for row in (0, 1, 5, 7):
        panel.session.seek(row)
        rest(qtbot, panel.session)
        rows, (w, b) = cut[row], panel.session.view.theta[row].astype(float)
        t_u, t_c = 0.1 * table_.column("t_u")[rows], table_.column("t_c")[rows]
        off = w * t_u + b - t_c
        wanted = [2 * (off * t_u).mean(), 2 * off.mean()]  # the derivatives of the mean square
        assert [number(text) for text in table(panel)["autograd"]] == pytest.approx(wanted, 1e-4)
        count = "1 row" if len(rows) == 1 else "2 rows"
        assert f"On the minibatch of step {row}: {count}." in panel.words.toolTip()
        taken = panel.session.view.gradient[row].tolist()
        assert [number(text) for text in table(panel)["autograd"]] == pytest.approx(taken, 1e-4)


def test_a_derivative_that_is_right_is_right_on_each_minibatch(
    qtbot: QtBot, panel: CheckPanel
) -> None:
    show(qtbot, panel, loss="thermometer", theta=(1.0, 0.0), learning_rate=0.01, steps=8,
         batch_size=2, seed=1)  # fmt: skip
    put(qtbot, panel, DERIVATIVE)
    for row in (0, 5):
        panel.session.seek(row)
        rest(qtbot, panel.session)
        assert "agrees with autograd" in panel.words.toolTip()
        assert wrong_rows(panel, "typed") == []
    put(qtbot, panel, DERIVATIVE.replace("2*", "4*"))
    assert "Every component is 2 times" in panel.words.toolTip()


@pytest.mark.parametrize("mistake", ["not-zeroed", "wrong-sign", "detached"])
def test_a_mistake_of_the_code_is_not_in_the_check_and_it_says_so(
    qtbot: QtBot, panel: CheckPanel, mistake: str
) -> None:
    show(qtbot, panel, loss="square", theta=(1.0,), learning_rate=0.2, mistakes=(mistake,))
    assert [number(text) for text in table(panel)["autograd"]] == [2.0]
    assert OWN in panel.words.toolTip().replace("&#x27;", "'")
    put(qtbot, panel, "2*theta")
    assert OWN in panel.words.toolTip().replace("&#x27;", "'")


@pytest.mark.parametrize("mistakes", [(), ("averaged",)])
def test_a_mistake_in_the_loss_is_in_the_check(
    qtbot: QtBot, panel: CheckPanel, mistakes: tuple[str, ...]
) -> None:
    show(qtbot, panel, loss="square", theta=(1.0, 3.0), learning_rate=0.2, mistakes=mistakes)
    share = 2 if mistakes else 1
    assert [number(text) for text in table(panel)["autograd"]] == [2.0 / share, 6.0 / share]
    assert "without the mistakes" not in panel.words.toolTip()
    panel.session.edit(mistakes=(*mistakes, "wrong-sign"))
    rest(qtbot, panel.session)
    which = "other mistakes" if mistakes else "mistakes"
    assert f"without the {which} of" in panel.words.toolTip()


def test_the_check_of_an_earlier_run_is_not_shown_for_other_parameters(
    qtbot: QtBot, panel: CheckPanel, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A table with more names than numbers ended the whole program while it was painted."""
    show(qtbot, panel, loss="square", theta=(1.0,), learning_rate=0.2)
    earlier = Derived(panel.check, 0.0, finished=False, stale=True, failure="")
    show(qtbot, panel, loss="square", theta=(1.0, 3.0), learning_rate=0.2)
    assert panel.session.view is not None
    monkeypatch.setattr(panel.session, "derive", lambda _ask: earlier)
    panel.draw(panel.session.view)
    assert [number(text) for text in table(panel)["autograd"]] == [2.0, 6.0]
