"""Place names in other scripts: known ones (``other_scripts.yml``), and others by their sound.

A name by sound is compared as consonants ("فوتسكراي" and "Footscray" are F T S K R
both) and then letter by letter; only a clear winner counts, and only where the
message says that it is a place. Chinese names don't follow the sound: they must be
in the file. What stays unsure is left out, so that somebody asks.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import lru_cache
from pathlib import Path

import yaml

from directory.gazetteer.atlas import CAPITALS, Place, atlas, name_words
from directory.needs_languages import ScriptWords, evened

DATA = Path(__file__).with_suffix(".yml")
#: How alike a name must be written by sound, and how much more than the next one.
#: Short names must be written nearly the same, long ones less so, and those of the country more.
LEAST_ALIKE = {3: 0.85, 4: 0.7}
LEAST_ALIKE_LONG = 0.58
MARGIN = 0.05
#: Fewer consonants than this are shared by too many names.
LEAST_CONSONANTS = 3
#: Suburbs of a capital lie within this of its middle; a name there is meant more often.
METRO_KM = 45.0
METRO_BONUS = 0.08

# Sounds as rough Latin letters; vowels are kept for the comparison and left out of the consonants.
_SOUNDS: Mapping[str, str] = {
    **dict(zip("ابتثجحخدذرزسشصضطظعغفقكلمنهوي", ["a", "b", "t", "t", "j", "h", "k", "d", "d", "r", "z", "s", "s", "s", "d", "t", "z", "a", "g", "f", "k", "k", "l", "m", "n", "h", "w", "y"], strict=True)),
    **{"پ": "p", "چ": "c", "ژ": "j", "گ": "g", "ٹ": "t", "ڈ": "d", "ڑ": "r", "ں": "n", "ڤ": "v", "ء": ""},
    **dict(zip("कखगघङचछजझञटठडढणतथदधनपफबभमयरलवशषसह", ["k", "k", "g", "g", "n", "c", "c", "j", "j", "n", "t", "t", "d", "d", "n", "t", "t", "d", "d", "n", "p", "f", "b", "bh", "m", "y", "r", "l", "w", "s", "s", "s", "h"], strict=True)),
    **dict(zip("अआइईउऊएऐओऔॉऑॅािीुूेैोौृंँ", ["a", "a", "i", "i", "u", "u", "e", "e", "o", "o", "o", "o", "e", "a", "i", "i", "u", "u", "e", "e", "o", "o", "ri", "n", "n"], strict=True)),
    **dict(zip("কখগঘঙচছজঝঞটঠডঢণতথদধনপফবভমযরলশষসহ", ["k", "k", "g", "g", "n", "c", "c", "j", "j", "n", "t", "t", "d", "d", "n", "t", "t", "d", "d", "n", "p", "f", "b", "bh", "m", "j", "r", "l", "s", "s", "s", "h"], strict=True)),
    **dict(zip("অআইঈউঊএঐওঔািীুূেৈোৌংঁ", ["a", "a", "i", "i", "u", "u", "e", "e", "o", "o", "a", "i", "i", "u", "u", "e", "e", "o", "o", "n", "n"], strict=True)),
    **dict(zip("ਕਖਗਘਙਚਛਜਝਞਟਠਡਢਣਤਥਦਧਨਪਫਬਭਮਯਰਲਵਸਹੜ", ["k", "k", "g", "g", "n", "c", "c", "j", "j", "n", "t", "t", "d", "d", "n", "t", "t", "d", "d", "n", "p", "f", "b", "b", "m", "y", "r", "l", "w", "s", "h", "r"], strict=True)),
    **dict(zip("ਅਆਇਈਉਊਏਐਓਔਾਿੀੁੂੇੈੋੌੰਂ", ["a", "a", "i", "i", "u", "u", "e", "e", "o", "o", "a", "i", "i", "u", "u", "e", "e", "o", "o", "n", "n"], strict=True)),
    **dict(zip("கஙசஞடணதநபமயரலவழளறனஜஷஸஹ", ["k", "n", "s", "n", "d", "n", "t", "n", "p", "m", "y", "r", "l", "w", "l", "l", "r", "n", "j", "s", "s", "h"], strict=True)),
    **dict(zip("அஆஇஈஉஊஎஏஐஒஓஔாிீுூெேைொோௌஃ", ["a", "a", "i", "i", "u", "u", "e", "e", "e", "o", "o", "o", "a", "i", "i", "u", "u", "e", "e", "e", "o", "o", "o", "f"], strict=True)),
    **dict(zip("αβγδεζηθικλμνξοπρστυφχψω", ["a", "v", "g", "d", "e", "z", "i", "t", "i", "k", "l", "m", "n", "x", "o", "p", "r", "s", "t", "i", "f", "h", "ps", "o"], strict=True)),
}  # fmt: skip
#: Two letters that are one sound of another language.
_PAIRS = (("γκ", "g"), ("τσ", "c"), ("τζ", "j"), ("ου", "u"), ("تش", "c"), ("ஃப", "f"))  # fmt: skip
_INITIALS = "g kk n d tt r m b pp s ss * j jj c k t p h".replace("*", "-").split()
_MIDDLES = [
    "a",
    "e",
    "ya",
    "ye",
    "o",
    "e",
    "yo",
    "ye",
    "o",
    "wa",
    "we",
    "we",
    "yo",
    "u",
    "wo",
    "we",
    "wi",
    "yu",
    "u",
    "i",
    "i",
]
_FINALS = [
    "-",
    "k",
    "k",
    "ks",
    "n",
    "nc",
    "nh",
    "d",
    "l",
    "lg",
    "lm",
    "lb",
    "ls",
    "lt",
    "lp",
    "lh",
    "m",
    "b",
    "ps",
    "s",
    "s",
    "n",
    "j",
    "c",
    "k",
    "t",
    "p",
    "h",
]
#: Consonants that languages and scripts write for each other, as one.
_CLASSES = str.maketrans({
    **dict.fromkeys("bp", "P"), **dict.fromkeys("fv", "F"), **dict.fromkeys("kgq", "K"),
    **dict.fromkeys("szjc", "S"), **dict.fromkeys("td", "T"), **dict.fromkeys("lr", "R"), "m": "M", "n": "N",
})  # fmt: skip
_HANGUL_CLASSES = str.maketrans({"F": "P"})


def by_sound(word: str) -> str:
    """A word of another script in rough Latin letters; "" where a letter has no sound here."""
    letters = _even(word)
    for pair, sound in _PAIRS:
        letters = letters.replace(pair, sound)
    letters = re.sub("(?<!^)ντ", "nd", re.sub("(?<!^)μπ", "mb", letters))
    letters = letters.replace("ντ", "d").replace("μπ", "b")
    sounds = []
    for letter in letters:
        if "가" <= letter <= "힣":
            number = ord(letter) - ord("가")
            parts = (_INITIALS[number // 588], _MIDDLES[number % 588 // 28], _FINALS[number % 28])
            sounds.append("".join(parts).replace("-", ""))
        elif letter in _SOUNDS:
            sounds.append(_SOUNDS[letter])
        elif letter.isascii() and letter.isalpha():
            sounds.append(letter)
        elif unicodedata.category(letter)[0] != "M" and letter not in " -":
            return ""
    return "".join(sounds)


def consonants(latin: str) -> str:
    """The consonant classes of a name in Latin letters: "Footscray" -> "FTSKR"."""
    word = re.sub(r"[^a-z]", "", latin.lower())
    word = re.sub(r"ph", "f", re.sub(r"sch|sh|tch|ch", "s", word))
    word = re.sub(r"c(?=[eiy])|g(?=[ey])", "s", word)
    word = re.sub(r"igh|ugh", "", word).replace("ck", "k").replace("x", "ks")
    word = re.sub(r"th", "t", word).replace("c", "k").replace("qu", "k")
    classes = re.sub(
        r"[a-zA-Z]", lambda m: m.group() if m.group().isupper() else "", word.translate(_CLASSES)
    )
    return re.sub(r"(.)\1+", r"\1", classes)


@dataclass
class _Book:
    """The file in memory, and the gazetteer's names by their consonants."""

    known: ScriptWords = field(default_factory=ScriptWords)
    before: frozenset[str] = frozenset()
    after: frozenset[str] = frozenset()
    endings: tuple[str, ...] = ()
    sounds: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))


