"""What a loss is: a function on a batch, with all that is known about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

import torch
from torch import Tensor

from playground.core.datasets import Table
from playground.core.losses.criteria import CRITERIA
from playground.core.required import require_seed
from playground.core.settings import Setting, Settings

Extent = tuple[float, float]
Minima = tuple[tuple[float, ...], ...]
Columns = Mapping[str, Tensor]

LOSSES: dict[str, LossEntry] = {}


@dataclass(frozen=True, eq=False)  # each is one of a kind, and may be a key
class LossEntry:
    """One loss as declared: everything a picker, a slider and a plot need to know.

    `parameters` is empty where theta may have any length. Exactly one of `function` (theta of
    shape (..., n) to losses of shape (...)) and `model` (theta and columns of N rows to
    predictions of shape (..., N)) is given; a model is scored by `criterion` on `target`.
    """

    name: str
    title: str
    teaches: str
    formula: str  # LaTeX
    parameters: tuple[str, ...]
    start: tuple[float, ...]
    learning_rate: float
    learning_rates: tuple[float, float]  # what the slider covers at least
    extent: tuple[Extent, ...]
    steps: int = 20
    minima: Minima | Callable[[Settings], Minima] = ()
    settings: Mapping[str, Setting] = field(default_factory=dict)
    function: Callable[..., Tensor] | None = None
    model: Callable[..., Tensor] | None = None
    table: Table | None = None
    target: str = ""
    criterion: str = ""
    prepare: Callable[..., Columns] | None = None  # columns to what the model reads
    inputs: tuple[str, ...] = ()  # the columns that a typed model reads
    hand_gradient: Callable[..., Tensor] | None = None  # as a text wrote it, right or wrong
    hand_teaches: str = ""  # what the loss teaches with that one
    adds_components: bool = False  # its code ends in a sum over the components of theta
    seeded: bool = False  # the start is drawn from the seed, standard normal times `scale`
    scale: float = 0.5
    explain: Callable[[Tensor], str] | None = None  # why the loss is no number at theta
    typed: str = ""  # the formula or model as it was typed

    def names(self, count: int) -> tuple[str, ...]:
        """The names of `count` parameters, such as ("θ₁", "θ₂")."""
        if self.parameters:
            return self.parameters
        return ("θ",) if count == 1 else tuple(f"θ{subscript(i + 1)}" for i in range(count))

    def initial_theta(self, seed: int, scale: float = 0.0) -> tuple[float, ...]:
        """The sensible start; for a seeded loss, drawn anew for each seed."""
        if not self.seeded:
            return self.start
        return drawn_theta(len(self.parameters), seed, scale or self.scale)

    def bind(self, settings: Settings, dtype: torch.dtype, reduction: str = "") -> Loss:
        """Return the loss with its settings filled in and its data in the given dtype."""
        columns: Columns = {}
        if self.table is not None:
            # Copied by NumPy: torch.tensor() would keep every other thread waiting meanwhile.
            columns = {
                name: torch.from_numpy(self.table.column(name).copy()).to(dtype)
                for name in self.table.names
            }
        return Loss(self, settings, dtype, self.prepared(columns, settings), reduction)

    def known_minima(self, settings: Settings) -> Minima:
        """The known minima, each with n coordinates; empty where none is known."""
        return self.minima(settings) if callable(self.minima) else self.minima

    def prepared(self, columns: Columns, settings: Settings) -> Columns:
        """Return columns of the table as the model reads them."""
        return columns if self.prepare is None else self.prepare(columns, **settings)


@dataclass(frozen=True)
class Loss:
    """A loss ready to be evaluated: theta of shape (..., n) in, losses of shape (...) out.

    `reduction` is "sum" for the sum over the rows where the loss is their mean, "mean" for the
    mean over the components of theta where it is their sum, and "" for the loss as it is.
    """

    entry: LossEntry
    settings: Settings
    dtype: torch.dtype
    columns: Columns
    reduction: str = ""

    def __call__(self, theta: Tensor) -> Tensor:
        if self.entry.function is not None:
            value = self.entry.function(theta, **self.settings)
            return value / theta.shape[-1] if self.reduction == "mean" else value
        value = CRITERIA[self.entry.criterion](self.predict(theta), self.target)
        return value * self.rows if self.reduction == "sum" else value

    def predict(self, theta: Tensor) -> Tensor:
        """Return the model's predictions, (..., N), on the rows of the data."""
        assert self.entry.model is not None
        return self.entry.model(theta, self.columns, **self.settings)

    def predict_on(self, theta: Tensor, columns: Columns) -> Tensor:
        """Return the model's predictions on other rows, given in columns as those of the table."""
        return replace(self, columns=self.entry.prepared(columns, self.settings)).predict(theta)

    @property
    def target(self) -> Tensor:
        """The column that the model is to predict, (N,)."""
        return self.columns[self.entry.target]

    @property
    def rows(self) -> int:
        """How many rows of data there are; 0 without data."""
        return len(self.target) if self.entry.target else 0

    def on(self, rows: Tensor) -> Loss:
        """Return the loss on some rows of the data only: a minibatch."""
        return replace(self, columns={name: c[rows] for name, c in self.columns.items()})

    def hand_gradient(self, theta: Tensor) -> Tensor:
        """Return the gradient as the source text wrote it by hand."""
        assert self.entry.hand_gradient is not None
        return self.entry.hand_gradient(theta, self.columns, **self.settings)

    @property
    def minima(self) -> Minima:
        """The known minima, each with n coordinates; empty where none is known."""
        return self.entry.known_minima(self.settings)


def drawn_theta(count: int, seed: int, scale: float) -> tuple[float, ...]:
    """Draw theta: `count` standard normal numbers times `scale`, the same for the same seed.

    Raises ValueError for a seed that an experiment would refuse.
    """
    require_seed(seed)
    generator = torch.Generator().manual_seed(seed)
    drawn = torch.randn(count, generator=generator, dtype=torch.float64) * scale
    return tuple(drawn.tolist())


def subscript(number: int) -> str:
    """The number in subscript digits: 12 gives ₁₂."""
    return str(number).translate(str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉"))
