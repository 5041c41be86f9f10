"""The parts of the graph: short numbers, folding by hand, curves, marked text, remarks."""

from __future__ import annotations

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from playground.app.graph.lettering import LABEL, fitted, letters
from playground.app.graph.places import boxes, curves
from playground.app.graph.remark import Remark
from playground.app.graph.slots import LABEL_ROOM
from playground.app.graph.source_text import SourceText
from playground.app.graph.texts import fitting, flowing
from playground.app.graph.walking import turned_over
from playground.app.theme import LIGHT
from playground.core.graph_fold import Folding, fold
from playground.core.graph_layout import layout
from playground.core.graph_parts import Graph, Numbers


def numbers(values: object) -> Numbers:
    array = np.asarray(values, np.float64)
    return Numbers(array.shape, array)


def graph_of(text: str) -> Graph:
    import torch

    from playground.core.autograd_graph import function_graph

    return function_graph(text, torch.tensor([1.0]))


@pytest.mark.parametrize(
    ("values", "texts"),
    [
        (2.0, ("2", "2", "2")),
        ([2.0], ("[2]", "[2]", "[2]", "2")),
        (-105.6, ("−105.6", "−106", "−106")),
        (2.273737e-11, ("2.2737×10⁻¹¹", "2.27×10⁻¹¹", "2×10⁻¹¹")),
        ([0.25, -3.0], ("[0.25, −3]", "[0.25, −3]", "[0.25, …]", "[0.25, …]", "(2,)")),
    ],
)
def test_a_number_is_written_shorter_where_there_is_less_room(
    values: object, texts: tuple[str, ...]
) -> None:
    assert fitting(numbers(values)) == texts


def test_of_many_numbers_the_first_are_written_or_at_least_how_many_there_are() -> None:
    texts = fitting(numbers(np.zeros((100, 8))))
    assert texts[0] == "[0, 0, …]"
    assert texts[-1] == "(100, 8)"
    assert fitting(numbers(np.zeros(33)))[-1] == "(33,)"


def test_a_number_on_an_edge_gives_up_its_brackets_before_its_digits() -> None:
    # twice 3.6562 is the 7.3123 of the node only with all five digits
    texts = flowing(numbers([3.656158e-05]))
    assert texts[:2] == ("[3.6562×10⁻⁵]", "3.6562×10⁻⁵")


@pytest.mark.parametrize("zoom", [1.4, 1.0, 0.75])
def test_both_edges_of_theta_squared_have_room_for_the_digits_of_the_node(
    qtbot: QtBot, zoom: float
) -> None:
    written = letters(LABEL, zoom)
    shown = fitted(flowing(numbers([3.656158e-05])), written, LABEL_ROOM)
    assert "3.6562×10⁻⁵" in shown


def test_no_numbers_and_no_number_can_be_written() -> None:
    assert fitting(Numbers((0,), np.zeros(0))) == ("[]",)
    assert set(fitting(numbers(np.nan))) == {"nan"}
    assert fitting(numbers([np.nan] * 9))[0] == "[nan, nan, …]"
    assert fitting(numbers(-np.inf))[-1] == "−inf"


def test_what_was_unfolded_is_folded_again_with_all_that_was_unfolded_within() -> None:
    graph = graph_of(" + ".join(f"sin({index}*x)^2*cos(x)" for index in range(1, 15)))
    outer = fold(graph)
    first = next(one for one in outer.items if one.folded)
    opened, shown = set[tuple[int, ...]](), outer
    while shown.items[shown.where[first.end]].folded:
        opened = turned_over(shown, shown.where[first.end], opened)
        shown = fold(graph, opened)
    assert len(shown.items) > len(outer.items)
    for _ in range(len(opened)):
        opened = turned_over(shown, shown.where[first.end], opened)
        shown = fold(graph, opened)
    assert not opened
    assert [item.key for item in shown.items] == [item.key for item in outer.items]


