"""Programs of runs that are edited, mistaken, typed or on data; what they import and refuse."""

from __future__ import annotations

import ast
import json
import sys

import numpy as np
import pytest

from playground.core.datasets import Table
from playground.core.descent import run
from playground.core.experiment import Edit, Experiment
from playground.core.losses import LOSSES
from playground.core.programs import DIALECTS, notebook, program
from tests.core.programs.conftest import Execute

ADAM = (
    "m = beta1*m + 0.1*gradient; v = 0.999*v + 0.001*gradient^2; "
    "theta = theta - lr*(m/(1 - beta1^step))/(sqrt(v/(1 - 0.999^step)) + 1e-8)"
)
ADDED_UP = [name for name, entry in LOSSES.items() if entry.adds_components]
PLAIN = [  # gradient descent: the loop is the same to the last bit
    Experiment("thermometer", steps=30, batch_size=3, seed=5),
    Experiment("thermometer", steps=300, mistakes=("not-normalised",)),
    Experiment("thermometer", learning_rate=1e-4, steps=30, mistakes=("not-zeroed",)),
    Experiment("thermometer", learning_rate=1e-5, steps=30, mistakes=("wrong-sign", "summed")),
    *(Experiment(name, steps=30, mistakes=("averaged",)) for name in ADDED_UP),
    Experiment("square", (1.0, 2.0, 3.0), steps=30, mistakes=("averaged",)),
    Experiment("line", gradient="by-hand"),
    Experiment("line", gradient="by-hand", batch_size=3),
    Experiment("line", gradient="by-hand", learning_rate=1e-3, mistakes=("not-zeroed",)),
    Experiment("himmelblau", steps=30, edits=(Edit(5, 0.001), Edit(30, 0.1))),
    Experiment("himmelblau", steps=30, schedule="cosine", edits=(Edit(5, 0.001),)),
    Experiment("x^2+10*sin(2*pi*y)^3 + where(x>0, x, 3)*max(x,0)-min(x,y,2)/(1+e^y)"),
    Experiment("θ₁^2+lambda^4 - 2^θ₁ + exp(sigmoid(λ₂))*tanh(x_1)/sqrt(1+abs(y))-(-x)^3-x^(-2)"),
    Experiment("where(1>0, 2, x)"),
    Experiment("mse", dataset="thermometer", model="w*t_u/10+b", target="t_c"),
    Experiment("mae", dataset="thermometer", model="w*sin(t_u)+b^2", target="t_c"),
    Experiment("logistic", dataset="moons", model="a*x+b*y+c", target="label"),
    Experiment("mse", dataset="thermometer", model="b", target="t_c"),
    Experiment("rosenbrock", learning_rate=0.1, steps=50),  # diverges
    Experiment("mse", dataset="thermometer", model="w + b", target="t_c", batch_size=2),
    Experiment("square", learning_rate=1.0, steps=3, edits=(Edit(0, 0.001), Edit(2, 0.1))),
    Experiment("himmelblau", dtype="float16"),
    Experiment("thermometer", dtype="bfloat16", steps=20),
]
OTHERS = [
    Experiment("himmelblau", steps=30, dtype="float64", edits=(Edit(9, None, {"momentum": 0.5}),)),
    Experiment("himmelblau", steps=30, dtype="float64", optimizer="adam",
               edits=(Edit(5, 0.001, {"beta1": 0.5}), Edit(9, None, {"amsgrad": True}))),
    Experiment("himmelblau", steps=30, dtype="float64", optimizer="rmsprop",
               settings={"centered": True}, edits=(Edit(9, None, {"momentum": 0.5}),)),
    Experiment("himmelblau", steps=30, dtype="float64", optimizer="adam", schedule="one-cycle",
               edits=(Edit(5, 0.001),)),
    Experiment("himmelblau", steps=30, dtype="float64", schedule="cyclic",
               settings={"mode": "triangular2", "step_size_down": 3}),
    Experiment("himmelblau", steps=30, dtype="float64", schedule="one-cycle",
               settings={"three_phase": True, "anneal_strategy": "linear"}),
    Experiment("thermometer", learning_rate=1e-4, steps=30, dtype="float64",
               settings={"momentum": 0.9, "weight_decay": 0.1, "nesterov": True},
               mistakes=("not-zeroed", "wrong-sign")),
    Experiment("square", (1.0,), 1.0, 3, dtype="float64", optimizer="asgd",
               edits=(Edit(0, 0.001),)),
    Experiment("square", (1.0,), 1.0, 3, dtype="float64", optimizer="rprop",
               edits=(Edit(0, 0.001, {"etaplus": 1.5}),)),
    Experiment("himmelblau", dtype="float64", optimizer=ADAM, schedule="cosine",
               edits=(Edit(5, None, {"beta1": 0.5}),)),
]  # fmt: skip


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_program_ends_where_its_run_ends(dialect: str, execute: Execute) -> None:
    every = [*PLAIN, *OTHERS]
    for experiment, lines in zip(every, execute([program(e, dialect) for e in every]), strict=True):
        got = [float(word) for word in lines[-1].strip("[]").split(", ")]
        expected = run(experiment).theta[-1].astype(float)
        where = f"{experiment}: {lines[-1]}"
        if experiment in OTHERS:
            np.testing.assert_allclose(got, expected, 1e-9, err_msg=where)
        else:  # torch's fused update rounds as the loop's does
            tolerance = 0 if dialect == "loop" else {"float32": 1e-5}.get(experiment.dtype, 2e-2)
            np.testing.assert_allclose(got, expected, tolerance, err_msg=where)


