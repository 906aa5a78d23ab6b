"""A contact file compared with the registry, and written to it: all or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.registry.content import label_of
from bot.registry.database import Database
from bot.registry.geography import DatabaseGeography
from bot.registry.models import Service
from bot.registry.records import ContactRecord
from bot.registry.rows import RowProblem, RowReader, write_row
from bot.registry.store import Writer, describe, differences, find_services, to_record
from bot.registry.table_files import Table, read_table
from bot.registry.week import say_week

ACTOR = "import"


@dataclass(frozen=True)
class Changed:
    """A contact that the file changes: (field, old, new) for the log, (heading, old, new) as a file would have it."""

    record: ContactRecord
    fields: tuple[tuple[str, str | None, str | None], ...]
    cells: tuple[tuple[str, str, str], ...]


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
        """The differences in words, one per line, with how new opening hours were read."""
        said = []
        for record in self.added:
            said.append(f"Ny      {record.id}: {describe(record)}")
            said.extend(_say_hours(record))
        for change in self.changed:
            said.append(f"Ändras  {change.record.id}: {describe(change.record)}")
            said.extend(f"          {name}: {old or '(tomt)'} → {new or '(tomt)'}" for name, old, new in change.cells)
            if any(field == "opening_hours" for field, _, _ in change.fields):
                said.extend(_say_hours(change.record))
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
        given = known.get(cells.get("id", "").strip())
        # A row that names its contact need not say again how it is reached.
        whole = _over(to_record(given), cells, table.columns) if given and given.scope == "local" else cells
        record = reader.read(row, whole)
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
            changed.append(Changed(after, tuple(fields), _cells(before, after)))
        else:
            unchanged += 1
    return Plan(tuple(added), tuple(changed), unchanged, tuple(reader.problems)), known


def _over(before: ContactRecord, cells: dict[str, str], columns: Sequence[str]) -> dict[str, str]:
    return write_row(before) | {column: cells.get(column, "") for column in columns} | {"id": before.id}


def _cells(before: ContactRecord, after: ContactRecord) -> tuple[tuple[str, str, str], ...]:
    old, new = write_row(before), write_row(after)
    return tuple((label_of("columns", name), old[name], new[name]) for name in old if old[name] != new[name])


def _say_hours(record: ContactRecord) -> list[str]:
    if record.opening_hours:
        return [f"          läses som: {say_week(record.opening_hours)}"]
    return ["          öppettiden går inte att räkna med, den visas som den är skriven"] if record.hours_text else []


def _merge(
    reader: RowReader, row: int, before: ContactRecord, cells: dict[str, str], columns: Sequence[str]
) -> ContactRecord | None:
    """The known contact with the file's cells over it: a column that the file lacks changes nothing."""
    after = reader.read(row, _over(before, cells, columns))
    # What no column holds stays as it is.
    return after and replace(
        after, position=before.position, permanent=before.permanent, professionals_only=before.professionals_only,
        hours_confirmed=before.hours_confirmed,
    )
