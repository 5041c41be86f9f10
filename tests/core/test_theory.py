"""The theory of a run is that of the minimum it reached, a row of it, or its sharpest row."""

from __future__ import annotations

from dataclasses import replace

import pytest

from playground.core.descent import run
from playground.core.experiment import Experiment
from playground.core.theory import theory_at, theory_or_next


def test_the_zones_of_a_parabola_meet_at_the_best_rate_and_at_the_limit() -> None:
    experiment = Experiment("square", (1.0,), 0.2)  # curvature 2: best 1/2, limit 1
    theory = theory_at(experiment, run(experiment), "minimum")
    ends = {zone.kind: (zone.low, zone.high) for zone in theory.zones}
    assert ends["oscillates"] == pytest.approx((0.5, 1.0))
    assert ends["explodes"][0] == pytest.approx(1.0)
    assert theory.row == -1


def test_a_run_that_explodes_is_measured_at_the_minimum_it_began_at() -> None:
    experiment = Experiment("himmelblau", (3.1, 2.1), 1.0, steps=50)
    theory = theory_at(experiment, run(experiment), "minimum")
    assert theory.curvature is not None
    assert theory.curvature.theta == pytest.approx((3.0, 2.0), abs=1e-6)


def test_the_sharpest_row_of_a_quartic_is_the_farthest_out() -> None:
    experiment = Experiment("x^4", (1.0,), 0.01, steps=100)
    theory = theory_at(experiment, run(experiment), "path")
    assert theory.row == 0
    assert theory.curvature is not None
    assert theory.curvature.eigenvalues == pytest.approx([12.0])


def test_a_place_that_is_no_number_has_no_theory_and_says_so() -> None:
    experiment = Experiment("square", (1000.0,), 1e38, steps=20)
    theory = theory_at(experiment, run(experiment), "row", 20)
    assert theory.curvature is None
    assert "not finite" in theory.reason


def test_another_place_is_refused() -> None:
    experiment = Experiment()
    with pytest.raises(ValueError, match="where must be one of minimum, row, path, not 'here'"):
        theory_at(experiment, run(experiment), "here")


def test_along_its_path_adagrad_is_held_to_its_preconditioned_curvature() -> None:
    # The first gradient of θ² at 1 is 2, and it divides the curvature 2: the limit is 2 / 1.
    experiment = Experiment("square", (1.0,), 0.2, steps=20, optimizer="adagrad")
    record = run(experiment)
    for place in ("path", "row"):
        theory = theory_at(experiment, record, place, 0)
        assert theory.row == 0
        assert theory.stability is not None
        assert theory.stability.largest == pytest.approx(2.0)
        assert [zone.kind for zone in theory.zones] == ["oscillates"]
    assert theory_at(experiment, record, "minimum").zones == ()


def test_where_the_minimum_has_no_zones_adam_is_measured_at_the_playhead() -> None:
    experiment = Experiment("himmelblau", (1.0, 1.0), 0.05, steps=200, optimizer="adam")
    record = run(experiment)
    theory = theory_or_next(experiment, record, "minimum", 150)
    assert (theory.asked, theory.where, theory.row) == ("minimum", "row", 150)
    assert "along a path" in theory.instead_of
    assert theory.zones == theory_at(experiment, record, "row", 150).zones != ()
    assert theory_or_next(experiment, record, "row", 150).instead_of == ""


def test_where_the_playhead_has_none_either_the_largest_of_the_path_is_taken() -> None:
    # 12x² is 0 at the minimum, where the run begins to stand; 12 at the start
    experiment = Experiment("x^4 - 0*x", (1.0,), 0.25, steps=10, dtype="float64")
    record = run(experiment)  # 1 − 0.25 · 4 = 0
    assert record.theta[10] == 0
    theory = theory_or_next(experiment, record, "minimum", 10)
    assert (theory.asked, theory.where, theory.row) == ("minimum", "path", 0)
    (*_, last) = theory.zones
    assert (last.kind, last.low) == ("unstable", pytest.approx(2 / 12))
    assert theory.instead_of


def test_a_minimum_with_zones_is_left_for_nothing_else() -> None:
    experiment = Experiment("double-well", (0.1,), 0.2)
    theory = theory_or_next(experiment, run(experiment), "minimum", 3)
    assert (theory.asked, theory.where, theory.instead_of) == ("minimum", "minimum", "")


def test_a_net_without_a_known_minimum_is_held_to_its_steepest_direction() -> None:
    experiment = Experiment("moons", learning_rate=0.5, steps=50)
    theory = theory_or_next(experiment, run(experiment), "minimum", 50)
    assert theory.where == "path"
    assert theory.stability is not None
    (zone,) = theory.zones
    assert (zone.kind, zone.low) == ("unstable", pytest.approx(2 / theory.stability.highest))


def test_where_a_loss_is_flat_at_its_minimum_the_limit_is_that_of_the_whole_path() -> None:
    experiment = Experiment("theta^4", (1.5,), learning_rate=0.05, steps=100)
    theory = theory_or_next(experiment, run(experiment), "minimum", 100)
    assert (theory.where, theory.row) == ("path", 0)
    assert theory.stability is not None
    assert theory.stability.largest == pytest.approx(2 / (12 * 1.5**2))  # the steepest is its start


