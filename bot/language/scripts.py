"""Which scripts (ISO 15924) the letters of a text are of."""

from __future__ import annotations

import unicodedata
from collections import Counter

#: First and last code point -> script (ISO 15924), for the letters the table's languages use.
_BLOCKS = (
    (0x0041, 0x005A, "Latn"), (0x0061, 0x007A, "Latn"), (0x00AA, 0x02AF, "Latn"),
    (0x1E00, 0x1EFF, "Latn"), (0xFF21, 0xFF5A, "Latn"),
    (0x0370, 0x03FF, "Grek"), (0x1F00, 0x1FFF, "Grek"), (0x0400, 0x052F, "Cyrl"),
    (0x0530, 0x058F, "Armn"), (0x0590, 0x05FF, "Hebr"), (0x0600, 0x06FF, "Arab"),
    (0x0700, 0x074F, "Syrc"), (0x0750, 0x077F, "Arab"), (0x08A0, 0x08FF, "Arab"),
    (0xFB50, 0xFDFF, "Arab"), (0xFE70, 0xFEFF, "Arab"), (0x0900, 0x097F, "Deva"),
    (0x0980, 0x09FF, "Beng"), (0x0A00, 0x0A7F, "Guru"), (0x0A80, 0x0AFF, "Gujr"),
    (0x0B80, 0x0BFF, "Taml"), (0x0C00, 0x0C7F, "Telu"), (0x0C80, 0x0CFF, "Knda"),
    (0x0D00, 0x0D7F, "Mlym"), (0x0D80, 0x0DFF, "Sinh"), (0x0E00, 0x0E7F, "Thai"),
    (0x0E80, 0x0EFF, "Laoo"), (0x0F00, 0x0FFF, "Tibt"), (0x1000, 0x109F, "Mymr"),
    (0x10A0, 0x10FF, "Geor"), (0x1100, 0x11FF, "Hang"), (0x1200, 0x139F, "Ethi"),
    (0x1780, 0x17FF, "Khmr"), (0x3040, 0x30FF, "Kana"), (0x3130, 0x318F, "Hang"),
    (0x3400, 0x4DBF, "Hani"), (0x4E00, 0x9FFF, "Hani"), (0xAC00, 0xD7AF, "Hang"),
    (0xF900, 0xFAFF, "Hani"), (0x20000, 0x2FA1F, "Hani"),
)  # fmt: skip

#: One Chinese, Korean or Japanese character says about as much as two or three Latin letters.
_WEIGHT = {"Hani": 3, "Hang": 2, "Kana": 2}


def _script_of(character: str) -> str | None:
    point = ord(character)
    for first, last, script in _BLOCKS:
        if first <= point <= last:
            return script
    return None


def scripts(text: str) -> Counter[str]:
    """How many letters of each script ``text`` has, weighted so that scripts compare."""
    counts: Counter[str] = Counter()
    for character in text:
        if character.isascii():
            if character.isalpha():
                counts["Latn"] += 1
        elif unicodedata.category(character)[0] in "LM" and (script := _script_of(character)):
            counts[script] += _WEIGHT.get(script, 1)
    return counts
