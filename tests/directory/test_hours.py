"""Open now is right, in every zone and on every holiday, or it is said to be unknown."""

from __future__ import annotations

from datetime import date, datetime, timezone
from zoneinfo import ZoneInfo

import pytest

from directory.hours import Hours, Schedule, holiday_name, is_open_at, next_opening
from directory.hours_words import hours_text, open_text

WEEKDAYS = "MO,TU,WE,TH,FR"
OFFICE = (Schedule(byday=WEEKDAYS, opens_at="09:00", closes_at="17:00"),)
ALWAYS = (Schedule(opens_at="00:00", closes_at="00:00"),)
SPLIT = (
    Schedule(byday=WEEKDAYS, opens_at="09:00", closes_at="12:00"),
    Schedule(byday=WEEKDAYS, opens_at="13:00", closes_at="17:00"),
)
NIGHT = (Schedule(byday="FR,SA", opens_at="22:00", closes_at="06:00"),)


def at(text: str, zone: str = "Australia/Melbourne") -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


def vic(schedules: tuple[Schedule, ...], rule: str = "closed") -> Hours:
    return Hours(schedules, "Australia/Melbourne", "VIC", rule)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-11-23T08:59", False),  # a Monday
        ("2026-11-23T09:00", True),
        ("2026-11-23T16:59", True),
        ("2026-11-23T17:00", False),
        ("2026-11-22T12:00", False),  # Sunday
    ],
)
def test_office_hours_open_and_close_on_the_minute(moment: str, expected: bool) -> None:
    assert is_open_at(vic(OFFICE), at(moment)) is expected


@pytest.mark.parametrize(
    ("moment", "expected"),
    [("11:59", True), ("12:00", False), ("12:30", False), ("13:00", True)],
)
def test_split_hours_close_for_lunch(moment: str, expected: bool) -> None:
    assert is_open_at(vic(SPLIT), at(f"2026-11-23T{moment}")) is expected


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-11-27T23:30", True),  # Friday night
        ("2026-11-28T05:59", True),  # into Saturday
        ("2026-11-28T06:00", False),
        ("2026-11-29T02:00", True),  # Saturday's night, on Sunday
        ("2026-11-30T02:00", False),  # Sunday has no night
    ],
)
def test_overnight_hours_run_into_the_next_day(moment: str, expected: bool) -> None:
    assert is_open_at(vic(NIGHT), at(moment)) is expected


def test_open_all_hours_is_open_on_christmas_day() -> None:
    assert is_open_at(vic(ALWAYS, "unknown"), at("2026-12-25T03:00")) is True
    assert open_text(vic(ALWAYS), at("2026-12-24T03:00")) == "Open now, 24 hours a day"


@pytest.mark.parametrize(
    ("state", "zone", "day", "name"),
    [
        ("VIC", "Australia/Melbourne", "2026-11-03", "Melbourne Cup Day"),
        ("NSW", "Australia/Sydney", "2026-10-05", "Labour Day"),
        ("TAS", "Australia/Hobart", "2026-03-09", "Eight Hours Day"),
        ("NT", "Australia/Darwin", "2026-08-03", "Picnic Day"),
        ("SA", "Australia/Adelaide", "2026-12-28", "Proclamation Day"),
        ("WA", "Australia/Perth", "2026-06-01", "Western Australia Day"),
        ("QLD", "Australia/Brisbane", "2026-05-04", "Labour Day"),
        ("ACT", "Australia/Sydney", "2026-06-01", "Reconciliation Day"),
    ],
)
def test_each_state_keeps_its_own_public_holidays(
    state: str, zone: str, day: str, name: str
) -> None:
    noon = at(f"{day}T12:00", zone)
    assert name in (holiday_name(date.fromisoformat(day), state) or "")
    assert is_open_at(Hours(OFFICE, zone, state, "closed"), noon) is False
    assert is_open_at(Hours(OFFICE, zone, state, "open"), noon) is True
    assert is_open_at(Hours(OFFICE, zone, state, "unknown"), noon) is None


def test_a_holiday_of_another_state_is_an_ordinary_day() -> None:
    cup_day = at("2026-11-03T12:00", "Australia/Sydney")
    assert is_open_at(Hours(OFFICE, "Australia/Sydney", "NSW", "closed"), cup_day) is True


