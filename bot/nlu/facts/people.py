"""Who it is about: people, ages, gender.

A relation counts when the help is for them or includes them ("for my mum",
"my wife and I", "my brother needs"), not when they are what the message is
about ("my husband hits me").
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.nlu.facts.lexicon import find
from bot.nlu.facts.mention import Mention

_RELATIONS = {
    "partner": r"partner|wife|husband|hubby|missus|boyfriend|girlfriend|bf|gf|spouse|de facto|fianc\w+|better half|other half",
    "parent": r"mums?|moms?|mothers?|mam|mama|mumma|dads?|daddy|fathers?|parents?|folks|mum and dad|step ?(?:mum|dad|mother|father)|mother in law|father in law|old man",
    "friend": r"friends?|mates?|neighbou?rs?|flat ?mates?|house ?mates?|room ?mates?|workmates?|colleagues?",
    "family": r"brothers?|sisters?|bro|sis|cousins?|aunt(?:y|ie)?|uncle|nephews?|nieces?|brother in law|sister in law|rell(?:o|y|ie)s?|relatives?",
}
_NEEDING = (
    r"needs?|nead|wants?|is looking|are looking|requires?|can'?t|cannot|can not|could do with|doesn'?t (?:speak|have|want|know)|doesnt|does not|has no\b|"
    r"has nowhere|have nowhere|has nothing|hasn'?t|has (?:a|an|been|lost|got|just|to)\b|have (?:a|lost|got|no)\b|lost (?:his|her|their)|is (?:homeless|sick|deaf|blind|pregnant|hungry|old|alone|in|on|getting|being|too|very|from|stuck|stranded|lonely|living|staying|skipping|\d)|"
    r"are (?:homeless|sick|hungry|old|in|living|\d)|is \d|speaks?|only speaks?|lives?|sleeps?|struggles?|uses?|got (?:evicted|kicked)|no have|"
    r"would like|wishes|ran out|won'?t ask|has dementia|'?s (?:homeless|sick|deaf|blind|pregnant|in|on|got|\d|been|skipping|too)"
)
_MINE = r"(?:my|me|our|his|her|their|a|an|the)"
_FOR = r"(?:for|with|bring(?:ing)?|plus|includ\w+|asking for|help|support|behalf of|it'?s|its|me and|and|&|n)"


def _relation_patterns() -> dict[str, re.Pattern[str]]:
    describe = r"(?:\w+ ){0,2}?"
    return {
        code: re.compile(
            rf"(?<!\w){_FOR} {_MINE} {describe}(?P<a>{words})(?![\w'])"  # for my old mum
            rf"|(?<!\w){_MINE} {describe}(?P<b>{words}),? (?:and|n|&|plus) (?:i|me|my|the|our|kids|\d|two|three)\b"  # my wife and I
            rf"|(?<!\w){_MINE} {describe}(?P<c>{words}),?(?: \d+,?)?(?: (?:who|also|really|just|still))? ?(?:{_NEEDING})(?!\w)"  # my mum needs
            rf"|^(?:{_MINE} )?{describe}(?P<d>{words})[.!]*$"  # "my mum" as an answer
            rf"|(?<!\w)(?P<e>{words}) (?:needs|wants|is looking|no have)(?!\w)"  # neighbour needs
        )
        for code, words in _RELATIONS.items()
    }


_RELATION = _relation_patterns()
#: "the brother": what these people do is what the message is about.
_DOING_TO = re.compile(
    r"^\s*(?:hits?|beats?|hurts?|threatens?|threatened|controls?|took|takes|stole|kicked|yells?|chucked|drinks?|is violent|is after|scares?|who (?:hits|beats)|won'?t let)"
)


def people(text: str) -> Iterator[Mention]:
    """People codes in straight lower-case ``text``, each once."""
    found: dict[str, tuple[int, int]] = {}
    for code, pattern in _RELATION.items():
        for match in pattern.finditer(text):
            start, end = match.span(match.lastgroup or 0)
            if not _DOING_TO.match(text[end:]):
                found.setdefault(code, (start, end))
    for value, start, end in find("people", text):
        bare_me = value == "self" and text[start:end] in {"me", "myself", "my self"}
        # "me" says who it is for only as (nearly) the whole answer, or counted with others.
        if not bare_me or _ONLY_ME.fullmatch(text) or _ME_AND.match(text[end:]):
            found.setdefault(value, (start, end))
    for smaller, larger in (
        ("child", "children"),
        ("child", "baby"),
        ("self", "alone"),
        ("partner", "couple"),
    ):
        if smaller in found and larger in found and _inside(found[smaller], found[larger]):
            del found[smaller]
    if found.keys() & {"partner", "couple", "family", "children", "child", "baby"}:
        found.pop("alone", None)
    for code, (start, end) in sorted(found.items(), key=lambda item: item[1]):
        yield Mention("people", code, start, end)


_ONLY_ME = re.compile(r"\W*(?:it'?s |for |just |only |yeah |yes |no )*(?:me|my ?self)\W*")
_ME_AND = re.compile(
    r"\s*(?:,|and|&|n|with|plus)\s+(?:my|the|\d|a|an|two|three|four|kids|baby|bub|one)\b"
)


def _inside(inner: tuple[int, int], outer: tuple[int, int]) -> bool:
    return inner[0] < outer[1] and outer[0] < inner[1]


_NAMES_OF_NUMBERS = """
zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
seventeen eighteen nineteen twenty
"""
_NUMBER_WORDS = {word: number for number, word in enumerate(_NAMES_OF_NUMBERS.split())}
_N = r"(?:\d{1,3}|" + "|".join(list(_NUMBER_WORDS)[1:]) + ")"
#: What follows a number that is not an age.
_NOT_AN_AGE = (
    r"(?!\s*(?:%|/|:|\.\d|\$|percent|per|min|mins|minutes?|hours?|hrs?|days?|weeks?|wks?|months? (?:behind|pregnant|along|ago|late)|nights?|kms?|k\b|dollars?|bucks|people|ppl|of us|"
    r"kids|children|adults|am\b|pm\b|st\b|nd\b|rd\b|th\b|grand|times|bedroom|bed\b|steps|blocks|stops|weeks pregnant|years (?:ago|clean|sober|here|in|later|since|now|of)|yrs (?:ago|clean)|or so|people|metres|meters|-\d|,\d{3}|\d))"
)
_AGE = (
    # cust, 45, male; clt 34 f
    re.compile(
        r"(?<!\w)(?:client|customer|cust|clt|cx|pt),? (?P<n>\d{2})(?=,? ?(?:m|f|male|female|man|woman|yo)\b|,)"
    ),
    # 17 years old, 82yo, 34 y/o, a 15-year-old
    re.compile(
        rf"(?<![\w$.])(?P<n>{_N})[ -]?(?:years?|yrs?|yr|y)?[ -]?(?:old|olds|o|/o)(?!\w)(?! (?:car|house|debt|fridge|dog|cat|bill))"
    ),
    re.compile(
        rf"(?<![\w$.])(?P<n>{_N})[ -]?(?:y/o|yo)(?!\w)|(?:^|,|client|customer|male|female|i'm|i am|is)\s*(?P<m>{_N})[ -]?(?:yrs?|years)(?=\s*(?:$|,|\.|male|female|with))"
    ),
    # aged 17, age: 40, turning 18
    re.compile(
        rf"(?<!\w)(?:aged?|age is|ages|age:|turn(?:s|ed|ing)?|just turned)(?: is)?:? (?P<n>{_N})(?!\w){_NOT_AN_AGE}"
    ),
    # I'm 17, she's 82, my son is 14, he is 6
    re.compile(
        rf"(?<!\w)(?:i'?m|i am|im|she'?s|she is|he'?s|he is|hes|shes|(?:son|daughter|boy|girl|kid|child|mum|dad|mother|father|baby|brother|sister|oldest|eldest|youngest|nan|friend|one|client|customer|partner|wife|husband|who|other|cousin|grandson|granddaughter)(?:'s| is)) "
        rf"(?:only |just |about |nearly |almost |now |turning )?(?P<n>{_N})(?!\w){_NOT_AN_AGE}"
    ),
    # my daughter, 15, ; son 12
    re.compile(
        rf"(?<!\w)(?:son|daughter|boy|girl|kid|child|mum|dad|brother|sister|client|customer|male|female|bloke|woman|man|lady|single male|single female|nan|grandma|partner|friend|teen),? (?P<n>\d{{1,3}})(?![\w%$/])(?=\s*(?:,|$|\.|;|who|and|is|with|needs|wants|at|from|in|yo|w/?\b|no\b|nil\b|nfa|on\b|req|seeking|homeless))(?!\s*(?:in|at|from)\s+\d){_NOT_AN_AGE}"
    ),
    # 34 male, 19 female, 34M
    re.compile(r"(?<![\w$.])(?P<n>\d{1,2})[ ,]?(?:m|f|male|female)(?!\w)"),
)
#: "kids, 4 and 9", "children aged 3, 5 and 11", "two kids (2, 4)", "they are 3 and 5"
_AGE_LIST = re.compile(
    rf"(?<!\w)(?:kids?|children|childs?|boys|girls|sons?|daughters?|son and daughter|littlies|little ones|grandkids|grandchildren|they'?re|they are|twins|ages?|aged)"
    rf"(?:\s*(?:,|:|\(|-|are|is|aged?|ages|both|who are|of))*\s*(?P<list>{_N}(?:\s*(?:,|and|&|n|\+|/)\s*(?:and\s+)?(?:an?\s+)?{_N})+)(?![\w%])"
    rf"(?!\s*(?:kids|children|adults|people|of us|nights|days|bedrooms?|hours|weeks|months))"
)
_MONTHS_OLD = re.compile(
    rf"(?<!\w)(?P<n>{_N})[ -](?:months?|mths?|weeks?|wks?)(?:[ -]old|[ -]o\b)|(?<=baby is )(?P<m>{_N}) (?:months?|weeks?)|(?<=bub is )(?P<k>{_N}) (?:months?|weeks?)"
)
_KIDS_LIST_OF_AGES = re.compile(
    rf"(?<!\w)(?P<list>{_N}(?:\s*(?:,|and|&)\s*(?:and\s+)?(?:an?\s+)?{_N})+)[ -]?(?:years?|yrs?|yo|y/o)"
)


def ages(text: str) -> Iterator[Mention]:
    """Ages in years as numerals; a baby counted in months is "0"."""
    found: dict[tuple[int, int], str] = {}
    for pattern in (_AGE_LIST, _KIDS_LIST_OF_AGES):
        for match in pattern.finditer(text):
            offset = match.start("list")
            for number in re.finditer(_N, match.group("list")):
                found[(offset + number.start(), offset + number.end())] = _number(number.group())
    for match in _MONTHS_OLD.finditer(text):
        group = match.lastgroup or "n"
        found[match.span(group)] = "0"
    for pattern in _AGE:
        for match in pattern.finditer(text):
            group = match.lastgroup or "n"
            found.setdefault(match.span(group), _number(match.group(group)))
    for (start, end), value in sorted(found.items()):
        if int(value) <= 115:
            yield Mention("age", value, start, end)


def _number(word: str) -> str:
    return str(_NUMBER_WORDS.get(word, word)).lstrip("0") or "0"


def gender(text: str) -> Iterator[Mention]:
    """Whom a service must be for, or who somebody is: woman, man, non_binary, each once."""
    seen = set()
    for value, start, end in find("gender", text):
        if value not in seen:
            seen.add(value)
            yield Mention("gender", value, start, end)
    for match in re.finditer(
        r"(?<![\w$.])\d{1,2}[ ]?(?:yo|y/o|yrs?)?,?[ ]?(?P<g>[mf])(?!\w)", text
    ):
        value = {"m": "man", "f": "woman"}[match.group("g")]
        if value not in seen:
            seen.add(value)
            yield Mention("gender", value, *match.span("g"))
