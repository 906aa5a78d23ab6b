"""Whom to turn to: an ordered short list with why each is there, never empty.

The chain: district, municipality's SSP, social services or emergency duty, switchboard and website, contacts nobody has
confirmed lately, national line for the concern, 114 14, 112. Outside office hours the emergency duty, or the way to it
over 112, stands before them. When the first does not answer at the moment asked about, the best one that does comes
first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.registry.cards import Card, is_outside, is_stale, make_card
from bot.registry.content import HOME, function_order, texts
from bot.registry.lines import (
    EMERGENCY,
    OFFICE_HOURS,
    POLICE,
    SOCIALJOUR,
    answers_now,
    fitting_lines,
    reachable_first,
    why_national,
)
from bot.registry.municipality import Here, is_municipality, municipality_record
from bot.registry.opening import find_opening
from bot.registry.records import ContactRecord

LOCAL_SHOWN = 3
AGED_SHOWN = 3
NATIONAL_SHOWN = 2
# What fits every adult and every concern, whatever the contact says it is mainly for.
ALWAYS_FIT = ("ssp", "social_services")


def choose_contacts(
    local: Sequence[ContactRecord], national: Sequence[ContactRecord], here: Here | None, *,
    role: str | None = None, concern: str | None = None, age: int | None = None, at: datetime,
    language: str = HOME,
) -> list[Card]:
    """The cards in order for a person at a moment (Swedish time)."""
    day, night = at.date(), not find_opening(OFFICE_HOURS, at).now
    national = [record for record in national if record.mark != "check" and record.is_valid(day)]
    by_id = {record.id: record for record in national}
    near: list[ContactRecord] = []
    offices: list[ContactRecord] = []
    if here:
        ranked = _rank(local, here, role, concern, age, at, night)
        near, offices = (
            _by_night(ranked, here, by_id[SOCIALJOUR], at, language) if night else (_by_day(ranked, here, language), [])
        )
    lines = fitting_lines(national, concern, role, age)
    if concern in by_id[POLICE].concerns:
        # Where the police are the better call at night, a line for anybody's worries does not stand before them.
        lines = [line for line in lines if line.concerns or role == "young_person"]
    shown = lines[:NATIONAL_SHOWN]
    if night and not any(answers_now(record, at) for record in [*near, *shown]):
        shown = [*shown, *[line for line in lines[NATIONAL_SHOWN:] if answers_now(line, at)][:1]]
    ordered = [*shown, *near, *offices] if role == "young_person" else [*near, *shown, *offices]
    # In the daytime it is no use to move the police before an office that opens again after lunch.
    chosen = reachable_first([*ordered, by_id[POLICE]], at, among=None if night else near)
    moved = chosen[0] is not (ordered or chosen)[0]
    return [
        make_card(
            record, why=_why(record, here, concern, role, language, moved=moved and place == 0), at=at,
            age=age, language=language,
            place=None if here is None else here.district if record.districts and here.district else here.name,
        )
        for place, record in enumerate([*chosen, by_id[EMERGENCY]])
    ]


@dataclass(frozen=True)
class _Ranked:
    """A municipality's contacts in order of fit: fresh and confirmed by kind, then the rest."""

    main: list[ContactRecord]
    duty: list[ContactRecord]
    centre: list[ContactRecord]
    aged: list[ContactRecord]

    @property
    def knows_ssp(self) -> bool:
        """Whether any of them is an SSP contact."""
        return any(record.function == "ssp" for record in [*self.main, *self.aged])


def _by_day(ranked: _Ranked, here: Here, language: str) -> list[ContactRecord]:
    """In the daytime the emergency duty is closed or for emergencies: it is for those who have nobody else."""
    return [
        *(ranked.main[:LOCAL_SHOWN] or ranked.duty[:1]),
        *(ranked.centre[:1] or [municipality_record(here, ranked.knows_ssp, night=False, language=language)]),
        *ranked.aged[:AGED_SHOWN],
    ]


def _by_night(
    ranked: _Ranked, here: Here, by_112: ContactRecord, at: datetime, language: str
) -> tuple[list[ContactRecord], list[ContactRecord]]:
    """At night the emergency duty comes first; where none is known to answer, the way to it over 112.

    The second list is for after the national lines: what nobody has confirmed and is an office besides.
    """
    answering = [record for record in ranked.duty if answers_now(record, at)][:1]
    unsure = [record for record in ranked.aged if record.function == "social_emergency"]
    if not answering:
        unsure = [record for record in unsure if record.route != "112"]
    near = [
        *(answering or [by_112]),
        *ranked.main[:LOCAL_SHOWN],
        *[record for record in ranked.duty[:1] if record not in answering],
        *(ranked.centre[:1] or [municipality_record(here, ranked.knows_ssp, night=True, language=language)]),
        *unsure[:1],
    ]
    offices = [record for record in ranked.aged if record.function != "social_emergency"]
    return near, offices[: AGED_SHOWN - 1]


def _rank(
    local: Sequence[ContactRecord], here: Here, role: str | None, concern: str | None, age: int | None, at: datetime,
    night: bool,
) -> _Ranked:
    order = function_order(concern, role)

    def rank(record: ContactRecord) -> tuple[object, ...]:
        duty = record.function == "social_emergency"
        function = (-1 if night else len(order)) if duty else order.get(record.function, len(order))
        return (
            function, is_outside(record, age), not (record.districts and here.district_id), record.position, record.id,
        )

    visible = sorted(
        (
            here.complete(record) for record in local
            if record.mark != "check" and record.is_valid(at.date()) and _is_near(record, here)
            and _fits(record, role, concern)
        ),
        key=rank,
    )
    trusted = [record for record in visible if record.confirmed and not is_stale(record, at.date())]
    aged = [record for record in visible if record not in trusted]
    # A district's own contact helps only those who said where they live, unless there is nothing else.
    wide = {record.function for record in trusted if not record.districts}
    if here.district_id is None:
        trusted = [record for record in trusted if not record.districts or record.function not in wide]
    duty = [record for record in trusted if record.function == "social_emergency"]
    centre = [record for record in trusted if record.function == "contact_centre"]
    main = [record for record in trusted if record not in duty and record not in centre]
    return _Ranked(main, duty, centre, aged)


def _is_near(record: ContactRecord, here: Here) -> bool:
    own = [district for district in record.districts if district.startswith(f"{here.code}-")]
    return not own or here.district_id is None or here.district_id in own


def _fits(record: ContactRecord, role: str | None, concern: str | None) -> bool:
    if record.function in ALWAYS_FIT:
        return True
    if record.roles and role is not None and role not in record.roles:
        return False
    return not (record.concerns and concern is not None and concern not in record.concerns)


def _why(
    record: ContactRecord, here: Here | None, concern: str | None, role: str | None, language: str, moved: bool
) -> str:
    words = texts(language)["why"]
    if record.scope == "national":
        why = why_national(record, concern, role, language)
    elif is_municipality(record):
        why = texts(language)["municipality"]["why"]
    else:
        place = here.district or here.name if here and record.districts else here.name if here else ""
        why = words[record.function].format(plats=place)
        if record.districts and here and here.district:
            why = f"{words['district'].format(plats=here.district)} {why}"
    return str(words["reachable"].format(varför=why)) if moved else str(why)

