"""What must hold inside one row of a table, and what may be put right for certain.

Each function takes the values read so far and changes them in place. It raises
``Bad`` through ``error(field, code, mend)`` and says mends through ``warn``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import lru_cache
from typing import Any

from babel import Locale
from babel.core import get_global

from directory.hsds import address_lines
from directory.hsds.bad_values import Bad
from directory.hsds.schedules import schedule
from directory.hsds.told import Told, Values
from directory.phones import BadPhone, PhoneNumber
from directory.records.spots import in_australia
from directory.records.staff_lines import CODE as STAFF_LINE
from directory.records.staff_lines import names_staff_line

#: A record that somebody assured is due again after this time.
REVIEW_AFTER = timedelta(days=365)


#: Names that somebody wrote to see whether it works.
_PLACEHOLDER = re.compile(
    r"^\W*(?:(?:test|dummy|sample|demo)(?:ing)?(?:\W*(?:service|record|entry|org(?:ani[sz]ation)?))?"
    r"\W*\d*|x{3,}|asdf\w*|lorem ipsum.*|(?:do not use|delete(?: me| this)?|duplicate|old|"
    r"untitled|new service|service name|name|total)\W*\d*|\d+)\W*$",
    re.I,
)


def service(values: Values, own: Mapping[str, Any], told: Told) -> None:
    """Ages in order, a check that has happened; how sure we are, from what the file says."""
    values["status"] = values["status"] or "active"
    if _PLACEHOLDER.match(values["name"] or "") and not told.ours:
        told.warn("name", "name_placeholder", "is this a service? take it out, or write its name")
    least, most = values["minimum_age"], values["maximum_age"]
    for name, age in (("minimum_age", least), ("maximum_age", most)):
        if age is not None and not 0 <= age <= 150:
            told.error(name, "age_bad", "write an age in years, from 0 to 150")
    if least is not None and most is not None and least > most:
        told.error("minimum_age", "age_order", "the least age is above the most")
    assured = values["assured_date"]
    if assured and assured > told.today + timedelta(days=1):
        told.error("assured_date", "date_future", "a check cannot have been made after today")
        assured = None
    modified = values["last_modified"]
    if not assured and "certainty" not in own:
        told.warn("assured_date", "not_assured", "nobody assured it: staff check it first")
    checked = assured or (modified.date() if modified else told.today)
    values["certainty"] = "V" if assured else "B"
    values["source"] = f"HSDS file {told.file}"
    values["read_on"] = checked
    values["review_by"] = checked + REVIEW_AFTER
    values["description"] = values["description"] or values["name"]
    named = (values["name"], values["alternate_name"], values["description"], values["alert"])
    if names_staff_line(*named, *(own.get("words") or ())):
        _for_staff("name", told, own.get("audience"))


def _for_staff(name: str, told: Told, audience: Any = None) -> None:
    """Rule S4-03: the services that the line belongs to are kept for staff once all is there."""
    told.staff_lines = True
    if audience != "staff":
        told.warn(name, STAFF_LINE, "Interpreter Connect is for staff: kept from customers")


def described(values: Values, _own: Mapping[str, Any], told: Told) -> None:
    """A description is needed by the tables; the name stands in for it."""
    values["description"] = values["description"] or values["name"]
    if names_staff_line(values["name"]):
        _for_staff("name", told)


def term(values: Values, own: Mapping[str, Any], told: Told) -> None:
    """A term is found by its code; the name stands in for it."""
    described(values, own, told)
    values["code"] = values["code"] or str(values["name"] or "")[:60]


_WHERE = {"latitude": 90, "longitude": 180}


def location(values: Values, _own: Mapping[str, Any], told: Told) -> None:
    """Coordinates on the globe; swapped ones and a lost minus are put right where that is sure."""
    values["location_type"] = values["location_type"] or "physical"
    latitude, longitude = values["latitude"], values["longitude"]
    if (latitude is None) != (longitude is None):
        told.warn(
            "latitude" if latitude is None else "longitude", "coordinates_half",
            "left off the map: one of latitude and longitude is missing",
        )  # fmt: skip
        values["latitude"] = values["longitude"] = None
        return
    if latitude is None:
        return
    if in_australia(latitude, longitude):
        _remember(values, told)
        return
    if in_australia(longitude, latitude):
        told.warn("latitude", "coordinates_swapped", "latitude and longitude changed places")
        values["latitude"], values["longitude"] = longitude, latitude
    elif latitude == 0 and longitude == 0:
        told.warn("latitude", "coordinates_zero", "left off the map: 0, 0 is in the Atlantic")
        values["latitude"] = values["longitude"] = None
    elif abs(latitude) > 90 or abs(longitude) > 180:
        told.warn(
            "latitude", "coordinates_bad",
            "left off the map: latitude is -90 to 90, longitude -180 to 180",
        )  # fmt: skip
        values["latitude"] = values["longitude"] = None
    elif in_australia(-latitude, longitude):
        told.warn(
            "latitude", "coordinates_outside",
            "left off the map: not in Australia; is the minus of the latitude missing?",
        )  # fmt: skip
    else:
        told.warn("latitude", "coordinates_outside", "left off the map: not in Australia")


#: Points kept for the addresses of tables, which may come much later.
MOST_POINTS = 100_000


def _remember(values: Values, told: Told) -> None:
    """Keep a point until the address of the place comes: inside a record that is the next row."""
    if told.nested:
        told.points.clear()
    if len(told.points) < MOST_POINTS:
        told.points[values["id"]] = values["latitude"], values["longitude"]


_COUNTRIES = {
    "australia": "AU", "aus": "AU", "new zealand": "NZ", "united states": "US", "usa": "US",
    "united states of america": "US", "united kingdom": "GB", "uk": "GB", "england": "GB",
    "scotland": "GB", "canada": "CA",
}  # fmt: skip


def address(values: Values, _own: Mapping[str, Any], told: Told) -> None:
    """The parts that HSDS wants; a country as two letters."""
    for name in ("address_1", "city", "state_province", "postal_code"):
        if not values[name]:
            told.warn(name, "address_part_missing", "left empty: write it if it is known")
            values[name] = ""
    country = str(values["country"] or "AU").strip()
    code = _COUNTRIES.get(country.lower(), country.upper())
    if not (len(code) == 2 and code.isascii() and code.isalpha()):
        told.error("country", "country_unknown", f"{country[:40]!r}: write two letters such as AU")
        code = "AU"
    values["country"] = code
    values["address_type"] = values["address_type"] or "physical"
    _postcode(values, told)
    if values["country"] == "AU" and not told.ours:
        _lines(values, told)


def _postcode(values: Values, told: Told) -> None:
    code, postcode = values["country"], values["postal_code"]
    if re.fullmatch(r"\d{4}\.0", postcode):  # what a program made of a number
        postcode = values["postal_code"] = postcode[:4]
    if len(postcode) == 4 and postcode.isascii() and postcode.isdigit():
        return
    if code == "AU" and re.fullmatch(r"8\d\d", postcode):
        told.warn("postal_code", "postcode_zero", f"0{postcode}: the sheet dropped its zero")
        values["postal_code"] = f"0{postcode}"
    elif code == "AU" and postcode:
        told.warn("postal_code", "postcode_bad", "an Australian postcode has four digits")


def _lines(values: Values, told: Told) -> None:
    """What its words say besides the street, and whether its parts go together."""
    street, city = values["address_1"], values["city"]
    where = (city, values["state_province"], values["postal_code"])
    if address_lines.is_hidden(f"{street}, {values['address_2'] or ''}, {city}"):
        mend = "the service is kept as one that hides where it is: a phone and a region are shown"
        told.warn("address_1", "address_hidden", mend)
        told.hides = True
        return
    if values["address_type"] == "physical" and address_lines.is_box(street):
        told.warn("address_1", "address_box", "nobody can walk to a post box: kept for letters")
        values["address_type"] = "postal"
    alone = address_lines.without_suburb(street, *where)
    if alone != street:
        told.warn("address_1", "address_repeated", f"the suburb stands in it once more: {alone!r}")
        values["address_1"] = alone
    for name, code, mend in address_lines.faults(*where):
        if code == "place_unknown" and told.mapped:
            continue
        told.warn(name, code, mend)
    point = told.points.get(values["location_id"] or "")
    far = point and address_lines.far_from(*point, *where)
    if far:
        mend = f"the point is {far}: the suburb counts, correct latitude and longitude"
        told.warn("city", "coordinates_elsewhere", mend)


PHONE_TYPES = {
    "voice": "voice", "text": "text", "fax": "fax", "cell": "cell", "video": "video",
    "pager": "pager", "textphone": "textphone", "sms": "text", "tty": "textphone",
    "mobile": "cell", "phone": "voice", "main": "voice", "hotline": "voice", "landline": "voice",
    "toll free": "voice", "toll-free": "voice", "freecall": "voice", "free call": "voice",
}  # fmt: skip

_PLAIN_NUMBER = re.compile(r"^\+?[\d ()\-]{1,25}$")
_EXTENSION = re.compile(r"[,;]?\s*\(?\b(?:ext(?:ension)?|x)\.?\s*(\d{1,6})\)?\s*$", re.I)
_CANDIDATE = re.compile(r"(?:\+|\b)\d[\d ()\-.]{1,}\d\b")


_BEFORE = re.compile(
    r"^(?:tel(?:ephone)?|ph(?:one)?|call|mob(?:ile)?|free ?call|[ptm])\s*[:.]?\s*(?=[\d(+])", re.I
)
#: A number that a program took for one to count with: 390000002.0, and what Excel makes of it.
_COUNTED = re.compile(r"^(\d{6,11})\.0$")
_POWER = re.compile(r"^\d(?:\.\d+)?E\+?\d{1,2}$", re.I)
_SIGNS = {"\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u00a0": " ", "\uff0b": "+"}


def _digits_of(said: str) -> str:
    """The number in the digits of a telephone, whatever script it is written in."""
    if not said.isascii():
        said = "".join(_SIGNS.get(ch) or _digit(ch) for ch in said)
    return _COUNTED.sub(r"\1", said.strip())


def _digit(ch: str) -> str:
    value = unicodedata.decimal(ch, None)
    return ch if value is None else str(value)


def phone(values: Values, _own: Mapping[str, Any], told: Told) -> None:
    """One number that can be dialled; words around it go to its description."""
    if names_staff_line(values["description"], values["number"]):
        _for_staff("description", told)
    said = _BEFORE.sub("", _digits_of(str(values["number"] or "")).strip(" \"'\t"))
    kind = str(values["type"] or "voice").strip().lower()
    if kind not in PHONE_TYPES:
        told.warn("type", "phone_type", f"{kind[:20]!r} is no kind of phone: taken as voice")
    values["type"] = PHONE_TYPES.get(kind, "voice")
    extension = None if _PLAIN_NUMBER.match(said) else _EXTENSION.search(said)
    if extension:
        said = said[: extension.start()].strip()
        values["extension"] = values["extension"] or extension[1]
    number = values["extension"]
    if number and re.fullmatch(r"\d+\.0", number):
        values["extension"] = number[:-2]
    if _POWER.match(said):
        mend = f"{said} is a number as Excel shortens it: format the column as text, write it again"
        told.error("number", "phone_not_a_number", mend)
        values["digits"] = ""
        return
    found: PhoneNumber | None
    try:
        values["number"], values["digits"] = _shown_and_digits(said, told.area_code)
        return
    except BadPhone as bad:
        found = _among_words(values, said, bad, told)
    if found is None:
        values["digits"] = ""
        return
    values["number"], values["digits"] = str(found), found.digits


@lru_cache(maxsize=50_000)
def _shown_and_digits(said: str, area_code: str) -> tuple[str, str]:
    """One number stands on many records: it is read once."""
    number = read_phone(said, area_code)
    return str(number), number.digits


def read_phone(said: str, area_code: str = "") -> PhoneNumber:
    """A number as it is written; eight digits with the area code that the file left out.

    Raises ``BadPhone``.
    """
    digits = re.sub(r"[\s()\-.]", "", said)
    if area_code and re.fullmatch(r"[2-9]\d{7}", digits):
        said = area_code + digits
    elif re.fullmatch(r"(?:00)?61[23478]\d{8}", digits):
        said = f"0{digits[-9:]}"
    # A sheet drops the zero of 03 9345 1800 and of 0400 000 000.
    elif re.fullmatch(r"[23478]\d{8}", digits):
        said = f"0{digits}"
    return PhoneNumber(said)


def _among_words(values: Values, said: str, bad: BadPhone, told: Told) -> PhoneNumber | None:
    """The one number among words ("9419 3288 (ask for Jo)"); None after an error."""
    read: list[tuple[PhoneNumber, str]] = []
    for candidate in _CANDIDATE.findall(said):
        try:
            read.append((read_phone(candidate.strip(), told.area_code), candidate))
        except BadPhone:
            continue
    if len({number.digits for number, _ in read}) > 1:
        told.error("number", "phone_two_numbers", "write each number in a row of its own")
        return None
    if not read or bad.fault.value in ("phone_word_differs", "phone_known_misprint"):
        told.error("number", bad.fault.value, bad.mend)
        return None
    number, written = read[0]
    words = " ".join(said.replace(written, " ").split()).strip(" -,;:()/")
    if words:
        told.warn("number", "phone_with_words", "the words were moved to the description")
        described_as = values.get("description") or ""
        if words.lower() not in described_as.lower():
            values["description"] = f"{described_as} {words}".strip()
    return number


_LANGUAGE = re.compile(r"^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$")


@lru_cache(maxsize=1)
def language_names() -> Mapping[str, str]:
    return {
        name.lower(): code.replace("_", "-")
        for code, name in Locale("en").languages.items()
        if len(code) <= 3
    } | {"mandarin": "zh", "cantonese": "yue", "dari": "prs", "farsi": "fa"}


@lru_cache(maxsize=1)
def _aliases() -> Mapping[str, str]:
    """Codes of ISO 639 in three letters -> those of two that BCP 47 wants."""
    every: Mapping[str, str] = get_global("language_aliases")
    return {old: new for old, new in every.items() if len(old) == 3 and len(new) == 2}


def language(values: Values, _own: Mapping[str, Any], told: Told) -> None:
    """A code of BCP 47; from the English name where that is sure."""
    code = values["code"]
    if code and not _LANGUAGE.match(code):
        low = code[:1].lower() + code[1:]
        if _LANGUAGE.match(code.lower()[:3] + code[3:]) and len(code) in (2, 3):
            values["code"] = code.lower()
        elif code.lower() in language_names():
            values["name"] = values["name"] or code
            values["code"] = language_names()[code.lower()]
        else:
            told.warn("code", "language_unknown", f"{low!r}: write a code such as vi or zh-Hans")
            values["name"] = values["name"] or code
            values["code"] = None
    elif code and len(code) == 3 and code in _aliases():
        values["code"] = _aliases()[code]  # "vie", as libraries write it, is vi
    elif not code and values["name"]:
        values["code"] = language_names().get(str(values["name"]).strip().lower())


def cost_option(values: Values, _own: Mapping[str, Any], told: Told) -> None:
    """Money in a currency; not less than nothing."""
    if values["currency"]:
        values["currency"] = str(values["currency"]).upper()
    if values["amount"] is not None and values["amount"] < 0:
        told.error("amount", "number_bad", "an amount is 0 or more")


def metadata(values: Values, _own: Mapping[str, Any], _told: Told) -> None:
    """A change of somebody else's: kept as it was written."""
    for name in ("resource_type", "last_action_type", "field_name", "previous_value",
                 "replacement_value", "updated_by"):  # fmt: skip
        values[name] = values[name] or ""


def attribute(values: Values, _own: Mapping[str, Any], _told: Told) -> None:
    """An attribute says of what it is one; an empty value is none."""
    values["link_entity"] = values["link_entity"] or "service"
    values["value"] = values["value"] or None


FIXES: dict[str, Callable[[Values, dict[str, Any], Told], None]] = {
    "service": service,
    "organization": described,
    "program": described,
    "taxonomy": described,
    "taxonomy_term": term,
    "location": location,
    "address": address,
    "phone": phone,
    "schedule": schedule,
    "language": language,
    "cost_option": cost_option,
    "metadata": metadata,
    "attribute": attribute,
}

__all__ = ["FIXES", "Bad", "Told", "read_phone"]
