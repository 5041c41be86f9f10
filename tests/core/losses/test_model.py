"""A typed model is fitted to a table as the source texts fit it."""

import numpy as np
import pytest
import torch

from playground.core.datasets import Table
from playground.core.descent import run
from playground.core.experiment import Experiment
from playground.core.losses import Loss, find_loss
from playground.core.losses.tokens import FormulaError
from playground.core.settings import Settings
from playground.core.tensors import gradient_of

T_C = (0.5, 14.0, 15.0, 28.0, 11.0, 8.0, 3.0, -4.0, 6.0, 13.0, 21.0)
T_U = (35.7, 55.9, 58.2, 81.9, 56.3, 48.9, 33.9, 21.8, 48.4, 60.4, 68.4)
READINGS = Table("readings", ("t_u", "t_c"), np.array([T_U, T_C]).T)
LINE = Table("points", ("x", "y"), np.array([[1.0, 2], [2, 4], [3, 6], [4, 8]]))
LABELS = Table("labels", ("x", "label"), np.array([[-2.0, 0], [-1, 1], [1, 0], [3, 1]]))


def bound(table: Table, model: str, target: str, criterion: str = "mse") -> Loss:
    return find_loss(criterion, table, model, target).bind(Settings(), torch.float64)


def experiment(table: Table, model: str, target: str, **changes: object) -> Experiment:
    return Experiment(dataset=table, model=model, target=target, **changes)  # type: ignore[arg-type]  # any field


def test_the_line_is_learned_with_the_published_losses() -> None:
    trajectory = run(experiment(LINE, "w*x", "y", theta=(0.0,), learning_rate=0.01, steps=100))
    published = {0: 30.0, 10: 1.16278565, 20: 0.04506890, 30: 0.00174685, 40: 0.00006770}
    for epoch, loss in published.items():
        assert trajectory.loss[epoch] == pytest.approx(loss, abs=5e-9)
    assert [f"{w:.3f}" for w in trajectory.theta[[1, 11, 21, 31, 41, 51], 0]] == [
        *("0.300", "1.665", "1.934", "1.987", "1.997", "1.999")
    ]


def test_the_thermometer_is_learned_with_the_published_losses() -> None:
    model = experiment(
        *(READINGS, "w*(0.1*t_u) + b", "t_c"), theta=(1.0, 0.0), learning_rate=1e-2, steps=5000
    )
    trajectory = run(model)
    published = {500: 7.860115, 1000: 3.828538, 1500: 3.092191, 2000: 2.957698, 5000: 2.927647}
    for epoch, loss in published.items():
        # The text prints the loss before the update of that epoch.
        assert trajectory.loss[epoch - 1] == pytest.approx(loss, abs=2e-6)
    assert trajectory.theta[-1].tolist() == pytest.approx([5.3671, -17.3012], abs=5e-5)


def test_the_raw_thermometer_has_the_published_gradient() -> None:
    loss = bound(READINGS, "w*t_u + b", "t_c")
    theta = torch.tensor([1.0, 0.0], dtype=torch.float64, requires_grad=True)
    assert gradient_of(loss(theta), theta).tolist() == pytest.approx([4517.2969, 82.6], rel=2e-7)


def test_the_least_squares_optimum_is_known_and_in_view() -> None:
    entry = find_loss("mse", READINGS, "w*0.1*t_u + b", "t_c")
    assert entry.minima == (pytest.approx((5.367719, -17.304785), abs=1e-6),)
    (w_low, w_high), (b_low, b_high) = entry.extent
    assert w_low < 5.37 < w_high
    assert b_low < -17.3 < b_high
    assert entry.learning_rate < 0.0329782  # the published largest stable rate
    assert find_loss("mae", READINGS, "w*0.1*t_u + b", "t_c").minima == ()


def test_a_typed_square_of_a_built_in_dataset_is_the_built_in_loss() -> None:
    typed = Experiment(dataset="line", model="w*x", target="y", theta=(0.0,), learning_rate=0.01)
    built_in = Experiment(loss="line", theta=(0.0,), learning_rate=0.01)
    assert run(typed).loss.tolist() == pytest.approx(run(built_in).loss.tolist(), rel=1e-5)


def test_names_that_are_columns_are_data_and_the_others_parameters() -> None:
    entry = find_loss("mse", READINGS, "b + w1*t_u + w2*t_u^2 + e*b", "t_c")
    assert entry.parameters == ("b", "w₁", "w₂")
    assert (entry.target, entry.criterion, entry.table) == ("t_c", "mse", READINGS)
    assert entry.typed == "b + w1*t_u + w2*t_u^2 + e*b"
    assert entry.function is None


def test_a_column_may_have_the_name_of_a_constant_or_a_function() -> None:
    table = Table("odd", ("e", "max", "y"), np.array([[1.0, 2, 3], [4, 5, 6]]))
    loss = bound(table, "w*e + v*max + max(w, v)", "y")
    theta = torch.tensor([10.0, 100.0], dtype=torch.float64)
    assert loss.predict(theta).tolist() == [10 + 200 + 100, 40 + 500 + 100]


def test_awkward_columns_are_typed_with_underscores() -> None:
    table = Table("odd", ("t (°C)", "2020 sales", "θ1"), np.array([[1.0, 2, 3], [4, 5, 7]]))
    entry = find_loss("mse", table, "w*t_C + v*column_2020_sales", "theta_1")
    assert entry.target == "θ1"
    loss = entry.bind(Settings(), torch.float64)
    assert loss.predict(torch.tensor([1.0, 10.0]).double()).tolist() == [21, 54]


