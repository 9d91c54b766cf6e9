"""Text of a file without what nobody should see: HTML, invisible characters, formulas."""

from __future__ import annotations

import html
import re

from directory.hsds.bad_values import Bad, Warn

#: With them zero-width spaces, soft hyphens and marks that turn the direction of what follows;
#: the joiners and marks that Persian, Hindi or Arabic are written with stay.
CONTROL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\xad\u200b\u202a-\u202e\u2060\u2066-\u2069\ufeff"
    r"\ufffe\uffff\ud800-\udfff]"
)
_SCRIPT = re.compile(r"<(script|style)\b.*?(?:</\1\s*>|$)", re.I | re.S)
_TAG = re.compile(r"<!--.*?-->|</?[a-zA-Z][^<>]*>", re.S)
_ENTITY = re.compile(r"&(?:#\d{1,6}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,31});")
#: UTF-8 that somebody read as Windows-1252: "Ã©", "â€™".
_MOJIBAKE = re.compile(
    "[\u00c3\u00c2][\u0080-\u00bf\u0152-\u2122]|\u00e2[\u20ac\u201a-\u201e\u0080]"
)
#: ="0399990000": how Excel keeps a leading zero. Any other formula is refused.
_KEPT_ZERO = re.compile(r'^="([^"]*)"$')
_FORMULA = re.compile(r"^=\s*[A-Za-z@+\-(\d]")
#: What needs a closer look: marks of HTML, formulas and invisible characters, double spaces.
_ODD = re.compile(r"[<&=\x00-\x1f\x7f]|  |^ | $")


def plain(text: str, warn: Warn, limit: int = 0, *, markup: bool = False) -> str | None:
    """Text without HTML, control characters and double spaces; None where nothing is left.

    ``markup`` is for descriptions, where HSDS allows HTML: taking it out needs no word.
    """
    if text.isascii() and not _ODD.search(text) and not (limit and len(text) > limit):
        return text or None  # nearly every text is as it should be
    if _KEPT_ZERO.match(text):
        warn("formula_text", 'the cell was ="...": its text was taken')
        text = _KEPT_ZERO.sub(r"\1", text)
    for _ in range(5):  # what was escaped twice shows its tags only then
        before = text
        if CONTROL.search(text):
            warn("control_characters", "characters that nobody can see were left out")
            text = CONTROL.sub("", text)
        if ("<" in text and _TAG.search(_SCRIPT.sub(" ", text))) or _SCRIPT.search(text):
            if not markup or _SCRIPT.search(text):
                warn("html_removed", "HTML was taken out, its words were kept")
            text = _TAG.sub(" ", _SCRIPT.sub(" ", text))
        if "&" in text and _ENTITY.search(text):
            text = _ENTITY.sub(lambda found: html.unescape(found.group()), text)
        if _MOJIBAKE.search(text):
            text = _mended(text, warn)
        if text == before:
            break
    text = " ".join(text.split())
    if _FORMULA.match(text):
        raise Bad("formula_cell", "save the sheet with values instead of formulas")
    if limit and len(text) > limit:
        raise Bad("field_too_long", f"{len(text):,} characters: {limit:,} at most")
    return text or None


def _mended(text: str, warn: Warn) -> str:
    try:
        better = text.encode("cp1252").decode("utf-8")
    except UnicodeError:
        warn("encoding_mixed", "letters look wrong: check how the file was saved")
        return text
    warn("encoding_mended", "letters were saved twice over and were put right")
    return better
