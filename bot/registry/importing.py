"""A contact file compared with the registry, and written to it: all or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.registry.database import Database
from bot.registry.geography import DatabaseGeography
from bot.registry.models import Service
from bot.registry.records import ContactRecord
from bot.registry.rows import RowProblem, RowReader, write_row
from bot.registry.store import Writer, describe, differences, find_services, to_record
from bot.registry.table_files import Table, read_table

ACTOR = "import"


@dataclass(frozen=True)
class Changed:
    """A contact that the file changes, with (field, old, new) in words."""

    record: ContactRecord
    fields: tuple[tuple[str, str | None, str | None], ...]


@dataclass(frozen=True)
class Plan:
    """What a file would do to the registry; nothing if there are problems."""

    added: tuple[ContactRecord, ...]
    changed: tuple[Changed, ...]
    unchanged: int
    problems: tuple[RowProblem, ...]

    @property
    def is_empty(self) -> bool:
        """Whether the file changes nothing."""
        return not (self.added or self.changed)

    def lines(self) -> list[str]:
        """The differences in words, one per line."""
        said = [f"Ny      {record.id}: {describe(record)}" for record in self.added]
        for change in self.changed:
            said.append(f"Ändras  {change.record.id}: {describe(change.record)}")
            said.extend(f"          {name}: {old or '(tomt)'} → {new or '(tomt)'}" for name, old, new in change.fields)
        said.append(f"{len(self.added)} nya, {len(self.changed)} ändras, {self.unchanged} är som förut.")
        return said


def plan_import(database: Database, path: Path) -> Plan:
    """What the file would change. Raises FileRefusedError, RegistryUnavailableError."""
    table = read_table(path)
    with database.reading() as session:
        return _plan(session, table)[0]


def import_file(database: Database, path: Path, actor: str = ACTOR) -> Plan:
    """Writes the file's contacts in one transaction, unless there are problems: then nothing is written.

    `actor` is the function that does it, for the change log. Raises FileRefusedError, RegistryUnavailableError.
    """
    table = read_table(path)
    with database.writing() as session:
        plan, known = _plan(session, table)
        if not plan.problems:
            writer = Writer(session, actor)
            for record in (*plan.added, *(change.record for change in plan.changed)):
                writer.save(record, known.get(record.id))
    return plan


def _plan(session: Session, table: Table) -> tuple[Plan, dict[str, Service]]:
    known = {service.id: service for service in find_services(session, select(Service))}
    reader = RowReader(DatabaseGeography(session))
    added: list[ContactRecord] = []
    changed: list[Changed] = []
    unchanged = 0
    seen: dict[str, int] = {}
    for row, cells in table.rows:
        record = reader.read(row, cells)
        if record is None:
            continue
        if record.id in seen:
            reader.problem("id", f"Samma som rad {seen[record.id]}. Ta bort den ena eller ge dem olika lokalt namn.")
            continue
        seen[record.id] = row
        service = known.get(record.id)
        if service is None:
            added.append(record)
            continue
        before = to_record(service)
        if before.scope != "local":
            reader.problem("id", "Det id:t hör till en nationell linje. Lämna cellen tom eller välj ett annat.")
            continue
        after = _merge(reader, row, before, cells, table.columns)
        if after is None:
            continue
        fields = differences(before, after)
        if fields:
            changed.append(Changed(after, tuple(fields)))
        else:
            unchanged += 1
    return Plan(tuple(added), tuple(changed), unchanged, tuple(reader.problems)), known


def _merge(
    reader: RowReader, row: int, before: ContactRecord, cells: dict[str, str], columns: Sequence[str]
) -> ContactRecord | None:
    """The known contact with the file's cells over it: a column that the file lacks changes nothing."""
    merged = write_row(before) | {column: cells.get(column, "") for column in columns}
    after = reader.read(row, merged | {"id": before.id})
    # What no column holds stays as it is.
    return after and replace(
        after, position=before.position, permanent=before.permanent, professionals_only=before.professionals_only,
        hours_confirmed=before.hours_confirmed,
    )
