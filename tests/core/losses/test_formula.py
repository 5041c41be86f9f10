"""A formula means what mathematics says, in value, slope and bits."""

import math

import pytest
import torch

from playground.core.losses import find_loss
from playground.core.tensors import gradient_of
from tests.core.losses.formulas import value

E = math.e


@pytest.mark.parametrize(
    ("text", "theta", "expected"),
    [
        ("x^2 + 10*y^2", (3, 2), 49),
        ("(1-x)**2 + 100*(y-x^2)^2", (2, 3), 101),
        ("theta^4 - 3 theta^2 + theta", (2,), 6),
        ("θ⁴ − 3·θ² + θ", (2,), 6),
        ("-x^2", (3,), -9),
        ("(-x)^2", (3,), 9),
        ("0x + 2^3^2", (1,), 512),
        ("0x + 2^-1", (1,), 0.5),
        ("x^-2", (2,), 0.25),
        ("x⁻²", (2,), 0.25),
        ("x¹⁰", (2,), 1024),
        ("2x^2", (3,), 18),
        ("1/2x", (6,), 3),
        ("x/y z", (6, 3, 5), 10),
        ("x - y - z", (1, 2, 3), -4),
        ("2(x+1)", (3,), 8),
        ("(x+1)(x-1)", (3,), 8),
        ("x(x+1)", (3,), 12),
        ("2x y", (3, 5), 30),
        ("x^2y", (3, 5), 45),
        ("2 sin(x)cos(x)", (1,), math.sin(2)),
        ("2πx", (0.5,), math.pi),
        ("2pi x", (0.5,), math.pi),
        ("e^-x^2", (2,), E**-4),
        ("2e x", (1,), 2 * E),
        ("2e3x", (1,), 2000),
        ("3*-x", (2,), -6),
        ("--x", (2,), 2),
        ("+x", (2,), 2),
        (".5x + 5.", (2,), 6),
        ("ln(x)", (E,), 1),
        ("3×x ÷ 2", (4,), 6),
        ("sqrt(abs(x))", (-9,), 3),
        ("sigmoid(x) + tanh(y)", (0, 0), 0.5),
        ("relu(x) + relu(y)", (-2, 3), 3),
        ("min(x, 2, y) + max(x, 2, y)", (1, 5), 6),
        ("where(x > 0, 1, 2)", (3,), 1),
        ("where((x ≤ 0), 1, 2x)", (3,), 6),
        ("where(x == y, 1, 2) + where(x != y, 10, 20)", (1, 1), 21),
        ("where(1 < 2, x, y)", (7, 8), 7),
        ("x^0 + y^1", (0, 3), 4),
        ("lambda^2", (3,), 9),
    ],
)
def test_a_formula_has_the_value_that_mathematics_gives_it(
    text: str, theta: tuple[float, ...], expected: float
) -> None:
    assert value(text, *theta) == pytest.approx(expected, rel=1e-14)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("y + x + y", ("y", "x")),
        ("theta1 + theta_1 + θ₁ + θ1 + θ_1 + theta₁", ("θ₁",)),
        ("alpha + β2 + Omega", ("α", "β₂", "Ω")),
        ("w_out * weight", ("w_out", "weight")),
        ("X + x", ("X", "x")),
        ("xy + x y", ("xy", "x", "y")),
        ("π µ e", ("μ",)),
        ("x₁₂", ("x₁₂",)),
        ("2πx θy", ("x", "θ", "y")),
    ],
)
def test_free_names_are_the_parameters_in_order_of_appearance(
    text: str, names: tuple[str, ...]
) -> None:
    assert find_loss(text).parameters == names


SMOOTH = [
    "x^2 + 10 y^2",
    "x^3 y - y^5/5",
    "(x - y)^4 + x^0 + y^1",
    "exp(x) sin(y) + cos(x y) + tan(x/3)",
    "log(x^2 + 1) sqrt(y^2 + 2)",
    "tanh(x) sigmoid(y)/(2 + x^2)",
    "2^x + e^(x y) - (-x)^3",
    "(x^2 + 1)^y",
    "where(x > y, x^2 y, y^3)",
    "max(x, y)^2 + min(x, 0)^3 + abs(x - 2y)^3 + relu(x)^2",
]


@pytest.mark.parametrize("text", SMOOTH)
def test_first_and_second_derivatives_agree_with_differences(text: str) -> None:
    function = find_loss(text).function
    points = [[0.7, -0.4], [-1.3, 0.9], [-0.6, -1.1]]
    theta = torch.tensor(points, dtype=torch.float64, requires_grad=True)
    assert torch.autograd.gradcheck(function, theta)
    assert torch.autograd.gradgradcheck(function, theta)


@pytest.mark.parametrize(("power", "curvature"), [(1, 0.0), (2, 2.0), (3, 0.0), (4, 0.0)])
def test_integer_powers_are_smooth_at_zero(power: int, curvature: float) -> None:
    theta = torch.zeros(1, dtype=torch.float64, requires_grad=True)
    function = find_loss(f"x^{power}").function
    assert function is not None
    (gradient,) = torch.autograd.grad(function(theta), theta, create_graph=True)
    assert gradient.item() == (1.0 if power == 1 else 0.0)
    (second,) = torch.autograd.grad(gradient.sum(), theta)
    assert second.item() == curvature


@pytest.mark.parametrize("text", [*SMOOTH, "x + where(y > 0, 1, 2)", "where(1 > 2, x, y)"])
def test_a_batch_gives_what_its_rows_give(text: str) -> None:
    function = find_loss(text).function
    assert function is not None
    theta = torch.randn(4, 3, 2, generator=torch.Generator().manual_seed(1), dtype=torch.float64)
    batch = function(theta.requires_grad_())
    assert batch.shape == (4, 3)
    together = gradient_of(batch, theta)
    for index in [(0, 0), (1, 2), (3, 1)]:
        row = theta[index].detach().requires_grad_()
        loss = function(row)
        assert loss.shape == ()
        assert torch.equal(loss, batch[index])
        assert torch.equal(gradient_of(loss, row), together[index])


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64, torch.bfloat16, torch.float16])
@pytest.mark.parametrize("text", ["0.1x^2 + pi", "where(x > 0, 1, 2)", "x^0", "max(x, 0.1)"])
def test_the_loss_keeps_the_dtype_of_theta(text: str, dtype: torch.dtype) -> None:
    function = find_loss(text).function
    assert function is not None
    assert function(torch.ones(5, 1, dtype=dtype)).dtype == dtype


def test_typed_rosenbrock_is_bit_for_bit_the_torch_code_for_it() -> None:
    theta = torch.randn(100, 2, generator=torch.Generator().manual_seed(2))
    x, y = theta.unbind(-1)
    function = find_loss("(1-x)**2 + 100*(y-x^2)^2").function
    assert function is not None
    assert torch.equal(function(theta), (1 - x) ** 2 + 100 * (y - x**2) ** 2)
