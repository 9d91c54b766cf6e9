"""Where: what the gazetteer finds, and what people leave out or shorten around it.

The gazetteer reads a place where something says that it is one ("in Moe"). In a look-up the
place stands bare at an end ("wheelchair taxi, moe", "2197 nappies"), shortened ("Noble Pk")
or misspelt ("toowomba emergency relief"), and a trip names two of which one is home.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher

from bot.nlu.facts.lexicon import find
from bot.nlu.facts.mention import Mention
from directory import places as directory_places
from directory.gazetteer.atlas import CAPITALS, Place, atlas, lookalikes, name_words
from directory.place_answers import restrict
from directory.places import PlaceMention, find_places, likely

_LAST = {
    "pk": "park", "prk": "park", "gdns": "gardens", "gdn": "gardens", "xing": "crossing", "hts": "heights", "hgts": "heights",
    "bch": "beach", "vly": "valley", "jctn": "junction", "jn": "junction", "spgs": "springs", "sprgs": "springs", "hbr": "harbour",
    "hills": "hills", "nth": "north", "sth": "south", "est": "east", "wst": "west", "vw": "view", "fld": "fields", "flds": "fields", "pt": "point",
}  # fmt: skip
_FIRST = {"nth": "north", "sth": "south", "pt": "port", "mt": "mount", "mac": "macquarie", "lwr": "lower", "upr": "upper"}  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_SEGMENT = re.compile(r"[^,.;:()!?\n–—-]+")
#: Before and after a bare name, without being part of it.
_LEAD = re.compile(r"(?:\s+|(?:near|in|at|from|around|hi|hello|pls|please)\s+)*")
_TRAIL = re.compile(r"(?:\s+(?:way|area|region|side|pls|plz|please|thanks|ta|cheers|mate))*\s*$")
#: Names of towns that stand at the end of ordinary sentences.
_ORDINARY = frozenset(
    ["young", "hope", "home", "orange", "banana", "grace", "faith", "rose", "may", "june", "victoria", "welcome", "success", "harmony", "rich", "hill", "park", "beach", "valley", "west", "east", "north", "south", "central", "town", "city", "lake", "river", "bay", "island", "point", "creek", "bridge", "church", "store", "mail", "cook", "rock", "stone", "cotton", "gray", "green", "brown", "black", "white", "chambers", "baker", "barber", "taylor", "carpenter", "mason", "parker", "fisher", "hunter", "archer", "palmer", "page", "price", "love", "joy", "sunny", "sunshine", "clear", "nice", "ready", "hurry", "ability", "advance", "balance", "comfort", "eagle", "england", "ireland", "scotland", "wales", "london", "holland", "perth", "mission", "speed", "relief", "lawyer", "law", "justice", "court", "kingdom", "prospect", "spring", "summer", "winter", "sale", "swan", "seven", "mile", "charity", "aberdeen", "cardiff", "belmont", "helper", "power", "gas", "water", "light", "nice", "wonder", "marvel", "bus", "tram", "train", "car", "ford", "fuel", "rest", "warrant", "bonds", "bond", "dee", "may", "march", "august", "hawk", "dog", "cat", "horse", "bell", "ball", "doctor", "nurse", "school", "kinder", "class", "language", "family", "child", "baby", "woman", "man", "boys", "mothers", "group", "support", "worker", "house", "unit", "bed", "sleep", "food", "eat", "bread", "sugar", "rice", "tea", "help", "care"]
)  # fmt: skip
_MONTH = re.compile(r"\b(?:in|by|since|until|till|before|after|last|next|from)\s+$")
_HOME = re.compile(
    r"(?:\bi'?m(?: \w+)? (?:at|in|from|near|out at)|\bi am (?:at|in|from)|\bi? ?live(?: in| at| near)?|\bwe(?:'re| are| live) (?:at|in|near)|\bstuck (?:out )?(?:at|in)|(?<!moved )(?<!moving )\bfrom|\bliving (?:at|in)|\bhome is|\bhere in)\s+(?:the\s+)?$"
)
_GOING = re.compile(
    r"(?:\bto|\binto|\bvisit|\b(?:hospital|court|clinic|specialist|appointment|appt|treatment|surgery|prison|funeral|family)(?: \w+)? (?:in|at))\s+(?:the\s+)?$"
)
_GOING_AFTER = re.compile(
    r"^\s+(?:hospital|court|clinic|airport|uni\w*|base hospital|children'?s|magistrates?|prison|specialist)\b"
)
#: A year, as a postcode of inner Sydney looks.
_LIKE_YEAR = re.compile(r"(?:19\d\d|20[0-4]\d)")
#: "dentist free 2770 kids": a number of four figures in a look-up that counts nothing.
_POSTCODE = re.compile(
    r"(?<![\w$.,/-])\d{4}(?![\w/-]|[.,]\d)(?!\s*(?:dollars?|bucks|kms?|people|hours?|am\b|pm\b|a week|a month|steps))"
)
_POSTCODE_AT_START = re.compile(
    r"\s*(?P<code>\d{4})(?=\s+[a-z])(?!\s+(?:dollars?|bucks|kms?|people|hours?|am|pm)\b)"
)


#: "three oh one one": a postcode said figure by figure.
_FIGURES = {"zero": 0, "oh": 0, "o": 0, "nought": 0, "one": 1, "two": 2, "three": 3, "four": 4,
            "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9}  # fmt: skip
_SPELT = re.compile(
    rf"(?<![\w-])(?P<first>{'|'.join(_FIGURES)})(?:[ -]+(?:{'|'.join(_FIGURES)}|double \w+)){{1,3}}(?![\w-])"
)
#: A city this near says which of the regions of one name is meant.
_CITY_KM = 60.0


def places(text: str, lowered: str, needs: Sequence[Mention]) -> Iterator[Mention]:
    """Places in ``text`` (``lowered`` is its straight form), or "near_me" where it says only that.

    Where ``needs`` were found in it, it may be a look-up; their words are no places.
    """
    found = [*_shortened(lowered), *_spelt(lowered)]
    for mention in directory_places.find_in_text(text):
        overlaps = any(m.start < mention.end and mention.start < m.end for m in found)
        month = mention.text in {"March", "May"} and _MONTH.search(lowered[: mention.start])
        if not overlaps and not month:
            found.append(mention)
    if not found and needs:
        bare = _bare(text, lowered)
        found += [m for m in bare if not any(n.start < m.end and m.start < n.end for n in needs)]
    found.sort(key=lambda mention: mention.start)
    found = _without_hints(_settled_regions(found), text)
    found = _without_destinations(found, lowered)
    for mention in found:
        yield Mention("place", _value(mention, text), mention.start, mention.end, "gazetteer")
    if not found and (near := next(iter(find("near_me", lowered)), None)):
        yield Mention("place", *near)


def _spelt(lowered: str) -> Iterator[PlaceMention]:
    """Postcodes said figure by figure ("three oh one one", "two double seven oh")."""
    for match in _SPELT.finditer(lowered):
        figures = ""
        words = iter(re.split(r"[ -]+", match.group()))
        for word in words:
            twice = word == "double"
            word = next(words, "") if twice else word
            figures += str(_FIGURES.get(word, "")) * (2 if twice else 1)
        if known := atlas().postcodes.get(figures):
            yield PlaceMention(match.start(), match.end(), figures, tuple(known))


def _shortened(lowered: str) -> Iterator[PlaceMention]:
    """Names with a shortened word ("noble pk", "sth brisbane", "mac fields")."""
    names = atlas().names
    words = [(m.group(), m.start(), m.end()) for m in _WORD.finditer(lowered)]
    for i in range(len(words) - 1):
        for size in (3, 2):
            part = words[i : i + size]
            if len(part) < size or not lowered[part[0][1] : part[-1][2]].replace(" ", "").isalpha():
                continue
            said = [word for word, _, _ in part]
            full = [_FIRST.get(said[0], said[0]), *said[1:-1], _LAST.get(said[-1], said[-1])]
            key = " ".join(full)
            if full != said and key in names and " ".join(said) not in names:
                start, end = part[0][1], part[-1][2]
                yield PlaceMention(start, end, key, tuple(names[key]))
                break


def _bare(text: str, lowered: str) -> list[PlaceMention]:
    """One place that stands alone at an end of a look-up: a part between commas, else the last or first words."""
    if (code := _POSTCODE_AT_START.match(lowered)) and not _LIKE_YEAR.fullmatch(code["code"]):
        known = atlas().postcodes.get(code["code"])
        if known:
            start, end = code.span("code")
            return [PlaceMention(start, end, code["code"], tuple(known))]
    codes = [m for m in _POSTCODE.finditer(lowered) if m.group() in atlas().postcodes]
    few = len(lowered.split()) <= 5  # "meal 2000 now" is in the middle of Sydney
    if len(codes) == 1 and (few or not _LIKE_YEAR.fullmatch(codes[0].group())):
        start, end = codes[0].span()
        return [PlaceMention(start, end, codes[0].group(), atlas().postcodes[codes[0].group()])]
    segments = [m for m in _SEGMENT.finditer(lowered) if m.group().strip()]
    if len(segments) > 1:
        for segment in (segments[-1], segments[0]):
            if mention := _named(text, lowered, segment.start(), segment.end(), alone=True):
                return [mention]
    words = list(_WORD.finditer(lowered))
    short = 2 <= len(words) <= 6 and not any(w.group() in _SAYING for w in words)
    if short and len(segments) == 1:
        for first, last in ((-2, None), (-1, None), (0, 2), (0, 1)):
            part = words[first:last]
            if len(part) == len(words):
                continue
            before = lowered[: part[0].start()].split()[-1:]
            if before and before[0] in _NOT_AFTER:
                continue
            if mention := _named(text, lowered, part[0].start(), part[-1].end(), alone=False):
                return [mention]
    return []


#: Somebody telling, not looking up.
_SAYING = frozenset(
    [
        "i",
        "i'm",
        "im",
        "my",
        "me",
        "we",
        "we're",
        "our",
        "he",
        "she",
        "his",
        "her",
        "they",
        "is",
        "are",
        "was",
        "am",
        "it",
        "it's",
        "this",
        "that",
        "you",
        "your",
        "don't",
        "can't",
        "not",
        "no",
    ]
)
_NOT_AFTER = frozenset(
    ["for", "with", "by", "my", "a", "an", "the", "about", "of", "to", "and", "or", "as"]
)


def _named(text: str, lowered: str, start: int, end: int, *, alone: bool) -> PlaceMention | None:
    """The place that ``text[start:end]`` names as a whole; ``alone``: punctuation sets it apart."""
    if lead := _LEAD.match(lowered[start:end]):
        start += lead.end()
    if trail := _TRAIL.search(lowered[start:end]):
        end = start + trail.start()
    said = lowered[start:end]
    words = said.split()
    if not words or len(words) > 3 or not said.replace(" ", "").replace("'", "").isalpha():
        return None
    known = atlas().names.get(said)
    if known:
        capital = text[start].isupper() and not text.isupper()
        if said in _ORDINARY and not (alone and capital and start > 0):
            return None
        return PlaceMention(start, end, said, tuple(known))
    if len(said) < 6 or any(w in lookalikes() and len(words) == 1 for w in words):
        return None
    near = find_places(said)
    if not near or near[0].is_state:
        return None
    same = SequenceMatcher(None, said, near[0].name.lower()).ratio()
    if same < (0.84 if alone else 0.88) or said[0] != near[0].name[0].lower():
        return None
    return PlaceMention(start, end, said, tuple(near))


def _without_hints(found: list[PlaceMention], text: str) -> list[PlaceMention]:
    """Ambiguous names narrowed by what else is said; states and postcodes that only did that go."""
    hints: set[int] = set()
    kept: list[PlaceMention] = []
    for mention in found:
        if len(mention.candidates) > 1 and not mention.text.strip().isdigit():
            others = [o for o in found if o is not mention]
            narrowed = restrict(mention.candidates, text)
            codes = {p.postcode for o in others if o.text.strip().isdigit() for p in o.candidates}
            by_code = [p for p in mention.candidates if p.postcode in codes]
            narrowed = by_code or narrowed
            if len(narrowed) == 1:
                hints |= {id(o) for o in others if _only_tells(o, narrowed[0])}
                mention = PlaceMention(mention.start, mention.end, mention.text, tuple(narrowed))
        kept.append(mention)
    originals = dict(zip(map(id, found), kept, strict=True))
    return [originals[id(o)] for o in found if id(o) not in hints]


def _settled_regions(found: list[PlaceMention]) -> list[PlaceMention]:
    """Regions that several cities have, settled by the city named with them ("western suburbs of
    Perth"), which then says no place of its own; gone where a suburb of them is named.
    """
    regions = [m for m in found if _region(m)]
    if not regions or len(regions) == len(found):
        return found
    capitals = {capital for _, capital in CAPITALS.values()}
    kept = list(found)
    for region in regions:
        for other in [m for m in kept if m not in regions and len(m.candidates) == 1]:
            place = other.candidates[0]
            close = tuple(
                p
                for p in region.candidates
                if (p.state == place.state if place.is_state else _apart(p, place) <= _CITY_KM)
            )
            if not close:
                continue
            if place.is_state or place.name in capitals:
                kept.remove(other)
                kept[kept.index(region)] = PlaceMention(
                    region.start, region.end, region.text, close
                )
            else:
                kept.remove(region)
            break
    return kept


def _apart(one: Place, other: Place) -> float:
    return one.distance_km(other.latitude, other.longitude)


def _region(mention: PlaceMention) -> str | None:
    """What the area is called that several cities have and ``mention`` names, if it does."""
    return atlas().regions.get(" ".join(name_words(mention.text)))


def _only_tells(other: PlaceMention, place: Place) -> bool:
    """Whether ``other`` is the state, capital or postcode that tells which ``place`` is meant."""
    if other.text.strip().isdigit():
        return any(p.postcode == place.postcode for p in other.candidates)
    return all(p.is_state for p in other.candidates) and any(
        p.state == place.state for p in other.candidates
    )


def _without_destinations(found: list[PlaceMention], lowered: str) -> list[PlaceMention]:
    """Without where a trip goes, if it is said where the person is ("from Kariong to Sydney")."""
    if len(found) < 2:
        return found

    def goes_there(m: PlaceMention) -> bool:
        return bool(
            _GOING.search(lowered[: m.start]) or _GOING_AFTER.match(lowered[m.end :])
        ) and not _HOME.search(lowered[: m.start])

    homes = [m for m in found if _HOME.search(lowered[: m.start])]
    going = [m for m in found if goes_there(m)]
    if homes and len(going) < len(found):
        return [m for m in found if m not in going]
    return found


def _value(mention: PlaceMention, text: str) -> str:
    """The canonical place, or the plain name where several places have it (somebody must ask).

    A slip of spelling counts as the name it is nearest to ("parramata").
    """
    if mention.text.isdigit() and len(mention.candidates) > 1:
        return mention.text
    if len(mention.candidates) > 1 and (region := _region(mention)):
        return region
    written = mention.text.lower()
    names = sorted({place.name for place in mention.candidates})
    name = max(names, key=lambda n: SequenceMatcher(None, written, n.lower()).ratio())
    fitting = [place for place in mention.candidates if place.name == name]
    if len(fitting) > 1 and _one(p.state for p in fitting) and (best := likely(fitting)):
        return best.id
    return fitting[0].id if len(fitting) == 1 else name


def _one(values: Iterable[str]) -> bool:
    return len(set(values)) == 1
