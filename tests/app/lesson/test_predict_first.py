"""Until a class has committed to an answer, nothing in the window tells what the run does."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from playground.app.concealing import PREDICT_FIRST
from playground.app.marks.stage import Stage
from playground.app.panel import NOTHING
from playground.app.panels.check import CheckPanel
from playground.app.panels.graph import GraphPanel
from playground.app.plots import Plot
from playground.app.view import View
from playground.app.window import Window
from tests.app.lesson.conftest import GOOD, OUTCOME, WILD, Class, step

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def said(window: Window) -> Iterator[str]:
    """All texts that can be read, heard or pointed at, but those of the learning rate's slider."""
    for widget in window.findChildren(QWidget):
        if not widget.isVisible() or widget is window.controls.learning_rate.slider:
            continue
        heard = QAccessible.queryAccessibleInterface(widget)
        kinds = (QAccessible.Text.Name, QAccessible.Text.Description, QAccessible.Text.Value)
        texts = [heard.text(kind) for kind in kinds] if heard is not None else []
        for name in ("text", "toPlainText"):
            read = getattr(widget, name, None)
            texts += [str(read())] if callable(read) else []
        yield from [*texts, widget.toolTip()]


def seen(window: Window, name: str, rate: float) -> object:
    """The texts and the picture of a window, without the learning rate itself."""
    texts = sorted(text.replace(f"{rate:g}", "RATE") for text in said(window))
    return texts, window.docks.grab().toImage(), window.docks.panels[name].isVisible()


def all_that_tells(lecture: Class, rate: float) -> dict[str, object]:
    """What is seen of a step with each panel in turn."""
    lecture.open(step(rate, predict=OUTCOME), name=f"{rate}.toml")
    window, told = lecture.window, {}
    for name in window.docks.panels:
        if name == "code":
            continue  # which tells the learning rate itself, and that it was changed
        window.docks.uncover(name)
        lecture.steady()
        told[name] = seen(window, name, rate)
    return told


def test_a_run_that_settles_looks_and_reads_as_one_that_explodes(lecture: Class) -> None:
    good = all_that_tells(lecture, GOOD)
    lecture.classroom.leave()
    wild = all_that_tells(lecture, WILD)
    assert good.keys() == wild.keys()
    assert [name for name in good if good[name] != wild[name]] == []


def test_no_panel_off_screen_still_tells_of_an_earlier_run(lecture: Class, qtbot: QtBot) -> None:
    plots = 'panels = ["landscape", "loss", "fit"]'
    lecture.open(step(GOOD, plots), step(GOOD, 'panels = ["numbers"]', OUTCOME))
    panels = lecture.window.docks.panels
    landscape = panels["landscape"].findChild(Stage)
    assert landscape is not None
    qtbot.waitUntil(lambda: "20 steps" in landscape.accessibleDescription())
    lecture.turn()
    said = [
        p.accessibleDescription() for panel in panels.values() for p in panel.findChildren(Plot)
    ]
    assert [text for text in said if "20" in text or "ettles" in text] == []
    lecture.say("settles")
    lecture.window.docks.uncover("landscape")
    qtbot.waitUntil(lambda: "20 steps" in landscape.accessibleDescription())


def test_the_gradient_check_of_the_start_can_be_used_before_a_prediction(
    lecture: Class, qtbot: QtBot
) -> None:
    """θ² from 1: its gradient is 2 there, and nowhere else on the way of the run."""
    lecture.open(step(WILD), step(WILD, 'panels = ["numbers"]', OUTCOME))
    check = lecture.window.docks.panels["check"]
    assert isinstance(check, CheckPanel)
    lecture.window.docks.uncover("check")
    lecture.steady()
    assert check.check is not None
    assert check.check.autograd != pytest.approx([2.0])  # at the end of the run
    lecture.turn()
    assert lecture.session.concealed
    assert check.check is None or check.check.theta == pytest.approx([1.0])
    lecture.window.docks.uncover("check")
    qtbot.waitUntil(lambda: check.check is not None)
    assert check.check.theta == pytest.approx([1.0])
    assert check.check.autograd == pytest.approx([2.0])


