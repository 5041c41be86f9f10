"""check-lesson tells a teacher what of a lesson does not hold."""

from __future__ import annotations

from pathlib import Path

import pytest

from playground.assets import resource
from playground.command_line.main import main
from tests.lesson_on_square import LESSON

Capture = pytest.CaptureFixture[str]


def check(path: Path, text: str) -> int:
    path.write_text(text, encoding="utf-8")
    return main(["check-lesson", str(path)])


def test_a_shipped_lesson_holds(capsys: Capture) -> None:
    path = resource("lessons", "01-descent.toml")
    assert main(["check-lesson", str(path)]) == 0
    said = "01-descent.toml: Gradient descent on θ², 5 steps: every answer and number holds\n"
    assert capsys.readouterr() == (said, "")


def test_an_answer_that_does_not_hold_is_told_with_its_line_and_field(
    tmp_path: Path, capsys: Capture
) -> None:
    wrong = """
[steps.predict]
kind = "outcome"
ask = "?"

[[steps.questions]]
ask = "Which factor?"
answer = 0.7
tolerance = 0.01
quantity = "factor"

[[steps]]
title = "It settles once more"
predict = { kind = "outcome", ask = "?" }
"""
    assert check(tmp_path / "a.toml", LESSON + wrong) == 2
    assert capsys.readouterr().out == (
        "a.toml: line 16: steps[0].questions[0].answer: the run says 0.6, not 0.7\n"
        "a.toml: line 21: steps[1].title: tells the answer to steps[1].predict too early: settles\n"
        "a.toml: line 22: steps[1].predict: step 1 (First) has shown this run already\n"
    )


def test_what_the_runs_do_not_say_is_told_step_by_step(tmp_path: Path, capsys: Capture) -> None:
    wrong = """expects = [
  { quantity = "theta", step = 0, is = "2.0" },
  { quantity = "outcome", is = "explodes" },
]"""
    assert check(tmp_path / "a.toml", LESSON + wrong) == 2
    out, complaint = capsys.readouterr()
    assert out == (
        "a.toml: line 10: steps[0].expects[0].is: theta at step 0 is 1, not 2.0\n"
        "a.toml: line 11: steps[0].expects[1].is: outcome is settled, not explodes\n"
    )
    assert complaint == "learning-rate-playground: a.toml: 2 mistakes\n"


def test_a_formula_that_cannot_be_typeset_is_told_with_its_line(
    tmp_path: Path, capsys: Capture
) -> None:
    text = r"""text = '''
Well: $\frac{1}{2}$ and $$\theta_{k+1}$$, `$\frac{$`.

- Broken: $\frac{$
$$
\unknowncmd
+ 1
$$'''
predict = { kind = "outcome", ask = "What of $\\alhpa$?" }
"""
    assert check(tmp_path / "a.toml", LESSON + text) == 2
    assert capsys.readouterr().out == (
        r"""a.toml: line 12: formula '\frac{' cannot be typeset
a.toml: line 13: formula '\unknowncmd + 1' has the unknown command \unknowncmd
a.toml: line 17: formula '\alhpa' has the unknown command \alhpa
"""
    )


def test_what_cannot_be_read_is_told_with_its_line(tmp_path: Path, capsys: Capture) -> None:
    assert check(tmp_path / "a.toml", LESSON.replace("5", '"five"') + "colour = 1\n") == 2
    assert capsys.readouterr().out == (
        'a.toml: line 4: minutes: must be a whole number, not "five"\n'
        "a.toml: line 9: steps[0].colour: there is no such field\n"
    )


def test_a_file_that_is_not_there_is_one_line(tmp_path: Path, capsys: Capture) -> None:
    assert main(["check-lesson", str(tmp_path / "none.toml")]) == 2
    complaint = "learning-rate-playground: none.toml: there is no such file\n"
    assert capsys.readouterr() == ("", complaint)
