"""What opening hours mean in an ordinary week, in words: so that whoever wrote them sees how they were read."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from bot.registry.content import texts
from bot.registry.osm_hours import Hours, parse_hours

# A Monday with no public holiday within nine days on either side: what an ordinary week looks like.
ORDINARY_MONDAY = datetime(2026, 9, 14)
# Ascension Day, a Thursday.
HOLIDAY = datetime(2026, 5, 14)
DAY = timedelta(days=1)
Span = tuple[datetime, datetime]


def spans_of(expression: str, day: datetime) -> list[Span]:
    """The spans that it is open on a day, Swedish time, cut at midnight. Raises OpeningHoursError."""
    return _spans(parse_hours(expression), day, day + DAY)


def say_stated(expression: str, language: str, holidays: bool) -> str:
    """Such as "Mon–Thu 08.00–12.00 and 13.00–16.30": the days that hours are stated for, and no more.

    For quoting a source: `holidays` tells whether it says anything of public holidays. Raises OpeningHoursError.
    """
    words, hours = texts(language)["week"], parse_hours(expression)
    open_days = [part for part, said in _say_days(hours, words) if said != words["closed"]]
    return ", ".join([*open_days, *([f"{words['holidays']} {_say_day(hours, HOLIDAY, words)}"] if holidays else [])])


def say_week(expression: str) -> str:
    """Such as "mån–tors 08.00–12.00 och 13.00–16.30, fre 08.00–15.00, lör–sön stängt, röda dagar stängt".

    What goes on past midnight is said with the day it began. Raises OpeningHoursError.
    """
    words, hours = texts()["week"], parse_hours(expression)
    parts = [part for part, _ in _say_days(hours, words)]
    return ", ".join([*parts, f"{words['holidays']} {_say_day(hours, HOLIDAY, words)}"])


def _say_days(hours: Hours, words: Any) -> list[tuple[str, str]]:
    """Runs of days that are alike, with what is said of them alone."""
    days = [(name, _say_day(hours, ORDINARY_MONDAY + n * DAY, words)) for n, name in enumerate(words["days"])]
    parts = []
    for said, group in groupby(days, key=lambda day: day[1]):
        names = [name for name, _ in group]
        parts.append((f"{names[0]}–{names[-1]} {said}" if len(names) > 1 else f"{names[0]} {said}", said))
    return parts


def _say_day(hours: Hours, day: datetime, words: Any) -> str:
    spans = [span for span in _spans(hours, day, day + 2 * DAY) if day <= span[0] < day + DAY]
    if spans and spans[0][0] == day and hours.is_open(day - timedelta(minutes=1)) and spans[0][1] < day + DAY:
        # What is left from the evening before has been said with that evening.
        spans = spans[1:]
    if not spans:
        return str(words["closed"])
    if spans[0][0] == day and spans[0][1] >= day + DAY:
        if day + DAY < spans[0][1] < day + 2 * DAY:
            return str(words["always_until"]).format(slut=_clock(spans[0][1]))
        return str(words["always"])
    return str(words["and"]).join(f"{_clock(start)}–{_clock(end)}" for start, end in spans)


def _spans(hours: Hours, start: datetime, end: datetime) -> list[Span]:
    spans = []
    moment = start
    while moment < end:
        change = hours.next_change(moment)
        until = end if change is None else min(change, end)
        if hours.is_open(moment):
            spans.append((moment, until))
        moment = until
    return spans


def _clock(moment: datetime) -> str:
    return moment.strftime("%H.%M")
