"""check-lesson tells a teacher what of a lesson does not hold."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from playground.assets import resource
from playground.command_line import progress
from playground.command_line.main import main
from tests.command_line.conftest import refusal
from tests.command_line.test_progress import Terminal
from tests.lesson_on_square import LESSON

Capture = pytest.CaptureFixture[str]


def check(path: Path, text: str) -> int:
    path.write_text(text, encoding="utf-8")
    return main(["check-lesson", str(path)])


def test_a_shipped_lesson_holds(capsys: Capture) -> None:
    path = resource("lessons", "08-ravines.toml")
    assert main(["check-lesson", str(path)]) == 0
    said = "08-ravines.toml: Ravines and momentum, 6 steps: every answer and number holds\n"
    assert capsys.readouterr() == (said, "")


def test_an_answer_without_a_quantity_is_told_to_be_unchecked(
    tmp_path: Path, capsys: Capture
) -> None:
    loose = '[[steps.questions]]\nask = "Which?"\nanswer = 7\ntolerance = 0.1\n'
    held = loose.replace("7", "2") + 'quantity = "curvature"\n'
    assert check(tmp_path / "a.toml", LESSON + loose + held + loose) == 0
    lines = (LESSON + loose + held + loose).splitlines()
    first, last = (number for number, line in enumerate(lines, 1) if line == "answer = 7")
    assert capsys.readouterr().out.splitlines()[1:] == [
        f"a.toml: not checked, for want of a quantity: the answer in line {first}, line {last}"
    ]


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
        "a.toml: line 16: steps[0].questions[0].answer: factor is 0.6, not 0.7\n"
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


PREDICT = 'predict = { kind = "number", ask = "?", quantity = "%s", tolerance = %s }\n'
QUESTION = 'questions = [{ ask = "?", answer = %s, tolerance = %s }]\n'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (PREDICT % ("theta", "1e308"), "predict.tolerance: must be below 1, theta at the start, "
         "not 1e308: 0 would be right as well"),
        (PREDICT % ("theta", "1"), "predict.tolerance: must be below 1, theta at the start, "
         "not 1: 0 would be right as well"),
        (PREDICT % ("learning_rate", "0.2"), "predict.tolerance: must be below 0.2, the number "
         "itself, not 0.2: 0 would be right as well"),
        (PREDICT % ("factor", "1e308"), "predict.tolerance: must be below 0.6, the number itself, "
         "not 1e308: 0 would be right as well"),
        (QUESTION % ("-3", "4"), "questions[0].tolerance: must be below 3, the answer itself, "
         "not 4: 0 would be right as well"),
        (QUESTION % ("0", "1e308"),
         "questions[0].tolerance: must be at most 1 where the number is 0, not 1e308"),
    ],
)  # fmt: skip
def test_a_tolerance_that_lets_every_answer_through_is_told(
    tmp_path: Path, capsys: Capture, text: str, said: str
) -> None:
    assert check(tmp_path / "a.toml", LESSON + text) == 2
    assert capsys.readouterr().out == f"a.toml: line 9: steps[0].{said}\n"


@pytest.mark.parametrize(
    "text",
    [
        PREDICT % ("theta", "0.1"),  # it ends at 3.7e-5, so 0 may be right, but its start is not
        PREDICT % ("factor", "0.1"),
        QUESTION % ("-3", "2"),
        QUESTION % ("0", "0.5"),
    ],
)
def test_a_tolerance_that_tells_answers_apart_is_let_through(
    tmp_path: Path, capsys: Capture, text: str
) -> None:
    assert check(tmp_path / "a.toml", LESSON + text) == 0


def test_a_formula_that_cannot_be_typeset_is_told_with_its_line_and_field(
    tmp_path: Path, capsys: Capture
) -> None:
    text = r"""text = '''
Well: $\frac{1}{2}$ and $\theta_{k+1}$, `$\frac{$`, 5 \$.

- Broken: $\frac{$
$$
\unknowncmd
+ 1
$$'''
predict = { kind = "outcome", ask = "What of $\\alhpa$?" }
"""
    assert check(tmp_path / "a.toml", LESSON + text) == 2
    assert capsys.readouterr().out == (
        r"""a.toml: line 12: steps[0].text: formula '\frac{' cannot be typeset
a.toml: line 13: steps[0].text: formula '\unknowncmd + 1' has the unknown command \unknowncmd
a.toml: line 17: steps[0].predict.ask: formula '\alhpa' has the unknown command \alhpa
"""
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (r"From $\theta = 1 to 2.", r"a $ has no partner; a dollar is written \$"),
        (
            r"From $\theta$ to \theta.",
            r"'\theta' stands in no formula; those have a $ at both ends",
        ),
    ],
)
def test_a_formula_that_ends_nowhere_is_told(
    tmp_path: Path, capsys: Capture, text: str, said: str
) -> None:
    assert check(tmp_path / "a.toml", f"{LESSON}\nafter = '''\n{text}\n'''\n") == 2
    assert capsys.readouterr().out == f"a.toml: line 10: steps[0].after: {said}\n"


def test_what_cannot_be_read_is_told_with_its_line(tmp_path: Path, capsys: Capture) -> None:
    assert check(tmp_path / "a.toml", LESSON.replace("5", '"five"') + "colour = 1\n") == 2
    assert capsys.readouterr().out == (
        'a.toml: line 4: minutes: must be a whole number, not "five"\n'
        "a.toml: line 9: steps[0].colour: there is no such field\n"
    )


def test_of_very_many_mistakes_the_first_are_told_and_how_many_more(
    tmp_path: Path, capsys: Capture
) -> None:
    first = LESSON.count("\n") + 1
    tables = "".join(f"[a{number}]\n" for number in range(1000))
    assert check(tmp_path / "a.toml", LESSON + tables) == 2
    out, complaint = capsys.readouterr()
    *lines, more = out.splitlines()
    assert lines == [
        f"a.toml: line {first + number}: a{number}: there is no such field" for number in range(20)
    ]
    assert more == "… and 980 more"
    assert complaint == "learning-rate-playground: a.toml: 1,000 mistakes\n"


def test_a_long_check_shows_how_far_it_is_and_leaves_its_lines_whole(
    tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setattr(progress, "_PATIENCE", 0.0)
    steps = "".join(f'[[steps]]\ntitle = "{number}"\n' for number in range(3))
    assert check(tmp_path / "a.toml", LESSON + steps) == 0
    assert "step 1 of 4" in terminal.getvalue()
    assert terminal.getvalue().endswith("\r\x1b[K")
    assert capsys.readouterr().out == ("a.toml: A lesson, 4 steps: every answer and number holds\n")


def test_a_file_that_is_not_there_is_one_line(tmp_path: Path, capsys: Capture) -> None:
    assert main(["check-lesson", str(tmp_path / "none.toml")]) == 2
    complaint = "learning-rate-playground: none.toml: there is no such file\n"
    assert capsys.readouterr() == ("", complaint)


def test_an_empty_name_is_not_taken_for_this_folder(capsys: Capture) -> None:
    assert refusal(capsys, "check-lesson", "") == "FILE: must be the name of a file, not empty"
