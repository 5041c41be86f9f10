"""What losses are called beside each other: never two alike."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from playground.core.datasets import Table
from playground.core.experiment import Experiment


def loss_key(one: Experiment) -> object:
    """Return what is the same for two experiments with the same loss; its settings aside."""
    return (one.loss, one.dataset, one.model, one.target)


def loss_titles(experiments: Sequence[Experiment]) -> list[str]:
    """Return a title for the loss of each experiment; different losses have different titles.

    That is the model or the loss's own title; where those are alike also the data, the criterion
    and the target, as far as they differ; and a number, if nothing else does.
    """
    titles = [one.model or one.loss_entry.title for one in experiments]
    parts: list[Callable[[Experiment], str]] = [_data, lambda one: one.loss, lambda one: one.target]
    for part in parts:
        titles = _apart(experiments, titles, part)
    return _apart(experiments, titles, _counting(experiments, titles))


def _apart(
    experiments: Sequence[Experiment], titles: list[str], part: Callable[[Experiment], str]
) -> list[str]:
    """Add a part to those titles that it tells apart."""
    texts: dict[str, set[str]] = {}
    for one, title in zip(experiments, titles, strict=True):
        texts.setdefault(title, set()).add(part(one))
    return [
        f"{title} {part(one)}" if len(texts[title]) > 1 else title
        for one, title in zip(experiments, titles, strict=True)
    ]


def _counting(experiments: Sequence[Experiment], titles: list[str]) -> Callable[[Experiment], str]:
    """Return the place of a loss among those with its title: "1", "2", …"""
    keys: dict[str, list[object]] = {}
    called = dict(zip(experiments, titles, strict=True))
    for one, title in called.items():
        known = keys.setdefault(title, [])
        if loss_key(one) not in known:
            known.append(loss_key(one))
    return lambda one: str(keys[called[one]].index(loss_key(one)) + 1)


def _data(one: Experiment) -> str:
    return one.dataset.name if isinstance(one.dataset, Table) else one.dataset
