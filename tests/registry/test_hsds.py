"""HSDS 3: what is exported has the fields, types, formats, values and references that the specification asks for."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from bot.registry import Registry
from bot.registry.hsds import to_page, to_services
from bot.registry.hsds_package import to_package
from bot.registry.records import ContactRecord

HSDS: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "hsds_tables.yml").read_text(encoding="utf-8"))
PLAIN: dict[str, dict[str, Any]] = {
    "text": {"type": "string", "minLength": 1},
    "number": {"type": "number"},
    "uuid": {"type": "string", "pattern": "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"},
    "uri": {"type": "string", "pattern": r"^https?://[^\s<>]+$"},
    "email": {"type": "string", "pattern": r"^[^@\s]+@[^@\s]+\.[^@\s]+$"},
    "date": {"type": "string", "pattern": r"^\d{4}-(0\d|1[0-2])-([0-2]\d|3[01])$"},
    "time": {"type": "string", "pattern": r"^([01]\d|2[0-3]):[0-5]\d:[0-5]\d$"},
}
# What the Tabular Data Package calls the types.
TABULAR = {"text": "string", "uuid": "string", "uri": "string", "email": "string"}


def schema_of(kind: Any) -> dict[str, Any]:
    """The JSON schema of a field."""
    if isinstance(kind, list):
        return {"type": "array", "items": schema_of(kind[0])} if kind[0] in HSDS else {"enum": kind}
    if kind in HSDS:
        table = HSDS[kind]
        fields = {name: schema_of(field) for name, field in table["fields"].items()}
        return {"type": "object", "properties": fields, "required": table["required"], "additionalProperties": False}
    return PLAIN[kind]


@pytest.fixture(scope="module")
def services(shared: Registry) -> list[dict[str, Any]]:
    return to_services(shared.read_all(), shared.municipality_names())


def test_every_service_follows_the_schema(services: list[dict[str, Any]]) -> None:
    assert len(services) > 100
    validator = jsonschema.Draft202012Validator(schema_of("service"))
    for service in services:
        validator.validate(service)
    assert len({service["id"] for service in services}) == len(services)


def test_withheld_lines_are_inactive_and_unconfirmed_ones_say_so(shared: Registry) -> None:
    records = {record.id: record for record in shared.read_all()}
    by_id = dict(zip(records, to_services(records.values(), {}), strict=True))
    assert by_id["bris_adults"]["status"] == "inactive"
    assert by_id["0181-social-services"]["alert"]
    assert by_id["9999-ssp"]["alert"]


def test_schedules_split_at_midnight() -> None:
    record = ContactRecord("x", "ssp", "o", opening_hours="Mo-Th 16:30-26:00; Fr 08:00-12:00,13:00-15:00; PH off")
    schedules = to_services([record], {})[0]["schedules"]
    assert {(s["byday"], s["opens_at"], s["closes_at"]) for s in schedules} == {
        ("MO,TU,WE,TH", "16:30:00", "23:59:59"), ("TU,WE,TH,FR", "00:00:00", "02:00:00"),
        ("FR", "08:00:00", "12:00:00"), ("FR", "13:00:00", "15:00:00"),
    }


def test_the_page_counts_its_services(services: list[dict[str, Any]]) -> None:
    page = to_page(services)
    assert page["total_items"] == page["size"] == len(page["contents"])
    json.dumps(page)


def test_the_tabular_package_is_as_the_specification_says(services: list[dict[str, Any]]) -> None:
    archive = zipfile.ZipFile(io.BytesIO(to_package(services)))
    descriptor = json.loads(archive.read("datapackage.json"))
    assert descriptor["profile"] == "tabular-data-package"
    tables = {}
    assert {resource["name"] for resource in descriptor["resources"]} == set(HSDS)
    for resource in descriptor["resources"]:
        published, schema = HSDS[resource["name"]], resource["schema"]
        assert resource["path"] == published["file"]
        assert schema["primaryKey"] == "id"
        assert {key["fields"]: key["reference"]["resource"] for key in schema["foreignKeys"]} == published["refers"]
        for field in schema["fields"]:
            kind = published["fields"][field["name"]]
            assert field["type"] == ("string" if isinstance(kind, list) else TABULAR.get(kind, kind))
            required = field["name"] in published["required"] + published["tabular"]
            assert field["constraints"]["required"] is required
        rows = list(csv.DictReader(io.StringIO(archive.read(resource["path"]).decode())))
        tables[resource["name"]] = rows
        assert rows
        assert list(rows[0]) == [field["name"] for field in schema["fields"]]
        assert len({row["id"] for row in rows}) == len(rows)
        for name, kind in published["fields"].items():
            rules = schema_of(kind)
            for row in rows:
                value = row.get(name)
                if not value:
                    assert name not in published["required"] + published["tabular"]
                else:
                    jsonschema.validate(float(value) if kind == "number" else value, rules)
    for name, rows in tables.items():
        for field, target in HSDS[name]["refers"].items():
            assert {row[field] for row in rows} <= {row["id"] for row in tables[target]}
    assert len(tables["service"]) == len(services)


@pytest.mark.parametrize(("moment", "offset"), [
    (datetime(2026, 12, 1, tzinfo=UTC), 1), (datetime(2026, 7, 1, tzinfo=UTC), 2),
])
def test_times_say_how_far_from_utc_they_are(moment: datetime, offset: int) -> None:
    record = ContactRecord("x", "ssp", "o", opening_hours="Mo 08:00-12:00")
    (schedule,) = to_services([record], {}, moment)[0]["schedules"]
    assert (schedule["opens_at"], schedule["timezone"]) == ("08:00:00", offset)


def test_what_no_longer_applies_is_inactive(shared: Registry) -> None:
    records = [record for record in shared.read_all() if record.valid_to]
    assert records
    assert {service["status"] for service in to_services(records, {}, datetime(2026, 11, 24))} == {"inactive"}
