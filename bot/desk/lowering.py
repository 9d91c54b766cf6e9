"""How far down a person may set a case: never below a sign of serious violence (rule S2-07).

The tools that count such signs may be raised by judgement and never lowered. Nothing is
counted here; a sign that somebody has judged "not meant so" no longer holds the tier.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from bot.desk.tiers import highest, is_serious

DOMAIN = "family_violence"
NOT_MEANT = "not_meant"


def lowest_tier(
    signs: Iterable[Mapping[str, Any]], judged: Mapping[tuple[str, str | None], str]
) -> str:
    """The lowest tier that may be set; ``judged`` is the last word on a sign by (code, message id)."""
    held = (
        sign.get("tier")
        for sign in signs
        if sign.get("domain") == DOMAIN
        and is_serious(sign.get("tier"))
        and judged.get((str(sign.get("code")), sign.get("message_id"))) != NOT_MEANT
    )
    return highest(*held)
