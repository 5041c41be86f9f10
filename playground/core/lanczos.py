"""The smallest and the largest eigenvalue of a symmetric matrix known only by its products."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_MOST = 512  # products
_NUMBERS = 20_000_000  # kept in all
_BROKEN = 1e-13  # of the size of the matrix: a new direction shorter than that is rounding


@dataclass(frozen=True)
class Extremes:
    """The smallest and largest eigenvalue, (2,), their vectors, (n, 2), and how far off, (2,)."""

    values: Floats
    vectors: Floats
    errors: Floats


def extremes(product: Callable[[Floats], Floats], n: int, tolerance: float = 1e-11) -> Extremes:
    """Return both ends of the spectrum of an n × n symmetric matrix, by the Lanczos method.

    `errors` bounds the distance to the nearest eigenvalue; it is at most tolerance times the
    size of the matrix unless the products allowed (512) did not do. NaN where a product is not
    finite. Source: Golub and Van Loan, Matrix Computations, section 10.1, with every direction
    made orthogonal to all before it, so that rounding leaves no false copies of an eigenvalue.
    """
    most = min(n, _MOST, max(_NUMBERS // n, 32))
    basis = np.zeros((most, n))
    diagonal, beside = np.zeros(most), np.zeros(most)
    fresh = np.random.default_rng(0).standard_normal(n)
    basis[0] = fresh / math.hypot(*fresh)
    due = 8
    for k in range(most):
        image = product(basis[k])
        if not np.isfinite(image).all():
            return Extremes(np.full(2, np.nan), np.full((n, 2), np.nan), np.full(2, np.nan))
        diagonal[k] = basis[k] @ image
        for _ in range(2):  # once leaves rounding behind, twice is enough (Kahan and Parlett)
            image = image - basis[: k + 1].T @ (basis[: k + 1] @ image)
        beside[k] = math.hypot(*image)
        size = float(np.abs(diagonal[: k + 1]).max() + beside[: k + 1].max())
        done = k == most - 1 or beside[k] <= _BROKEN * size
        if done or k >= due:
            due = k + max(k // 4, 8)
            found = _ends(diagonal[: k + 1], beside[: k + 1], basis[: k + 1])
            if done or (found.errors <= tolerance * size).all():
                break
        basis[k + 1] = image / beside[k]
    return found


def _ends(diagonal: Floats, beside: Floats, basis: Floats) -> Extremes:
    off = beside[:-1]
    values, vectors = np.linalg.eigh(np.diag(diagonal) + np.diag(off, 1) + np.diag(off, -1))
    ends = [0, -1]
    rounding = np.finfo(np.float64).eps * float(np.abs(values).max()) * len(basis)
    errors = np.abs(beside[-1] * vectors[-1, ends]) + rounding
    return Extremes(values[ends], basis.T @ vectors[:, ends], errors)
