"""A contact as a person sees it at a moment: the `contact` message."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

from bot.registry.content import HOME, label_of, texts
from bot.registry.marking import is_quoted, marked_in, unmarked
from bot.registry.opening import Opening, find_opening, local, unknown_opening
from bot.registry.records import ContactRecord, Phone
from bot.registry.translating import HAPPENS, in_language

# Older than this a contact says so and stands below the contact centre.
FRESH_DAYS = 365


@dataclass(frozen=True)
class Card:
    """What is shown of one contact.

    `swedish` are the words within its texts, verbatim, that are Swedish although the card is in another language.
    """

    id: str
    name: str
    function: str
    label: str
    phones: tuple[Phone, ...]
    email: str | None
    url: str | None
    open: Opening
    verified_on: date | None
    stale: bool
    ages: str | None
    what_happens: str | None
    why: str
    confirmed: bool
    source: str | None
    source_date: date | None
    note: str | None = None
    email_note: str | None = None
    invented: bool = False
    language: str = HOME
    swedish: tuple[str, ...] = ()

    def as_message(self) -> dict[str, Any]:
        """The `contact` message on the wire; dates as ISO 8601, `tel` ready for a tel: link."""
        return {
            "type": "contact", "id": self.id, "name": self.name, "function": self.function, "label": self.label,
            "phones": [{"display": phone.display, "tel": phone.tel, "note": phone.note} for phone in self.phones],
            "email": self.email, "email_note": self.email_note, "url": self.url, "open": self.open.as_message(),
            "verified_on": _iso(self.verified_on), "stale": self.stale, "ages": self.ages,
            "what_happens": self.what_happens, "why": self.why, "note": self.note, "confirmed": self.confirmed,
            "invented": self.invented, "source": self.source, "source_date": _iso(self.source_date),
            "lang": self.language, "swedish": list(self.swedish),
        }


def make_card(
    record: ContactRecord, *, why: str, place: str | None = None, at: datetime | None = None, age: int | None = None,
    language: str = HOME,
) -> Card:
    """The card of a contact at a moment. `place` is the name it is shown under, `age` that of the young person."""
    moment, record = local(at), in_language(record, language)
    label = label_of("functions", record.function, language)
    national = record.scope == "national"
    own = record.label or (record.organisation if national else label)
    card = Card(
        id=record.id, name=own if national or not place or place in own else f"{own}, {place}",
        function=record.function, label=label,
        phones=record.phones, email=record.email, url=record.url, open=opening_of(record, moment, language),
        verified_on=record.verified_on, stale=is_stale(record, moment.date()), ages=say_ages(record, language),
        what_happens=_happens(record, language), why=why,
        confirmed=record.confirmed, source=record.source, source_date=record.source_date,
        note=_note(record, moment.date(), age, language),
        email_note=texts(language)["email_note"] if record.email else None,
        invented=record.invented, language=language,
    )
    return card if language == HOME else _tell_swedish(card)


def _tell_swedish(card: Card) -> Card:
    """The card without marks in its texts; what they marked stands in `swedish`."""
    texts_of = {name: value for name, value in vars(card).items() if isinstance(value, str)}
    notes = [phone.note for phone in card.phones]
    plain: dict[str, Any] = {name: unmarked(text) for name, text in texts_of.items()}
    plain["open"] = replace(card.open, text=unmarked(card.open.text))
    plain["phones"] = tuple(replace(phone, note=phone.note and unmarked(phone.note)) for phone in card.phones)
    return replace(card, **plain, swedish=marked_in(*texts_of.values(), card.open.text, *notes))


def _happens(record: ContactRecord, language: str) -> str | None:
    """What happens when one calls; if others than we wrote it and it is Swedish, that is said first."""
    parts = [getattr(record, field) for field in HAPPENS]
    own = any(part and is_quoted(part) for part in parts) and texts(language)["own_words"]
    return _join(own or None, *parts)


def opening_of(record: ContactRecord, at: datetime, language: str = HOME) -> Opening:
    """Open or not, as far as it may be said: hours that nobody confirmed are quoted, never counted on."""
    if record.opening_hours and record.hours_confirmed and record.confirmed:
        return find_opening(record.opening_hours, at, language)
    if record.route == "112" and not record.hours_text:
        # Somebody always answers there; when the duty itself works is not known.
        return Opening(None, None, None, texts(language)["hours"]["over_112"])
    return unknown_opening(record.hours_text, language)


def is_stale(record: ContactRecord, day: date) -> bool:
    """Whether the facts are over a year old or have no date; numbers of the national plan
    never are, nor are invented ones."""
    if record.permanent or record.invented:
        return False
    seen = record.verified_on or record.source_date
    return seen is None or (day - seen).days > FRESH_DAYS


def say_ages(record: ContactRecord, language: str = HOME) -> str | None:
    """The ages served, in words."""
    words = texts(language)["ages"]
    if record.age_min is not None and record.age_max is not None:
        return str(words["span"].format(från=record.age_min, till=record.age_max))
    if record.age_min is not None:
        return str(words["from"].format(från=record.age_min))
    return str(words["to"].format(till=record.age_max)) if record.age_max is not None else None


def is_outside(record: ContactRecord, age: int | None) -> bool:
    """Whether the young person's age is outside the ages served, where both are known."""
    if age is None:
        return False
    too_young = record.age_min is not None and age < record.age_min
    return too_young or (record.age_max is not None and age > record.age_max)


def say_source(record: ContactRecord) -> str:
    """The web host a fact comes from."""
    host = urlsplit(record.source or "").hostname or record.source or ""
    return host.removeprefix("www.")


def _note(record: ContactRecord, day: date, age: int | None, language: str) -> str | None:
    words = texts(language)["note"]
    parts = []
    if record.invented:
        parts.append(words["invented"])
    if record.route == "112":
        parts.append(words["route_112"].format(fråga=record.ask_for))
    elif record.route == "switchboard" and record.ask_for:
        parts.append(words["switchboard"].format(fråga=record.ask_for))
    elif not record.phones and record.scope == "local" and not record.permanent:
        parts.append(words["no_phone"])
    parts.append(record.note)
    if record.scope == "local" and is_outside(record, age):
        parts.append(words["age_outside"].format(åldrar=say_ages(record, language)))
    parts.append(_say_age(record, day, language))
    return _join(*parts)


def _say_age(record: ContactRecord, day: date, language: str) -> str | None:
    """Where an unconfirmed fact comes from and from when; how old a confirmed one is, if it is over a year."""
    words, national, stale = texts(language)["note"], record.scope == "national", is_stale(record, day)
    seen = record.verified_on or record.source_date
    if not record.confirmed:
        form = "undated" if record.source_date is None else "dated_long_ago" if stale else "dated_on"
        when = words[form].format(datum=_iso(record.source_date))
        return str(words["dated_national" if national else "dated"].format(källa=say_source(record), datum=when))
    if not stale:
        return None
    if seen is None:
        return str(words["stale_undated"])
    return str(words["stale_national" if national and not record.verified_on else "stale"].format(datum=_iso(seen)))


def _join(*parts: str | None) -> str | None:
    return " ".join(part.strip() for part in parts if part) or None


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
