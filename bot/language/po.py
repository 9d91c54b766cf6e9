"""PO files of translations: ``catalogues/<code>.po``, with the state of each text.

Every text says in a translator's comment of a fixed form how far it is:

    # state: draft
    # state: reviewed by Name or number on 2026-11-22
    # state: stale

A text is stale, too, when its ``msgid`` is no longer today's English.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from babel.messages.catalog import Message
from babel.messages.pofile import PoFileError, escape, read_po

from bot.language.english import English

FOLDER = Path(__file__).with_name("catalogues")
STATES = ("draft", "reviewed", "stale")
_STATE = re.compile(r"state: (draft|stale|reviewed by (\S.*?) on (\d{4}-\d{2}-\d{2}))\Z")

#: language -> (Plural-Forms, which CLDR form each msgstr[n] is); two forms where it isn't here.
_ONE_FORM = ("nplurals=1; plural=0;", ("other",))
_TWO_FORMS = ("nplurals=2; plural=(n != 1);", ("one", "other"))
_SIX_FORMS = (
    "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : "
    "n%100>=11 ? 4 : 5);",
    ("zero", "one", "two", "few", "many", "other"),
)
_PLURALS = {
    **dict.fromkeys(("zh-Hans", "zh-Hant", "vi", "ko", "th"), _ONE_FORM),
    "ar": _SIX_FORMS,
}


class BadCatalogue(ValueError):
    """A PO file can't be used; ``str()`` says which and why."""


@dataclass(frozen=True)
class Translation:
    """One translated text: ``forms`` by CLDR plural form, only "other" where there is no count."""

    context: str
    english: str
    plural: str
    forms: Mapping[str, str]
    #: "draft", "reviewed" or "stale"
    state: str = "draft"
    reviewer: str = ""
    #: ISO date of the review
    reviewed_on: str = ""

    @property
    def text(self) -> str:
        """The words, of the general form where there are several."""
        return self.forms["other"]


def plural_forms(code: str) -> tuple[str, ...]:
    """The CLDR plural forms of a language, in the order of ``msgstr[n]``."""
    return _PLURALS.get(code, _TWO_FORMS)[1]


def codes() -> list[str]:
    """The languages that have a catalogue."""
    return sorted(path.stem for path in FOLDER.glob("*.po"))


@lru_cache(maxsize=64)
def translations(code: str) -> Mapping[tuple[str, str], Translation]:
    """A language's texts by (context, English); empty where it has no file.

    Raises ``BadCatalogue``. About 60 ms once for a language, then nothing.
    """
    path = FOLDER / f"{code}.po"
    return parse(code, path.read_text(encoding="utf-8")) if path.exists() else {}


def parse(code: str, content: str) -> Mapping[tuple[str, str], Translation]:
    """The texts of a PO file's ``content``; texts without a translation are left out."""
    try:
        catalogue = read_po(io.BytesIO(content.encode()), abort_invalid=True)
    except (PoFileError, ValueError) as error:
        raise BadCatalogue(f"{code}: {error}") from None
    found: dict[tuple[str, str], Translation] = {}
    for message in catalogue:
        if not message.id:
            continue
        translation = _translation(code, message)
        if translation is not None:
            found[translation.context, translation.english] = translation
    return found


def _translation(code: str, message: Message) -> Translation | None:
    identifier, strings = message.id, message.string
    english, plural = (identifier, "") if isinstance(identifier, str) else identifier
    if not message.context:
        raise BadCatalogue(f"{code}: {english!r} has no msgctxt")
    if isinstance(strings, str):
        forms = {"other": strings}
    else:
        forms = dict(zip(plural_forms(code), strings or (), strict=False))
    if not all(forms.values()) or "other" not in forms:
        return None
    state, reviewer, day = _state(code, message)
    return Translation(str(message.context), english, plural, forms, state, reviewer, day)


def _state(code: str, message: Message) -> tuple[str, str, str]:
    said = [c for c in message.user_comments if c.startswith("state:")]
    match = _STATE.fullmatch(said[0]) if len(said) == 1 else None
    if match is None:
        raise BadCatalogue(f"{code}: {message.context}: says no state, or none of {STATES}")
    if match.group(2):
        return "reviewed", match.group(2), match.group(3)
    return match.group(1), "", ""


def state_line(translation: Translation) -> str:
    """The comment that says a text's state."""
    if translation.state == "reviewed":
        return f"state: reviewed by {translation.reviewer} on {translation.reviewed_on}"
    return f"state: {translation.state}"


@dataclass(frozen=True)
class Row:
    """One entry of a file to write: the English, what translators are told, the translation if any."""

    entry: English
    translation: Translation | None = None
    #: the English that a stale translation was made from
    previous: str = ""
    safety: bool = False


def header(code: str | None) -> str:
    """The head of a PO file; of the template where ``code`` is None."""
    lines = [
        "# Words for people. Each text says its state: draft, or",
        "# reviewed by NAME on YYYY-MM-DD. Keep {placeholders} and numbers as they are.",
        'msgid ""',
        'msgstr ""',
        '"Project-Id-Version: triage-assistant\\n"',
        f'"Language: {code or ""}\\n"',
        '"MIME-Version: 1.0\\n"',
        '"Content-Type: text/plain; charset=utf-8\\n"',
        '"Content-Transfer-Encoding: 8bit\\n"',
    ]
    if code:
        lines.append(f'"Plural-Forms: {_PLURALS.get(code, _TWO_FORMS)[0]}\\n"')
    return "\n".join(lines) + "\n"


def written(code: str | None, rows: Iterable[Row]) -> str:
    """A PO file of ``rows``, without dates, so that nothing changes but the words."""
    return "\n".join([header(code), *(_block(code, row) for row in rows)])


def _block(code: str | None, row: Row) -> str:
    entry, found = row.entry, row.translation
    lines = [f"# {state_line(found)}"] if found else []
    if row.safety:
        lines.append("#. Safety: a person must review this before it can stand without English.")
    lines += [f"#. Used in {name}" for name in entry.used[:4]]
    if found and found.state != "reviewed":
        lines.append("#, fuzzy")
    if row.previous:
        lines.append(f"#| msgid {escape(row.previous)}")
    lines.append(f"msgctxt {escape(entry.context)}")
    lines.append(f"msgid {escape(entry.text)}")
    forms = found.forms if found else {}
    if not entry.plural:
        lines.append(f"msgstr {escape(forms.get('other', ''))}")
    else:
        lines.append(f"msgid_plural {escape(entry.plural)}")
        names = plural_forms(code or "en")
        lines += [f"msgstr[{i}] {escape(forms.get(n, ''))}" for i, n in enumerate(names)]
    return "\n".join(lines) + "\n"
