"""Messages as the NLU would hand them over, written short."""

from __future__ import annotations

from typing import Any

from bot.nlu.facts.corrections import taken_back
from bot.nlu.facts.mention import Mention, straight
from bot.triage import Entity, Facts, Understood, hear
from bot.triage.questions import default_questions


def said(
    text: str, intent: str = "inform", risk: dict[str, Any] | None = None, **entities: Any
) -> Understood:
    """A message; entities as ``need=("food", "emergency_relief")``: the words and the value.

    A list holds several; offsets are found in the text. What a correction takes
    back is told by the NLU's own rules.
    """
    found: list[Entity] = []
    for name, pairs in entities.items():
        for words, value in pairs if isinstance(pairs, list) else [pairs]:
            start = text.index(words)
            found.append(Entity(name, value, start, start + len(words)))
    found.sort(key=lambda e: (e.start, e.end))
    mentions = [Mention(e.name, str(e.value), e.start, e.end) for e in found]
    back = taken_back(straight(text), mentions)
    wanted = [e for e, m in zip(found, mentions, strict=True) if m not in back]
    rejected = [e for e, m in zip(found, mentions, strict=True) if m in back]
    return Understood(intent, text, tuple(wanted), risk or {}, rejected=tuple(rejected))


def pressed(intent: str, **entities: str) -> Understood:
    """A button."""
    return Understood(intent, f"/{intent}", tuple(Entity(k, v) for k, v in entities.items()))


def after(*messages: Understood, facts: Facts | None = None) -> Facts:
    """Facts after messages in order."""
    facts = facts or Facts()
    for message in messages:
        facts = hear(facts, message, default_questions())
    return facts


def danger(domain: str, tier: str, **more: Any) -> dict[str, Any]:
    """An assessment with one indicator."""
    indicator = {
        "code": f"{domain}.test",
        "domain": domain,
        "tier": tier,
        "subject": "self",
        "time": "now",
        "evidence": "words",
    }
    return {"tier": tier, "indicators": [{**indicator, **more}], "clarify": None}
