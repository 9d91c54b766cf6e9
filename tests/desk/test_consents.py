from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from bot.desk import Desk
from bot.desk.errors import Missing, NotFound

SOON = datetime.now(timezone.utc) + timedelta(days=1)


def consent(desk: Desk, cid: str, **changes: object) -> int:
    fields: dict[str, object] = {
        "person": "self",
        "agency": "Riverside Legal (example)",
        "direction": "to_agency",
        "reason": "eviction hearing",
        "valid_until": SOON,
        "items": ["name"],
    }
    return desk.record_consent(cid, **{**fields, **changes})  # type: ignore[arg-type]


def test_s3_06_a_consent_keeps_person_agency_reason_and_timeframe(desk: Desk) -> None:
    cid, _ = desk.create_conversation()
    consent(desk, cid)

    kept = desk.consents(cid)[0]

    assert (kept.person, kept.agency, kept.reason) == (
        "self",
        "Riverside Legal (example)",
        "eviction hearing",
    )
    assert kept.valid_until == SOON


@pytest.mark.parametrize(
    "change",
    [
        {"person": ""},
        {"agency": " "},
        {"reason": ""},
        {"direction": "both"},
        {"valid_until": datetime(2020, 1, 1, tzinfo=timezone.utc)},
    ],
)
def test_a_consent_with_a_gap_is_refused(desk: Desk, change: dict[str, object]) -> None:
    cid, _ = desk.create_conversation()

    with pytest.raises(Missing):
        consent(desk, cid, **change)


@pytest.mark.parametrize(
    ("change", "allowed"),
    [
        ({}, True),
        ({"agency": "Another agency"}, False),
        ({"direction": "from_agency"}, False),
        ({"person": "child"}, False),
        ({"item": "phone"}, False),
        ({"at": SOON + timedelta(seconds=1)}, False),
    ],
)
def test_s3_07_and_s1_09_consent_covers_only_what_was_agreed(
    desk: Desk, change: dict[str, object], allowed: bool
) -> None:
    cid, _ = desk.create_conversation()
    consent(desk, cid)
    (record,) = desk.consents(cid)
    asked: dict[str, object] = {
        "at": datetime.now(timezone.utc),
        "person": "self",
        "agency": "Riverside Legal (example)",
        "direction": "to_agency",
        "item": "name",
    }

    assert record.allows(**{**asked, **change}) is allowed  # type: ignore[arg-type]


def test_s3_08_a_withdrawal_ends_sharing_at_once_and_is_kept(desk: Desk) -> None:
    cid, _ = desk.create_conversation()
    record = consent(desk, cid)

    desk.withdraw_consent(record)
    desk.withdraw_consent(record)

    kept = desk.consents(cid)
    assert len(kept) == 1
    assert kept[0].withdrawn_at is not None
    assert not kept[0].allows(datetime.now(timezone.utc))


def test_an_unknown_consent_cannot_be_withdrawn(desk: Desk) -> None:
    with pytest.raises(NotFound):
        desk.withdraw_consent(7)