def test_each_criterion_is_what_its_name_says() -> None:
    theta = torch.tensor([2.0, 0.5], dtype=torch.float64)
    z, y = 2 * LABELS.column("x") + 0.5, LABELS.column("label")
    expected = {
        "mse": ((z - y) ** 2).mean(),
        "mae": np.abs(z - y).mean(),
        "logistic": -np.log(np.where(y == 1, 1, np.exp(-z)) / (1 + np.exp(-z))).mean(),
    }
    for criterion, value in expected.items():
        loss = bound(LABELS, "w*x + b", "label", criterion)
        assert loss(theta).item() == pytest.approx(value, rel=1e-12)


@pytest.mark.parametrize("model", ["w*t_u + b", "w", "v*tanh(w*t_u/50 + b)", "where(1 < 2, 3, w)"])
def test_a_batch_gives_what_its_rows_give(model: str) -> None:
    loss = bound(READINGS, model, "t_c")
    count = len(loss.entry.parameters)
    theta = torch.randn(2, 3, count, generator=torch.Generator().manual_seed(0)).double()
    assert loss.predict(theta).shape == (2, 3, 11)
    assert loss(theta).shape == (2, 3)
    for index in [(0, 0), (1, 2)]:
        assert loss.predict(theta[index]).shape == (11,)
        assert loss(theta)[index].item() == pytest.approx(loss(theta[index]).item(), rel=1e-14)
    part = loss.on(torch.tensor([2, 5]))
    assert torch.equal(part.predict(theta), loss.predict(theta)[..., [2, 5]])


@pytest.mark.parametrize("criterion", ["mse", "logistic"])
def test_derivatives_of_a_typed_network_agree_with_differences(criterion: str) -> None:
    loss = bound(LABELS, "v tanh(w x + b) + c", "label", criterion)
    theta = torch.tensor([0.3, -0.7, 0.2, 0.1], dtype=torch.float64, requires_grad=True)
    assert torch.autograd.gradcheck(loss, theta)
    assert torch.autograd.gradgradcheck(loss, theta)


def test_hidden_units_do_not_start_alike() -> None:
    start = find_loss("mse", LINE, "v1 tanh(w1 x) + v2 tanh(w2 x)", "y").start
    assert len(set(start)) == 4


@pytest.mark.parametrize(
    ("table", "model", "target", "criterion"),
    [
        (READINGS, "w*t_u + b", "t_c", "mse"),
        (READINGS, "w*t_u + b", "t_c", "mae"),
        (LABELS, "w*x + b", "label", "logistic"),
        (LINE, "v tanh(w x) + b", "y", "mse"),
    ],
)
def test_the_learning_rate_descends_without_exploding(
    table: Table, model: str, target: str, criterion: str
) -> None:
    losses = run(experiment(table, model, target, loss=criterion)).loss
    assert np.isfinite(losses).all()
    assert losses[-1] < losses[0]


REFUSED = [
    ((READINGS, "3*t_u", "t_c", "mse"), "No parameter in the model at character 6"),
    ((READINGS, "w*t_c + b", "t_c", "mse"), "The target 't_c' is used at character 3"),
    ((READINGS, "w*t_uu + b", "t_c", "mse"), "'t_uu' at character 3: did you mean 't_u'"),
    ((READINGS, "w*T_U", "t_c", "mse"), "did you mean 't_u'"),
    ((READINGS, "w*t_u +", "t_c", "mse"), "at character 8"),
    ((READINGS, "w*t_u", "t_x", "mse"), "one of the columns t_u, t_c, not 't_x'"),
    ((READINGS, "w*t_u", "", "mse"), "one of the columns t_u, t_c"),
    ((READINGS, "w*t_u", "t_c", "logistic"), "0 and 1 for the logistic loss, 't_c' has 0.5"),
    ((READINGS, "w*t_u", "t_c", "huber"), "one of mse, mae, logistic with a model, not 'huber'"),
    (("thermometre", "w*t_u", "t_c", "mse"), "did you mean 'thermometer'"),
    (("", "w*t_u", "t_c", "mse"), "dataset must be given"),
]


@pytest.mark.parametrize(("arguments", "words"), REFUSED)
def test_a_model_that_cannot_be_fitted_says_why(
    arguments: tuple[str | Table, str, str, str], words: str
) -> None:
    dataset, model, target, criterion = arguments
    with pytest.raises(ValueError) as refusal:  # noqa: PT011  # the words are compared below
        find_loss(criterion, dataset, model, target)
    assert words in str(refusal.value)
    assert str(refusal.value).isprintable()


def test_a_mistake_in_a_model_points_at_its_character() -> None:
    with pytest.raises(FormulaError) as refusal:
        find_loss("mse", READINGS, "w*t_u + sni(b)", "t_c")
    assert refusal.value.position == 8


def test_a_model_that_is_no_number_says_at_which_value() -> None:
    entry = find_loss("mse", LABELS, "w*log(x + b)", "label")
    assert entry.explain is not None
    assert entry.explain(torch.tensor([1.0, 1.5])) == "log of a negative number (x + b = −0.5)"
    assert entry.explain(torch.tensor([1.0, 2.5])) == ""
    assert entry.explain(torch.tensor([1e30, 2.5])) == ""
