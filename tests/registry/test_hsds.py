"""HSDS 3: the rules of the published schemas for the tables we use, in our own words.

https://docs.openreferral.org/en/3.0.1/hsds/schema_reference.html: required fields, code lists and formats.
"""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from datetime import date, time
from typing import Any
from uuid import UUID

import jsonschema
import pytest

from bot.registry import Registry
from bot.registry.hsds import to_page, to_services
from bot.registry.hsds_package import to_package
from bot.registry.records import ContactRecord

UUID_TEXT = {"type": "string", "pattern": r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"}
TEXT = {"type": "string", "minLength": 1}
DAY = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
CLOCK = {"type": "string", "pattern": r"^\d{2}:\d{2}:\d{2}$"}


def table(required: list[str], **properties: Any) -> dict[str, Any]:
    return {
        "type": "object", "properties": {"id": UUID_TEXT} | properties, "required": ["id", *required],
        "additionalProperties": False,
    }


def many(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items, "minItems": 1}


SERVICE = table(
    ["name", "status"], name=TEXT, alternate_name=TEXT, description=TEXT,
    url={"type": "string", "pattern": "^https?://"}, email={"type": "string", "pattern": "^[^@ ]+@[^@ ]+$"},
    status={"enum": ["active", "inactive", "defunct", "temporarily closed"]}, application_process=TEXT,
    eligibility_description=TEXT, minimum_age={"type": "number"}, maximum_age={"type": "number"}, assured_date=DAY,
    alert=TEXT,
    organization=table(["name", "description"], name=TEXT, description=TEXT),
    phones=many(table(["number"], number=TEXT, type=TEXT, description=TEXT)),
    schedules=many(table(
        [], freq={"enum": ["WEEKLY", "MONTHLY"]}, wkst={"enum": ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]},
        byday={"type": "string", "pattern": "^[A-Z]{2}(,[A-Z]{2})*$"}, opens_at=CLOCK, closes_at=CLOCK, valid_from=DAY,
        valid_to=DAY, description=TEXT, notes=TEXT,
    )),
    service_areas=many(table([], name=TEXT, description=TEXT)),
)


@pytest.fixture(scope="module")
def services(shared: Registry) -> list[dict[str, Any]]:
    return to_services(shared.read_all(), shared.municipality_names())


def test_every_service_follows_the_schema(services: list[dict[str, Any]]) -> None:
    assert len(services) > 100
    validator = jsonschema.Draft202012Validator(SERVICE)
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


def test_the_tabular_package_is_complete_and_consistent(services: list[dict[str, Any]]) -> None:
    archive = zipfile.ZipFile(io.BytesIO(to_package(services)))
    descriptor = json.loads(archive.read("datapackage.json"))
    assert descriptor["profile"] == "tabular-data-package"
    tables = {}
    for resource in descriptor["resources"]:
        rows = list(csv.DictReader(io.StringIO(archive.read(resource["path"]).decode())))
        tables[resource["name"]] = rows
        fields = resource["schema"]["fields"]
        assert rows
        assert list(rows[0]) == [field["name"] for field in fields]
        assert len({row["id"] for row in rows}) == len(rows)
        for row in rows:
            for field in fields:
                check(row[field["name"]], field)
    for resource in descriptor["resources"]:
        for key in resource["schema"]["foreignKeys"]:
            known = {row["id"] for row in tables[key["reference"]["resource"]]}
            assert {row[key["fields"]] for row in tables[resource["name"]]} <= known
    assert len(tables["services"]) == len(services)


def check(value: str, field: dict[str, Any]) -> None:
    """One cell against its field, as the Table Schema says."""
    if not value:
        assert not field.get("constraints", {}).get("required"), field
    elif field["name"] == "id":
        UUID(value)
    elif field["type"] == "number":
        float(value)
    elif field["type"] == "date":
        date.fromisoformat(value)
    elif field["type"] == "time":
        assert re.fullmatch(r"\d\d:\d\d:\d\d", value)
        time.fromisoformat(value)
