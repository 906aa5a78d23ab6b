"""HSDS 3 as a Tabular Data Package: one CSV per table and a datapackage.json that describes them."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterable
from typing import Any

PROFILE = "https://raw.githubusercontent.com/openreferral/specification/3.0/datapackage.json"
# (column, type, required); HSDS calls organisations organizations.
TABLES: dict[str, tuple[tuple[str, str, bool], ...]] = {
    "organizations": (("id", "string", True), ("name", "string", True), ("description", "string", True)),
    "services": (
        ("id", "string", True), ("organization_id", "string", True), ("name", "string", True),
        ("alternate_name", "string", False), ("description", "string", False), ("url", "string", False),
        ("email", "string", False), ("status", "string", True), ("application_process", "string", False),
        ("eligibility_description", "string", False), ("minimum_age", "number", False),
        ("maximum_age", "number", False), ("assured_date", "date", False), ("alert", "string", False),
    ),
    "phones": (
        ("id", "string", True), ("service_id", "string", False), ("number", "string", True),
        ("type", "string", False), ("description", "string", False),
    ),
    "schedules": (
        ("id", "string", True), ("service_id", "string", False), ("valid_from", "date", False),
        ("valid_to", "date", False), ("wkst", "string", False), ("freq", "string", False), ("byday", "string", False),
        ("description", "string", False), ("opens_at", "time", False), ("closes_at", "time", False),
        ("notes", "string", False),
    ),
    "service_areas": (
        ("id", "string", True), ("service_id", "string", False), ("name", "string", False),
        ("description", "string", False),
    ),
}
CHILDREN = ("phones", "schedules", "service_areas")


def to_tables(services: Iterable[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """The rows of each table from nested services."""
    tables: dict[str, list[dict[str, Any]]] = {name: [] for name in TABLES}
    organisations: dict[str, dict[str, Any]] = {}
    for service in services:
        organisation = service["organization"]
        organisations[organisation["id"]] = organisation
        tables["services"].append(service | {"organization_id": organisation["id"]})
        for child in CHILDREN:
            tables[child].extend(entry | {"service_id": service["id"]} for entry in service.get(child, ()))
    tables["organizations"] = list(organisations.values())
    return tables


def to_descriptor() -> dict[str, Any]:
    """datapackage.json."""
    keys = {child: [("service_id", "services")] for child in CHILDREN}
    keys["services"] = [("organization_id", "organizations")]
    return {
        "name": "samtalskompassen", "profile": "tabular-data-package", "title": "Samtalskompassen, HSDS 3",
        "homepage": PROFILE,
        "resources": [
            {
                "name": table, "path": f"{table}.csv", "profile": "tabular-data-resource", "format": "csv",
                "mediatype": "text/csv", "encoding": "utf-8",
                "schema": {
                    "fields": [
                        {"name": name, "type": kind} | ({"constraints": {"required": True}} if required else {})
                        for name, kind, required in columns
                    ],
                    "primaryKey": "id",
                    "foreignKeys": [
                        {"fields": field, "reference": {"resource": target, "fields": "id"}}
                        for field, target in keys.get(table, ())
                    ],
                },
            }
            for table, columns in TABLES.items()
        ],
    }


def to_package(services: Iterable[dict[str, Any]]) -> bytes:
    """The package as a zip file."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("datapackage.json", json.dumps(to_descriptor(), ensure_ascii=False, indent=2))
        for table, rows in to_tables(services).items():
            names = [name for name, _, _ in TABLES[table]]
            text = io.StringIO(newline="")
            writer = csv.DictWriter(text, names, restval="", extrasaction="ignore", lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
            archive.writestr(f"{table}.csv", text.getvalue())
    return target.getvalue()
