"""How a loss is offered: by a function under a line that says what is known about it."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from typing import Required, TypedDict, Unpack

from torch import Tensor

from playground.core.datasets import Table
from playground.core.losses.base import LOSSES, Columns, Extent, LossEntry, Minima, drawn_theta
from playground.core.settings import Setting, Settings


class Declaration(TypedDict, total=False):
    """What `loss` and `data_loss` take: fields of LossEntry, of the same names."""

    formula: Required[str]
    learning_rate: Required[float]
    learning_rates: Required[tuple[float, float]]
    extent: Required[tuple[Extent, ...]]
    parameters: Required[tuple[str, ...]]
    steps: int
    minima: Minima | Callable[[Settings], Minima]
    settings: Mapping[str, Setting]
    adds_components: bool


class DataDeclaration(Declaration, total=False):
    """What `data_loss` takes besides."""

    table: Required[Table]
    target: Required[str]
    criterion: Required[str]
    prepare: Callable[..., Columns]
    hand_gradient: Callable[..., Tensor]
    hand_teaches: str
    seeded: bool
    scale: float


def loss(
    title: str, *, start: tuple[float, ...], **declared: Unpack[Declaration]
) -> Callable[[Callable[..., Tensor]], Callable[..., Tensor]]:
    """Offer the decorated function of theta as a loss, named as the function is.

    The docstring's first paragraph is the sentence that says what it teaches.
    """

    def register(function: Callable[..., Tensor]) -> Callable[..., Tensor]:
        name, teaches = registered_name(function), sentence(function)
        LOSSES[name] = LossEntry(name, title, teaches, start=start, function=function, **declared)
        return function

    return register


def data_loss(
    title: str, *, start: tuple[float, ...] = (), **declared: Unpack[DataDeclaration]
) -> Callable[[Callable[..., Tensor]], Callable[..., Tensor]]:
    """Offer the decorated model as a loss on the rows of a table, named as the function is.

    The model takes theta (..., n), the columns of N rows, each (N, ...), as `prepare` returns
    them, and the settings by name; it returns predictions (..., N). A seeded loss needs no
    start: it is what seed 0 draws.
    """

    def register(model: Callable[..., Tensor]) -> Callable[..., Tensor]:
        name, teaches = registered_name(model), sentence(model)
        first = start
        if declared.get("seeded"):
            first = drawn_theta(len(declared["parameters"]), 0, declared.get("scale", 0.5))
        LOSSES[name] = LossEntry(name, title, teaches, start=first, model=model, **declared)
        return model

    return register


def registered_name(function: Callable[..., Tensor]) -> str:
    """The name under which a loss is offered: the function's, with hyphens."""
    return function.__name__.strip("_").replace("_", "-")


def sentence(function: Callable[..., Tensor]) -> str:
    """The first paragraph of a docstring, on one line."""
    return " ".join((inspect.getdoc(function) or "").split("\n\n")[0].split())