@lru_cache(maxsize=1)
def _book() -> _Book:
    raw = yaml.safe_load(DATA.read_text("utf-8"))
    book = _Book(
        before=frozenset(_even(word) for word in raw["before"].split()),
        after=frozenset(_even(word) for word in raw["after"].split()),
        endings=tuple(sorted(map(_even, raw["endings"].split()), key=len, reverse=True)),
    )
    for place_id, names in (*raw["places"].items(), *raw["states"].items()):
        written = {
            spelling
            for name in names
            # A vowel takes the place of the last mark that says "no vowel" (Tamil "-னில்").
            for known in {str(name), str(name).rstrip("்্्੍")}
            for spelling in spellings(known, raw["parts"])
        }
        for spelling in written:
            book.known.add(spelling, (place_id, None))
    for key in atlas().names:
        if len(key) >= 4 and key.replace(" ", "").isalpha():
            book.sounds[consonants(key)].append(key)
    return book


def spellings(name: str, parts: Mapping[str, Sequence[str]]) -> set[str]:
    """A name as the file has it, and as its parts may be written: "دير بارك", "ديربارك"."""
    found = {name}
    for part, others in parts.items():
        found |= {known.replace(part, other) for known in found for other in others}
    return found


def _even(word: str) -> str:
    return "".join(letter for letter, _ in evened(word))


