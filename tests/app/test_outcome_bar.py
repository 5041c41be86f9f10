"""The outcome is always there in full, and nothing moves when a message comes or goes."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from playground.app.outcome_bar import OutcomeBar
from playground.app.session import Session
from playground.app.theme import ThemeKeeper

SHORT = "Settles: each step multiplies the error by 0.6."
LONG = (
    "Oscillates: each step sees only 5 of 80 rows, so the minibatches make the loss jitter "
    "between 0.0231 and 0.638 at step 100. A smaller learning rate or larger batches calm it."
)


@pytest.fixture
def bar(qtbot: QtBot, keeper: ThemeKeeper) -> OutcomeBar:
    made = OutcomeBar(Session())
    qtbot.addWidget(made)
    made.resize(1280, made.height())
    made.show()
    return made


@pytest.mark.parametrize("sentence", [SHORT, LONG])
def test_a_sentence_is_never_cut_at_1280_pixels(bar: OutcomeBar, sentence: str) -> None:
    bar.sentence.say(sentence)
    assert bar.sentence.text() == sentence


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
