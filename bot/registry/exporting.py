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
from bot.registry.week import say_week

# What every municipality has, or whoever asks is told to ask the switchboard for.
ASKED_FOR = ("ssp", "social_services", "social_emergency", "contact_centre", "crime_prevention")


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


def list_for_mail(name: str, records: Sequence[ContactRecord], address: str | None = None) -> str:
    """The contacts of a municipality as a letter to whoever answers for them, with what is missing asked for."""
    words = texts()["letter"]
    parts = [f"{words['to']}: {address or words['missing']}\n{words['subject'].format(plats=name)}"]
    parts.append(words["greeting"].format(plats=name))
    for number, record in enumerate(records, start=1):
        label = label_of("functions", record.function)
        lines = [f"{number}. {record.label} ({label})" if record.label else f"{number}. {label}"]
        lines.extend(f"   {words[heading]}: {value or words['missing']}" for heading, value in _facts(record))
        parts.append("\n".join(lines))
    if not records:
        parts.append(words["none"])
    have = {record.function for record in records}
    lacking = [label_of("functions", function) for function in ASKED_FOR if function not in have]
    if lacking:
        parts.append(words["lacking"].format(lista=", ".join(lacking)))
    parts.append(words["closing"])
    return "\n\n".join(parts)


def _facts(record: ContactRecord) -> list[tuple[str, object]]:
    """(heading, value) of what somebody has to look through."""
    note = texts()["note"]
    route = {"112": "route_112", "switchboard": "switchboard"}.get(record.route or "")
    happens = (record.answered_by, record.they_ask, record.anonymous, record.next_step)
    facts: list[tuple[str, object]] = [("phone", write_phones(record.phones))]
    if route:
        facts.append(("route", note[route].format(fråga=record.ask_for)))
    facts += [("email", record.email), ("url", record.url), ("hours", record.hours_text or record.opening_hours)]
    if record.opening_hours:
        facts.append(("read_as", say_week(record.opening_hours)))
    facts += [
        ("ages", say_ages(record)), ("happens", " ".join(part for part in happens if part)), ("note", record.note),
        ("source", record.source), ("verified", record.verified_on), ("id", record.id),
    ]
    return facts