def places_named(place_id: str) -> tuple[Place, ...]:
    """A known place and those that share its name; the file's own, which its writers live in, first."""
    book = atlas()
    place = book.by_id[place_id]
    if place.is_state:
        return (place,)
    alike = book.names.get(" ".join(name_words(place.name)), (place,))
    if place.name in {capital for _, capital in CAPITALS.values()}:
        return (place,)
    return (place, *(other for other in alike if other.id != place.id))


def find(text: str) -> Iterator[tuple[int, int, tuple[Place, ...]]]:
    """(start, end, places) of each place named in another script, in order, never overlapping."""
    if text.isascii():
        return
    book = _book()
    found = [(a, b, places_named(meaning[0])) for a, b, meaning in book.known.find(text)]
    found += [
        hit for hit in _by_sound(text) if not any(a < hit[1] and hit[0] < b for a, b, _ in found)
    ]
    yield from sorted(found, key=lambda hit: hit[:2])


#: A run of one of the scripts whose names are matched by sound; vowel signs and joiners belong to it.
_WORD = re.compile("[\u0370-\u03ff\u1f00-\u1fff\u0600-\u06ff\u200c\u0900-\u097f\u0980-\u09ff\u0a00-\u0a7f\u0b80-\u0bff가-힣]+")  # fmt: skip


def _by_sound(text: str) -> Iterator[tuple[int, int, tuple[Place, ...]]]:
    words = [(m.group(), m.start(), m.end()) for m in _WORD.finditer(text)]
    evens = [_even(word) for word, _, _ in words]
    book = _book()
    for i, (word, start, end) in enumerate(words):
        alone = len(words) == 1 and len(text.strip()) == end - start
        stem = _without_ending(word)
        told = (
            alone
            or stem != word
            or (i > 0 and evens[i - 1] in book.before)
            or (i + 1 < len(words) and evens[i + 1] in book.after)
        )
        if not told or evens[i] in book.before or evens[i] in book.after:
            continue
        for said in dict.fromkeys((stem, word)):
            if places := nearest(said):
                yield start, end, places
                break


def _without_ending(word: str) -> str:
    for ending in _book().endings:
        if word.endswith(ending) and len(word) - len(ending) >= LEAST_CONSONANTS:
            return word[: -len(ending)]
    return word


@lru_cache(maxsize=512)
def nearest(word: str) -> tuple[Place, ...]:
    """The places whose name sounds like ``word`` of another script; () where none clearly does."""
    sound = by_sound(word)
    book = _book()
    best: dict[str, tuple[float, str]] = {}
    # Indian languages write v as w or bh, Korean f as p.
    for said in {sound, sound.replace("w", "v"), sound.replace("bh", "v")}:
        shapes = [consonants(said)]
        if "가" <= word[0] <= "힣":
            shapes = _with_f(shapes[0])
        for shape in shapes:
            least = LEAST_ALIKE.get(len(shape), LEAST_ALIKE_LONG)
            for name in book.sounds.get(shape, ()) if len(shape) >= LEAST_CONSONANTS else ():
                alike = _alike(said, name)
                if alike >= (least if _is_metro(name) else max(least, LEAST_ALIKE[3])):
                    score = alike + (METRO_BONUS if _is_metro(name) else 0.0)
                    joined = name.replace(" ", "")
                    best[joined] = max(best.get(joined, (0.0, "")), (score, name))
    scored = sorted(best.values(), reverse=True)
    if not scored or (len(scored) > 1 and scored[0][0] - scored[1][0] < MARGIN):
        return ()
    return atlas().names[scored[0][1]]


def _with_f(shape: str) -> list[str]:
    shapes = [""]
    for letter in shape:
        shapes = [s + c for s in shapes for c in ("PF" if letter == "P" else letter)]
    return shapes


def _alike(sound: str, name: str) -> float:
    written = name.replace(" ", "").translate(str.maketrans("cq", "kk"))
    return SequenceMatcher(None, sound.translate(str.maketrans("c", "s")), written).ratio()


@lru_cache(maxsize=4096)
def _is_metro(name: str) -> bool:
    """Whether a place of this name lies in or near a capital."""
    capitals = [atlas().by_id[full] for full, _ in CAPITALS.values()]
    return any(
        place.distance_km(capital.latitude, capital.longitude) <= METRO_KM
        for place in atlas().names[name]
        for capital in capitals
    )
