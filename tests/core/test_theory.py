"""The theory of a run is that of the minimum it reached, a row of it, or its sharpest row."""

from __future__ import annotations

import pytest

from playground.core.descent import run
from playground.core.experiment import Experiment
from playground.core.theory import theory_at


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
