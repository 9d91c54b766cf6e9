"""Telephone numbers that people in danger will ring: read strictly, shown evenly.

``PhoneNumber(text)`` reads any usual spelling, number-words included
("1800RESPECT", "13YARN"), and refuses what cannot be right with a named fault.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import Enum

import phonenumbers

#: Letters of the telephone keypad.
KEYPAD = {
    letter: digit
    for digit, letters in {
        "2": "ABC", "3": "DEF", "4": "GHI", "5": "JKL",
        "6": "MNO", "7": "PQRS", "8": "TUV", "9": "WXYZ",
    }.items()
    for letter in letters
}  # fmt: skip

#: Numbers of three digits: phonenumbers knows them only as short numbers.
EMERGENCY = {"000": "000", "112": "112", "106": "106"}

#: Misprints found in sources, with what is right and why.
MISPRINTS = {
    "1800732732": "write 1800 737 732: the letters of RESPECT spell 737 7328 on a keypad",
    "1300776491": "write 1300 766 491, the number of record of the Men's Referral Service",
    "1800766491": "write 1300 766 491, the number of record of the Men's Referral Service",
    "0893251111": "write 1800 199 008: sources disagree about the Crisis Care landline",
    "0892231111": "write 1800 199 008: sources disagree about the Crisis Care landline",
}

#: Ranges kept free for films and made-up examples (Australian Communications and
#: Media Authority, "Phone numbers for use in TV shows, films and creative works").
FICTITIOUS = re.compile(
    r"^(?:0[2378]5550\d{4}|0[2378]7010\d{4}|0491570(?:006|156|157|158|159|110)"
    r"|1800160401|18009757(?:07|08|09|10|11)|1300975707)$"
)

_WORDS = re.compile(r"[A-Za-z]{2,}")
_SHAPES = (
    re.compile(r"^13[0-9]{4}$"),  # 13 11 14
    re.compile(r"^1[38]00[0-9]{6}$"),  # 1300 and 1800
    re.compile(r"^0[23478][0-9]{8}$"),  # area code or mobile, and eight digits
)


class PhoneFault(Enum):
    """What is wrong with a number; the value is the code in problem lists."""

    EMPTY = "phone_empty"
    NOT_A_NUMBER = "phone_not_a_number"
    LENGTH = "phone_length"
    MISPRINT = "phone_known_misprint"
    COSTS = "phone_costs"
    WORD_DIFFERS = "phone_word_differs"


class BadPhone(ValueError):
    """A number that cannot be used: carries the fault and what to do."""

    def __init__(self, fault: PhoneFault, text: str, mend: str) -> None:
        super().__init__(f"{text!r}: {mend}")
        self.fault = fault
        self.text = text
        self.mend = mend


@dataclass(frozen=True)
class PhoneNumber:
    """A number that can be dialled in Australia.

    ``digits`` is the national form without spaces, or +country for numbers
    abroad; two numbers are the same when their digits are. Raises ``BadPhone``.
    """

    text: str = field(compare=False)
    digits: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "digits", _read(self.text))

    def __str__(self) -> str:
        """As it is shown and read out: ``1800 737 732``, ``13 11 14``, ``(03) 9345 1800``."""
        number = self.digits
        if number in EMERGENCY:
            return number
        if number.startswith("13") and len(number) == 6:
            return f"{number[:2]} {number[2:4]} {number[4:]}"
        if number.startswith("1"):
            return f"{number[:4]} {number[4:7]} {number[7:]}"
        if number.startswith("04"):
            return f"{number[:4]} {number[4:7]} {number[7:]}"
        if number.startswith("0"):
            return f"({number[:2]}) {number[2:6]} {number[6:]}"
        parsed = phonenumbers.parse(number, None)
        return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)

    @property
    def is_fictitious(self) -> bool:
        """Whether it is set aside for made-up examples, so that nobody is rung by mistake."""
        return bool(FICTITIOUS.match(self.digits))


def expand_words(text: str) -> str:
    """Digits of a number written with letters: ``1800RESPECT`` -> ``1800737732``.

    Letters past the length of the number are dropped, as a telephone does
    (RESPECT has one too many).
    """
    digits = "".join(KEYPAD.get(ch, ch) for ch in text.upper() if ch.isalnum())
    if digits.startswith(("1800", "1300")):
        return digits[:10]
    return digits[:6] if digits.startswith("13") else digits


def _read(text: str) -> str:
    written = text.strip()
    if not written:
        raise BadPhone(PhoneFault.EMPTY, text, "write the number, or leave the phone out")
    number = _digits(written)
    if number in MISPRINTS:
        raise BadPhone(PhoneFault.MISPRINT, text, MISPRINTS[number])
    if number in EMERGENCY or any(shape.match(number) for shape in _SHAPES):
        return number
    if number.startswith("+"):
        try:
            parsed = phonenumbers.parse(number, None)
        except phonenumbers.NumberParseException:
            raise BadPhone(PhoneFault.NOT_A_NUMBER, text, "write + and the country code") from None
        if phonenumbers.is_possible_number(parsed):
            return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
    if re.fullmatch(r"19\d{8}", number):
        mend = (
            "numbers that begin with 19 cost the caller: write one that does not, or leave it out"
        )
        raise BadPhone(PhoneFault.COSTS, text, mend)
    raise BadPhone(
        PhoneFault.LENGTH,
        text,
        f"{len(number.lstrip('+'))} digits cannot be right: write 10 digits with the area code,"
        " 1300 or 1800 and 6 more, or 6 digits that begin with 13",
    )


def _digits(written: str) -> str:
    """The digits meant by a spelling, with number-words turned and +61 made national."""
    words = _WORDS.findall(written)
    if words:
        spelt, _, rest = written.partition("(")
        if not re.match(r"^\s*1[38]", spelt):
            raise BadPhone(
                PhoneFault.NOT_A_NUMBER, written, "put words in the label, the number alone here"
            )
        number = expand_words(spelt)
        beside = re.sub(r"\D", "", rest)
        if beside and beside != number:
            mend = MISPRINTS.get(beside, f"the word spells {number}, but {beside} stands beside it")
            raise BadPhone(PhoneFault.WORD_DIFFERS, written, mend)
        return number
    if re.search(r"[^\d\s()+.\-/]", written):
        raise BadPhone(PhoneFault.NOT_A_NUMBER, written, "write digits and spaces only")
    number = re.sub(r"[^\d+]", "", written)
    if number.startswith("+61"):
        national = number[3:].removeprefix("0")
        return national if national.startswith("1") else "0" + national
    return number
