"""The national lines of bot/facts/support_lines.yml, readable without any database."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache
from typing import Any

from bot.registry.content import FACTS, read_yaml
from bot.registry.records import ContactRecord, Phone

FILE = FACTS / "support_lines.yml"
PLAIN_FIELDS = (
    "route", "ask_for", "url", "opening_hours", "hours_text", "hours_confirmed", "age_min", "age_max", "note", "mark",
    "permanent", "professionals_only", "source", "source_date", "position",
)


@lru_cache(maxsize=1)
def read_support_lines() -> tuple[ContactRecord, ...]:
    """Every line of the file, also those withheld."""
    return tuple(_record(line) for line in read_yaml(FILE)["lines"])


def _record(line: dict[str, Any]) -> ContactRecord:
    fits, happens = line.get("fits") or {}, line.get("what_happens") or {}
    plain = {field: line[field] for field in PLAIN_FIELDS if field in line}
    if isinstance(plain.get("source_date"), datetime):
        plain["source_date"] = plain["source_date"].date()
    assert plain.get("source_date") is None or isinstance(plain["source_date"], date)
    return ContactRecord(
        id=line["id"], function=line["function"], organisation=line.get("organisation") or line["name"],
        scope="national", label=line["name"], phones=tuple(Phone(**phone) for phone in line.get("phones", ())),
        concerns=tuple(fits.get("concerns", ())), roles=tuple(fits.get("roles", ())),
        answered_by=happens.get("answered_by"), anonymous=happens.get("anonymous"),
        they_ask=happens.get("they_ask"), next_step=happens.get("next_step"), **plain,
    )
