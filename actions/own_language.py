"""One tap to go on in the language that a person is known to speak."""

from __future__ import annotations

import json

from actions.turn import Turn
from bot.language import catalogue, choice
from bot.language.table import UnknownLanguage, language


def say_with_language(turn: Turn, response: str) -> None:
    """Says a response about interpreters; with one tap to go on in the person's own language.

    Whoever writes Hindi in Latin letters is answered in English, as they may not read
    Devanagari; that they do is theirs to say.
    """
    turn.offer(response, [*_own_language(turn), *catalogue.buttons(response)])


def _own_language(turn: Turn) -> list[dict[str, str]]:
    """A button for the language a person is known to speak, where it has words and is not spoken yet."""
    try:
        row = language(choice.writes(str(turn.facts.language)))
    except UnknownLanguage:
        return []
    spoken = turn.facts.speech or "en"
    if row.code not in catalogue.catalogues() or row.code == spoken:
        return []
    payload = "/change_language" + json.dumps({"language": row.code})
    return [{"title": f"{row.endonym} ({row.name})", "payload": payload}]
