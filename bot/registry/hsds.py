"""The registry in the Open Referral Human Services Data Specification (HSDS) 3: JSON and Tabular Data Package.

https://docs.openreferral.org/en/3.0.1/hsds/schema_reference.html. Ids are UUIDs made from our own stable ids; what HSDS
has no field for (mark, source, what happens when you call) goes into its descriptive fields.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from bot.registry.cards import say_ages
from bot.registry.content import label_of, texts
from bot.registry.opening import local
from bot.registry.records import ContactRecord
from bot.registry.week import ORDINARY_MONDAY, spans_of

NAMESPACE = uuid5(NAMESPACE_URL, "samtalskompassen")
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def to_services(
    records: Iterable[ContactRecord], municipality_names: Mapping[str, str], at: datetime | None = None
) -> list[dict[str, Any]]:
    """HSDS `service` objects with their organisation, phones, schedules and service areas inside, as of a moment."""
    moment = local(at)
    return [_service(record, municipality_names, moment) for record in records]


def to_page(services: list[dict[str, Any]]) -> dict[str, Any]:
    """The services as the one page of an HSDS list."""
    return {
        "total_items": len(services), "total_pages": 1, "page_number": 1, "size": len(services), "first_page": True,
        "last_page": True, "empty": not services, "contents": services,
    }


def _service(record: ContactRecord, names: Mapping[str, str], at: datetime) -> dict[str, Any]:
    label = label_of("functions", record.function)
    made: dict[str, Any] = {
        "id": make_uuid("service", record.id),
        "name": record.label or label,
        "alternate_name": label if record.label else None,
        "description": _join(record.answered_by, record.they_ask, record.anonymous, record.next_step, record.note),
        "url": record.url,
        "email": record.email,
        "status": "active" if record.mark != "check" and record.is_valid(at.date()) else "inactive",
        "application_process": _route(record),
        "eligibility_description": say_ages(record),
        "minimum_age": record.age_min,
        "maximum_age": record.age_max,
        "assured_date": _iso(record.verified_on),
        "alert": _alert(record),
        "organization": {
            "id": make_uuid("organisation", record.organisation), "name": record.organisation,
            "description": record.organisation,
        },
        "phones": [
            _filled({
                "id": make_uuid("phone", f"{record.id}/{phone.tel}/{number}"), "number": phone.tel, "type": "voice",
                "description": _join(phone.display, phone.note),
            })
            for number, phone in enumerate(record.phones)
        ],
        "schedules": _schedules(record, at),
        "service_areas": [
            {"id": make_uuid("area", f"{record.id}/{code}"), "name": names.get(code, code),
             "description": "; ".join(record.districts) or names.get(code, code)}
            for code in record.municipalities
        ] or [{"id": make_uuid("area", f"{record.id}/SE"), "name": "Sverige", "description": "Hela landet"}],
    }
    return _filled(made)


def _schedules(record: ContactRecord, at: datetime) -> list[dict[str, Any]]:
    """One weekly schedule for each span of hours, Swedish time; holidays are in the description.

    HSDS reads times as UTC unless told the offset, and has no zones: it is given as it is at the moment of the export.
    """
    if not record.opening_hours:
        return []
    spans: dict[tuple[str, str], list[str]] = {}
    for number, weekday in enumerate(WEEKDAYS):
        day = ORDINARY_MONDAY + timedelta(days=number)
        for opens, closes in spans_of(record.opening_hours, day):
            # HSDS has no 24:00.
            shown = "23:59:59" if closes.date() > day.date() else closes.strftime("%H:%M:%S")
            spans.setdefault((opens.strftime("%H:%M:%S"), shown), []).append(weekday)
    return [
        _filled({
            "id": make_uuid("schedule", f"{record.id}/{opens}/{closes}"), "freq": "WEEKLY", "wkst": "MO",
            "byday": ",".join(days), "opens_at": opens, "closes_at": closes, "valid_from": _iso(record.valid_from),
            "valid_to": _iso(record.valid_to), "timezone": _offset(at),
            "description": record.hours_text or record.opening_hours,
            "notes": f"Europe/Stockholm; OSM opening_hours: {record.opening_hours}",
        })
        for (opens, closes), days in spans.items()
    ]


def _offset(at: datetime) -> int:
    return int((at.utcoffset() or timedelta()).total_seconds()) // 3600


def _route(record: ContactRecord) -> str | None:
    words = texts()["note"]
    if record.route and record.ask_for:
        return str(words["route_112" if record.route == "112" else "switchboard"].format(fråga=record.ask_for))
    return None


def _alert(record: ContactRecord) -> str | None:
    words = texts()["note"]
    source = f"{record.source or ''} {_iso(record.source_date) or ''}".strip()
    return _join(
        words["invented"] if record.invented else None,
        None if record.confirmed else f"Inte bekräftad. Källa: {source or 'okänd'}",
    )


def make_uuid(kind: str, key: str) -> str:
    """The UUID that stands for one of our own ids."""
    return str(uuid5(NAMESPACE, f"{kind}/{key}"))


def _filled(made: dict[str, Any]) -> dict[str, Any]:
    """Without empty fields: HSDS has no null."""
    return {key: value for key, value in made.items() if value not in (None, [], "")}


def _join(*parts: str | None) -> str | None:
    return " ".join(part for part in parts if part) or None


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