@pytest.mark.parametrize(
    ("zone", "utc"),
    [
        ("Australia/Broken_Hill", "2026-07-06T00:00"),  # 09:30 there, 10:00 in Sydney
        ("Australia/Lord_Howe", "2026-07-05T22:30"),  # UTC+10:30
        ("Australia/Eucla", "2026-07-06T00:15"),  # UTC+8:45
        ("Australia/Perth", "2026-07-06T01:00"),
        ("Australia/Brisbane", "2026-07-05T23:00"),
    ],
)
def test_a_service_opens_by_the_clock_on_its_own_wall(zone: str, utc: str) -> None:
    hours = Hours((Schedule(byday="MO", opens_at="09:00", closes_at="17:00"),), zone)
    opening = next_opening(hours, at("2026-07-05T12:00", "UTC"))
    assert opening is not None
    assert opening.start.astimezone(ZoneInfo(zone)).strftime("%a %H:%M") == "Mon 09:00"
    assert opening.start <= datetime.fromisoformat(utc).replace(tzinfo=timezone.utc)
    assert is_open_at(hours, at(utc, "UTC")) is True


def test_daylight_saving_moves_the_instant_and_not_the_clock() -> None:
    hours = Hours(
        (Schedule(byday="SU,MO", opens_at="09:00", closes_at="10:00"),), "Australia/Melbourne"
    )
    # Clocks go forward at 2 am on Sunday 4 October 2026.
    assert is_open_at(hours, at("2026-10-03T23:00", "UTC")) is False
    assert is_open_at(hours, at("2026-10-03T22:30", "UTC")) is True
    lord_howe = Hours(hours.schedules, "Australia/Lord_Howe")
    assert is_open_at(lord_howe, at("2026-10-03T22:30", "UTC")) is True  # half an hour forward


def test_an_overnight_opening_across_the_change_is_an_hour_shorter() -> None:
    hours = Hours(NIGHT, "Australia/Melbourne")
    opening = next_opening(hours, at("2026-10-03T12:00"))
    assert opening is not None
    assert (opening.end - opening.start).total_seconds() == 7 * 3600


def test_first_tuesday_of_the_month_is_understood() -> None:
    monthly = (Schedule(freq="MONTHLY", byday="1TU", opens_at="10:00", closes_at="12:00"),)
    assert is_open_at(vic(monthly), at("2026-12-01T11:00")) is True
    assert is_open_at(vic(monthly), at("2026-12-08T11:00")) is False
    assert hours_text(vic(monthly, "unknown")) == "first Tue of the month 10 am–noon"


def test_every_second_week_counts_from_its_start() -> None:
    fortnightly = (
        Schedule(
            byday="WE", interval=2, dtstart=date(2026, 11, 4), opens_at="10:00", closes_at="12:00"
        ),
    )
    assert is_open_at(vic(fortnightly), at("2026-11-18T11:00")) is True
    assert is_open_at(vic(fortnightly), at("2026-11-25T11:00")) is False


def test_a_schedule_outside_its_validity_does_not_count() -> None:
    summer = (Schedule(opens_at="09:00", closes_at="17:00", valid_to=date(2026, 2, 28)),)
    assert is_open_at(vic(summer), at("2026-02-28T12:00")) is True
    assert is_open_at(vic(summer), at("2026-03-01T12:00")) is False


@pytest.mark.parametrize(
    ("hours", "said"),
    [
        (vic(()), "Hours not known: ring first"),
        (vic((Schedule(by_appointment=True),)), "By appointment: ring first"),
        (
            vic((Schedule(byday=WEEKDAYS, opens_at="09:00", closes_at="17:00", certain=False),)),
            "Hours not checked: ring first",
        ),
    ],
)
def test_what_is_not_known_is_said_and_never_guessed(hours: Hours, said: str) -> None:
    noon = at("2026-11-23T12:00")
    assert is_open_at(hours, noon) is None
    assert open_text(hours, noon) == said


def test_a_public_holiday_without_a_rule_is_said() -> None:
    assert open_text(vic(OFFICE, "unknown"), at("2026-11-03T12:00")) == (
        "Public holiday today: ring first"
    )


