"""The source experiments give the printed numbers, and float32 gives them bit for bit."""

from collections.abc import Callable

import numpy as np
import pytest
import torch
from torch import Tensor

from playground import Experiment, run
from playground.core.datasets import DATASETS

X = torch.tensor([1.0, 2.0, 3.0, 4.0])
Y = torch.tensor([2.0, 4.0, 6.0, 8.0])
T_C = torch.tensor([0.5, 14.0, 15.0, 28.0, 11.0, 8.0, 3.0, -4.0, 6.0, 13.0, 21.0])
T_U = torch.tensor([35.7, 55.9, 58.2, 81.9, 56.3, 48.9, 33.9, 21.8, 48.4, 60.4, 68.4])


def by_hand(
    loss: Callable[[Tensor], Tensor], theta: Tensor, learning_rate: float, steps: int
) -> tuple[list[list[float]], list[float], list[list[float]]]:
    """The loop that a person writes in torch: theta, loss and gradient of each row."""
    theta = theta.clone().requires_grad_()
    thetas: list[list[float]] = []
    losses: list[float] = []
    gradients: list[list[float]] = []
    for _ in range(steps + 1):
        theta.grad = None
        value = loss(theta)
        value.backward()  # type: ignore[no-untyped-call]  # untyped in torch
        assert theta.grad is not None
        thetas.append(theta.tolist())
        losses.append(value.item())
        gradients.append(theta.grad.tolist())
        with torch.no_grad():
            theta -= learning_rate * theta.grad
    return thetas, losses, gradients


def line(theta: Tensor) -> Tensor:
    return ((theta * X - Y) ** 2).mean()


def scaled(theta: Tensor) -> Tensor:
    t_un = 0.1 * T_U
    w, b = theta
    return ((w * t_un + b - T_C) ** 2).mean()


def raw(theta: Tensor) -> Tensor:
    w, b = theta
    return ((w * T_U + b - T_C) ** 2).mean()


@pytest.mark.parametrize(
    ("experiment", "loss"),
    [
        (Experiment(loss="square", learning_rate=0.2, steps=200), lambda t: (t**2).sum()),
        (Experiment(loss="square", learning_rate=0.97, steps=200), lambda t: (t**2).sum()),
        (Experiment(loss="line", learning_rate=0.01, steps=300), line),
        (Experiment(loss="thermometer", learning_rate=0.01, steps=3000), scaled),
        (
            Experiment(
                loss="thermometer", settings={"input_scale": 1.0}, learning_rate=1e-4, steps=3000
            ),
            raw,
        ),
    ],
    ids=["S0", "S0 oscillating", "S2", "S4 scaled", "S4 raw"],
)
def test_float32_is_the_hand_written_loop_bit_for_bit(
    experiment: Experiment, loss: Callable[[Tensor], Tensor]
) -> None:
    trajectory = run(experiment)
    thetas, losses, gradients = by_hand(
        loss, torch.tensor(experiment.theta), experiment.learning_rate, experiment.steps
    )
    assert trajectory.theta.dtype == np.float32
    assert trajectory.theta.tolist() == thetas
    assert trajectory.loss.tolist() == losses
    assert trajectory.gradient.tolist() == gradients


def test_s0_multiplies_theta_by_0_6_each_step() -> None:
    trajectory = run(Experiment(loss="square", theta=(1.0,), learning_rate=0.2, steps=20))
    assert trajectory.theta[:, 0] == pytest.approx(0.6 ** np.arange(21), rel=1e-5)
    assert f"{trajectory.theta[-1, 0]:.4e}" == "3.6562e-05"


def test_s2_by_autograd_prints_the_table() -> None:
    trajectory = run(Experiment(loss="line", theta=(0.0,), learning_rate=0.01, steps=100))
    table = {
        1: ("0.300", "30.00000000"),
        11: ("1.665", "1.16278565"),
        21: ("1.934", "0.04506890"),
        31: ("1.987", "0.00174685"),
        41: ("1.997", "0.00006770"),
        51: ("1.999", "0.00000262"),
    }
    for epoch, printed in table.items():  # w after the update, the loss before it
        w, value = trajectory.theta[epoch, 0], trajectory.loss[epoch - 1]
        assert (f"{w:.3f}", f"{value:.8f}") == printed
    assert f"{5 * trajectory.theta[0, 0]:.3f}" == "0.000"
    assert f"{5 * trajectory.theta[100, 0]:.3f}" == "10.000"


