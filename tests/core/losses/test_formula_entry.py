"""What a typed loss begins with: its start, learning rate, view, minimum and name."""

import math
import random

import pytest
import torch
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from playground.core.datasets import Table
from playground.core.losses import LossEntry, find_loss
from playground.core.losses.columns import typed_columns, typed_name
from playground.core.losses.grammar import parse
from playground.core.losses.notation import plain
from playground.core.losses.tokens import FormulaError
from playground.core.tensors import gradient_of
from tests.core.losses.formulas import value


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("x^2", (1.0,)),
        ("(1-x)^2 + (y-x^2)^2", (0.5, 0.5)),  # (1, 1) is its minimum: nothing would move
        ("log(x - 1)^2 + x", (2.0,)),
        ("sqrt(0.3 - x) + x^2", (0.1,)),
        ("log(-x^2 - 1) + x", (1.0,)),  # nowhere defined
    ],
)
def test_the_start_is_the_first_with_a_slope(text: str, start: tuple[float, ...]) -> None:
    assert find_loss(text).start == start


@pytest.mark.parametrize(
    "text",
    [
        "x^2",
        "1e4x^2 + y^2",
        "(1-x)**2 + 100*(y-x^2)^2",
        "x^8",
        "100 abs(x)",
        "abs(x) + 50abs(y)",
        "exp(5x) + x^2",
        "theta^4 - 3 theta^2 + theta",
        "log(x)^2 + 30x",
        "sin(40x)",
    ],
)
def test_the_learning_rate_descends_without_exploding(text: str) -> None:
    entry = find_loss(text)
    assert entry.function is not None
    theta = torch.tensor(entry.start, dtype=torch.float64)
    losses = []
    for _ in range(20):
        leaf = theta.detach().requires_grad_()
        loss = entry.function(leaf)
        losses.append(loss.item())
        theta = leaf.detach() - entry.learning_rate * gradient_of(loss, leaf)
    assert all(map(math.isfinite, losses))
    assert losses[-1] < losses[0]
    low, high = entry.learning_rates
    assert low < entry.learning_rate < high


@pytest.mark.parametrize(
    ("text", "curvature"), [("8x^2", 16), ("50x^2 + y^2", 100), ("2x^2 + 2x y + 2y^2", 6)]
)
def test_the_learning_rate_is_a_quarter_of_the_largest_stable_one(
    text: str, curvature: float
) -> None:
    quarter = 2 / curvature / 4
    assert find_loss(text).learning_rate == float(f"{quarter:.0e}")


def test_a_quadratic_knows_its_minimum_and_shows_it() -> None:
    entry = find_loss("(x - 6)^2 + 3(y + 0.25)^2 + x y/10")
    # Gradient zero: 2x + y/10 = 12 and x/10 + 6y = −1.5.
    determinant = 2 * 6 - 0.01
    expected = ((12 * 6 + 0.15) / determinant, (2 * -1.5 - 1.2) / determinant)
    assert entry.minima == (pytest.approx(expected, rel=1e-9),)
    for (low, high), start, minimum in zip(entry.extent, entry.start, expected, strict=True):
        assert low < min(start, minimum)
        assert max(start, minimum) < high


@pytest.mark.parametrize(
    "text", ["x^4", "-x^2", "x*y", "abs(x)", "x", "relu(x)^2 + x^2", "where(x < 9, x^2, -x)"]
)
def test_no_minimum_is_claimed_where_none_was_proved(text: str) -> None:
    assert find_loss(text).minima == ()


def test_fifty_parameters_are_taken() -> None:
    text = " + ".join(f"x{i}^2" for i in range(40)) + "".join(f" + y{i}" for i in range(10))
    assert len(find_loss(text).parameters) == 50


def test_an_entry_says_what_was_typed() -> None:
    entry = find_loss("  theta1**2*3 ")
    assert isinstance(entry, LossEntry)
    assert entry.typed == entry.name == "  theta1**2*3 "
    assert entry.title == "θ₁²·3"
    assert entry.formula == r"L(\theta_{1}) = \theta_{1}^{2} \cdot 3"
    assert entry.model is None
    assert entry.table is None


@settings(deadline=None, max_examples=100)
@given(seed=st.integers(0, 10**6))
def test_the_title_typed_again_is_the_same_formula(seed: int) -> None:
    generator = random.Random(seed)
    text = random_formula(generator, 4)
    theta = (generator.uniform(0.1, 2), generator.uniform(0.1, 2))
    try:
        expected = value(f"x + y + {text}", *theta)
    except FormulaError:
        reject()  # a constant in it is too large
    again = plain(parse(f"x + y + {text}").root)
    assert value(again, *theta) == pytest.approx(expected, rel=1e-9, nan_ok=True)


SHAPES = [
    *("({})+({})", "({})-({})", "({})*({})", "({})/({})", "({})^2", "({})^-1", "2^({})", "-({})"),
    *("sin({})", "exp(-({})^2)", "max({}, {})", "where({} > {}, {}, 1)"),
]


def random_formula(generator: random.Random, depth: int) -> str:
    if depth == 0 or generator.random() < 0.1:
        return generator.choice(["x", "y", "x", "y", "2", "0.5", "1e-7", "π"])
    inner = [random_formula(generator, depth - 1) for _ in range(3)]
    shape = generator.choice(SHAPES)
    count = shape.count("{}")
    return str(shape.format(*(inner * 2)[:count]))


def test_a_table_gives_every_column_a_name_that_can_be_typed() -> None:
    names = ("t (°C)", "2020 sales", "x1", "x_1", "Größe", "a b", "a-b", "🙂", "e", "Δx")
    names = (*names, "column_8")
    table = Table("odd", names, torch.zeros(2, len(names)).double().numpy())
    typed = typed_columns(table)
    for column in names:
        name = typed_name(column, table)
        assert typed[name] == column
        assert parse(f"{name} + w", typed).columns == (column,)
    assert typed_name("t (°C)", table) == "t_C"
    assert typed_name("2020 sales", table) == "column_2020_sales"
    assert typed_name("a b", table) == "column_6"
    assert "a_b" not in typed  # it might be a-b as well
