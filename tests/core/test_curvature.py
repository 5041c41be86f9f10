"""Curvature against closed forms, torch's own Hessian, and published numbers."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch

import playground
from playground.core.curvature import Curvature, curvature
from playground.core.datasets import Table
from playground.core.experiment import Experiment
from playground.core.hessian import derivatives, hessian_product
from playground.core.lanczos import extremes
from playground.core.losses import LOSSES
from playground.core.rescaled import rescaling
from playground.core.settings import settle


def at(loss: str, *theta: float, **changes: object) -> Curvature:
    return curvature(Experiment(loss=loss, **changes), np.array(theta) if theta else None)  # type: ignore[arg-type]  # any of its fields


@pytest.mark.parametrize("name", LOSSES)
def test_hessian_and_gradient_are_those_of_torch_in_float64(name: str) -> None:
    entry = LOSSES[name]
    loss = entry.bind(settle(entry.settings, {}), torch.float64)
    start = torch.tensor(entry.start, dtype=torch.float64)
    found = curvature(Experiment(loss=name, dtype="float16"))
    hessian = torch.autograd.functional.hessian(loss, start).numpy()
    gradient = torch.autograd.functional.jacobian(loss, start).numpy()
    assert found.hessian == pytest.approx(hessian, rel=1e-12, abs=1e-12)
    assert found.gradient == pytest.approx(gradient, rel=1e-12, abs=1e-12)
    assert float(found.loss) == pytest.approx(loss(start).item(), rel=1e-14)


@pytest.mark.parametrize("name", LOSSES)
def test_a_batch_holds_what_each_point_has(name: str) -> None:
    experiment = Experiment(loss=name)
    low, high = np.array(LOSSES[name].extent).T
    points = low + (high - low) * np.random.default_rng(2).uniform(0.1, 0.9, (5, len(low)))
    batch = curvature(experiment, points)
    assert len(batch) == 5
    for place, point in enumerate(points):
        one = curvature(experiment, point)
        for part in ("theta", "loss", "gradient", "hessian", "eigenvalues"):
            whole, single = getattr(batch, part), getattr(one, part)
            assert whole[place] == pytest.approx(single, rel=1e-10, abs=1e-10)
            assert getattr(batch[place], part) == pytest.approx(single, rel=1e-10, abs=1e-10)
        assert batch[place].reason == one.reason
    with pytest.raises(TypeError, match=r"take curvature\[i\]"):
        _ = batch.condition_number


@pytest.mark.parametrize("name", LOSSES)
def test_eigenvectors_are_stretched_by_their_eigenvalues(name: str) -> None:
    found = at(name)
    assert found.hessian is not None
    assert (np.diff(found.eigenvalues) >= 0).all()
    stretched = found.eigenvectors * found.eigenvalues
    scale = 1 + np.abs(found.eigenvalues).max()
    assert found.hessian @ found.eigenvectors == pytest.approx(stretched, abs=1e-12 * scale)


def test_the_published_numbers_of_the_thermometer() -> None:
    raw = at("thermometer", settings={"input_scale": 1.0})
    scaled = at("thermometer")
    assert raw.eigenvalues == pytest.approx([0.175108, 5883.42], rel=5e-6)
    assert scaled.eigenvalues == pytest.approx([0.169876, 60.6461], rel=5e-6)
    assert [f"{c.condition_number:,.0f}" for c in (raw, scaled)] == ["33,599", "357"]
    assert f"{raw.largest_stable_learning_rate:.5e}" == "3.39938e-04"
    assert f"{scaled.largest_stable_learning_rate:.6g}" == "0.0329782"
    assert f"{scaled.best_learning_rate:.6g}" == "0.0328861"


def test_dividing_the_thermometers_input_by_ten_allows_97_times_the_rate() -> None:
    found = rescaling(Experiment(loss="thermometer"))
    assert found is not None
    assert found.before.largest == pytest.approx(3.39938e-4, rel=2e-6)
    assert found.after.largest == pytest.approx(0.0329782, rel=2e-6)
    assert found.ratio == pytest.approx(0.0329782 / 3.39938e-4, rel=4e-6)
    conditions = (found.condition_before, found.condition_after)
    assert conditions == (pytest.approx(33599, abs=0.5), pytest.approx(357, abs=0.5))
    for words in ("by 10 ", "33,599", "357", "5,883", "97 times"):
        assert words in found.sentence
    with pytest.raises(ValueError, match="input_scale"):
        rescaling(Experiment())


def test_a_gradient_by_hand_has_its_own_curvature_and_limit() -> None:
    # Four times the true gradient: 4 · 15 = 60, and the published limit 1/30.
    found = at("line", gradient="by-hand")
    assert found.hessian == pytest.approx(np.array([[60.0]]))
    assert found.largest_stable_learning_rate == pytest.approx(1 / 30)


@pytest.mark.parametrize(
    ("loss", "theta", "words"),
    [
        ("ackley", (0.0, 0.0), "no number"),
        ("absolute", (0.0,), "0 in every direction"),
        ("quartic", (0.0,), "0 in every direction"),
        ("saddle", (0.0, 0.0), "−2 in one direction"),
        ("double-well", (0.0,), "−1 in one direction"),
        ("(x + y)^2", (1.0, 0.0), "0 in one direction"),
        ("2*x + 3*y", (1.0, 0.0), "0 in every direction"),
        ("log(x)", (-1.0,), "no number"),
    ],
)
def test_without_curvature_upwards_in_every_direction_there_is_no_limit(
    loss: str, theta: tuple[float, ...], words: str
) -> None:
    found = at(loss, *theta, theta=theta)
    assert not found.positive_definite
    assert found.condition_number is None
    assert found.largest_stable_learning_rate is None
    assert found.best_learning_rate is None
    assert words in found.reason


def test_an_adaptive_optimizer_has_no_limit_at_a_point_and_says_why() -> None:
    found = at("square", optimizer="adam")
    assert found.condition_number == 1.0
    assert found.largest_stable_learning_rate is None
    assert "along a path" in found.stability.note


def test_the_parabola_is_the_loss_where_the_loss_is_one() -> None:
    found = at("booth", 4.0, -1.0)
    points = np.random.default_rng(1).uniform(-10, 10, (7, 2))
    x, y = points.T
    exact = (x + 2 * y - 7) ** 2 + (2 * x + y - 5) ** 2
    assert found.parabola(points) == pytest.approx(exact)


def test_many_parameters_have_the_ends_of_the_whole_spectrum() -> None:
    # A chain of 200: its whole Hessian by torch, the ends by our products with vectors.
    def chain(theta: torch.Tensor) -> torch.Tensor:
        weights = torch.linspace(0.1, 3.0, 200, dtype=theta.dtype)
        links = (theta[..., 1:] - theta[..., :-1]).cos()
        return (weights * theta.square()).sum(-1) + 0.3 * links.sum(-1)

    from playground.core.losses.base import LossEntry

    entry = LossEntry(
        "chain", "", "", "", (), (1.0,), 0.1, (0.01, 1.0), ((-1.0, 1.0),), function=chain
    )
    loss = entry.bind(settle({}, {}), torch.float64)
    point = np.random.default_rng(4).standard_normal(200)
    full = torch.autograd.functional.hessian(loss, torch.from_numpy(point)).numpy()
    found = extremes(hessian_product(loss, point), 200)
    values = np.linalg.eigvalsh(full)[[0, -1]]
    assert found.values == pytest.approx(values, rel=1e-9, abs=1e-9)
    assert full @ found.vectors == pytest.approx(found.vectors * values, abs=1e-5)
    assert derivatives(loss, point[None]).hessian.shape == (1, 0, 0)


@pytest.mark.parametrize("n", [129, 200, 500])
def test_lanczos_ends_on_matrices_of_known_spectrum(n: int) -> None:
    generator = np.random.default_rng(n)
    turn, _ = np.linalg.qr(generator.standard_normal((n, n)))
    known = np.sort(np.concatenate([[-3.0, 1e-3], generator.uniform(0, 10, n - 3), [50.0]]))
    matrix = turn @ np.diag(known) @ turn.T
    found = extremes(lambda vector: matrix @ vector, n)
    assert found.values == pytest.approx([-3.0, 50.0], rel=1e-9)
    assert (found.errors < 1e-7).all()


def test_the_square_of_200_parameters_has_curvature_2() -> None:
    found = at("square", theta=(1.0,) * 200)
    assert found.hessian is None
    assert found.eigenvalues == pytest.approx([2.0, 2.0], rel=1e-12)
    assert found.eigenvectors.shape == (200, 2)
    assert found.condition_number == pytest.approx(1.0)
    assert found.largest_stable_learning_rate == pytest.approx(1.0)
    assert curvature(Experiment(theta=(1.0,) * 200), np.ones((3, 200))).eigenvalues.shape == (3, 2)


def test_a_theta_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match=r"theta must have the shape \(2,\) or \(B, 2\), not"):
        at("booth", 1.0)
    with pytest.raises(ValueError, match="finite"):
        at("square", math.nan)


def test_it_is_public() -> None:
    assert playground.curvature is curvature


@pytest.mark.parametrize("chosen", ["none", "standardise", "scale"])
@pytest.mark.parametrize("mistakes", [(), ("not-normalised",)])
def test_a_table_of_ones_own_is_compared_raw_and_normalised(
    chosen: str, mistakes: tuple[str, ...]
) -> None:
    x = np.linspace(1000.0, 3000.0, 21)
    table = Table("own", ("x", "y"), np.column_stack([x, 0.002 * x + 1]))
    found = rescaling(
        Experiment(dataset=table, model="w*x + b", target="y", normalise=chosen, mistakes=mistakes)
    )
    scaled = x / 3000 if chosen == "scale" else (x - x.mean()) / x.std()
    assert found is not None
    highest = []
    for column, side, condition in zip(
        (x, scaled),
        (found.before, found.after),
        (found.condition_before, found.condition_after),
        strict=True,
    ):
        features = np.column_stack([column, np.ones(21)])
        low, high = np.linalg.eigvalsh(2 / 21 * features.T @ features)
        assert side.largest == pytest.approx(2 / high, rel=1e-6)
        assert condition == pytest.approx(high / low, rel=1e-6)
        highest.append(high)
    assert found.ratio == pytest.approx(highest[0] / highest[1], rel=1e-6)
    assert found.made == ("Over the largest" if chosen == "scale" else "Standardised")


def test_the_mistake_does_not_hide_what_normalising_does() -> None:
    mistaken = Experiment("thermometer", mistakes=("not-normalised",))
    assert rescaling(mistaken) == rescaling(Experiment("thermometer"))
