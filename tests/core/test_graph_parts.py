"""What a graph is made of can be read where there is no torch."""

from __future__ import annotations

import subprocess
import sys

PROGRAM = """
import sys
from playground.core import asks, graph_fold, graph_layout, graph_parts, graph_presets, graph_steps
print("torch" in sys.modules)
"""


def test_the_window_can_draw_graphs_before_torch_is_there() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True)
    assert (done.stdout.strip(), done.stderr) == ("False", "")
