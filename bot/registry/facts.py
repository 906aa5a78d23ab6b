"""The place data of bot/facts as rows for the database, and the fingerprint that tells when it has changed."""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from bot.registry.content import FACTS, read_yaml
from bot.registry.folding import fold, slug

USED = (
    "municipalities.csv", "districts.csv", "places.csv", "postcodes.csv", "contacts_published.csv", "demo_contacts.csv",
    "demo_municipality.yml", "support_lines.yml",
)
# Raised when the way facts become rows changes, so that databases seeded the old way are brought up to date.
SEED_VERSION = 1


def fingerprint() -> str:
    """A digest of everything the registry is seeded from."""
    digest = hashlib.sha256(str(SEED_VERSION).encode())
    for name in USED:
        digest.update((FACTS / name).read_bytes())
    return digest.hexdigest()


def read_csv(name: str) -> Iterator[dict[str, str]]:
    """The rows of a file in bot/facts."""
    with (FACTS / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def demo() -> Any:
    """The invented municipality with its districts and its site."""
    return read_yaml(FACTS / "demo_municipality.yml")


def municipality_rows() -> list[dict[str, Any]]:
    """All municipalities, the invented one last."""
    rows = [
        {
            "code": row["code"], "name": row["name"], "full_name": row["full_name"], "folded": fold(row["name"]),
            "county_code": row["county_code"], "county": row["county"], "website": row["website"] or None,
            "email": row["email"] or None, "email_source": row["email_source"] or None,
            "email_seen": date.fromisoformat(row["email_seen"]) if row["email_seen"] else None,
            "population": int(row["population_2025"]) if row["population_2025"] else None, "invented": False,
        }
        for row in read_csv("municipalities.csv")
    ]
    invented = demo()["municipality"]
    return [*rows, {
        **dict.fromkeys(rows[0]), **invented, "folded": fold(invented["name"]), "invented": True,
    }]


def district_rows() -> list[dict[str, Any]]:
    """All districts, current ones first so that dissolved ones can point to them."""
    current: list[dict[str, Any]] = []
    dissolved: list[dict[str, Any]] = []
    for row in read_csv("districts.csv"):
        ended = re.match(r"upphörd (\S+)(?: -> (.+))?", row["status"])
        code = row["municipality_code"]
        remark = "" if ended else row["status"].removeprefix("gällande").strip()
        note = "; ".join(part for part in (row["note"], remark) if part)
        made = {
            "id": f"{code}-{slug(row['name'])}" + ("-tidigare" if ended else ""), "municipality_code": code,
            "name": row["name"], "level": row["level"], "aliases": [a for a in row["aliases"].split("|") if a],
            "valid_from": row["valid_from"] or None, "dissolved": ended.group(1) if ended else None,
            "superseded_by": f"{code}-{slug(ended.group(2))}" if ended and ended.group(2) else None, "note": note,
        }
        (dissolved if ended else current).append(made)
    code = demo()["municipality"]["code"]
    invented = [
        {
            "id": f"{code}-{slug(name)}", "municipality_code": code, "name": name, "level": "stadsdel", "aliases": [],
            "valid_from": None, "dissolved": None, "superseded_by": None, "note": None,
        }
        for name in demo()["districts"]
    ]
    return [*current, *invented, *dissolved]


def place_rows() -> list[dict[str, Any]]:
    """Towns, post towns and city parts."""
    return [
        {
            "name": row["name"], "folded": fold(row["name"]), "kind": row["kind"],
            "municipality_code": row["municipality_code"], "main": row["main_municipality"] == "ja",
        }
        for row in read_csv("places.csv")
    ]


def postcode_rows() -> list[dict[str, Any]]:
    """Postcodes with their post towns."""
    return list(read_csv("postcodes.csv"))