@pytest.mark.parametrize("mistake", ["outside-no-grad", "detached", "integer-theta"])
def test_a_program_with_a_mistake_that_torch_refuses_fails_with_the_same_words(
    mistake: str, execute: Execute
) -> None:
    experiment = Experiment("himmelblau", (1.0, 2.0), mistakes=(mistake,))
    with pytest.raises(ValueError, match="torch refuses: ") as refused:
        run(experiment)
    words = str(refused.value).removeprefix("torch refuses: ")
    for (line,) in execute([program(experiment, dialect) for dialect in DIALECTS]):
        assert line == f"RuntimeError: {words}"


@pytest.mark.parametrize("experiment", [*PLAIN, *OTHERS])
@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_program_imports_nothing_but_torch_and_the_standard_library(
    experiment: Experiment, dialect: str
) -> None:
    tree = ast.parse(program(experiment, dialect))
    imported = {
        name.name.partition(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in node.names
    }
    assert "torch" in imported
    assert imported - {"torch"} <= set(sys.stdlib_module_names)


def test_lbfgs_outside_no_grad_fails_at_the_line_that_the_mistake_is(execute: Execute) -> None:
    experiment = Experiment("square", optimizer="lbfgs", mistakes=("outside-no-grad", "not-zeroed"))
    for (line,) in execute([program(experiment, dialect) for dialect in DIALECTS]):
        assert line.startswith("RuntimeError: a leaf Variable that requires grad is being used in")


def test_the_name_of_a_column_stays_on_the_line_of_the_title(execute: Execute) -> None:
    table = Table("t", ("x\nraise SystemExit(3)", "y"), np.array([[1.0, 2.0], [2.0, 4.0]]))
    experiment = Experiment("mse", dataset=table, model="w*y", target=table.names[0], steps=2)
    ((theta,),) = execute([program(experiment)])
    assert float(theta.strip("[]")) == pytest.approx(float(run(experiment).theta[-1, 0]))


def test_the_program_of_the_source_exercise_reads_as_a_person_writes_it() -> None:
    lines = program(Experiment("square", (1.0,), 0.2, 20)).splitlines()
    for line in (
        "theta = torch.tensor([1.0], requires_grad=True)",
        "learning_rate = 0.2",
        "for step in range(20):",
        "    theta.grad = None",
        "    loss = loss_of(theta)",
        "    loss.backward()",
        "    with torch.no_grad():",
        "        theta -= learning_rate * theta.grad",
        "print(theta.tolist())",
    ):
        assert line in lines


def test_a_notebook_holds_the_program_in_its_cells(execute: Execute) -> None:
    experiment = Experiment("thermometer", steps=20)
    book = json.loads(notebook(experiment))
    assert (book["nbformat"], book["nbformat_minor"]) == (4, 5)
    code = ["".join(cell["source"]) for cell in book["cells"] if cell["cell_type"] == "code"]
    in_cells, whole = execute(["\n".join(code), program(experiment)])
    assert in_cells == whole


def test_more_data_than_a_program_should_hold_is_refused_in_one_line() -> None:
    table = Table("big", ("x", "y"), np.zeros((10_001, 2)))
    experiment = Experiment("mse", dataset=table, model="w*x", target="y")
    with pytest.raises(ValueError, match=r"at most 20,000 numbers of data; big has 20,002"):
        program(experiment)
    with pytest.raises(ValueError, match=r"dialect must be one of loop, optim, not 'jax'"):
        program(Experiment(), "jax")
