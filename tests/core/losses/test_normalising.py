"""A model may read its columns normalised: the loss is then that of torch's own lines."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
import torch
from torch import Tensor

from playground.core.changes import changed
from playground.core.command_text import command_text
from playground.core.curvature import curvature
from playground.core.datasets import Table
from playground.core.descent import run
from playground.core.differences import differences
from playground.core.experiment import Experiment
from playground.core.experiment_file import from_json, to_json
from playground.core.lesson import Scene
from playground.core.lesson_file import lesson_from
from playground.core.lesson_text import lesson_text
from playground.core.losses import find_loss
from playground.core.programs import mistake_lines
from playground.core.settings import Settings
from playground.core.tensors import gradient_of
from playground.core.typed_derivative import typed_derivative

X = np.linspace(1000.0, 3000.0, 21)
Y = 0.002 * X + 1 + 0.3 * np.sin(X / 170)
OWN = Table("own.csv", ("x", "y"), np.column_stack([X, Y]))
HOUSES = Table(
    "houses.csv", ("size (m²)", "far", "y"), np.column_stack([X, np.cos(X) / 100 - 5, Y])
)
WAYS = ("none", "scale", "standardise")


def line(normalise: str = "none", **changes: object) -> Experiment:
    return Experiment(dataset=OWN, model="w*x + b", target="y", normalise=normalise, **changes)  # type: ignore[arg-type]  # any field


def normalised(way: str, column: np.ndarray) -> np.ndarray:  # type: ignore[type-arg]  # of numbers
    if way == "none":
        return column
    if way == "scale":
        return column / np.abs(column).max()
    return (column - column.mean()) / column.std()


@pytest.mark.parametrize("way", WAYS)
def test_curvature_minimum_and_limit_are_those_of_least_squares_on_the_normalised_column(
    way: str,
) -> None:
    features = np.column_stack([normalised(way, X), np.ones(len(X))])
    eigenvalues = np.linalg.eigvalsh(2 / len(X) * features.T @ features)
    best = np.linalg.lstsq(features, Y, rcond=None)[0]
    experiment = line(way)
    found = curvature(experiment)
    np.testing.assert_allclose(found.eigenvalues, eigenvalues, rtol=1e-6)
    assert found.largest_stable_learning_rate == pytest.approx(2 / eigenvalues[-1], rel=1e-9)
    np.testing.assert_allclose(experiment.minima, [best], rtol=1e-7)
    low, high = experiment.loss_entry.learning_rates
    assert low < 2 / eigenvalues[-1] < high
    assert experiment.learning_rate < 2 / eigenvalues[-1]
    for (least, most), place in zip(experiment.loss_entry.extent, best, strict=True):
        assert least < place < most


def test_standardised_a_line_has_curvature_two_in_every_direction() -> None:
    found = curvature(line("standardise"))
    assert found.eigenvalues.tolist() == pytest.approx([2, 2])
    assert found.condition_number == pytest.approx(1)
    assert found.best_learning_rate == pytest.approx(0.5)
    # each step multiplies the error by 1 − 2·0.1, whatever the direction
    errors = run(line("standardise", dtype="float64")).theta - line("standardise").minima[0]
    np.testing.assert_allclose(errors[1:6], 0.8 * errors[:5], rtol=1e-9)


@pytest.mark.parametrize("dtype", ["float64", "float32", "bfloat16", "float16"])
@pytest.mark.parametrize("way", WAYS[1:])
def test_a_run_is_that_of_torch_on_the_normalised_column_to_the_last_bit(
    way: str, dtype: str
) -> None:
    kind = getattr(torch, dtype)
    x, y = torch.tensor(X.tolist(), dtype=kind), torch.tensor(Y.tolist(), dtype=kind)
    x = x / x.abs().max() if way == "scale" else (x - x.mean()) / x.std(correction=0)
    theta: Tensor = torch.tensor([0.5, -1.0], dtype=kind, requires_grad=True)
    for _ in range(10):
        theta.grad = None
        w, b = theta
        (w * x + b - y).square().mean().backward()
        with torch.no_grad():
            assert theta.grad is not None
            theta -= 0.1 * theta.grad
    found = run(line(way, theta=(0.5, -1.0), learning_rate=0.1, steps=10, dtype=dtype))
    assert found.theta[-1].tolist() == theta.tolist()


def test_every_column_that_the_model_reads_is_normalised_and_the_target_is_not() -> None:
    entry = find_loss("mse", HOUSES, "u*size_m + v*far + b", "y", "standardise")
    columns = entry.bind(Settings(), torch.float64).columns
    for name in ("size (m²)", "far"):
        assert columns[name].mean().item() == pytest.approx(0, abs=1e-12)
        assert columns[name].std(correction=0).item() == pytest.approx(1)
    assert columns["y"].tolist() == Y.tolist()


def test_some_rows_and_other_inputs_are_normalised_by_the_numbers_of_the_whole_table() -> None:
    loss = line("standardise").bound_loss("float64")
    theta = torch.tensor([1.0, 0.0], dtype=torch.float64)
    here = {name: torch.tensor([2000.0, 2000.0 + X.std()]).double() for name in ("x", "y")}
    assert loss.predict_on(theta, here).tolist() == pytest.approx([0, 1])
    some = loss.on(torch.tensor([0, 20]))
    assert torch.equal(some.columns["x"], loss.columns["x"][[0, 20]])


def test_it_stands_in_the_formula_in_the_title_and_in_the_names_of_runs() -> None:
    entry = find_loss("mse", HOUSES, "u*size_m + v*far + b", "y", "scale")
    assert r"\tilde{\text{far}} &=" not in entry.formula  # one row for both, aligned at the first
    assert r"\tilde{\text{far}} = \frac{\text{far}}{\max\left|\text{far}\right|}" in entry.formula
    assert entry.title.endswith(", scaled")
    assert r"\frac{x - \bar{x}}{\sigma_{x}}" in line("standardise").loss_entry.formula
    names = differences([line(learning_rate=0.1), line("scale", learning_rate=0.1)])
    assert names == ["not normalised", "scaled"]


REFUSED = [
    (
        (OWN, "w*x + b", "y", "half"),
        "normalise must be one of none, scale, standardise, not",
    ),
    ((OWN, "b", "y", "scale"), "normalise must be none for a model that reads no column"),
    (
        (Table("t", ("x", "y"), np.array([[3.0, 1], [3, 2]])), "w*x", "y", "standardise"),
        "normalise cannot be standardise: column 'x' is 3 in every row, so its deviation is 0",
    ),
    (
        (Table("t", ("x", "y"), np.array([[0.0, 1], [0, 2]])), "w*x", "y", "scale"),
        "normalise cannot be scale: column 'x' is 0 in every row",
    ),
    (
        (Table("t", ("x", "y"), np.array([[1e300, 1], [0, 2]])), "w*x", "y", "standardise"),
        "normalise cannot be standardise: column 'x' would be divided by inf",
    ),
]


@pytest.mark.parametrize(("arguments", "words"), REFUSED)
def test_what_cannot_be_normalised_is_refused_by_field_rule_and_value(
    arguments: tuple[Table, str, str, str], words: str
) -> None:
    dataset, model, target, normalise = arguments
    with pytest.raises(ValueError) as refusal:  # noqa: PT011  # the words are compared below
        Experiment(dataset=dataset, model=model, target=target, normalise=normalise)
    assert str(refusal.value).startswith(words)


@pytest.mark.parametrize("loss", ["square", "thermometer", "x^2"])
def test_without_a_model_there_is_nothing_to_normalise(loss: str) -> None:
    with pytest.raises(ValueError, match=r"^normalise must be none without a model of a table"):
        Experiment(loss, normalise="scale")


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("mistakes", [(), ("not-normalised",)])
def test_it_travels_in_files_lessons_and_command_lines(way: str, mistakes: tuple[str, ...]) -> None:
    experiment = line(way, mistakes=mistakes)
    assert from_json(to_json(experiment)) == experiment
    assert (
        lesson_from(lesson_text("One", Scene(experiment=experiment))).steps[0].experiment
        == experiment
    )
    assert ("--normalise" in command_text(experiment)) == (way != "none")


def test_a_file_from_before_is_not_normalised_and_a_new_one_says_so_only_if_it_is() -> None:
    old = to_json(line())
    assert "normalise" not in json.loads(old)
    assert from_json(old).normalise == "none"


def test_another_way_brings_its_own_start_and_rate_and_keeps_the_rest() -> None:
    before = line(steps=70, theta=(3.0, 4.0), batch_size=7, optimizer="sgd", seed=3)
    after = changed(before, {"normalise": "standardise"})
    fresh = line("standardise")
    assert (after.theta, after.learning_rate) == (fresh.theta, fresh.learning_rate)
    assert (after.steps, after.batch_size, after.seed, after.model) == (70, 7, 3, "w*x + b")
    assert changed(after, {"loss": "sine"}).normalise == "none"


def test_the_mistake_makes_the_raw_run_at_the_rate_that_was_meant() -> None:
    meant = line("standardise", steps=100)
    mistaken = replace(meant, mistakes=("not-normalised",))
    assert mistaken.learning_rate == meant.learning_rate
    raw = replace(line(steps=100), learning_rate=meant.learning_rate)
    np.testing.assert_array_equal(run(mistaken).theta, run(raw).theta)
    assert run(mistaken).outcome.kind == "diverged"
    assert run(meant).outcome.kind == "settled"
    assert mistaken.minima == line().minima
    # what the slider covers holds the limit of the loss as it is, and the app adds the rate
    low, high = mistaken.loss_entry.learning_rates
    limit = curvature(mistaken).largest_stable_learning_rate
    assert limit is not None
    assert low < limit < high


def test_the_mistake_can_be_made_with_every_model_that_reads_a_column() -> None:
    assert line(mistakes=("not-normalised",)).loss_entry is line().loss_entry
    with pytest.raises(ValueError, match="mistake not-normalised: the model b reads no column"):
        Experiment(dataset=OWN, model="b", target="y", mistakes=("not-normalised",))
    with pytest.raises(ValueError, match="the loss square has no data to normalise"):
        Experiment("square", mistakes=("not-normalised",))


def test_its_lines_name_every_column_and_mend_by_what_was_chosen_or_is_usual() -> None:
    raw = line(mistakes=("not-normalised",))
    assert mistake_lines("not-normalised", raw) == (
        "x = 1.0 * x",
        "x = (x - x.mean()) / x.std(correction=0)",
    )
    two = Experiment(
        dataset=HOUSES, model="u*size_m + v*far", target="y", normalise="scale",
        mistakes=("not-normalised",),
    )  # fmt: skip
    wrong, right = mistake_lines("not-normalised", two)
    assert wrong.splitlines()[1] == "far = 1.0 * far"
    assert right.splitlines()[1] == "far = far / far.abs().max()"


@pytest.mark.parametrize("way", WAYS)
def test_a_typed_derivative_reads_the_columns_as_the_model_does(way: str) -> None:
    experiment = line(way)
    typed = typed_derivative(experiment, "mean(2*x*(w*x + b - y)); mean(2*(w*x + b - y))")
    theta = torch.tensor([0.7, -0.3], dtype=torch.float64, requires_grad=True)
    autograd = gradient_of(experiment.bound_loss("float64")(theta), theta)
    assert typed(theta.detach()).tolist() == pytest.approx(autograd.tolist(), rel=1e-12)


def test_numbers_that_a_format_cannot_tell_apart_are_the_reason_that_is_given() -> None:
    table = Table("far", ("x", "y"), np.array([[1e9, 1], [1e9 + 1, 2], [1e9 + 2, 3]]))
    far = Experiment(dataset=table, model="w*x + b", target="y", normalise="standardise", steps=60)
    outcome = run(far).outcome
    assert outcome.kind == "undefined"  # in float32 a thousand million and one is not there
    assert "float32 cannot tell the numbers of the column x apart" in outcome.message
    assert outcome.message.endswith("Try a dtype with more digits.")
    assert run(replace(far, dtype="float64")).outcome.kind == "settled"
