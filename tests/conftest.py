"""As in the program, torch does small sums on one thread: a second one would only be waited for."""

from __future__ import annotations

import sys

import pytest


@pytest.fixture(autouse=True)
def _one_thread() -> None:
    # Where it is loaded already: many tests have no need of torch, and it takes seconds.
    if (torch := sys.modules.get("torch")) is not None and hasattr(torch, "set_num_threads"):
        torch.set_num_threads(1)
