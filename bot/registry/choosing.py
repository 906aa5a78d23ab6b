"""Whom to turn to: an ordered short list with why each is there, never empty.

The chain: district, municipality's SSP, social services or emergency duty, switchboard and website, contacts nobody has
confirmed lately, national line for the concern, 114 14, 112. When the first does not answer at the moment asked about,
the best one that does comes first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.registry.cards import Card, is_outside, is_stale, make_card
from bot.registry.content import function_order, texts
from bot.registry.lines import EMERGENCY, OFFICE_HOURS, POLICE, SOCIALJOUR, fitting_lines, reachable_first
from bot.registry.opening import find_opening
from bot.registry.records import ContactRecord
from bot.registry.support_lines import why_national

LOCAL_SHOWN = 3
AGED_SHOWN = 3
NATIONAL_SHOWN = 2
# What fits every adult and every concern, whatever the contact says it is mainly for.
ALWAYS_FIT = ("ssp", "social_services")


@dataclass(frozen=True)
class Here:
    """The municipality asked about, and the district if it is known."""

    code: str
    name: str
    full_name: str
    website: str | None
    email: str | None
    invented: bool
    district_id: str | None = None
    district: str | None = None


def choose_contacts(
    local: Sequence[ContactRecord], national: Sequence[ContactRecord], here: Here | None, *,
    role: str | None = None, concern: str | None = None, age: int | None = None, at: datetime,
) -> list[Card]:
    """The cards in order for a person at a moment (Swedish time)."""
    day = at.date()
    national = [record for record in national if record.mark != "check" and record.is_valid(day)]
    by_id = {record.id: record for record in national}
    chosen: list[ContactRecord] = []
    if here:
        chosen = _choose_local(local, here, role, concern, age, at)
        if find_opening(OFFICE_HOURS, at).now is False and not any(r.function == "social_emergency" for r in chosen):
            chosen.append(by_id[SOCIALJOUR])
    lines = fitting_lines(national, concern, role)
    if concern in by_id[POLICE].concerns:
        # Where the police are the better call at night, a line for anybody's worries does not stand before them.
        lines = [line for line in lines if line.concerns or role == "young_person"]
    lines = lines[:NATIONAL_SHOWN]
    chosen = [*lines, *chosen] if role == "young_person" else [*chosen, *lines]
    chosen.append(by_id[POLICE])
    first = chosen[:1]
    chosen = reachable_first(chosen, at)
    moved = chosen[:1] != first
    chosen.append(by_id[EMERGENCY])
    return [
        make_card(
            record, why=_why(record, here, concern, role, moved=moved and place == 0), at=at, age=age,
            place=None if here is None else here.district if record.districts and here.district else here.name,
        )
        for place, record in enumerate(chosen)
    ]


def _choose_local(
    local: Sequence[ContactRecord], here: Here, role: str | None, concern: str | None, age: int | None, at: datetime
) -> list[ContactRecord]:
    order = function_order(concern, role)
    open_offices = bool(find_opening(OFFICE_HOURS, at).now)

    def rank(record: ContactRecord) -> tuple[object, ...]:
        # In the daytime the emergency duty is closed or for emergencies; at night it is whom there is.
        duty = record.function == "social_emergency"
        function = (len(order) if open_offices else -1) if duty else order.get(record.function, len(order))
        return (
            function, is_outside(record, age), not (record.districts and here.district_id), record.position, record.id,
        )

    visible = sorted(
        (
            record for record in local
            if record.mark != "check" and record.is_valid(at.date()) and _is_near(record, here)
            and _fits(record, role, concern)
        ),
        key=rank,
    )
    trusted = [record for record in visible if record.confirmed and not is_stale(record, at.date())]
    # A district's own contact helps only those who said where they live, unless there is nothing else.
    wide = {record.function for record in trusted if not record.districts}
    if here.district_id is None:
        trusted = [record for record in trusted if not record.districts or record.function not in wide]
    aged = [record for record in visible if not (record.confirmed and not is_stale(record, at.date()))]
    duty = [record for record in trusted if record.function == "social_emergency"]
    centre = [record for record in trusted if record.function == "contact_centre"]
    main = [record for record in trusted if record not in duty and record not in centre]
    if not open_offices or not main:
        main = [*main[:LOCAL_SHOWN], *duty[:1]]
    knows_ssp = any(record.function == "ssp" for record in visible)
    return [
        *(main[:LOCAL_SHOWN] if open_offices and main else main),
        *(centre[:1] or [_municipality_record(here, knows_ssp)]),
        *aged[:AGED_SHOWN],
    ]


def _is_near(record: ContactRecord, here: Here) -> bool:
    own = [district for district in record.districts if district.startswith(f"{here.code}-")]
    return not own or here.district_id is None or here.district_id in own


def _fits(record: ContactRecord, role: str | None, concern: str | None) -> bool:
    if record.function in ALWAYS_FIT:
        return True
    if record.roles and role is not None and role not in record.roles:
        return False
    return not (record.concerns and concern is not None and concern not in record.concerns)


def _municipality_record(here: Here, knows_ssp: bool) -> ContactRecord:
    """The municipality itself as a contact: its website and, with a warning, its general mailbox."""
    words = texts()["municipality"]
    return ContactRecord(
        id=f"{here.code}-municipality", function="contact_centre", organisation=here.full_name, label=words["label"],
        municipalities=(here.code,), email=here.email, url=here.website, mark="confident", permanent=True,
        note=words["note_ssp" if knows_ssp else "note_no_ssp"].format(plats=here.name),
        answered_by=words["what_happens"], invented=here.invented,
    )


def _why(record: ContactRecord, here: Here | None, concern: str | None, role: str | None, moved: bool) -> str:
    words = texts()["why"]
    if record.scope == "national":
        why = why_national(record, concern, role)
    elif record.id.endswith("-municipality"):
        why = texts()["municipality"]["why"]
    else:
        place = here.district or here.name if here and record.districts else here.name if here else ""
        why = words[record.function].format(plats=place)
        if record.districts and here and here.district:
            why = f"{words['district'].format(plats=here.district)} {why}"
    return str(words["reachable"].format(varför=why)) if moved else str(why)

