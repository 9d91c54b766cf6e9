"""``python -m bot.language``: see ``cli.py``."""

from __future__ import annotations

import sys

from bot.language.cli import main

sys.exit(main(sys.argv[1:]))
