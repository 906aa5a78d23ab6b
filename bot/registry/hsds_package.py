"""HSDS 3 as a Tabular Data Package: one CSV per table and a datapackage.json that describes them."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterable
from typing import Any

HOMEPAGE = "https://docs.openreferral.org"
# (column, type, required) by the names that HSDS has for its tables; the files have the names in the plural.
TABLES: dict[str, tuple[tuple[str, str, bool], ...]] = {
    "organization": (("id", "string", True), ("name", "string", True), ("description", "string", True)),
    "service": (
        ("id", "string", True), ("organization_id", "string", True), ("name", "string", True),
        ("alternate_name", "string", False), ("description", "string", False), ("url", "string", False),
        ("email", "string", False), ("status", "string", True), ("application_process", "string", False),
        ("eligibility_description", "string", False), ("minimum_age", "number", False),
        ("maximum_age", "number", False), ("assured_date", "date", False), ("alert", "string", False),
    ),
    "phone": (
        ("id", "string", True), ("service_id", "string", False), ("number", "string", True),
        ("type", "string", False), ("description", "string", False),
    ),
    "schedule": (
        ("id", "string", True), ("service_id", "string", False), ("valid_from", "date", False),
        ("valid_to", "date", False), ("timezone", "number", False), ("wkst", "string", False),
        ("freq", "string", False), ("byday", "string", False),
        ("description", "string", False), ("opens_at", "time", False), ("closes_at", "time", False),
        ("notes", "string", False),
    ),
    "service_area": (
        ("id", "string", True), ("service_id", "string", False), ("name", "string", False),
        ("description", "string", False),
    ),
}
CHILDREN = ("phone", "schedule", "service_area")


def to_tables(services: Iterable[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """The rows of each table from nested services."""
    tables: dict[str, list[dict[str, Any]]] = {name: [] for name in TABLES}
    organisations: dict[str, dict[str, Any]] = {}
    for service in services:
        organisation = service["organization"]
        organisations[organisation["id"]] = organisation
        tables["service"].append(service | {"organization_id": organisation["id"]})
        for child in CHILDREN:
            tables[child].extend(entry | {"service_id": service["id"]} for entry in service.get(f"{child}s", ()))
    tables["organization"] = list(organisations.values())
    return tables


def to_descriptor() -> dict[str, Any]:
    """datapackage.json."""
    keys = {child: [("service_id", "service")] for child in CHILDREN}
    keys["service"] = [("organization_id", "organization")]
    return {
        "name": "human_services_data", "version": "3.0.0", "title": "Samtalskompassen, HSDS 3",
        "profile": "tabular-data-package",
        "homepage": HOMEPAGE,
        "resources": [
            {
                "name": table, "path": f"{table}s.csv", "profile": "tabular-data-resource", "format": "csv",
                "mediatype": "text/csv", "encoding": "utf-8",
                "schema": {
                    "fields": [
                        {"name": name, "type": kind, "constraints": {"required": required, "unique": name == "id"}}
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
            archive.writestr(f"{table}s.csv", text.getvalue())
    return target.getvalue()
