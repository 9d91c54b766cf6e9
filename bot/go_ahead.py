"""A process that is started early reads its programs, then waits until all is prepared for it.

``bot.serve`` starts the gateway and Rasa before it looks after tables, directory and
model: most of their start is reading programs, which needs none of these.
"""

from __future__ import annotations

import os
import sys

#: Set for a process that must wait for a line on its standard input.
VARIABLE = "START_WHEN_TOLD"


def wait_for_go_ahead() -> None:
    """Returns at once unless told to wait; ends the process when whoever started it is gone."""
    if os.environ.get(VARIABLE) and not sys.stdin.readline():
        raise SystemExit(0)