def test_what_was_never_folded_stays_as_it_is() -> None:
    assert turned_over(fold(graph_of("x*x")), 0, set()) == set()


@pytest.mark.parametrize("text", ["x*x", "x*x + sin(x)*3", "max(x, 2)*x - x/3"])
def test_each_arrow_ends_at_a_box_and_no_two_at_the_same_place(text: str) -> None:
    graph = graph_of(text)
    folded = fold(graph)
    places = layout(folded)
    drawn = boxes(graph, folded, places)
    made = curves(folded, places, drawn)
    for curve in made:
        box = drawn[folded.where[graph.edges[curve.edges[0]].end]]
        assert curve.tip.x() == box.left()
        assert box.top() < curve.tip.y() < box.bottom()
        assert (curve.path.currentPosition() - curve.tip).manhattanLength() < 1e-9
    tips = [(curve.tip.x(), curve.tip.y()) for curve in made]
    assert len(set(tips)) == len(tips)
    assert sorted(index for curve in made for index in curve.edges) == list(range(len(graph.edges)))


def test_of_two_edges_between_the_same_boxes_each_label_is_on_the_outer_side() -> None:
    graph = graph_of("x*x")
    folded = fold(graph)
    places = layout(folded)
    pair = curves(folded, places, boxes(graph, folded, places))[:2]
    upper, lower = sorted(pair, key=lambda curve: curve.label.y())
    assert upper.label.y() < lower.label.y()
    assert (upper.below, lower.below) == (False, True)


def test_a_bundle_of_edges_passes_beside_the_boxes_that_it_goes_past() -> None:
    graph = graph_of(" + ".join(f"sin({k}*x)*cos(x)^{k}" for k in range(2, 20)))
    folding = Folding(graph, lambda folded: len(folded.items) < 8)
    for node in graph.nodes[::9]:
        folded = folding.folded(apart=[node.index])
        places = layout(folded)
        drawn = boxes(graph, folded, places)
        for curve in curves(folded, places, drawn):
            edge = graph.edges[curve.edges[0]]
            ends = [drawn[folded.where[edge.start]], drawn[folded.where[edge.end]]]
            points = [curve.path.pointAtPercent(share / 40) for share in range(41)]
            assert not any(box.contains(at) for box in drawn if box not in ends for at in points)
            # nor does it go far beyond them
            assert curve.path.boundingRect().height() < 400


def test_many_arrows_to_one_box_end_in_one() -> None:
    graph = graph_of("+".join(f"sin({index}*x)*cos(x)" for index in range(2, 16)))
    folded = fold(graph)
    places = layout(folded)
    made = curves(folded, places, boxes(graph, folded, places))
    result = len(folded.items) - 1
    ends = [c.tip.y() for c in made if folded.where[graph.edges[c.edges[0]].end] == result]
    assert len(ends) > 8
    assert len(set(ends)) == 1


def test_letters_beyond_sixteen_bits_do_not_shift_the_marks(qtbot: QtBot) -> None:
    text = SourceText()
    qtbot.addWidget(text)
    text.paint_with(LIGHT)
    text.show_source("\U0001d703 + sin(x)")
    text.mark([(4, 10)])
    assert text.marked == ("sin(x)",)


def test_a_remark_takes_no_more_lines_than_it_may_and_is_whole_in_the_tool_tip(
    qtbot: QtBot,
) -> None:
    remark = Remark()
    qtbot.addWidget(remark)
    remark.resize(200, 20)
    said = "backward() starts from one number, the derivative of a loss. " * 4
    remark.tell(said)
    line = remark.fontMetrics().lineSpacing()
    assert remark.height() < 2 * line
    assert remark.text().endswith("…")
    remark.allow(3)
    assert 2 * line < remark.height() < 4 * line
    assert remark.toolTip() == said
    remark.tell("")
    assert not remark.isVisible()
