"""Contacts read from the database in one statement, without building objects that nobody changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import Row, Select, bindparam, select
from sqlalchemy.orm import Session

from bot.registry.models import Base
from bot.registry.records import ContactRecord, Phone
from bot.registry.store import COLUMNS, LISTS

_TABLES = Base.metadata.tables
_SERVICES, _ORGANISATIONS, _PHONES, _AREAS = (
    _TABLES[name] for name in ("services", "organisations", "phones", "service_areas")
)
_ID = COLUMNS.index("id")
_LISTS = tuple(COLUMNS.index(name) for name in LISTS)


def _statement(*conditions: Any) -> Select[Any]:
    """One row for each number in each area of a contact; nearly all have one area and one or two numbers."""
    return (
        select(
            *(_SERVICES.c[name] for name in COLUMNS), _ORGANISATIONS.c.name, _PHONES.c.id, _PHONES.c.display,
            _PHONES.c.tel, _PHONES.c.note, _AREAS.c.municipality_code, _AREAS.c.district_id,
        )
        .join_from(_SERVICES, _ORGANISATIONS).outerjoin(_PHONES)
        .outerjoin(_AREAS, _AREAS.c.service_id == _SERVICES.c.id)
        .where(*conditions).order_by(_SERVICES.c.id, _PHONES.c.position)
    )


# Built once: putting a query together costs more than running it.
_OF_CODE = _statement(
    _SERVICES.c.id.in_(select(_AREAS.c.service_id).where(_AREAS.c.municipality_code == bindparam("value")))
)
_OF_SCOPE = _statement(_SERVICES.c.scope == bindparam("value"))
_ALL = _statement()


def read_local(session: Session, code: str) -> tuple[ContactRecord, ...]:
    """The contacts of a municipality by id, its districts' and the shared ones included."""
    return tuple(_read(session.execute(_OF_CODE, {"value": code}).all()))


def read_scope(session: Session, scope: str) -> tuple[ContactRecord, ...]:
    """All local or all national contacts by id."""
    return tuple(_read(session.execute(_OF_SCOPE, {"value": scope}).all()))


def read_everything(session: Session) -> tuple[ContactRecord, ...]:
    """Every contact by id."""
    return tuple(_read(session.execute(_ALL).all()))


def _read(rows: Iterable[Row[Any]]) -> Iterator[ContactRecord]:
    for _, group in groupby(rows, itemgetter(_ID)):
        same = list(group)
        *cells, organisation = same[0][: len(COLUMNS) + 1]
        for index in _LISTS:
            cells[index] = tuple(cells[index])
        numbers: dict[int, Phone] = {}
        codes: set[str] = set()
        districts: set[str] = set()
        for row in same:
            number, display, tel, note, code, district = row[len(COLUMNS) + 1:]
            if number is not None:
                numbers.setdefault(number, Phone(display, tel, note))
            if code is not None:
                codes.add(code)
            if district is not None:
                districts.add(district)
        yield ContactRecord(
            organisation=organisation, municipalities=tuple(sorted(codes)), districts=tuple(sorted(districts)),
            phones=tuple(numbers.values()), **dict(zip(COLUMNS, cells, strict=True)),
        )
