"""Which national lines to show, in what order and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from bot.registry.cards import Card, is_outside, make_card, opening_of
from bot.registry.content import HOME, known_language, texts
from bot.registry.opening import find_opening
from bot.registry.records import ContactRecord
from bot.registry.support_lines import read_support_lines

EMERGENCY, POLICE, SOCIALJOUR = "sos_112", "police_11414", "socialjour_112"
LINES_SHOWN = 5
ADULT = 18
# When authorities can be expected to answer if their hours are not known. Never shown.
OFFICE_HOURS = "Mo-Fr 08:00-16:00; PH off"


def choose_lines(
    records: Iterable[ContactRecord], *, concern: str | None, role: str | None, at: datetime, language: str = HOME
) -> list[Card]:
    """Lines for a concern and a role in order of fit, then 114 14 where it helps and 112; never empty."""
    records = [record for record in records if record.is_valid(at.date())]
    fitting = [line for line in fitting_lines(records, concern, role) if line.function != "police"][:LINES_SHOWN]
    by_id = {record.id: record for record in records}
    police = by_id.get(POLICE)
    if police and (concern is None or concern in police.concerns):
        fitting.append(police)
    fitting = reachable_first(fitting, at)
    if EMERGENCY in by_id:
        fitting.append(by_id[EMERGENCY])
    return [
        make_card(line, why=why_national(line, concern, role, language), at=at, language=language) for line in fitting
    ]


def fallback_lines(at: datetime | None = None, language: str = HOME) -> list[Card]:
    """The confident national lines, the best-known numbers first; for when the database is away."""
    language = known_language(language)
    lines = sorted(
        (line for line in read_support_lines() if line.confirmed), key=lambda line: (not line.permanent, line.position)
    )
    return [make_card(line, why=why_national(line, language=language), at=at, language=language) for line in lines]


def why_national(
    line: ContactRecord, concern: str | None = None, role: str | None = None, language: str = HOME
) -> str:
    """The short reason on the card of a national line."""
    words = texts(language)["why"]
    if line.function in ("police", "emergency", "health_advice"):
        return str(words[line.function])
    if line.function == "social_emergency":
        return str(words["socialjour"])
    if line.roles == ("young_person",):
        return str(words["for_you" if role == "young_person" else "for_the_young"])
    return str(words["national" if concern and concern in line.concerns else "national_general"])


def fitting_lines(
    records: Iterable[ContactRecord], concern: str | None, role: str | None, age: int | None = None
) -> list[ContactRecord]:
    """The visible lines that fit, best first; one for the young themselves stands last for an adult."""
    wanted = concern or "unspecified"
    if role == "young_person" and age is not None and age >= ADULT:
        role = "other_adult"
    found = []
    for line in records:
        if line.mark == "check" or line.function not in ("support_line", "health_advice"):
            continue
        if line.concerns and wanted not in line.concerns:
            continue
        for_the_young = line.roles == ("young_person",)
        if for_the_young and is_outside(line, age):
            continue
        if line.roles and role not in line.roles and not (for_the_young and not line.concerns) and role is not None:
            continue
        if line.professionals_only and role is None:
            continue
        found.append((for_the_young != (role == "young_person"), not line.concerns, line.position, line.id, line))
    chosen = [entry[-1] for entry in sorted(found, key=lambda entry: entry[:-1])]
    # An adult needs to know of one line for the young person, not of all.
    young = [line for line in chosen if line.roles == ("young_person",)]
    return chosen if role == "young_person" else [line for line in chosen if line not in young[1:]]


def answers_now(record: ContactRecord, at: datetime) -> bool:
    """Whether somebody is known to answer a phone at that moment."""
    return bool(record.phones) and opening_of(record, at).now is True


def reachable_first(
    chosen: list[ContactRecord], at: datetime, among: Sequence[ContactRecord] | None = None
) -> list[ContactRecord]:
    """The same contacts; when the first does not answer, the best one that does, of all or of some, is moved up."""
    if not chosen or answers_now(chosen[0], at):
        return chosen
    if opening_of(chosen[0], at).now is None and find_opening(OFFICE_HOURS, at).now:
        return chosen
    reachable = next((record for record in (chosen if among is None else among) if answers_now(record, at)), None)
    return [reachable, *(record for record in chosen if record is not reachable)] if reachable else chosen
