"""A large graph is shown with few nodes, and every one of them can be unfolded."""

from __future__ import annotations

import operator
import time
from collections import Counter
from itertools import combinations, pairwise

import pytest
import torch

from playground.core.autograd_graph import function_graph, loss_graph
from playground.core.graph_fold import READABLE, Folded, Folding, fold
from playground.core.graph_groups import Key
from playground.core.graph_layout import extent, layout
from playground.core.graph_parts import Graph
from playground.core.graph_steps import involved, moments
from playground.core.losses import LOSSES, find_loss
from playground.core.settings import settle

LARGE = {
    "a chain": "sin(" * 30 + "x" + ")" * 30,
    "one parameter, many squares": "x^2+" * 49 + "x^2",
    "many parameters": " + ".join(f"x{index}^2" for index in range(1, 50)),
    "many factors": "*".join(f"(x-{index})" for index in range(1, 40)),
    "many terms": " + ".join(f"{index}*x{index}^3" for index in range(1, 21)),
    "unlike terms": " + ".join(f"sin(x)*cos({index}*y)*x^{index}" for index in range(1, 15)),
    "mixed terms": " + ".join(
        [
            "exp(-((x-1)^2+(y-2)^2)) + sin(x*y)*cos(x-y) + log(1+x^2)*sqrt(1+y^2) + abs(x-y)^3",
            "tanh(x+2*y)*sigmoid(x-3*y)/(1+exp(-x*y)) + max(x,y)*min(x,2*y) + relu(x)*relu(y+2)",
            "where(x>y, x^3, y^3) + 2^x/3^y + sqrt(abs(x*y)+1)*log(abs(x-y)+2) + tanh(x*y)^2",
            "(x+y)^4/(1+x^2+y^2) + cos(3*x)^2*sin(5*y)^3 + x*y/(1+x^4)",
        ]
    ),
}


def graph_of(loss: str) -> Graph:
    entry = find_loss(loss)
    bound = entry.bind(settle(entry.settings, {}), torch.float64)
    start = torch.tensor(entry.start, dtype=torch.float64)
    return loss_graph(bound, start, entry.names(len(start)))


def unfolded(graph: Graph) -> Folded:
    """The graph after opening whatever is folded, again and again."""
    opened: list[Key] = []
    while True:
        shown = fold(graph, opened)
        fresh = [item.key for item in shown.items if item.folded]
        if not fresh:
            return shown
        opened += fresh


everything = pytest.mark.parametrize("loss", [*LARGE.values(), *LOSSES], ids=[*LARGE, *LOSSES])


@everything
def test_every_node_is_shown_once_and_every_edge_between_items_is_drawn(loss: str) -> None:
    graph = graph_of(loss)
    shown = fold(graph)
    assert sorted(index for item in shown.items for index in item.key) == list(
        range(len(graph.nodes))
    )
    crossing = {e.index for e in graph.edges if shown.where[e.start] != shown.where[e.end]}
    assert crossing == {index for link in shown.links for index in link.edges}
    assert all(link.start < link.end for link in shown.links)  # so nothing goes round in circles


@everything
def test_a_large_graph_has_few_nodes_until_it_is_unfolded(loss: str) -> None:
    graph = graph_of(loss)
    assert len(fold(graph).items) <= READABLE
    assert len(unfolded(graph).items) == len(graph.nodes)


@pytest.mark.parametrize("name", ["rosenbrock", "thermometer", "moons", "ackley", "square"])
def test_a_graph_that_can_be_read_is_not_folded(name: str) -> None:
    assert not any(item.folded for item in fold(graph_of(name)).items)


@pytest.mark.parametrize("loss", LARGE.values(), ids=LARGE)
@pytest.mark.parametrize("room", [(7, 12), (6, 6)], ids=["12 rows", "6 rows"])
def test_a_large_graph_is_folded_until_it_fits(loss: str, room: tuple[int, int]) -> None:
    graph = graph_of(loss)
    shown = fold(graph, (), lambda folded: all(map(operator.le, extent(folded), room)))
    assert all(map(operator.le, extent(shown), room))
    assert len(shown.items) > 1  # there still is a graph