@pytest.mark.parametrize(
    ("schedules", "moment", "said"),
    [
        (OFFICE, "2026-11-23T12:00", "Open now until 5 pm"),
        (OFFICE, "2026-11-23T08:00", "Opens today 9 am"),
        (OFFICE, "2026-11-23T18:00", "Opens tomorrow 9 am"),
        (OFFICE, "2026-11-27T18:00", "Opens Monday 9 am"),
        (SPLIT, "2026-11-23T12:30", "Opens today 1 pm"),
        (NIGHT, "2026-11-27T23:00", "Open now until 6 am"),
        (
            (Schedule(freq="MONTHLY", byday="1TU", opens_at="10:00", closes_at="12:00"),),
            "2026-11-10T12:00",
            "Opens Tuesday 1 December 10 am",
        ),
    ],
)
def test_a_card_says_when_it_closes_or_opens(
    schedules: tuple[Schedule, ...], moment: str, said: str
) -> None:
    assert open_text(vic(schedules), at(moment)) == said


def test_the_day_after_a_holiday_is_the_next_opening() -> None:
    assert open_text(vic(OFFICE, "closed"), at("2026-12-24T18:00")) == "Opens Tuesday 9 am"


def test_a_line_in_local_time_follows_the_caller() -> None:
    line = Hours((Schedule(opens_at="15:00", closes_at="00:00"),), "local", "", "open")
    moment = at("2026-11-23T04:30", "UTC")  # 3.30 pm in Melbourne, 12.30 pm in Perth
    assert is_open_at(line.in_zone("Australia/Melbourne"), moment) is True
    assert is_open_at(line.in_zone("Australia/Perth"), moment) is False
    assert is_open_at(line, moment) is None  # nobody knows where the caller is


@pytest.mark.parametrize(
    ("hours", "text"),
    [
        (vic(OFFICE, "unknown"), "Mon–Fri 9 am–5 pm"),
        (vic(SPLIT), "Mon–Fri 9 am–noon, 1 pm–5 pm; closed on public holidays"),
        (vic(NIGHT, "open"), "Fri–Sat 10 pm–6 am"),
        (Hours(ALWAYS), "24 hours, every day"),
        (
            Hours((Schedule(byday="MO,WE,FR", opens_at="09:30", closes_at="12:00"),)),
            "Mon, Wed, Fri 9.30 am–noon",
        ),
        (Hours(()), "Hours not known: ring first"),
    ],
)
def test_hours_read_as_people_write_them(hours: Hours, text: str) -> None:
    assert hours_text(hours) == text


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        is_open_at(vic(OFFICE), datetime(2026, 11, 23, 12))


CHRISTMAS = {"instead": True, "valid_from": date(2026, 12, 24), "valid_to": date(2026, 12, 29)}


@pytest.mark.parametrize(
    ("special", "day", "expected"),
    [
        ({"description": "Closed over Christmas"}, "2026-12-24", False),
        ({"description": "Closed over Christmas"}, "2026-12-29", False),
        ({"description": "Closed over Christmas"}, "2026-12-30", True),
        ({"description": "Ask at the desk"}, "2026-12-24", None),
        ({"opens_at": "12:00", "closes_at": "14:00"}, "2026-12-24", False),
    ],
)
def test_days_with_hours_of_their_own_hold_in_place_of_the_week(
    special: dict[str, str], day: str, expected: bool | None
) -> None:
    hours = vic((*OFFICE, Schedule(**CHRISTMAS, **special)))  # type: ignore[arg-type]
    assert is_open_at(hours, at(f"{day}T10:00")) is expected


def test_special_hours_are_open_at_their_time_and_shown_with_their_days() -> None:
    special = Schedule(**CHRISTMAS, opens_at="12:00", closes_at="14:00")  # type: ignore[arg-type]
    hours = vic((*OFFICE, special))
    assert is_open_at(hours, at("2026-12-24T12:30")) is True
    assert is_open_at(hours, at("2026-12-26T12:30")) is True  # a Saturday, and a public holiday
    assert "24 December 2026 to 29 December 2026 noon–2 pm" in hours_text(hours)
    assert open_text(hours, at("2026-12-24T10:00")) == "Opens today noon"
