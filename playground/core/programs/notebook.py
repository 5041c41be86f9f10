"""A program as a Jupyter notebook, which is plain JSON."""

from __future__ import annotations

import json

from playground.core.experiment import Experiment
from playground.core.programs.program import program


def notebook(experiment: Experiment, dialect: str = "loop") -> str:
    """Return the program as a notebook: a cell of words, then one for each part of the code.

    Format: https://nbformat.readthedocs.io (version 4.5). Raises ValueError as `program` does.
    """
    text = program(experiment, dialect)
    title, *rest = text.split("\n", 1)
    heading = title.removeprefix("# ")
    parts = [part.strip("\n") for part in rest[0].split("\n\n\n") if part.strip()]
    cells = [_cell(0, "markdown", f"# {heading}")]
    cells += [_cell(place, "code", part) for place, part in enumerate(parts, 1)]
    book = {
        "cells": cells,
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(book, indent=1, ensure_ascii=False) + "\n"


def _cell(place: int, kind: str, source: str) -> dict[str, object]:
    cell: dict[str, object] = {
        "cell_type": kind,
        "id": f"part-{place}",
        "metadata": {},
        "source": source.splitlines(keepends=True),
    }
    return cell if kind == "markdown" else cell | {"execution_count": None, "outputs": []}
