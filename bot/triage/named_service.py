"""Questions about one service by its name ("when is lifeline open"), whether it is on the screen or not."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.triage.about_service import COMMON, OF_NAMED
from bot.triage.understood import Understood

#: How a question names a service that may not be on the screen; the name is found in the directory.
_NAMED = tuple(
    re.compile(pattern)
    for pattern in (
        r"\b(?:when|what time|wat time|which days?|what days?)(?:'?s| is| are| does| do| will| r)? (?P<name>.+?) (?:(?:usually|normally|still|even|next) )?(?:opens?|close[sd]?|shuts?|starts?|finish(?:es)?)\b",
        r"^(?:\w+\W+){0,2}?(?:is|are) (?P<name>.+?) (?:still |even |usually )?(?:open|closed|shut|24)\b",
        r"\b(?:opening |open |business |closing )?(?:hours|times) (?:of|for|at) (?P<name>.+)",
        r"^(?P<name>.+?)(?:'s)? (?:opening |open |business |closing )?(?:hours|times)$",
        r"\b(?:phone |contact |telephone )?(?:number|phone|ph)\W+(?:of|for|to) (?P<name>.+)",
        r"\bhow (?:do|can|could) (?:i|we|she|he) (?:call|ring|contact|reach|phone|get hold of) (?P<name>.+)",
        r"^(?:what'?s |what is |whats |give me |get me |need |the )*(?P<name>.+?)(?:'s)? (?:phone |contact )?number\b",
    )
)
#: Words of such a question that are no part of a name.
_NO_NAME_WORDS = """
    can could would get have want need give tell me my again just some same right and but so ok yes no hi hello
    a an the it they them that this those these there he she you u i we one ones any anyone
    place places service services of for at in on near around to by and or is are do does what
    whats when where which nearest closest local your their its please pls plz thanks open close
    closed still now today tomorrow tonight saturday sunday monday tuesday wednesday thursday
    friday weekend all office branch hours time first second third last other
    """
_NO_NAME = frozenset(_NO_NAME_WORDS.split())
#: Short names by which people know a service or who runs it.
_SHORT_NAMES = {
    "salvos": "salvation army",
    "salvo": "salvation army",
    "vinnies": "vincent de paul",
    "legalaid": "legal aid",
    "respect": "1800respect",
    "centerlink": "centrelink",
    "centrelnk": "centrelink",
}


@dataclass(frozen=True)
class Named:
    """A question about a service that is named: what is asked, the words of the name, and those of a place in it."""

    aspect: str
    words: tuple[str, ...]
    place: tuple[str, ...] = ()

    def fits(self, *names: str) -> bool:
        """Whether all words of the name stand in a service's own names."""
        own = _words_of(*names)
        return bool(self.words) and all(word in own for word in self.words)

    def fits_place(self, name: str) -> bool:
        """Whether the service has the place in its name, too ("Footscray Food Pantry")."""
        return bool(self.place) and set(self.place) <= _words_of(name)

    def is_whole(self, name: str) -> bool:
        """Whether nothing of a service's name is missing: "Centrelink" is not its phone service."""
        own = _words_of(name) - _NO_NAME - COMMON
        return own <= {*self.words, *self.place}


def _words_of(*names: str) -> set[str]:
    return set(re.findall(r"[a-z0-9]+", " ".join(names).lower()))


def read_named(understood: Understood) -> Named | None:
    """The question about one service by its name ("when is lifeline open"); None if there is none."""
    words = understood.words.rstrip(" ?!.")
    found = next((match for pattern in _NAMED if (match := pattern.search(words))), None)
    if found is None:
        return None
    aspect = next((name for name, pattern in OF_NAMED if pattern.search(words)), None)
    places = [understood.text[e.start : e.end].lower() for e in understood.wanted_entities("place")]
    in_place = set(re.findall(r"[a-z0-9]+", " ".join(places)))
    name = " ".join(_SHORT_NAMES.get(w, w) for w in re.findall(r"[a-z0-9]+", found["name"]))
    left = [w for w in name.split() if w not in _NO_NAME]
    own = tuple(w for w in left if w not in in_place)
    if aspect is None or not own:
        return None
    return Named(aspect, own, tuple(w for w in left if w in in_place))
