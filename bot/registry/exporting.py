"""Contacts out of the registry: a file that imports back to the same, a template, and a list to mail."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from bot.registry.cards import say_ages
from bot.registry.content import label_of, texts, vocabulary
from bot.registry.database import Database
from bot.registry.excel import write_excel
from bot.registry.phone_numbers import write_phones
from bot.registry.reading import read_local, read_scope
from bot.registry.records import ContactRecord
from bot.registry.rows import COLUMNS, write_row


def read_contacts(database: Database, code: str | None = None) -> list[ContactRecord]:
    """The local contacts by id, of one municipality or of all. Raises RegistryUnavailableError."""
    with database.reading() as session:
        found = read_local(session, code) if code else read_scope(session, "local")
        return [record for record in found if record.scope == "local"]


def to_rows(records: Iterable[ContactRecord]) -> list[list[str]]:
    """Headings and cells."""
    headings = [label_of("columns", column) for column in COLUMNS]
    return [headings, *([cells[column] for column in COLUMNS] for cells in map(write_row, records))]


def to_csv(rows: Sequence[Sequence[str]]) -> bytes:
    """UTF-8 with a byte order mark and semicolons: what a Swedish Excel opens with a double click."""
    target = io.StringIO(newline="")
    csv.writer(target, delimiter=";", lineterminator="\r\n").writerows(rows)
    return target.getvalue().encode("utf-8-sig")


def write_file(rows: Sequence[Sequence[str]], name: str) -> bytes:
    """The file's bytes: Excel for a name ending in .xlsx, otherwise CSV."""
    return write_excel(rows) if name.lower().endswith(".xlsx") else to_csv(rows)


def template_rows() -> list[list[str]]:
    """Headings and one example row with invented data, which a coordinator replaces."""
    example = vocabulary()["template_example"]
    return [
        [label_of("columns", column) for column in COLUMNS], [str(example.get(column, "")) for column in COLUMNS]
    ]


def list_for_mail(name: str, records: Sequence[ContactRecord]) -> str:
    """The contacts of a municipality as a letter to whoever answers for them."""
    words = texts()["letter"]
    parts = [words["greeting"].format(plats=name)]
    for number, record in enumerate(records, start=1):
        label = label_of("functions", record.function)
        lines = [f"{number}. {record.label} ({label})" if record.label else f"{number}. {label}"]
        for heading, value in (
            ("phone", write_phones(record.phones)), ("email", record.email), ("url", record.url),
            ("hours", record.hours_text or record.opening_hours), ("ages", say_ages(record)),
            ("source", record.source), ("verified", record.verified_on), ("id", record.id),
        ):
            lines.append(f"   {words[heading]}: {value or words['missing']}")
        parts.append("\n".join(lines))
    if not records:
        parts.append(words["none"])
    parts.append(words["closing"])
    return "\n\n".join(parts)