def test_the_graph_of_the_start_alone_is_shown_before_a_prediction(
    lecture: Class, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """θ² from 1: its gradient is 2 there, and nowhere else on the way of the run."""
    lecture.open(step(WILD), step(WILD, 'panels = ["graph"]', OUTCOME))
    graph = lecture.window.docks.panels["graph"]
    assert isinstance(graph, GraphPanel)
    lecture.window.docks.uncover("graph")
    qtbot.waitUntil(lambda: len(shown_gradient(graph)) == 1)
    assert shown_gradient(graph) != pytest.approx([2.0])  # at the end of the run
    drawn: list[list[float]] = []
    draw = graph.draw

    def watched(view: View) -> None:
        draw(view)
        if view.concealed:
            drawn.append(shown_gradient(graph))

    monkeypatch.setattr(graph, "draw", watched)
    lecture.turn()
    assert lecture.session.concealed
    qtbot.waitUntil(lambda: drawn[-1:] == [[2.0]])  # by itself: nothing moves meanwhile
    assert [each for each in drawn if each not in ([], [2.0])] == []


def shown_gradient(graph: GraphPanel) -> list[float]:
    """The .grad of the graph on screen; empty without a graph."""
    answer = graph.sheet.stage.answer if graph.sheet is not None else None
    if answer is None or answer.graph.grad is None:
        return []
    return list(answer.graph.grad.array.reshape(-1))


def test_a_view_that_is_kept_back_has_the_start_alone(lecture: Class) -> None:
    lecture.open(step(WILD, predict=OUTCOME))
    view = lecture.session.view
    assert view is not None
    assert view.concealed
    assert (len(view.theta), len(view.loss), len(view.gradient), view.playhead) == (1, 1, 1, 0)
    assert (len(view.learning_rate), view.outcome) == (0, None)
    assert lecture.session.run.length == 21


def test_playing_stepping_and_pinning_show_nothing_of_what_is_to_be_predicted(
    lecture: Class,
) -> None:
    lecture.open(step(GOOD, predict=OUTCOME))
    for key in (Qt.Key.Key_Space, Qt.Key.Key_Right, Qt.Key.Key_End, Qt.Key.Key_P):
        lecture.press(key)
    view = lecture.session.view
    assert view is not None
    assert view.length == 1
    assert view.playhead == 0
    assert not lecture.session.playing
    assert lecture.session.pins.listed == ()


def test_the_experiment_stands_still_until_a_prediction_is_made(lecture: Class) -> None:
    lecture.open(step(GOOD, predict=OUTCOME))
    lecture.press(Qt.Key.Key_BracketRight)
    assert lecture.session.edit(learning_rate=0.9) != ""
    assert lecture.session.experiment.learning_rate == GOOD


def test_no_table_file_preset_or_undo_changes_it_either(
    lecture: Class, qtbot: QtBot, tmp_path: Path
) -> None:
    session = lecture.session
    other = session.catalogue.presets[1].experiment
    lecture.open(step(GOOD, title="Seen"), step(GOOD, title="Asked", predict=OUTCOME))
    assert session.edit(learning_rate=0.3) == ""
    lecture.turn()
    refused: list[str] = []
    session.refused.connect(refused.append)
    asked = session.run
    assert session.use_table("moons") == PREDICT_FIRST
    assert not session.show(other)
    lecture.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert refused == [PREDICT_FIRST] * 2
    path = tmp_path / "table.csv"
    path.write_text("x,y\n1,2\n2,4\n3,6\n", encoding="utf-8")
    session.open(path)
    qtbot.waitUntil(lambda: len(refused) == 3)
    assert refused[-1] == PREDICT_FIRST
    assert session.run is asked
    lecture.say("settles")
    lecture.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert session.experiment.learning_rate == 0.3


def test_a_pinned_run_of_the_same_experiment_is_not_drawn(lecture: Class, qtbot: QtBot) -> None:
    same = '[[steps.pinned]]\nname = "the answer"\nchange = { steps = 20 }\n'
    other = '[[steps.pinned]]\nname = "another"\nchange = { learning_rate = 0.4 }\n'
    lecture.open(step(GOOD, predict=f"{OUTCOME}\n{same}\n{other}"))
    qtbot.waitUntil(lambda: len(lecture.session.pins.listed) == 2)
    assert lecture.session.view is not None
    assert [pin.name for pin in lecture.session.view.pinned] == ["another"]
    lecture.say("settles")
    assert [pin.name for pin in lecture.session.view.pinned] == ["the answer", "another"]


@pytest.mark.parametrize(
    "change",
    ["steps = 100", 'dtype = "float64"', "edits = [{ step = 8, learning_rate = 0.3 }]", "seed = 3"],
)
def test_a_pinned_run_that_begins_as_the_predicted_one_is_not_drawn(
    lecture: Class, qtbot: QtBot, change: str
) -> None:
    longer = f'[[steps.pinned]]\nname = "the answer"\nchange = {{ {change} }}\n'
    lecture.open(step(GOOD, predict=f"{OUTCOME}\n{longer}"))
    qtbot.waitUntil(lambda: len(lecture.session.pins.listed) == 1)
    assert lecture.session.view is not None
    assert lecture.session.view.pinned == ()
    lecture.say("settles")
    assert [pin.name for pin in lecture.session.view.pinned] == ["the answer"]


def test_of_a_number_at_the_start_not_even_the_start_is_shown(lecture: Class) -> None:
    number = 'kind = "number"\nask = "How steep?"\nquantity = "gradient"\nstep = 0\ntolerance = 0.1'
    lecture.open(step(GOOD, 'panels = ["landscape", "numbers"]', f"[steps.predict]\n{number}\n"))
    assert {panel.name for panel in lecture.window.docks.on_screen()} == {"lesson"}
    assert all(
        panel.tells == NOTHING or not panel.isVisible()
        for panel in lecture.window.docks.panels.values()
    )
    lecture.type("2")
    lecture.see()
    assert {panel.name for panel in lecture.window.docks.on_screen()} > {"landscape", "numbers"}


def test_what_the_text_goes_on_with_is_shown_when_the_prediction_is_made(lecture: Class) -> None:
    after = "after = 'Each step leaves 0.6 of it.'"
    lecture.open(step(GOOD, after, OUTCOME), step(GOOD, after, title="Two"))
    assert not lecture.page.after.isVisible()
    assert not any("0.6 of it" in text for text in said(lecture.window))
    lecture.say("explodes")
    assert lecture.page.after.isVisible()
    assert lecture.page.after.toPlainText() == "Each step leaves 0.6 of it."
    lecture.turn()
    assert lecture.page.after.isVisible()  # where nothing is asked, at once


def test_what_the_text_goes_on_with_is_shown_without_a_prediction_too(lecture: Class) -> None:
    lecture.open(step(GOOD, "after = 'Each step leaves 0.6 of it.'", OUTCOME))
    box = lecture.page.prediction
    assert box is not None
    QTest.mouseClick(box.skip, Qt.MouseButton.LeftButton)
    lecture.rest()
    assert lecture.page.after.isVisible()


def test_the_run_can_be_shown_without_a_prediction_which_does_not_count(lecture: Class) -> None:
    lecture.open(step(GOOD, predict=OUTCOME))
    box = lecture.page.prediction
    assert box is not None
    QTest.mouseClick(box.skip, Qt.MouseButton.LeftButton)
    lecture.rest()
    assert lecture.session.view is not None
    assert lecture.session.view.outcome is not None
    assert lecture.panel.page.score.text() == ""
    assert not any(button.isEnabled() for button in box.buttons)


def test_the_next_step_waits_for_the_prediction(lecture: Class) -> None:
    lecture.open(step(GOOD, predict=OUTCOME), step(GOOD, title="Two"))
    assert not lecture.panel.page.next.isEnabled()
    lecture.press(Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    lecture.press(Qt.Key.Key_PageDown)
    assert lecture.classroom.number == 0
    lecture.say("settles")
    lecture.press(Qt.Key.Key_PageDown)
    assert lecture.classroom.number == 1


def test_what_torch_refuses_is_said_after_the_prediction_and_the_lesson_goes_on(
    lecture: Class, qtbot: QtBot
) -> None:
    broken = step(GOOD).replace("steps = 20", 'steps = 20\nmistakes = ["integer-theta"]')
    lecture.open(broken + OUTCOME, step(GOOD, title="Two"))
    assert "torch" not in lecture.window.outcome.sentence.whole.lower()
    box = lecture.page.prediction
    assert box is not None
    QTest.mouseClick(box.buttons[0], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not lecture.classroom.is_predicting)
    assert "torch refuses" in box.verdict.line.text()
    qtbot.waitUntil(lambda: "orch refuses" in lecture.window.outcome.sentence.whole)
    lecture.turn()
    assert lecture.session.view is not None
    assert lecture.session.view.outcome is not None
