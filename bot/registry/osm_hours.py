"""Opening hours in the OSM opening_hours format, evaluated in Swedish wall-clock time.

The library lets a rule for a day erase what the evening before leaves after midnight: with "Th 16:00-25:00; Fr
14:00-26:00" it is closed on Friday at 00.30. Here the hours after midnight are a second expression, read a day later.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from opening_hours import OpeningHours, ParserError  # type: ignore[attr-defined]

SPAN = r"\d{1,2}:\d{2}\s*-\s*\d{1,2}:\d{2}"
SPANS = re.compile(rf"{SPAN}(?:\s*,\s*{SPAN})*")
DAY = timedelta(days=1)
MIDNIGHT = 24 * 60
# Enough for the longest holiday gap; what does not change for longer does not change.
HORIZON = timedelta(days=400)


class OpeningHoursError(ValueError):
    """An expression that is not in the OSM opening_hours format."""


@dataclass(frozen=True)
class Hours:
    """A parsed expression: what it says up to midnight, and what it says of the hours after."""

    today: OpeningHours
    from_yesterday: OpeningHours | None

    def is_open(self, at: datetime) -> bool:
        """Whether it is open at a naive Swedish time."""
        if self.today.is_open(at):
            return True
        return self.from_yesterday is not None and self.from_yesterday.is_open(at - DAY)

    def next_change(self, at: datetime) -> datetime | None:
        """The next naive Swedish time when it opens or closes; None if not within HORIZON."""
        state, moment = self.is_open(at), at
        while moment - at <= HORIZON:
            changes = [self.today.next_change(moment)]
            if self.from_yesterday is not None:
                later = self.from_yesterday.next_change(moment - DAY)
                changes.append(later and later + DAY)
            known = [change for change in changes if change is not None]
            if not known:
                return None
            moment = min(known)
            if self.is_open(moment) != state and moment - at <= HORIZON:
                return moment
        return None


@lru_cache(maxsize=4096)
def parse_hours(expression: str) -> Hours:
    """The parsed expression. Raises OpeningHoursError."""
    today = _parse(SPANS.sub(lambda found: _write(_until_midnight(found.group())), expression))
    after = SPANS.sub(lambda found: _write(_after_midnight(found.group())) or "off", expression)
    crosses = any(_after_midnight(found) for found in SPANS.findall(expression))
    return Hours(today, _parse(after) if crosses else None)


def _parse(expression: str) -> OpeningHours:
    try:
        return OpeningHours(expression, country="SE", auto_country=False, auto_timezone=False)
    except (ParserError, ValueError) as error:
        raise OpeningHoursError(expression) from error


def _spans(text: str) -> list[tuple[int, int]]:
    """(start, end) in minutes from midnight, end after start, beyond 24:00 if it crosses midnight."""
    spans = []
    for span in text.split(","):
        start, end = (int(hour) * 60 + int(minute) for hour, minute in re.findall(r"(\d+):(\d+)", span))
        spans.append((start, end if end > start else end + MIDNIGHT))
    return spans


def _until_midnight(text: str) -> list[tuple[int, int]]:
    return [(start, min(end, MIDNIGHT)) for start, end in _spans(text) if start < MIDNIGHT]


def _after_midnight(text: str) -> list[tuple[int, int]]:
    return [(max(start, MIDNIGHT) - MIDNIGHT, end - MIDNIGHT) for start, end in _spans(text) if end > MIDNIGHT]


def _write(spans: list[tuple[int, int]]) -> str:
    return ",".join(f"{start // 60:02d}:{start % 60:02d}-{end // 60:02d}:{end % 60:02d}" for start, end in spans)