def test_s2_by_hand_prints_its_own_table() -> None:
    experiment = Experiment(
        loss="line", theta=(0.0,), learning_rate=0.01, steps=20, gradient="by-hand"
    )
    trajectory = run(experiment)
    table = {1: ("1.200", "30.00000000"), 3: ("1.872", "0.76800019"), 5: ("1.980", "0.01966083")}
    for epoch, printed in table.items():
        w, value = trajectory.theta[epoch, 0], trajectory.loss[epoch - 1]
        assert (f"{w:.3f}", f"{value:.8f}") == printed
    assert f"{trajectory.theta[7, 0]:.3f}" == "1.997"
    assert f"{5 * trajectory.theta[20, 0]:.3f}" == "10.000"


def test_s2_by_hand_is_the_text_in_numpy_bit_for_bit() -> None:
    x, y = X.numpy(), Y.numpy()
    w = np.float32(0.0)
    trajectory = run(Experiment(loss="line", learning_rate=0.01, steps=20, gradient="by-hand"))
    for row in range(21):
        gradient = np.dot(2 * x, w * x - y).mean()
        assert trajectory.theta[row, 0] == w
        assert trajectory.gradient[row, 0] == gradient
        w = w - np.float32(0.01) * gradient


def test_s2_hand_gradient_is_four_times_autograds() -> None:
    loss = Experiment(loss="line", dtype="float64").bound_loss()
    theta = torch.linspace(-3, 5, 9, dtype=torch.float64)[:, None].requires_grad_()
    loss(theta).sum().backward()  # type: ignore[no-untyped-call]  # untyped in torch
    assert theta.grad is not None
    torch.testing.assert_close(loss.hand_gradient(theta.detach()), 4 * theta.grad)


@pytest.mark.parametrize(
    ("gradient", "limit"), [("autograd", 2 / 15), ("by-hand", 1 / 30)], ids=["true", "by hand"]
)
def test_s2_largest_stable_learning_rate(gradient: str, limit: float) -> None:
    below, above = (
        run(Experiment(loss="line", learning_rate=factor * limit, steps=300, gradient=gradient))
        for factor in (0.99, 1.01)
    )
    assert below.loss[-1] < below.loss[0] < above.loss[-1]


def test_s3_gradient_of_dot_is_four_x() -> None:
    trajectory = run(Experiment(loss="dot", steps=1))
    assert trajectory.theta[0].tolist() == [0.0, 1.0, 2.0, 3.0]
    assert trajectory.loss[0] == 28.0
    assert trajectory.gradient[0].tolist() == [0.0, 4.0, 8.0, 12.0]


def test_s4_scaled_prints_the_table() -> None:
    experiment = Experiment(loss="thermometer", theta=(1.0, 0.0), learning_rate=1e-2, steps=5000)
    trajectory = run(experiment)
    table = {
        500: "7.860115",
        1000: "3.828538",
        1500: "3.092191",
        2000: "2.957698",
        2500: "2.933134",
        3000: "2.928648",
        3500: "2.927830",
        4000: "2.927679",
        4500: "2.927652",
        5000: "2.927647",
    }
    # the text prints each epoch's loss from before its update
    assert {epoch: f"{trajectory.loss[epoch - 1]:.6f}" for epoch in table} == table
    assert [f"{value:.4f}" for value in trajectory.theta[5000]] == ["5.3671", "-17.3012"]


def test_s4_raw_starts_steep_and_overflows() -> None:
    settings = {"input_scale": 1.0}
    steep = run(Experiment(loss="thermometer", settings=settings, learning_rate=1e-2, steps=100))
    assert [f"{value:.4f}" for value in steep.gradient[0]] == ["4517.2969", "82.6000"]
    assert np.isfinite(steep.loss[:10]).all()
    assert np.isinf(steep.loss[10])  # epoch 11


@pytest.mark.parametrize(
    ("scale", "learning_rate", "formats", "printed"),
    [
        (1.0, 1e-5, (".5f", ".4e"), ("0.95483", "-8.2600e-04")),
        (0.1, 1e-2, (".4f", ".4f"), ("1.7761", "0.1064")),
    ],
    ids=["raw", "scaled"],
)
def test_s4_one_step(
    scale: float, learning_rate: float, formats: tuple[str, str], printed: tuple[str, str]
) -> None:
    settings = {"input_scale": scale}
    experiment = Experiment(
        loss="thermometer", settings=settings, learning_rate=learning_rate, steps=1
    )
    theta = run(experiment).theta[1]
    assert tuple(map(format, theta.tolist(), formats)) == printed


def test_data_are_the_readings_of_the_texts() -> None:
    assert DATASETS["line"].column("x").tolist() == X.tolist()
    assert DATASETS["line"].column("y").tolist() == Y.tolist()
    for name, readings in (("t_c", T_C), ("t_u", T_U)):
        column = torch.tensor(DATASETS["thermometer"].column(name), dtype=torch.float32)
        assert torch.equal(column, readings)
