"""Open now, until when, when next: across midnight, holidays, clock changes and New Year."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.registry.opening import SWEDEN, find_opening
from bot.registry.osm_hours import OpeningHoursError, parse_hours

DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SWEDEN)


@pytest.mark.parametrize(("hours", "moment", "is_open", "change"), [
    # An ordinary Tuesday with a lunch closing.
    ("Mo-Fr 08:00-12:00,13:00-16:30; PH off", "2026-11-24T08:00", True, "2026-11-24T12:00"),
    ("Mo-Fr 08:00-12:00,13:00-16:30; PH off", "2026-11-24T12:00", False, "2026-11-24T13:00"),
    ("Mo-Fr 08:00-12:00,13:00-16:30; PH off", "2026-11-24T16:29", True, "2026-11-24T16:30"),
    ("Mo-Fr 08:00-12:00,13:00-16:30; PH off", "2026-11-27T17:00", False, "2026-11-30T08:00"),
    # Over midnight, where the next day has a rule of its own.
    ("Mo-Th 16:00-01:00; Fr 14:00-02:00; Sa-Su 16:00-02:00", "2026-11-27T00:30", True, "2026-11-27T01:00"),
    ("Mo-Th 16:00-01:00; Fr 14:00-02:00; Sa-Su 16:00-02:00", "2026-11-28T01:59", True, "2026-11-28T02:00"),
    ("Mo-Th 16:00-01:00; Fr 14:00-02:00; Sa-Su 16:00-02:00", "2026-11-28T02:00", False, "2026-11-28T16:00"),
    # The evening before a holiday reaches into it; the holiday's own rule begins in the morning.
    ("Mo-Fr 16:00-02:00; PH 10:00-02:00", "2026-12-24T01:00", True, "2026-12-24T02:00"),
    ("Mo-Fr 16:00-02:00; PH 10:00-02:00", "2026-12-24T11:00", True, "2026-12-25T02:00"),
    # Christmas Eve is closed like a holiday, and so is the day after Christmas Day.
    ("Mo-Fr 08:00-16:00; PH off", "2026-12-23T16:00", False, "2026-12-28T08:00"),
    # Epiphany, the Friday of Easter, Midsummer's Eve, New Year's Eve.
    ("Mo-Fr 08:00-16:00; PH off", "2027-01-06T10:00", False, "2027-01-07T08:00"),
    ("Mo-Fr 08:00-16:00; PH off", "2027-03-26T10:00", False, "2027-03-30T08:00"),
    ("Mo-Fr 08:00-16:00; PH off", "2027-06-25T10:00", False, "2027-06-28T08:00"),
    ("Mo-Fr 08:00-16:00; PH off", "2026-12-31T10:00", False, "2027-01-04T08:00"),
    # The day before a holiday, also when the holiday is a Monday: Easter Sunday stays closed.
    ("Mo-Fr 08:00-16:00; PH -1 day 08:00-12:00; Sa-Su off; PH off", "2027-01-05T11:00", True, "2027-01-05T12:00"),
    ("Mo-Fr 08:00-16:00; PH -1 day 08:00-12:00; Sa-Su off; PH off", "2027-03-28T09:00", False, "2027-03-30T08:00"),
    # A holiday-only number.
    ("2026 Dec 20-2027 Jan 02 08:00-16:30", "2026-12-19T23:00", False, "2026-12-20T08:00"),
    ("2026 Dec 20-2027 Jan 02 08:00-16:30", "2027-01-02T16:30", False, None),
    # Over New Year.
    ("Mo-Su 16:00-02:00", "2026-12-31T23:59", True, "2027-01-01T02:00"),
    ("24/7", "2026-12-31T23:59", True, None),
])
def test_opening_knows_state_and_next_change(hours: str, moment: str, is_open: bool, change: str | None) -> None:
    opening = find_opening(hours, at(moment))
    assert opening.now is is_open
    assert (opening.until if is_open else opening.next) == (at(change) if change else None)
    assert (opening.next if is_open else opening.until) is None


@pytest.mark.parametrize(("hours", "moment", "change"), [
    # 29 March 2027 02.00 becomes 03.00; on 31 October 03.00 becomes 02.00 again.
    ("Mo-Su 22:00-02:30", "2027-03-28T00:30+01:00", "2027-03-28T03:00+02:00"),
    ("Mo-Su 22:00-03:30", "2027-03-28T01:30+01:00", "2027-03-28T03:30+02:00"),
    ("Mo-Su 22:00-02:30", "2027-10-31T02:15+01:00", "2027-10-31T02:30+01:00"),
    ("Mo-Su 22:00-03:30", "2027-10-31T02:45+02:00", "2027-10-31T03:30+01:00"),
])
def test_opening_is_right_when_the_clock_changes(hours: str, moment: str, change: str) -> None:
    opening = find_opening(hours, datetime.fromisoformat(moment))
    assert opening.now is True
    assert opening.until is not None
    assert opening.until.timestamp() == datetime.fromisoformat(change).timestamp()


@pytest.mark.parametrize(("hours", "moment", "words"), [
    ("Mo-Fr 08:00-16:30", "2026-11-24T10:00", ["öppet nu", "16.30"]),
    ("Mo-Fr 08:00-16:30", "2026-11-27T20:00", ["stängt nu", "måndag 08.00"]),
    ("Mo-Fr 08:00-16:30", "2026-11-23T20:00", ["stängt nu", "i morgon 08.00"]),
    ("Mo-Fr 08:00-16:30", "2026-11-24T06:00", ["stängt nu", "öppnar 08.00"]),
    ("Mo-Fr 08:00-16:30; PH off", "2026-12-30T20:00", ["stängt nu", "måndag 08.00"]),
    ("Mo 08:00-16:30; PH off; 2026 Dec off", "2026-12-24T20:00", ["måndag 4 januari 08.00"]),
    ("Mo-Su 16:00-24:00", "2026-11-24T20:00", ["till midnatt"]),
    ("Mo-Su 16:00-02:00", "2026-11-24T20:00", ["till 02.00"]),
    ("Fr 16:00-24:00; Sa-Su 00:00-24:00; Mo 00:00-08:00", "2026-11-28T20:00", ["till måndag 08.00"]),
    ("24/7", "2026-11-24T20:00", ["dygnet runt"]),
])
def test_opening_says_it_in_words(hours: str, moment: str, words: list[str]) -> None:
    text = find_opening(hours, at(moment)).text.lower()
    assert all(word in text for word in words), text


def test_opening_takes_other_time_zones() -> None:
    assert find_opening("Mo-Fr 08:00-16:00", datetime(2026, 11, 24, 7, 30, tzinfo=UTC)).now is True
    assert find_opening("Mo-Fr 08:00-16:00", datetime(2026, 11, 24, 15, 30, tzinfo=UTC)).now is False


@pytest.mark.parametrize("hours", ["Mo 99", "", "när vi hinner", "Mo-Fr 8-16 ungefär"])
def test_parse_hours_refuses_what_it_does_not_know(hours: str) -> None:
    with pytest.raises(OpeningHoursError):
        parse_hours(hours)


# A week of evenings that may reach into the next day, one span a day or none.
weeks = st.lists(
    st.none() | st.tuples(st.integers(0, 95), st.integers(1, 80)), min_size=7, max_size=7
).filter(any)
moments = st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1)).map(lambda d: d.replace(tzinfo=UTC))


def _expression(week: list[tuple[int, int] | None]) -> str:
    def clock(quarters: int) -> str:
        return f"{quarters // 4:02d}:{quarters % 4 * 15:02d}"

    return "; ".join(
        f"{day} {clock(span[0])}-{clock(span[0] + span[1])}" if span else f"{day} off"
        for day, span in zip(DAYS, week, strict=True)
    )


def _is_open(week: list[tuple[int, int] | None], wall: datetime) -> bool:
    """The same said plainly: inside today's span, or inside what yesterday's leaves after midnight."""
    minute = wall.hour * 60 + wall.minute + wall.second / 60 + wall.microsecond / 6e7
    for back in (0, 1):
        span = week[(wall.weekday() - back) % 7]
        if span and span[0] * 15 <= minute + back * 1440 < (span[0] + span[1]) * 15:
            return True
    return False


@settings(max_examples=300, deadline=None)
@given(weeks, moments)
def test_opening_agrees_with_plain_arithmetic(week: list[tuple[int, int] | None], moment: datetime) -> None:
    opening = find_opening(_expression(week), moment)
    assert opening.now is _is_open(week, moment.astimezone(SWEDEN).replace(tzinfo=None))


@settings(max_examples=300, deadline=None)
@given(weeks, moments)
def test_opening_changes_exactly_when_it_says(week: list[tuple[int, int] | None], moment: datetime) -> None:
    hours = _expression(week)
    opening = find_opening(hours, moment)
    change = opening.until or opening.next
    if change is None:
        return
    assert change.timestamp() > moment.timestamp()
    assert find_opening(hours, change).now is not opening.now
    just_before = change.astimezone(UTC) - timedelta(seconds=1)
    if just_before > moment:
        assert find_opening(hours, just_before).now is opening.now
