"""Stated minima are minima; values of the literature are met."""

import math

import pytest
import torch

from playground.core.losses import LOSSES, Loss
from playground.core.settings import Settings, settle
from playground.core.tensors import gradient_of

WITH_MINIMA = [name for name, entry in LOSSES.items() if entry.minima]

# Jamil and Yang (2013) and, with more digits, Molga and Smutnicki (2005).
PUBLISHED = {
    "rosenbrock": 0.0,
    "himmelblau": 0.0,
    "beale": 0.0,
    "booth": 0.0,
    "matyas": 0.0,
    "mccormick": -1.9133,
    "six-hump-camel": -1.0316,
    "goldstein-price": 3.0,
    "styblinski-tang": 2 * -39.16617,
    "rastrigin": 0.0,
    "ackley": 0.0,
}


def bound(name: str, **given: float) -> Loss:
    entry = LOSSES[name]
    return entry.bind(settle(entry.settings, given), torch.float64)


def stated(loss: Loss) -> torch.Tensor:
    return torch.tensor(loss.minima, dtype=torch.float64)


@pytest.mark.parametrize("name", WITH_MINIMA)
def test_gradient_is_zero_at_every_stated_minimum(name: str) -> None:
    loss = bound(name)
    theta = stated(loss).requires_grad_()
    gradient = gradient_of(loss(theta), theta)
    steepest = 1.0 + gradient_of(loss(start := at_start(name)), start).abs().max()
    assert gradient.abs().max() < 1e-12 * steepest


def at_start(name: str) -> torch.Tensor:
    return torch.tensor(LOSSES[name].start, dtype=torch.float64, requires_grad=True)


@pytest.mark.parametrize("name", WITH_MINIMA)
def test_no_neighbour_of_a_stated_minimum_is_lower(name: str) -> None:
    loss = bound(name)
    minima = stated(loss)
    generator = torch.Generator().manual_seed(5)
    for distance in (1e-4, 1e-2, 0.1):
        away = torch.randn(500, 1, minima.shape[-1], generator=generator, dtype=torch.float64)
        neighbours = loss(minima + distance * away / away.norm(dim=-1, keepdim=True))
        assert (neighbours > loss(minima)).all()


@pytest.mark.parametrize("name", [n for n in WITH_MINIMA if len(LOSSES[n].start) <= 2])
def test_nothing_in_view_is_lower_than_a_stated_minimum(name: str) -> None:
    loss = bound(name)
    axes = [torch.linspace(*ends, 301, dtype=torch.float64) for ends in LOSSES[name].extent]
    view = torch.cartesian_prod(*axes).reshape(-1, len(axes))
    minima = loss(stated(loss))
    assert (minima.max() - minima.min()).item() < 1e-12
    assert loss(view).min() >= minima.min() - 1e-12


@pytest.mark.parametrize(("name", "value"), PUBLISHED.items())
def test_lowest_loss_is_the_published_one(name: str, value: float) -> None:
    loss = bound(name)
    # to the last digit that was printed; 1.9132 is what the closed form of McCormick rounds to
    assert loss(stated(loss)).tolist() == pytest.approx([value] * len(loss.minima), abs=1e-4)


def test_mccormick_minimum_is_the_closed_form() -> None:
    loss = bound("mccormick")
    exact = -math.sqrt(3) / 2 - math.pi / 3
    assert loss(stated(loss)).item() == pytest.approx(exact, abs=1e-14)


@pytest.mark.parametrize(
    ("name", "theta", "value"),
    [
        ("square", (3.0, 4.0), 25.0),
        ("sine", (math.pi / 6,), 0.5),
        ("double-well", (2.0,), 2.0),
        ("absolute", (-1.5,), 1.5),
        ("quartic", (-2.0,), 16.0),
        ("wavy", (math.pi / 3,), math.pi**2 / 90 + 2),
        ("cliff", (2.0,), 0.7),
        ("plateau", (math.sqrt(math.log(2)),), 0.5),
        ("rosenbrock", (-1.2, 1.0), 24.2),
        ("himmelblau", (0.0, 0.0), 170.0),
        ("beale", (0.0, 0.0), 14.203125),
        ("beale", (1.0, 1.0), 14.203125),
        ("booth", (0.0, 0.0), 74.0),
        ("matyas", (1.0, 1.0), 0.04),
        ("mccormick", (0.0, 0.0), 1.0),
        ("six-hump-camel", (1.0, 1.0), 4 - 2.1 + 1 / 3 + 1),
        ("goldstein-price", (0.0, 0.0), 600.0),
        ("goldstein-price", (1.0, 1.0), 1876.0),
        ("goldstein-price", (-0.6, -0.4), 30.0),  # three more dips: Goldstein and Price (1971)
        ("goldstein-price", (1.2, 0.8), 840.0),
        ("goldstein-price", (1.8, 0.2), 84.0),
        ("styblinski-tang", (1.0, 2.0), (1 - 16 + 5 + 16 - 64 + 10) / 2),
        ("rastrigin", (1.0, -2.0), 5.0),
        ("rastrigin", (0.5, 0.0), 20.25),
        ("ackley", (1.0, 0.0), 20 - 20 * math.exp(-0.2 / math.sqrt(2))),
        ("saddle", (3.0, 2.0), 5.0),
        ("dot", (0.0, 1.0, 2.0, 3.0), 28.0),
        ("line", (0.0,), 30.0),
        ("line", (3.0,), 7.5),
        ("logistic", (0.0, 0.0, 0.0), math.log(2)),
        ("moons", (0.0,) * 33, math.log(2)),
    ],
)
def test_known_values(name: str, theta: tuple[float, ...], value: float) -> None:
    assert bound(name)(torch.tensor(theta, dtype=torch.float64)).item() == pytest.approx(value)


@pytest.mark.parametrize("condition", [1.0, 10.0, 1e4])
@pytest.mark.parametrize("rotation", [0.0, 30.0, -75.0])
def test_quadratic_has_curvature_one_over_condition_along_its_rotation(
    condition: float, rotation: float
) -> None:
    loss = bound("quadratic", condition=condition, rotation=rotation)
    hessian = torch.autograd.functional.hessian(loss, torch.ones(2, dtype=torch.float64))
    angle = math.radians(rotation)
    along = torch.tensor([math.cos(angle), math.sin(angle)], dtype=torch.float64)
    across = torch.tensor([-math.sin(angle), math.cos(angle)], dtype=torch.float64)
    torch.testing.assert_close(hessian @ along, along / condition)
    torch.testing.assert_close(hessian @ across, across)


@pytest.mark.parametrize("scale", [1.0, 0.1])
def test_thermometer_minimum_follows_its_input_scale(scale: float) -> None:
    loss = bound("thermometer", input_scale=scale)
    ((w, b),) = loss.minima
    assert (w * scale * 10, b) == (pytest.approx(5.367719, abs=5e-7), pytest.approx(-17.304785))
    assert loss(stated(loss)).item() == pytest.approx(2.927646, abs=5e-7)
    eigenvalues = torch.linalg.eigvalsh(
        torch.autograd.functional.hessian(loss, torch.zeros(2, dtype=torch.float64))
    )
    known = {1.0: (0.175108, 5883.42), 0.1: (0.169876, 60.6461)}[scale]
    assert eigenvalues.tolist() == pytest.approx(known, rel=5e-6)


def test_minima_of_a_loss_without_settings_need_none() -> None:
    minima = LOSSES["logistic"].minima
    assert callable(minima)
    assert len(minima(Settings())[0]) == 3
