"""Opening hours: is it open now, until when, when next, in words.

Expressions follow the OSM opening_hours specification; PH are Swedish public holidays with Midsummer's, Christmas and
New Year's Eve. All times are Swedish local time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from opening_hours import OpeningHours, ParserError  # type: ignore[attr-defined]

from bot.registry.content import texts

SWEDEN = ZoneInfo("Europe/Stockholm")
# Enough for the longest holiday gap; an expression that stays closed longer has ended.
HORIZON = timedelta(days=400)
WEEK = 7


class OpeningHoursError(ValueError):
    """An expression that is not in the OSM opening_hours format."""


@dataclass(frozen=True)
class Opening:
    """State at a moment; `now` is None when the hours are not known. `until` and `next` are local times."""

    now: bool | None
    until: datetime | None
    next: datetime | None
    text: str

    def as_message(self) -> dict[str, object]:
        """The `open` part of a contact message, times as ISO 8601."""
        return {
            "now": self.now, "until": self.until and self.until.isoformat(),
            "next": self.next and self.next.isoformat(), "text": self.text,
        }


@lru_cache(maxsize=4096)
def parse_hours(expression: str) -> OpeningHours:
    """The parsed expression. Raises OpeningHoursError."""
    try:
        return OpeningHours(expression, timezone=SWEDEN, country="SE", auto_country=False, auto_timezone=False)
    except (ParserError, ValueError) as error:
        raise OpeningHoursError(str(error)) from error


def local(at: datetime | None) -> datetime:
    """The moment in Swedish time; now if none is given, and a time without zone is Swedish already."""
    if at is None:
        return datetime.now(SWEDEN)
    return at.replace(tzinfo=SWEDEN) if at.tzinfo is None else at.astimezone(SWEDEN)


def find_opening(expression: str, at: datetime | None = None) -> Opening:
    """Open or not at a moment, and the next change within HORIZON. Raises OpeningHoursError."""
    hours, moment = parse_hours(expression), local(at)
    words = texts()["hours"]
    change = _next_change(hours, moment)
    if hours.is_open(moment):
        if change is None:
            return Opening(True, None, None, words["always" if _is_always(hours, moment) else "open"])
        return Opening(True, change, None, words["open_until"].format(tid=say_time(change, moment, ending=True)))
    opens = change
    while opens is not None and not hours.is_open(opens):
        opens = _next_change(hours, opens)
        if opens is not None and opens - moment > HORIZON:
            opens = None
    if opens is None:
        return Opening(False, None, None, words["closed"])
    return Opening(False, None, opens, words["closed_opens"].format(tid=say_time(opens, moment)))


def unknown_opening(hours_text: str | None) -> Opening:
    """Hours that are missing, or that a source once stated and nobody has confirmed."""
    words = texts()["hours"]
    text = words["unconfirmed"].format(text=hours_text) if hours_text else words["unknown"]
    return Opening(None, None, None, text)


def say_time(then: datetime, now: datetime, ending: bool = False) -> str:
    """A moment as a person says it: 16.30, i morgon 08.00, måndag 08.00, torsdag 7 januari 08.00."""
    words = texts()["hours"]
    clock = then.strftime("%H.%M")
    days = (then.date() - now.date()).days
    if ending and days == 1 and clock == "00.00":
        return str(words["midnight"])
    # What is open past midnight closes "02.00", as people say, not "i morgon 02.00".
    if days == 0 or (ending and days == 1 and then - now < timedelta(hours=24) and then.hour < 12):
        return clock
    if days == 1:
        return str(words["tomorrow"]).format(tid=clock)
    day = words["days"][then.weekday()]
    if days < WEEK:
        return str(words["weekday"]).format(dag=day, tid=clock)
    month = words["months"][then.month - 1]
    return str(words["dated"]).format(dag=day, datum=then.day, månad=month, tid=clock)


def _next_change(hours: OpeningHours, moment: datetime) -> datetime | None:
    """The next change later than the moment: at the autumn clock change the library can name one that has passed."""
    change = hours.next_change(moment)
    while change is not None and change.timestamp() <= moment.timestamp():
        change = hours.next_change(change + timedelta(minutes=1))
    return None if change is None or change - moment > HORIZON else change


def _is_always(hours: OpeningHours, moment: datetime) -> bool:
    return hours.next_change(moment) is None and hours.is_open(moment - HORIZON)
