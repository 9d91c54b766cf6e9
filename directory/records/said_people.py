"""Who may come, as a file says it in words, read into rules where that is certain.

``read_people("Men over 18 years")`` gives the gender and the least age. Search
leaves a service out for people whom a rule excludes, so a rule that might be
wrong is worse than none: one statement of ages and no word that softens it, one
gender and no word that takes everybody in.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

#: Longer texts tell more than whom a service takes.
LONGEST = 400

_YEARS = r"\s*(?:years?(?:\s+of\s+age|\s+olds?)?|yrs?(?:\s+old)?|y\.?o\.?|year[- ]olds?)?"
_AGES = (
    # "aged 16 to 25", "between the ages of 12 and 25", "10-25 years"
    ("both", rf"(?:(?P<word>age[ds]?|ages\s+of|between)\s+)+(?P<a>\d{{1,3}})\s*(?:-|–|—|to|and)\s*(?P<b>\d{{1,3}})(?P<y>{_YEARS})"),
    ("both", r"\b(?P<a>\d{1,3})\s*(?:-|–|—|to)\s*(?P<b>\d{1,3})(?P<y>\s*(?:years?|yrs?|year[- ]olds?)(?:\s+(?:of\s+age|olds?))?)"),
    ("from", rf"\b(?:over|above)\s+(?:the\s+age\s+of\s+)?(?P<a>\d{{1,3}})(?P<y>{_YEARS})"),
    ("from", rf"\b(?:aged?\s+)?(?P<a>\d{{1,3}})(?P<y>{_YEARS})\s*(?:\+|(?:and|or|&)\s+(?:over|older|above|up)\b|plus\b)"),
    ("to", rf"\b(?:aged?\s+)?(?P<b>\d{{1,3}})(?P<y>{_YEARS})\s*(?:and|or|&)\s+(?:under|younger|below)\b"),
    ("below", rf"\b(?:under|below)\s+(?:the\s+age\s+of\s+)?(?P<b>\d{{1,3}})(?P<y>{_YEARS})"),
)  # fmt: skip
_PATTERNS = [(kind, re.compile(pattern, re.I)) for kind, pattern in _AGES]
_FOR_AGE = re.compile(r"\b(?:age[ds]?|years?|yrs?|year[- ]olds?|adults?|people|men|women)\b", re.I)
#: With one of these ages may be a wish, or somebody else's.
_SOFT = re.compile(
    r"\b(?:priority|preference|if|unless|except|usually|mainly|mostly|generally|also|prefer\w*|however|"
    r"children\s+(?:under|aged|over)|their\s+children\s+aged|parents?\s+of|families\s+with|carers?\s+of|"
    r"may\s+be|not|no|minutes?|weeks?|months?|per\s+cent|km|dollars?|postcodes?)\b|[$%]",
    re.I,
)
_WOMEN = re.compile(r"\b(?:women|woman|females?|girls?|mothers?)\b", re.I)
_MEN = re.compile(r"\b(?:men|man|males?|boys?|fathers?|dads?)\b", re.I)
#: Words that take in others than the gender that is named.
_OTHERS = re.compile(
    r"\b(?:people|persons?|everyone|everybody|anyone|anybody|all|individuals?|famil\w+|couples?|"
    r"partners?|parents?|carers?|adults|residents?|students?|non-?binary|gender|trans\w*|any|"
    r"members|clients|open\s+to|especially|including|particularly)\b",
    re.I,
)
_ABORIGINAL = re.compile(
    r"\W*(?:this\s+(?:\w+\s+){0,3}service\s+is\s+(?:only\s+)?for\s+|(?:services?\s+)?(?:is\s+|are\s+)?(?:only\s+)?for\s+)?"
    r"(?:aboriginal|indigenous|first\s+nations)(?:\s+(?:people|peoples|australians))?"
    r"(?:\s*(?:and|and/or|&|/)\s*torres\s+strait\s+islanders?)?(?:\s+(?:people|peoples|communities))?(?:\s+only)?\W*",
    re.I,
)


@dataclass(frozen=True)
class ReadPeople:
    """What a sentence about people says; all empty where it is not certain."""

    least: float | None = None
    most: float | None = None
    genders: tuple[str, ...] = ()
    only_for: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return self != ReadPeople()

    def __str__(self) -> str:
        """For the one who loads the file."""
        ages = [f"from {self.least:g}"] if self.least is not None else []
        ages += [f"to {self.most:g}"] if self.most is not None else []
        return ", ".join([*self.genders, *self.only_for, *([" ".join(ages)] if ages else [])])


def read_people(said: str) -> ReadPeople:
    """Rules of a sentence about who may come."""
    text = " ".join(said.split())
    if not text or len(text) > LONGEST or _SOFT.search(text):
        return ReadPeople()
    if _ABORIGINAL.fullmatch(text):
        return ReadPeople(only_for=("aboriginal",))
    least, most = _ages(text)
    return ReadPeople(least, most, _gender(text))


def _ages(text: str) -> tuple[float | None, float | None]:
    """(least, most) of the one statement of ages; (None, None) where there are several, or none."""
    left, found = text, list[tuple[float | None, float | None]]()
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(left):
            around = text[max(0, match.start() - 30) : match.end() + 12]
            if not _FOR_AGE.search(around):
                return None, None
            least = float(match["a"]) if kind in ("both", "from") else None
            most = float(match["b"]) if kind in ("both", "to", "below") else None
            found.append((least, most - 1 if kind == "below" and most else most))
        left = pattern.sub(lambda match: " " * len(match.group()), left)
    if len(found) != 1 or re.search(r"\d", left):
        return None, None
    least, most = found[0]
    sane = all(age is None or 0 <= age <= 110 for age in (least, most))
    ordered = least is None or most is None or least <= most
    return (least, most) if sane and ordered else (None, None)


def _gender(text: str) -> tuple[str, ...]:
    women, men = bool(_WOMEN.search(text)), bool(_MEN.search(text))
    if women == men or _OTHERS.search(text):
        return ()
    return ("woman",) if women else ("man",)
