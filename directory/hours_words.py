"""Opening hours in words: what is open now, and the week as a card shows it. English only.

Who talks in other languages has the codes (``directory.hours.open_state``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime

from directory.hours import DAYS, Hours, OpenState, Schedule, clock, clock_text, open_state

DAY_NAMES = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
DAY_NAMES_LONG = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

#: The directory's own English for what has no moment in it.
_OPEN_ENGLISH = {
    "always": "Open now, 24 hours a day",
    "holiday": "Public holiday today: ring first",
    "appointment": "By appointment: ring first",
    "unchecked": "Hours not checked: ring first",
    "unknown": "Hours not known: ring first",
    "closed": "Closed now: ring for the next opening",
}


def open_text(hours: Hours, at: datetime, known: tuple[bool | None] | None = None) -> str:
    """What a card says about now in English: "Open now until 5 pm", "Opens tomorrow 9 am".

    ``known`` is what ``is_open_at`` says of the same moment, where it was asked already.
    """
    return state_text(hours, open_state(hours, at, known))


def state_text(hours: Hours, state: OpenState) -> str:
    """``open_text`` of what ``open_state`` gave."""
    code, values = state
    if code == "local":
        return "Depends on your local time: " + hours_text(hours)
    if code in {"until", "until_day"}:
        end = datetime.fromisoformat(values["end"])
        day = f"{DAY_NAMES_LONG[end.weekday()]} " if code == "until_day" else ""
        return f"Open now until {day}{clock(end.time())}"
    return _opens(values) if code == "opens" else _OPEN_ENGLISH[code]


def _opens(values: Mapping[str, str]) -> str:
    start, days = datetime.fromisoformat(values["start"]), int(values["days"])
    if days == 0:
        day = "today"
    elif days == 1:
        day = "tomorrow"
    elif days < 7:
        day = DAY_NAMES_LONG[start.weekday()]
    else:
        day = f"{DAY_NAMES_LONG[start.weekday()]} {start.day} {start:%B}"
    note = ", by appointment" if "appointment" in values else ""
    return f"Opens {day} {clock(start.time())}{note}"


def hours_text(hours: Hours) -> str:
    """The week in words: "Mon-Fri 9 am-5 pm; Sat 10 am-1 pm, by appointment"."""
    if hours.is_always:
        text = "24 hours, every day"
    else:
        text = "; ".join(_parts(hours.schedules)) or "Hours not known: ring first"
    if hours.timezone == "local" and not hours.is_always:
        text += " (your local time)"
    if hours.schedules and not hours.is_certain:
        text += " (not checked)"
    if hours.holiday_rule == "closed" and hours.schedules:
        text += "; closed on public holidays"
    return text


def _parts(schedules: Sequence[Schedule]) -> Iterator[str]:
    """Days with the same hours together, in the order of the week; then all that is not weekly."""
    weekly = [
        s
        for s in schedules
        if s.is_timed and s.freq == "WEEKLY" and s.interval == 1 and not s.instead
    ]
    # Hours that end with a day stand by themselves, the others first.
    for season in sorted({_season(s) for s in weekly}):
        by_times: dict[str, list[int]] = {}
        here = [s for s in weekly if _season(s) == season]
        for day, code in enumerate(DAYS):
            todays = sorted(
                (s for s in here if not s.byday or code in s.byday.split(",")),
                key=lambda s: s.opens_at,
            )
            times = ", ".join(_times(s) for s in todays)
            if times:
                by_times.setdefault(times, []).append(day)
        dates = _between(here[0]) if season else ""
        for times, days in by_times.items():
            yield f"{_days(days)} {times}" + (f" ({dates})" if dates else "")
    for schedule in schedules:
        if schedule not in weekly:
            if schedule.instead and schedule.is_timed:
                yield f"{_between(schedule)} {_times(schedule)}"
            elif schedule.description:
                yield schedule.description
            elif schedule.is_timed:
                yield f"{_rule(schedule)} {_times(schedule)}"
            elif schedule.by_appointment:
                yield "By appointment"


def _season(schedule: Schedule) -> tuple[date, ...]:
    """The last and first day of hours that end; () where they go on."""
    last = schedule.valid_to or schedule.until
    return (last, schedule.valid_from or date.min) if last else ()


def _between(schedule: Schedule) -> str:
    """The days of a rule that has some: "25 December 2026", "until 31 March 2027"."""
    last = schedule.valid_to or schedule.until
    days = dict.fromkeys(day for day in (schedule.valid_from, last) if day)
    said = " to ".join(f"{day.day} {day:%B %Y}" for day in days)
    return f"until {said}" if last and not schedule.valid_from else said


def _times(schedule: Schedule) -> str:
    if schedule.opens_at == schedule.closes_at:
        times = "24 hours"
    else:
        times = f"{clock_text(schedule.opens_at)}–{clock_text(schedule.closes_at)}"
    return times + (" by appointment" if schedule.by_appointment else "")


def _days(days: Iterable[int]) -> str:
    """``[0, 1, 2, 4]`` -> ``Mon–Wed, Fri``."""
    runs: list[list[int]] = []
    for day in days:
        if runs and day == runs[-1][-1] + 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    if runs == [[0, 1, 2, 3, 4, 5, 6]]:
        return "Every day"
    return ", ".join(
        DAY_NAMES[run[0]] if len(run) == 1 else f"{DAY_NAMES[run[0]]}–{DAY_NAMES[run[-1]]}"
        for run in runs
    )


def _rule(schedule: Schedule) -> str:
    """A monthly or fortnightly rule in words: "first Tue of the month", "every 2nd week Wed"."""
    ordinals = {"1": "first", "2": "second", "3": "third", "4": "fourth", "-1": "last"}
    names = []
    for part in schedule.byday.split(",") if schedule.byday else ():
        ordinal, code = part[:-2], part[-2:]
        names.append(f"{ordinals.get(ordinal, ordinal)} {DAY_NAMES[DAYS.index(code)]}".strip())
    if schedule.bymonthday:
        names.append(f"day {schedule.bymonthday}")
    days = ", ".join(names)
    if schedule.freq == "MONTHLY":
        return f"{days} of {'the month' if schedule.interval == 1 else 'some months'}"
    return f"every {'2nd' if schedule.interval == 2 else str(schedule.interval) + 'th'} week {days}"
