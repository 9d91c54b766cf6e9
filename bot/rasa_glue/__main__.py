"""``python -m bot.rasa_glue``: the Rasa process; started by ``python -m bot serve``."""

import sys

from bot.rasa_glue.launcher import main

sys.exit(main())
