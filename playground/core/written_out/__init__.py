"""One step of a run written out with its numbers, in brief or term by term.

Every line is checked before it is given out: worked out exactly from the numbers that it
shows, it comes to the recorded number, to as many digits as the line shows of it, or says what
the number format made of what it comes to.
"""

from __future__ import annotations

from playground.core.written_out.brief import state as state
from playground.core.written_out.brief import written_out as written_out
from playground.core.written_out.numbers import at_step as at_step
from playground.core.written_out.numbers import number as number
from playground.core.written_out.rules import update_lines as update_lines
from playground.core.written_out.update import Update as Update
from playground.core.written_out.update import setting_along as setting_along
from playground.core.written_out.update import update_at as update_at
