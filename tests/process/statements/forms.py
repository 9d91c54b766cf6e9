"""The forms that statements have, each with the rule that decides it."""

from __future__ import annotations

import re
from collections.abc import Callable

from tests.process.statements.played import Played

Rule = Callable[[Played, "re.Match[str]"], bool]
FORMS: list[tuple[re.Pattern[str], Rule]] = []
#: A place as it is written in statements: "Footscray VIC 3011".
PLACE = r"(?P<place>[A-Z][\w' ]+? [A-Z]{2,3} \d{4})"


def rule(pattern: str) -> Callable[[Rule], Rule]:
    """Registers how statements of this form are decided."""

    def keep(function: Rule) -> Rule:
        FORMS.append((re.compile(pattern), function))
        return function

    return keep