def test_of_a_quartic_that_explodes_the_limit_is_that_of_its_start() -> None:
    # θ ← θ · (1 − 4·lr·θ²) grows from 1 on above 1/2; 12θ² is 37 where it is after 4 steps.
    experiment = Experiment("quartic", (1.0,), 0.501, steps=4, dtype="float64")
    for place in ("minimum", "path"):
        theory = theory_or_next(experiment, run(experiment), place, 4)
        assert (theory.where, theory.row, theory.left) == ("path", 0, True)
        assert theory.stability is not None
        assert theory.stability.largest == pytest.approx(2 / 12)
    # and where it does not explode, that is the same
    kept = replace(experiment, learning_rate=0.499)
    theory = theory_or_next(kept, run(kept), "minimum", 4)
    assert (theory.where, theory.row, theory.left) == ("path", 0, False)


def test_of_a_path_that_explodes_the_part_counts_that_is_not_above_its_start() -> None:
    # From 0.1 to 0.1 − 10 · (0.1³ − 0.1) = 1.09, where 3θ² − 1 is 2.56; 6 steps later, beyond 1e38.
    experiment = Experiment("double-well", (0.1,), 10.0, steps=30, dtype="float64")
    record = run(experiment)
    assert record.outcome is not None
    assert record.outcome.kind == "diverged"
    theory = theory_at(experiment, record, "path")
    assert (theory.row, theory.left) == (1, True)
    assert theory.stability is not None
    assert theory.stability.highest == pytest.approx(3 * 1.09**2 - 1)
    assert record.loss[1] < record.loss[0] < record.loss[-1]


def test_a_start_that_nothing_holds_has_no_limit_however_curved_it_is_where_the_run_went() -> None:
    # From the top of a hill, curvature −2, over its foot into a wall: 20 · x⁴.
    experiment = Experiment("20*x^4 - x^2", (1e-4,), 1e4, steps=20, dtype="float64")
    record = run(experiment)
    assert record.loss[1] > record.loss[0]
    theory = theory_at(experiment, record, "path")
    assert (theory.row, theory.left, theory.zones) == (0, True, ())
    assert "The curvature is −2" in theory.lack


def test_a_run_that_falls_without_end_from_its_start_on_is_looked_at_there() -> None:
    experiment = Experiment("-x^2", (0.1,), 1.1, steps=30)
    theory = theory_at(experiment, run(experiment), "path")
    assert (theory.row, theory.left, theory.fell) == (0, True, True)
    assert theory.zones == ()


def test_of_a_run_that_falls_without_end_only_the_part_counts_that_is_not_steeper() -> None:
    # z decays with the curvature 6, while y leaves to where x²y has a curvature beyond 1e20.
    experiment = Experiment("x^2*y + sin(y) + 3*z^2", (1.0,) * 3, 0.08, steps=400)
    record = run(experiment)
    assert record.loss[record.length - 2] < -1e30
    theory = theory_or_next(experiment, record, "minimum", record.length - 1)
    assert (theory.where, theory.left, theory.fell) == ("path", True, True)
    assert theory.stability is not None
    assert theory.stability.highest == pytest.approx(6.0, rel=1e-4)
    assert theory.zones[-1].low == pytest.approx(2 / 6, rel=1e-4)


def test_a_run_that_falls_and_stays_is_looked_at_whole() -> None:
    experiment = Experiment("cos(x)", (0.1,), 0.5, steps=100)  # the slope is largest at π/2
    record = run(experiment)
    theory = theory_at(experiment, record, "path")
    assert (theory.left, theory.fell) == (False, False)
    assert record.theta[theory.row, 0] == pytest.approx(3.1415926, rel=1e-4)


def test_adam_that_explodes_is_not_measured_at_a_playhead_far_out() -> None:
    # The first step of Adam goes as far as its rate, here where θ² is beyond float32.
    experiment = Experiment("square", (1.0,), 1e25, optimizer="adam")
    record = run(experiment)
    assert record.length == 2
    theory = theory_or_next(experiment, record, "minimum", record.length - 1)
    assert (theory.where, theory.row, theory.left) == ("path", 0, True)
    at_start = theory_or_next(experiment, record, "minimum", 0)
    assert (at_start.where, at_start.row) == ("row", 0)


@pytest.mark.parametrize(
    ("changes", "lack"),
    [
        ({"loss": "x", "theta": (1.0,)}, "no minimum is known"),
        ({"loss": "absolute"}, "no minimum is known"),
        ({"loss": "moons", "optimizer": "adadelta"}, "No limit is known for adadelta"),
        ({"optimizer": "rprop"}, "No limit is known for rprop"),
    ],
)
def test_where_nothing_has_a_limit_the_reason_is_given(
    changes: dict[str, object], lack: str
) -> None:
    experiment = Experiment(**changes)  # type: ignore[arg-type]  # any of its fields
    theory = theory_or_next(experiment, run(experiment), "minimum", 1)
    assert (theory.asked, theory.zones) == ("minimum", ())
    assert lack in theory.lack
