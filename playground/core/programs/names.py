"""What the columns of a table and the names of a typed rule are called in a program."""

from __future__ import annotations

import ast
import builtins
from functools import cache

from playground.core.experiment import Experiment
from playground.core.losses.columns import typed_columns
from playground.core.losses.grammar import parse
from playground.core.optimizers import is_typed
from playground.core.optimizers.statements import GRADIENT, RATE, STEP, THETA, TypedRule
from playground.core.programs.formula_text import identifiers
from playground.core.programs.rules_by_hand import RULES

_OWN = {"batch", "batches", "features", "generator", "prediction", "rate_at"}
_BUILT_IN = {name for name in dir(builtins) if name.islower()}


def column_names(experiment: Experiment) -> dict[str, str]:
    """Return the name of each column that the program holds; nothing else in it has that name."""
    entry = experiment.loss_entry
    if entry.table is None:
        return {}
    read = set(entry.table.names)
    if entry.typed:
        read = {*parse(entry.typed, typed_columns(entry.table)).columns, entry.target}
    wanted = [name for name in entry.table.names if name in read]
    rule = set() if is_typed(experiment.optimizer) else _rule_names(experiment.optimizer)
    return identifiers(wanted, {*_OWN, *_BUILT_IN, *rule})


def typed_rule_names(experiment: Experiment, rule: TypedRule) -> dict[str, str]:
    """Return what the names of a typed rule are called."""
    own = [statement.name for statement in rule.statements if statement.name != THETA]
    taken = {*_OWN, *_BUILT_IN, *column_names(experiment).values()}
    names = identifiers(dict.fromkeys([*rule.constants, *own]), taken)
    return names | {THETA: "theta", GRADIENT: "gradient", RATE: "rate", STEP: "(step + 1)"}


@cache
def _rule_names(optimizer: str) -> frozenset[str]:
    """The names that the update of an optimizer uses where it is written by hand."""
    rule = RULES.get(optimizer)
    trees = [ast.parse(text) for text in rule or ()]
    nodes = (node for tree in trees for node in ast.walk(tree))
    return frozenset(node.id for node in nodes if isinstance(node, ast.Name))