@everything
def test_the_extent_is_that_of_the_layers_which_are_drawn(loss: str) -> None:
    shown = fold(graph_of(loss))
    drawn = layout(shown)
    layers = Counter(x for x, _ in drawn.items)
    assert extent(shown)[0] == drawn.width
    assert extent(shown)[1] >= max(layers.values())


@everything
def test_at_each_step_the_operation_and_its_operands_stand_by_themselves(loss: str) -> None:
    graph = graph_of(loss)
    folding = Folding(graph)
    usual = len(folding.folded().items)
    for moment in moments(graph):
        about = involved(graph, moment)
        shown = folding.folded(apart=about)
        assert all(shown.items[shown.where[node]].key == (node,) for node in about)
        assert all(link.start < link.end for link in shown.links)  # nothing goes in circles
        # each node leaves two parts at most of what it stood in
        assert len(shown.items) <= usual + 2 * len(about)


def test_a_node_set_apart_stands_between_what_comes_before_and_after_it_in_its_chain() -> None:
    graph = function_graph(LARGE["a chain"], torch.tensor([1.0]))
    shown = Folding(graph).folded(apart=[5, 6])
    assert [item.label for item in shown.items] == [
        "x",
        "4 times sin",
        "sin",
        "sin",
        "24 times sin",
    ]
    whole = fold(graph).items[1].key
    assert [item.whole for item in shown.items[1:]] == [whole] * 4


def test_a_chain_becomes_one_node_that_says_how_many_it_stands_for() -> None:
    graph = function_graph(LARGE["a chain"], torch.tensor([1.0]))
    shown = fold(graph)
    assert [item.label for item in shown.items] == ["x", "30 times sin"]
    assert len(fold(graph, [shown.items[1].key]).items) == 31


@everything
def test_no_two_nodes_of_a_layer_overlap_and_all_edges_go_to_the_right(loss: str) -> None:
    for shown in (fold(graph_of(loss)), unfolded(graph_of(loss))):
        drawn = layout(shown)
        places = sorted(drawn.items)
        for (x, y), (other, next_y) in pairwise(places):
            assert other > x or next_y >= y + 1 - 1e-9
        for link, paths in zip(shown.links, drawn.links, strict=True):
            assert len(paths) == len(link.edges)
            for path in paths:
                assert path[0] == drawn.items[link.start]
                assert path[-1] == drawn.items[link.end]
                assert all(x < after for (x, _), (after, _) in pairwise(path))
        assert drawn.items[-1][0] == drawn.width - 1  # the result stands last


def test_a_graph_is_as_high_as_its_places_and_as_wide_as_its_layers() -> None:
    drawn = layout(fold(function_graph("θ*θ", torch.tensor([1.0]))))
    assert (drawn.width, drawn.height) == (2.0, 1.0)


def test_theta_times_theta_has_two_edges_that_can_be_told_apart() -> None:
    shown = fold(function_graph("θ*θ", torch.tensor([1.0])))
    (paths,) = layout(shown).links
    assert len(set(paths)) == 2


def test_an_edge_over_several_layers_passes_beside_the_nodes() -> None:
    shown = fold(graph_of("x + sin(cos(tan(x)))"))
    drawn = layout(shown)
    inner = {point for paths in drawn.links for path in paths for point in path[1:-1]}
    assert inner
    for x, y in inner:
        assert all(x != other or abs(y - height) >= 1 - 1e-9 for other, height in drawn.items)


@pytest.mark.parametrize("loss", LARGE.values(), ids=LARGE)
def test_a_hundred_nodes_are_placed_before_the_next_frame(loss: str) -> None:
    graph = graph_of(loss)

    def seconds() -> float:
        start = time.perf_counter()
        layout(fold(graph))
        return time.perf_counter() - start

    assert min(seconds() for _ in range(20)) < 0.010


@pytest.mark.parametrize("name", ["himmelblau", "six-hump-camel"])
def test_a_graph_that_needs_no_crossings_has_none(name: str) -> None:
    drawn = layout(unfolded(graph_of(name)))
    pieces = sorted({piece for paths in drawn.links for piece in pairwise(paths[0])})
    for ((x, y), (end, height)), ((other, beside), (far, over)) in combinations(pieces, 2):
        assert (x, end) != (other, far) or (y - beside) * (height - over) >= 0
