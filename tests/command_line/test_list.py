"""list shows everything there is to choose, with its settings."""

from __future__ import annotations

import json

import pytest

from playground.command_line.main import main
from playground.core.datasets import DATASETS
from playground.core.losses import LOSSES
from playground.core.optimizers import OPTIMIZERS, UNAVAILABLE
from playground.core.schedules import SCHEDULES

KINDS = {
    "losses": list(LOSSES),
    "optimizers": [*OPTIMIZERS, *UNAVAILABLE],
    "schedules": list(SCHEDULES),
    "datasets": list(DATASETS),
}


@pytest.mark.parametrize(("kind", "names"), KINDS.items(), ids=KINDS.keys())
def test_all_names_are_listed_for_people_and_for_programs(
    kind: str, names: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["list", kind]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines if line[0] != " "] == names
    assert main(["list", kind, "--format", "json"]) == 0
    assert [entry["name"] for entry in json.loads(capsys.readouterr().out)] == names


def test_settings_come_with_their_defaults(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "100")  # else lines are broken where the terminal ends
    assert main(["list", "optimizers"]) == 0
    # torch.optim.SGD's own defaults
    line = "--set momentum=0 dampening=0 weight_decay=0 nesterov=false"
    assert line in capsys.readouterr().out
    assert main(["list", "optimizers", "--format", "json"]) == 0
    sgd = json.loads(capsys.readouterr().out)[0]
    assert sgd["settings"] == {
        "momentum": 0.0, "dampening": 0.0, "weight_decay": 0.0, "nesterov": False,
    }  # fmt: skip


def test_what_torch_has_and_this_has_not_says_why(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list", "optimizers", "--format", "json"]) == 0
    entries = {entry["name"]: entry for entry in json.loads(capsys.readouterr().out)}
    assert {name for name, entry in entries.items() if "unavailable" in entry} == set(UNAVAILABLE)


def test_lines_keep_to_the_width_of_the_terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    assert main(["list", "optimizers"]) == 0
    assert max(map(len, capsys.readouterr().out.splitlines())) <= 80


@pytest.mark.parametrize("arguments", [[], ["loses"], ["losses", "extra"], ["--all"]])
def test_a_list_that_is_not_there_is_refused_in_one_line(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["list", *arguments]) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    if not arguments or arguments == ["loses"]:
        assert all(kind in err for kind in KINDS)
