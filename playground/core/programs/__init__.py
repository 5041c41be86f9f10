"""The PyTorch program of an experiment: the same run, outside the playground."""

from __future__ import annotations

from playground.core.programs.mistake_lines import mistake_lines as mistake_lines
from playground.core.programs.notebook import notebook as notebook
from playground.core.programs.program import DIALECTS as DIALECTS
from playground.core.programs.program import program as program
from playground.core.programs.written_run import WrittenRun as WrittenRun
from playground.core.programs.written_run import written_run as written_run
