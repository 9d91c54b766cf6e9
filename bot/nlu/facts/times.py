"""When help is needed: "now", "tonight", "saturday", "12 March".

Only times that help is wanted for: "since Tuesday", "till payday Friday",
"last night" are how things are, not when to search.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from bot.nlu.facts.mention import Mention

_DAYS = {
    "monday": "mondays?|mon|monady|munday",
    "tuesday": "tuesdays?|tues|tue|tusday|teusday",
    "wednesday": "wednesdays?|weds?|wensday|wednsday|wendsday|wenesday",
    "thursday": "thursdays?|thurs|thur|thu|thrusday|thersday",
    "friday": "fridays?|fri|firday|fryday",
    "saturday": "saturdays?|sat|saterday|satuday|satrday|weekends?|the weekend",
    "sunday": "sundays?|sun|sundy",
}
#: Short forms that are also words count only after one of these or as the answer itself.
_SHORT = {"sat", "sun", "mon", "wed", "fri", "thu", "tue"}
_BEFORE_SHORT = re.compile(
    r"(?:open|on|for|this|next|until|till|appt|appointment|about|and|or|,|/|\+|&|-|how about|mon|tues?|weds?|thurs?|fri|sat|sun|by)\s*$"
)
_AFTER_SHORT = re.compile(
    r"\s+(?:mornings?|morn|arvos?|afternoons?|nights?|evenings?|am|pm|\d{1,2}\s?[ap]m|or (?:sun|mon)|and sun|instead)\b"
)
#: "food relief lakemba sun": at the end of a look-up, after a word that makes no sentence of it.
_LOOKED_UP = re.compile(
    r"\w+\s+(?!(?:the|in|a|an|he|she|they|i|we|you|it|who|just|of|my|his|her|and|or|is|was|full|hot)\s)\w+\s+$"
)
#: Before "arvo" or "this morning": the day that it belongs to.
_OF_A_DAY = re.compile(r"(?:days?|mon|tues?|weds?|thurs?|fri|sat|sun|tomorrow|tmrw|tomoz)\s+$")
_PAST = re.compile(
    r"(?:since|last|until|till|til|every|each|past|from|was|pay ?day is|paid(?: on)?|payment(?: is| comes?| on)?(?: on)?|gone|due(?: on| by)?|by|before|after|pay(?: on)?|out by|gone by|leave by)\s+(?:next\s+|this\s+|on\s+|the\s+)?$"
)
_WORDS = {
    "now": r"open now|now open|right now|now|at the moment|currently open|this minute|atm|straight ?away|immediately",
    "tonight": r"to ?nights?|tonite|2nite|2night|tonigt|tonght|this evening|overnight tonight|this arvo and tonight",
    "today": r"to ?day|2day|todya|this arvo|this afternoon|this morning|(?<!good )arvo|todays",
    "tomorrow": r"tomorrow|tommorow|tommorrow|tomorow|tomoro|tomorro|2moro|2morrow|tmrw|tmr|tmw|tomorrows|tmoz|tomoz",
}
#: "After 5" is this evening, unless a day is said.
_EVENING = re.compile(
    r"(?<!\w)(?:(?:open |only |anything |something |any |one |it's |its )*(?:after|past) (?:[5-8]|five|six|seven|eight)(?: ?p\.?m\.?| o'?clock|ish)?"
    r"(?! ?(?:days?|weeks?|wks?|months?|years?|yrs?|hours?|hrs?|minutes?|mins?|kids?|children|people|of|am\b|k|km|kms|times|a\.m|\d|\w+s\b))(?!\w)"
    r"|after (?:work|knock ?off)(?= |$|[.,?!])(?! (?:for|visa|injury|accident|rights)))"
)
_DAY_AFTER = re.compile(
    r"(?<!\w)(?:the )?day after (?:tomorrow|tommorow|tommorrow|tomorow|tomoro|tomorro|2moro|tmrw|tomoz)(?!\w)"
)
_NOT_NOW = re.compile(
    r"(?:up to|until|till|by|from|before|not|just|even|right|for|knows?|but|and|so|is|are|was|im|i'm)?\s*now (?:i|he|she|they|we|my|im|i'm|his|her|no|the|its|it's|that|he's|she's)\b"
    r"|\bevery (?:\w+ )?now\b|\b(?:with|to) (?:me|us|him|her) now\b|\bwhere (?:i|we) (?:am|are) (?:right )?now\b|\bnot (?:\w+ )?right now\b"
    r"|(?:^|[,.;] ?)(?:and |but )?now (?:the |my |his |her |their )?\w+ (?:wants?|says?|is|are|has|have|won'?t|will|ha[sd]n'?t|gone|took)\b"
    r"|(?:just|even|up to|until|till|til|by|now and|every|any day|from) now\b|not (?:right )?now|now and (?:then|again)|can'?t talk right now|am i now|\bnow days|now a days"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
_DATES = (
    re.compile(rf"(?<![\w$])(?P<day>[0-3]?\d)(?:st|nd|rd|th)?(?: of)? {_MONTH}(?!\w)"),
    re.compile(rf"(?<!\w){_MONTH} (?P<day>[0-3]?\d)(?:st|nd|rd|th)?(?![\w.])"),
    re.compile(
        r"(?<![\w/$])(?!24/7)(?P<day>[0-3]?\d)/(?P<number>[01]?\d)(?:/(?P<year>(?:20)?\d\d))?(?![\w/])"
    ),
    re.compile(r"(?<!\w)(?:on |by )?the (?P<day>[0-3]?\d)(?:st|nd|rd|th)(?!\w)"),
    re.compile(r"(?<!\d)(?P<iso>20\d\d-[01]\d-[0-3]\d)(?!\d)"),
)


def times(text: str, today: date) -> Iterator[Mention]:
    """Times in straight lower-case ``text``; dates without a year are the next such day from ``today``."""
    found: list[Mention] = []
    for value, words in _WORDS.items():
        for match in re.finditer(rf"(?<!\w)(?:{words})(?!\w)", text):
            if value == "today" and _OF_A_DAY.search(text[: match.start()]):
                continue  # "tues arvo" is Tuesday
            if value == "now" and any(
                bad.start() < match.end() and match.start() < bad.end()
                for bad in _NOT_NOW.finditer(text)
            ):
                continue
            if not any(_overlap(match, mention) for mention in found):
                found.append(Mention("time", value, *match.span()))
    for match, reckoned in _reckoned(text, today):
        if not _PAST.search(text[: match.start()]):
            found = [m for m in found if not _overlap(match, m)]
            found.append(Mention("time", reckoned.isoformat(), *match.span()))
    for match in _HOLIDAY.finditer(text):
        if not _PAST.search(text[: match.start()]):
            found.append(Mention("time", _holiday(match.group(), today).isoformat(), *match.span()))
    for value, words in _DAYS.items():
        for match in re.finditer(rf"(?<!\w)(?:{words})(?!\w)", text):
            before = text[: match.start()]
            if _PAST.search(before) or any(_overlap(match, m) for m in found):
                continue
            if match.group() in _SHORT and not (
                _BEFORE_SHORT.search(before)
                or _AFTER_SHORT.match(text[match.end() :])
                or (not text[match.end() :].strip(" .,?!") and _LOOKED_UP.search(before))
                or text.strip(" .,?!") == match.group()
            ):
                continue
            found.append(Mention("time", value, *match.span()))
    for pattern in _DATES:
        for match in pattern.finditer(text):
            day = _date(match, today)
            if (
                day
                and not _PAST.search(text[: match.start()])
                and not any(_overlap(match, m) for m in found)
            ):
                found.append(Mention("time", day.isoformat(), *match.span()))
    if not found:
        found += [Mention("time", "tonight", *m.span()) for m in _EVENING.finditer(text)][:1]
    yield from sorted(found, key=lambda mention: mention.start)


def _reckoned(text: str, today: date) -> Iterator[tuple[re.Match[str], date]]:
    """Days that are counted from another: "friday week", "a week on monday", "the day after tomorrow"."""
    for match in _DAY_AFTER.finditer(text):
        yield match, today + timedelta(days=2)
    for number, words in enumerate(_DAYS.values()):
        pattern = rf"(?<!\w)(?:(?:{words}) week(?!\w|s|end)|a week (?:on|from|this|next) (?:{words})(?!\w))"
        for match in re.finditer(pattern, text):
            yield match, _next(number, today) + timedelta(days=7)


#: What has a date of its own, whoever is open when: "rent due friday", "court on the 12th".
_MATTER = re.compile(
    r"\b(?:due|court|hearing|tribunal|vcat|ncat|qcat|until|till|til|by|expir\w+|runs? out|ends?|finish\w*|vacate|leave|"
    r"evict\w*|disconnect\w*|cut(?:ting)? (?:me |us )?off|switch\w* (?:me |us )?off|notice|deadline|released?|interview|"
    r"last day|discharged?|surgery|operation|appointment|appt)\b(?:\s+[\w']+){0,4}?\s*$"
)
_MATTER_AFTER = re.compile(
    r"^(?:'s|\s+is|\s+was)?\s+(?:my |our |the |when )?(?:last day|due|deadline|court|hearing)"
)


def dates(text: str, today: date) -> Iterator[Mention]:
    """Dates that a matter has, always as ISO dates; a day of the week is the next one after ``today``."""
    found: list[Mention] = []
    days = [
        (match, _next(number, today))
        for number, words in enumerate(_DAYS.values())
        for match in re.finditer(rf"(?<!\w)(?:{words})(?!\w)", text)
    ]
    said = [(match, _date(match, today)) for pattern in _DATES for match in pattern.finditer(text)]
    said += [(match, _holiday(match.group(), today)) for match in _HOLIDAY.finditer(text)]
    said = [*_reckoned(text, today), *said]
    for match, day in said + days:
        matter = _MATTER.search(text[: match.start()]) or _MATTER_AFTER.match(text[match.end() :])
        if day and matter and not any(_overlap(match, m) for m in found):
            found.append(Mention("date", day.isoformat(), *match.span()))
    yield from sorted(found, key=lambda mention: mention.start)


def _next(weekday: int, today: date) -> date:
    """The first such day (Monday is 0) after ``today``."""
    return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)


_MONTH_DAYS = {
    "christmas eve": (12, 24), "christmas day": (12, 25), "xmas day": (12, 25), "boxing day": (12, 26),
    "new years eve": (12, 31), "new year's eve": (12, 31), "new years day": (1, 1), "new year's day": (1, 1),
    "australia day": (1, 26), "anzac day": (4, 25),
}  # fmt: skip
_FROM_EASTER = {"good friday": -2, "easter saturday": -1, "easter sunday": 0, "easter monday": 1}
_HOLIDAY = re.compile(rf"(?<!\w)(?:{'|'.join([*_MONTH_DAYS, *_FROM_EASTER])})(?!\w)")


def easter(year: int) -> date:
    """Easter Sunday of ``year`` (Meeus, Jones and Butcher)."""
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    ell = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * ell) // 451
    month, day = divmod(h + ell - 7 * m + 114, 31)
    return date(year, month, day + 1)


def _holiday(name: str, today: date) -> date:
    """The next day with this name, today included."""
    for year in (today.year, today.year + 1):
        if name in _FROM_EASTER:
            day = easter(year) + timedelta(days=_FROM_EASTER[name])
        else:
            day = date(year, *_MONTH_DAYS[name])
        if day >= today:
            break
    return day


def _overlap(match: re.Match[str], mention: Mention) -> bool:
    return match.start() < mention.end and mention.start < match.end()


def _date(match: re.Match[str], today: date) -> date | None:
    """The date a match says, or None for one that doesn't exist."""
    parts = match.groupdict()
    try:
        if parts.get("iso"):
            return date.fromisoformat(parts["iso"])
        day = int(parts["day"])
        if parts.get("year"):
            year = int(parts["year"])
            return date(year + 2000 if year < 100 else year, int(parts["number"]), day)
        if parts.get("month"):
            month = _MONTHS.index(parts["month"][:3]) + 1
        elif parts.get("number"):
            month = int(parts["number"])
        else:
            month = today.month if day >= today.day else today.month % 12 + 1
        found = date(today.year, month, day)
        return found if found >= today - timedelta(days=1) else date(today.year + 1, month, day)
    except ValueError:
        return None


def today_in(zone: str) -> date:
    """Today in the IANA time zone ``zone``."""
    from zoneinfo import ZoneInfo

    return datetime.now(ZoneInfo(zone)).date()
