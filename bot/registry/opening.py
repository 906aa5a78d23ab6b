"""Opening hours: is it open now, until when, when next, in words.

Expressions follow the OSM opening_hours specification; PH are Swedish public holidays with Midsummer's, Christmas and
New Year's Eve. All times are Swedish local time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.registry.content import HOME, texts
from bot.registry.osm_hours import parse_hours

SWEDEN = ZoneInfo("Europe/Stockholm")
WEEK = 7


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


def local(at: datetime | None) -> datetime:
    """The moment in Swedish time; now if none is given, and a time without zone is Swedish already."""
    if at is None:
        return datetime.now(SWEDEN)
    return at.replace(tzinfo=SWEDEN) if at.tzinfo is None else at.astimezone(SWEDEN)


def find_opening(expression: str, at: datetime | None = None, language: str = HOME) -> Opening:
    """Open or not at a moment, and the next change. Raises OpeningHoursError."""
    hours, moment = parse_hours(expression), local(at)
    words = texts(language)["hours"]
    wall = moment.replace(tzinfo=None)
    change = hours.next_change(wall)
    then = None if change is None else _aware(change, moment)
    if hours.is_open(wall):
        if then is None:
            return Opening(True, None, None, words["always"])
        return Opening(True, then, None, words["open_until"].format(tid=say_time(then, moment, language, ending=True)))
    if then is None:
        return Opening(False, None, None, words["closed"])
    return Opening(False, None, then, words["closed_opens"].format(tid=say_time(then, moment, language)))


def unknown_opening(hours_text: str | None, language: str = HOME) -> Opening:
    """Hours that are missing, or that a source once stated and nobody has confirmed."""
    words = texts(language)["hours"]
    text = words["unconfirmed"].format(text=hours_text) if hours_text else words["unknown"]
    return Opening(None, None, None, text)


def say_time(then: datetime, now: datetime, language: str = HOME, ending: bool = False) -> str:
    """A moment as a person says it: 16.30, i morgon 08.00, måndag 08.00, torsdag 7 januari 08.00."""
    words = texts(language)["hours"]
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


def _aware(wall: datetime, after: datetime) -> datetime:
    """A wall-clock time as a moment later than `after`, also in the nights when the clock is changed."""
    then = wall.replace(tzinfo=SWEDEN)
    if then.timestamp() <= after.timestamp():
        # The hour that comes twice in autumn: the second time is meant.
        return then.replace(fold=1)
    real = then.astimezone(UTC).astimezone(SWEDEN)
    # The hour that is skipped in spring: the change falls on the moment when the clock jumps.
    return then if real.replace(tzinfo=None) == wall else real.replace(minute=0, second=0)
