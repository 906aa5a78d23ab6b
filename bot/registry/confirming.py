"""Somebody responsible has checked a contact or a national line: it is shown as a fact from then on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import select

from bot.registry.database import Database
from bot.registry.errors import RegistryError
from bot.registry.mailboxes import name_in
from bot.registry.models import Service
from bot.registry.records import ContactRecord
from bot.registry.store import Writer, find_services, to_record


def confirm_contacts(database: Database, ids: Sequence[str], by: str, on: date) -> list[ContactRecord]:
    """Marks contacts as checked on a day by a function, hours included; all or none.

    Raises RegistryError for unknown ids and for a person's name, RegistryUnavailableError.
    """
    if name_in(by):
        raise RegistryError(f"\"{by}\" ser ut som ett namn. Skriv funktionen, till exempel SSPF-samordnare.")
    if on > date.today():
        raise RegistryError(f"{on} har inte varit ännu. Skriv dagen då uppgifterna kontrollerades.")
    with database.writing() as session:
        known = {s.id: s for s in find_services(session, select(Service).where(Service.id.in_(ids)))}
        missing = [wanted for wanted in ids if wanted not in known]
        if missing:
            raise RegistryError(f"Ingen kontakt har id {', '.join(missing)}. Se: samtalskompassen contacts list")
        writer = Writer(session, by)
        confirmed = []
        for wanted in ids:
            record = replace(
                to_record(known[wanted]), mark="confident", hours_confirmed=True, verified_on=on, verified_by=by
            )
            if not (record.phones or record.url or record.email):
                raise RegistryError(f"{wanted} har inget sätt att nås. Importera ett nummer eller en adress först.")
            writer.save(record, known[wanted])
            confirmed.append(record)
    return confirmed
