"""The outcome is always there in full, and nothing moves when a message comes or goes."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtGui import QPalette, QTextDocument
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from playground.app.outcome_bar import OutcomeBar
from playground.app.session import Session
from playground.app.theme import LIGHT, ThemeKeeper
from playground.core.presets import PRESETS, Preset

LIGHT_ERROR = LIGHT.explodes.lower()
SHORT = "Settles: each step multiplies the error by 0.6."
LONG = (
    "Oscillates: each step sees only 5 of 80 rows, so the minibatches make the loss jitter "
    "between 0.0231 and 0.638 at step 100. A smaller learning rate or larger batches calm it."
)


@pytest.fixture
def bar(qtbot: QtBot, keeper: ThemeKeeper) -> OutcomeBar:
    made = OutcomeBar(Session())
    keeper.dress(made)
    qtbot.addWidget(made)
    made.resize(1280, made.height())
    made.show()
    return made


@pytest.mark.parametrize("said", ["x<y and a>b", "<img src='x.png'>", "Adam's & &lt;", "1 < 2"])
def test_markup_in_a_line_is_shown_as_it_was_typed_also_in_its_tip(
    bar: OutcomeBar, said: str
) -> None:
    bar.warn(said)
    tip = bar.banner.toolTip()
    page = QTextDocument()
    if "<" in tip or "&lt;" in tip:  # else Qt never takes it for markup
        page.setHtml(tip)
    else:
        page.setPlainText(tip)
    assert page.toPlainText() == said
    assert bar.banner.text() == said


@pytest.mark.parametrize("sentence", [SHORT, LONG])
def test_a_sentence_is_never_cut_at_1280_pixels(bar: OutcomeBar, sentence: str) -> None:
    bar.sentence.say(sentence)
    assert bar.sentence.text() == sentence


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.name)
def test_what_a_preset_says_is_never_cut_at_1280_pixels(bar: OutcomeBar, preset: Preset) -> None:
    bar.announce(preset.note)
    assert bar.banner.text() == preset.note


def test_a_sentence_far_too_long_is_whole_in_the_tool_tip(bar: OutcomeBar) -> None:
    bar.sentence.say(LONG * 3)
    assert bar.sentence.text().endswith("…")
    assert bar.sentence.toolTip() == LONG * 3


def test_a_message_shows_also_below_a_long_sentence_and_the_hint_does_not(bar: OutcomeBar) -> None:
    bar.sentence.say(LONG)
    assert not bar.banner.isVisible()
    bar.announce("there is no such file")
    assert bar.banner.isVisible()
    assert bar.banner.text() == "there is no such file"
    bar.announce("")
    assert not bar.banner.isVisible()


def test_an_error_is_marked_by_a_sign_and_the_colour_of_errors_and_a_message_is_not(
    bar: OutcomeBar,
) -> None:
    bar.warn("table.csv: line 3: 1 cell, but the header has 2 columns")
    sign = bar.childAt(bar.banner.x() - 10, bar.banner.geometry().center().y())
    assert isinstance(sign, QLabel)
    assert not sign.pixmap().isNull()
    assert bar.banner.palette().color(QPalette.ColorRole.WindowText).name() == LIGHT_ERROR
    bar.announce("Saved one.json.")
    assert not sign.isVisible()
    assert bar.banner.palette().color(QPalette.ColorRole.WindowText).name() != LIGHT_ERROR


def test_nothing_moves_whatever_is_said(bar: OutcomeBar) -> None:
    height = bar.height()
    for sentence in (SHORT, LONG):
        for message in ("", "there is no such file"):
            bar.sentence.say(sentence)
            bar.announce(message)
            assert bar.sentence.geometry().bottom() < height
            lines = 2 if sentence == LONG else 1
            assert bar.sentence.height() >= lines * bar.sentence.fontMetrics().height()
            if bar.banner.isVisible():
                assert bar.banner.height() >= bar.banner.fontMetrics().height()
                assert not bar.banner.geometry().intersects(bar.sentence.geometry())
            assert bar.height() == height


def test_text_that_looks_like_html_is_shown_as_it_is(bar: OutcomeBar) -> None:
    bar.announce("<img src=x> x<y and a>b")
    assert bar.banner.text() == "<img src=x> x<y and a>b"


def test_a_brief_run_keeps_the_sentence_until_there_is_another(
    qtbot: QtBot, bar: OutcomeBar, loaded_session: Session
) -> None:
    qtbot.waitUntil(lambda: loaded_session.view is not None)
    view = loaded_session.view
    assert view is not None
    bar.draw(view)
    before = bar.sentence.text()
    bar.draw(replace(view, finished=False, outcome=None, seconds=0.05))
    assert bar.sentence.text() == before
    bar.draw(replace(view, finished=False, outcome=None, seconds=1.0))
    assert bar.sentence.text().startswith("Descending")
