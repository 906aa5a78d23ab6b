"""What in the registry needs somebody's attention."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from bot.registry.cards import is_stale
from bot.registry.content import texts
from bot.registry.mailboxes import is_personal
from bot.registry.osm_hours import OpeningHoursError, parse_hours
from bot.registry.records import ContactRecord

# What has to be put right; the rest is a reminder.
SERIOUS = ("duplicate", "overlapping", "unreachable", "personal", "hours")


@dataclass(frozen=True)
class Finding:
    """One thing to look at: kind, contact, and what to do."""

    kind: str
    contact: str
    message: str

    @property
    def serious(self) -> bool:
        """Whether it is an error rather than a reminder."""
        return self.kind in SERIOUS


def check_contacts(records: Iterable[ContactRecord], day: date) -> list[Finding]:
    """Everything to look at on a day, worst first."""
    current = [record for record in records if record.valid_to is None or record.valid_to >= day]
    found = [*_each(current, day), *_duplicates(current), *_overlaps(current)]
    kinds = [*SERIOUS, "unconfirmed", "stale"]
    return sorted(found, key=lambda finding: (kinds.index(finding.kind), finding.contact))


def _each(records: Sequence[ContactRecord], day: date) -> Iterable[Finding]:
    words = texts()["check"]
    for record in records:
        if not (record.phones or record.email or record.url):
            yield Finding("unreachable", record.id, words["unreachable"])
        if record.email and is_personal(record.email):
            yield Finding("personal", record.id, words["personal"].format(e_post=record.email))
        if record.opening_hours:
            try:
                parse_hours(record.opening_hours)
            except OpeningHoursError:
                yield Finding("hours", record.id, words["hours"].format(tid=record.opening_hours))
        if record.mark == "dated":
            source = record.source or words["no_source"]
            yield Finding("unconfirmed", record.id, words["unconfirmed"].format(källa=source, id=record.id))
        elif record.mark == "confident" and is_stale(record, day):
            seen = record.verified_on or record.source_date
            yield Finding("stale", record.id, words["stale"].format(datum=seen or words["no_date"], id=record.id))


def _duplicates(records: Sequence[ContactRecord]) -> Iterable[Finding]:
    """The same function with the same number under two ids: shared contacts are to be stored once."""
    groups = defaultdict(list)
    for record in records:
        if record.phones and record.route != "112":
            groups[record.function, tuple(sorted(phone.tel for phone in record.phones))].append(record.id)
    for ids in groups.values():
        for other in ids[1:]:
            yield Finding("duplicate", other, texts()["check"]["duplicate"].format(id=ids[0]))


def _overlaps(records: Sequence[ContactRecord]) -> Iterable[Finding]:
    """Two confirmed contacts for the same function, place, ages and concerns, valid at the same time, with one name."""
    groups = defaultdict(list)
    for record in records:
        if record.confirmed:
            for code in record.municipalities:
                key = (code, record.districts, record.function, record.label, record.concerns)
                groups[key].append(record)
    for same in groups.values():
        for number, record in enumerate(same):
            for other in same[:number]:
                if _meet(record, other):
                    yield Finding("overlapping", record.id, texts()["check"]["overlapping"].format(id=other.id))


def _meet(one: ContactRecord, other: ContactRecord) -> bool:
    times = (one.valid_from or date.min) <= (other.valid_to or date.max) and (
        (other.valid_from or date.min) <= (one.valid_to or date.max)
    )
    ages = (one.age_min or 0) <= (other.age_max or 999) and (other.age_min or 0) <= (one.age_max or 999)
    return times and ages
