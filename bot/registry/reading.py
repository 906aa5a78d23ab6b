"""Contacts read from the database in a fixed number of statements, without building objects that nobody changes."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session

from bot.registry.models import Organisation, PhoneNumber, Service, ServiceArea
from bot.registry.records import ContactRecord, Phone
from bot.registry.store import COLUMNS, LISTS

Statements = tuple[Select[Any], Select[Any], Select[Any]]


def _statements(ids: Select[Any] | None) -> Statements:
    """(services with their organisations, phones, areas) of the services that a query names, or of all."""
    services = select(*(getattr(Service, name) for name in COLUMNS), Organisation.name).join(Service.organisation)
    phones = select(PhoneNumber.service_id, PhoneNumber.display, PhoneNumber.tel, PhoneNumber.note)
    areas = select(ServiceArea.service_id, ServiceArea.municipality_code, ServiceArea.district_id)
    if ids is not None:
        services = services.where(Service.id.in_(ids))
        phones = phones.where(PhoneNumber.service_id.in_(ids))
        areas = areas.where(ServiceArea.service_id.in_(ids))
    return services.order_by(Service.id), phones.order_by(PhoneNumber.position), areas


# Built once: putting a query together costs more than running it.
_OF_CODE = _statements(select(ServiceArea.service_id).where(ServiceArea.municipality_code == bindparam("value")))
_OF_SCOPE = _statements(select(Service.id).where(Service.scope == bindparam("value")))
_ALL = _statements(None)


def read_local(session: Session, code: str) -> tuple[ContactRecord, ...]:
    """The contacts of a municipality by id, its districts' and the shared ones included."""
    return _read(session, _OF_CODE, code)


def read_scope(session: Session, scope: str) -> tuple[ContactRecord, ...]:
    """All local or all national contacts by id."""
    return _read(session, _OF_SCOPE, scope)


def read_everything(session: Session) -> tuple[ContactRecord, ...]:
    """Every contact by id."""
    return _read(session, _ALL, None)


def _read(session: Session, statements: Statements, value: str | None) -> tuple[ContactRecord, ...]:
    services, phones, areas = (session.execute(s, {"value": value} if value else {}).all() for s in statements)
    numbers: dict[str, list[Phone]] = defaultdict(list)
    for service_id, display, tel, note in phones:
        numbers[service_id].append(Phone(display, tel, note))
    codes: dict[str, set[str]] = defaultdict(set)
    districts: dict[str, set[str]] = defaultdict(set)
    for service_id, code, district in areas:
        codes[service_id].add(code)
        if district:
            districts[service_id].add(district)
    records = []
    for *cells, organisation in services:
        values = dict(zip(COLUMNS, cells, strict=True))
        for name in LISTS:
            values[name] = tuple(values[name])
        key = values["id"]
        records.append(ContactRecord(
            organisation=organisation, municipalities=tuple(sorted(codes[key])),
            districts=tuple(sorted(districts[key])), phones=tuple(numbers[key]), **values,
        ))
    return tuple(records)
