"""What is declared of a loss is what its picker, sliders and plots can show."""

import math
import re
import xml.etree.ElementTree as ElementTree

import pytest
import torch

from playground import Experiment, run
from playground.core.losses import LOSSES

NAMES = (
    "square sine double-well absolute quartic wavy cliff plateau quadratic rosenbrock himmelblau "
    "beale booth matyas mccormick six-hump-camel goldstein-price styblinski-tang rastrigin ackley "
    "saddle dot line thermometer logistic moons"
)


def test_every_promised_loss_is_there() -> None:
    assert set(NAMES.split()) == set(LOSSES)


@pytest.mark.parametrize("name", LOSSES)
def test_declaration_is_complete_and_consistent(name: str) -> None:
    entry = LOSSES[name]
    count = len(entry.parameters) or 1
    assert len(entry.start) == len(entry.extent) == count
    assert len(set(entry.parameters)) == len(entry.parameters)
    assert all(low < high for low, high in entry.extent)
    assert all(low <= at <= high for at, (low, high) in zip(entry.start, entry.extent, strict=True))
    low, high = entry.learning_rates
    assert 0 < low < entry.learning_rate < high
    assert re.fullmatch(r"[A-Z].*\.", entry.teaches)
    assert len(entry.teaches) <= 100
    assert bool(entry.hand_gradient) == bool(entry.hand_teaches)


def test_what_a_gradient_by_hand_teaches_is_its_own_curvature() -> None:
    # 2·mean(x²) = 15 for x = 1, 2, 3, 4; by hand the sum of four rows is never divided by four.
    assert "15" in LOSSES["line"].teaches
    assert "60" in LOSSES["line"].hand_teaches
    assert "15" not in LOSSES["line"].hand_teaches


# ziamath 0.13 opens its font by a call that Python 3.11 and 3.12 deprecate
@pytest.mark.filterwarnings("ignore:path is deprecated:DeprecationWarning")
@pytest.mark.parametrize("name", LOSSES)
def test_formula_can_be_typeset(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    import ziamath

    monkeypatch.setattr(ziamath.config, "svg2", False)
    picture = ElementTree.fromstring(ziamath.Latex(LOSSES[name].formula).svg())
    assert len(list(picture.iter())) > 5


@pytest.mark.parametrize("name", LOSSES)
def test_slider_reaches_from_useless_to_wild(name: str) -> None:
    entry = LOSSES[name]
    losses = []
    for rate in (entry.learning_rates[0], entry.learning_rate, entry.learning_rates[1]):
        experiment = Experiment(loss=name, learning_rate=rate, steps=min(entry.steps, 1000))
        losses.append(run(experiment).loss)
    slow, good, wild = losses
    assert slow[0] - slow[-1] < 0.85 * (good[0] - good[-1])
    assert len(good) == len(slow)
    assert good[-1] < good[0]
    # it leaves the numbers behind, or never comes near what the sensible rate reaches
    assert not math.isfinite(wild[-1]) or wild[-1] > good[-1] + 0.1 * (good[0] - good[-1])


@pytest.mark.parametrize("seed", range(5))
def test_network_learns_the_moons_from_any_seed(seed: int) -> None:
    entry = LOSSES["moons"]
    experiment = Experiment(loss="moons", steps=entry.steps, seed=seed)
    loss = experiment.bound_loss()
    theta = torch.tensor(run(experiment).theta[-1])
    right = (loss.predict(theta) > 0) == (loss.target > 0.5)
    assert len(theta) <= 33
    assert right.float().mean().item() >= 0.99


def test_seeded_start_is_that_of_seed_zero_and_differs_for_each_seed() -> None:
    entry = LOSSES["moons"]
    assert Experiment(loss="moons").theta == entry.start == entry.initial_theta(0)
    assert entry.initial_theta(1) != entry.initial_theta(0)


def test_predictions_on_other_rows_are_scaled_as_the_data_are() -> None:
    loss = Experiment(loss="thermometer").bound_loss()
    theta = torch.tensor([2.0, 1.0])
    assert loss.predict_on(theta, {"t_u": torch.tensor([50.0])}).tolist() == pytest.approx([11.0])


@pytest.mark.parametrize("name", ["logistic", "moons"])
def test_predictions_on_other_rows_need_no_label(name: str) -> None:
    experiment = Experiment(loss=name)
    loss, table = experiment.bound_loss(), experiment.loss_entry.table
    assert table is not None
    columns = {
        column: torch.tensor(table.column(column), dtype=torch.float32)
        for column in table.names
        if column != "label"
    }
    theta = torch.tensor(experiment.theta)
    assert torch.equal(loss.predict_on(theta, columns), loss.predict(theta))
