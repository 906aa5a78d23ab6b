"""Contacts in and out of the database, every change written to the log."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields, replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload, selectinload

from bot.registry.content import label_of
from bot.registry.models import Change, Organisation, PhoneNumber, Service, ServiceArea
from bot.registry.phone_numbers import write_phones
from bot.registry.records import ContactRecord, Phone

# Kept in tables of their own; every other field of a record is a column of services with the same name.
APART = ("organisation", "municipalities", "districts", "phones")
COLUMNS = tuple(field.name for field in fields(ContactRecord) if field.name not in APART)
LISTS = ("roles", "concerns")


def find_services(session: Session, query: Select[tuple[Service]]) -> Sequence[Service]:
    """The services of a query with everything that belongs to them, in a fixed number of statements."""
    return session.scalars(
        query.options(joinedload(Service.organisation), selectinload(Service.phones), selectinload(Service.areas))
    ).all()


def to_record(service: Service) -> ContactRecord:
    """The plain contact of a row."""
    values: dict[str, Any] = {name: getattr(service, name) for name in COLUMNS}
    for name in LISTS:
        values[name] = tuple(values[name])
    return ContactRecord(
        organisation=service.organisation.name,
        municipalities=tuple(sorted({area.municipality_code for area in service.areas})),
        districts=tuple(sorted(area.district_id for area in service.areas if area.district_id)),
        phones=tuple(Phone(phone.display, phone.tel, phone.note) for phone in service.phones), **values,
    )


class Writer:
    """Writes contacts within one session, with one actor and one moment for the log."""

    def __init__(self, session: Session, actor: str, managed_by: str = "coordinator") -> None:
        self.session = session
        self.actor = actor
        self.managed_by = managed_by
        self.at = datetime.now(UTC)
        self._organisations = {o.name: o for o in session.scalars(select(Organisation))}

    def save(self, record: ContactRecord, known: Service | None) -> bool:
        """Adds the contact or brings `known` up to it; False if nothing differs."""
        if known is None:
            service = Service(id=record.id)
            self.session.add(service)
            self.log("service", record.id, "*", None, describe(record))
        else:
            service = known
            before = to_record(known)
            changes = differences(before, record)
            if not changes:
                return False
            for field, old, new in changes:
                self.log("service", record.id, field, old, new)
        for name in COLUMNS:
            value = getattr(record, name)
            setattr(service, name, list(value) if name in LISTS else value)
        service.managed_by = self.managed_by
        service.organisation = self._organisation(record.organisation)
        self._set_phones(service, record.phones)
        self._set_areas(service, record)
        return True

    def remove(self, service: Service) -> None:
        """Deletes a contact; the log keeps what it was."""
        self.log("service", service.id, "*", describe(to_record(service)), None)
        self.session.delete(service)

    def log(self, entity: str, entity_id: str, field: str, old: str | None, new: str | None) -> None:
        """One line of the change log."""
        self.session.add(
            Change(at=self.at, actor=self.actor, entity=entity, entity_id=entity_id, field=field, old=old, new=new)
        )

    def _organisation(self, name: str) -> Organisation:
        if name not in self._organisations:
            self._organisations[name] = Organisation(name=name)
        return self._organisations[name]

    def _set_phones(self, service: Service, phones: Iterable[Phone]) -> None:
        wanted = tuple(phones)
        if tuple(Phone(phone.display, phone.tel, phone.note) for phone in service.phones) != wanted:
            service.phones = [
                PhoneNumber(position=position, display=phone.display, tel=phone.tel, note=phone.note)
                for position, phone in enumerate(wanted)
            ]

    def _set_areas(self, service: Service, record: ContactRecord) -> None:
        wanted: set[tuple[str, str | None]] = set()
        for code in record.municipalities:
            inside = [district for district in record.districts if district.startswith(f"{code}-")]
            wanted |= {(code, district) for district in inside} or {(code, None)}
        if {(area.municipality_code, area.district_id) for area in service.areas} != wanted:
            service.areas = [ServiceArea(municipality_code=code, district_id=district) for code, district in wanted]


def differences(before: ContactRecord, after: ContactRecord) -> list[tuple[str, str | None, str | None]]:
    """(field, old, new) in words for every field that differs."""
    # Where it stands among equals is the file's affair, not a fact about the contact.
    after = replace(after, position=before.position)
    return [
        (field.name, say(getattr(before, field.name)), say(getattr(after, field.name)))
        for field in fields(ContactRecord) if getattr(before, field.name) != getattr(after, field.name)
    ]


def describe(record: ContactRecord) -> str:
    """A contact in a line, for the log and the diff."""
    parts = (
        label_of("functions", record.function), record.label, ", ".join(record.municipalities),
        write_phones(record.phones), record.email,
    )
    return " · ".join(part for part in parts if part)


def say(value: Any) -> str | None:
    """A field's value as text; None if empty."""
    if value is None or value == ():
        return None
    if isinstance(value, bool):
        return "ja" if value else "nej"
    if isinstance(value, tuple):
        return write_phones(value) if isinstance(value[0], Phone) else "; ".join(value)
    return str(value)
