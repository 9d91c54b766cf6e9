"""What is asked of the directory and what comes back, as plain values."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any, Literal

from directory.gazetteer.atlas import Place

Audience = Literal["customer", "staff"]
#: How far the search had to go: 25 or 50 km, the whole state, national phone lines.
Widened = Literal["wider_area", "state", "national"]


@dataclass(frozen=True)
class Query:
    """One question to the directory. Every field may be left out.

    ``near`` is (latitude, longitude) in degrees, for callers that have a
    position and no place; ``place`` wins. ``cost`` "free" and ``accessibility``
    move services up; ``delivery`` (phone, web, in_person, outreach) leaves the
    others out. ``need`` and ``sub_need`` are codes of ``directory.needs``; ``at`` is aware
    and defaults to now; ``when`` ("tonight", "saturday", an ISO date: ``directory.moments``)
    is the time that is asked about: services open then come before those whose hours nobody
    knows, and those before closed ones; ``people`` and ``situations`` are codes
    (``children``, ``family_violence``); ``exclude`` holds ids already shown.
    """

    need: str | None = None
    sub_need: str | None = None
    text: str = ""
    place: Place | None = None
    near: tuple[float, float] | None = None
    at: datetime | None = None
    open_now: bool = False
    when: str | None = None
    language: str | None = None
    people: frozenset[str] = frozenset()
    ages: tuple[int, ...] = ()
    gender: str | None = None
    accessibility: frozenset[str] = frozenset()
    cost: str | None = None
    delivery: frozenset[str] = frozenset()
    situations: frozenset[str] = frozenset()
    audience: Audience = "customer"
    exclude: frozenset[str] = frozenset()
    radius_km: float | None = None
    limit: int = 5


@dataclass(frozen=True)
class CardPhone:
    """A number as it is read out, and what answers it (voice, text, tty, fax)."""

    number: str
    label: str
    kind: str


@dataclass(frozen=True)
class Card:
    """A service as it is shown. ``open_now`` None means that the hours are not known.

    ``address`` and ``distance_km`` are None for services that hide where they
    are: those show a phone and a ``region``. ``warm_transfer`` is set in staff
    cards only. ``check_first`` asks staff to check before they offer it.
    ``last_check`` is the day of the evidence; when that has no date of its own
    (``dated`` False) it is ``read_on``, the day the copy was read. ``web_only``
    services have no number and no door.
    """

    id: str
    name: str
    organization: str
    description: str
    phones: tuple[CardPhone, ...]
    hours: str
    open_now: bool | None
    open_text: str
    distance_km: float | None
    address: str | None
    region: str | None
    url: str | None
    languages: tuple[str, ...]
    interpreter: bool
    cost: str
    eligibility: str
    why: str
    source: str
    last_check: str
    read_on: str
    dated: bool
    certainty: str
    check_first: bool
    example: bool
    warm_transfer: str | None
    alert: str | None
    national: bool
    web_only: bool
    #: Where a time was asked about: whether it is open at any moment of it ("open", "closed",
    #: "unknown"); None where none was.
    open_then: str | None = None
    #: ``why`` as codes with their values, for whoever says it in other words: ("distance",
    #: {"km": "3.4", "place": "Footscray"}).
    reasons: tuple[tuple[str, dict[str, str]], ...] = ()
    #: ``open_text`` as a code with its moments (``directory.hours.open_state``), for the same.
    opening: tuple[str, dict[str, str]] | None = None

    def as_dict(self) -> dict[str, Any]:
        """The card as JSON sees it, without what is not for the reader or was not asked about."""
        card: dict[str, Any] = {f.name: getattr(self, f.name) for f in fields(self)}
        card["phones"] = [
            {"number": p.number, "label": p.label, "kind": p.kind} for p in self.phones
        ]
        card["languages"] = list(self.languages)
        del card["reasons"], card["opening"]
        if self.warm_transfer is None:
            del card["warm_transfer"]
        if self.open_then is None:
            del card["open_then"]
        return card


@dataclass(frozen=True)
class Results:
    """What the directory answers: cards in order, and how far it had to look.

    ``total`` counts every service that fits, shown or not; ``reasons`` are
    codes of what shaped the list (``crisis_first``, ``none_open_now``, ``nothing_fits``,
    ``lists_only``: somebody to talk to was added to lists of services).
    """

    cards: list[Card] = field(default_factory=list)
    widened: Widened | None = None
    radius_km: float | None = None
    total: int = 0
    place: Place | None = None
    reasons: tuple[str, ...] = ()
