"""The facts files into the database: what a coordinator has taken over is left alone."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from bot.registry import facts
from bot.registry.content import FACTS, codes_by_name
from bot.registry.errors import RegistryError
from bot.registry.geography import DatabaseGeography
from bot.registry.models import Base, District, Municipality, Place, Postcode, Service, Site
from bot.registry.records import ContactRecord
from bot.registry.rows import RowReader
from bot.registry.store import Writer, find_services
from bot.registry.support_lines import read_support_lines

ACTOR = "grunddata"
Progress = Callable[[str], None]


def seed(session: Session, progress: Progress) -> None:
    """Brings every seeded row up to the facts files, within the caller's transaction."""
    progress("Läser in kommuner, stadsdelar, orter och postnummer")
    _upsert(session, Municipality, facts.municipality_rows(), "code")
    _upsert(session, District, facts.district_rows(), "id")
    for model, rows in ((Place, facts.place_rows()), (Postcode, facts.postcode_rows())):
        session.execute(delete(model))
        session.execute(insert(model), rows)
    progress("Läser in kontakter och stödlinjer")
    _seed_contacts(session)
    _seed_site(session)


def _upsert(session: Session, model: type[Base], rows: Iterable[dict[str, Any]], key: str) -> None:
    known = set(session.scalars(select(getattr(model, key))))
    rows = list(rows)
    new = [row for row in rows if row[key] not in known]
    if new:
        session.execute(insert(model), new)
    for row in rows:
        if row[key] in known:
            session.merge(model(**row))


def _seed_contacts(session: Session) -> None:
    wanted = {record.id: record for record in (*read_support_lines(), *_file_contacts(session))}
    known = {service.id: service for service in find_services(session, select(Service))}
    writer = Writer(session, ACTOR, managed_by="seed")
    for record in wanted.values():
        service = known.get(record.id)
        if service is None or service.managed_by == "seed":
            writer.save(record, service)
    for service in known.values():
        if service.managed_by == "seed" and service.id not in wanted:
            writer.remove(service)
    session.flush()


def _file_contacts(session: Session) -> list[ContactRecord]:
    reader = RowReader(DatabaseGeography(session))
    records = []
    names = codes_by_name("columns")
    for name in ("contacts_published.csv", "demo_contacts.csv"):
        with (FACTS / name).open(encoding="utf-8", newline="") as file:
            for number, cells in enumerate(csv.DictReader(file), start=2):
                records.append(reader.read(number, {names[heading]: cell for heading, cell in cells.items()}))
        if reader.problems:
            raise RegistryError(f"bot/facts/{name}: " + " ".join(map(str, reader.problems)))
    return [record for record in records if record is not None]


def _seed_site(session: Session) -> None:
    demo = facts.demo()
    site = session.get(Site, demo["site"]["id"])
    if site is not None and site.managed_by != "seed":
        return
    session.merge(Site(
        **demo["site"], municipality_code=demo["municipality"]["code"], districts=[], theme={}, paused=False,
        managed_by="seed",
    ))
