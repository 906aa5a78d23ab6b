"""A contact in the language of the person: our texts are translated, what others have written stays as it is."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import Any

from bot.registry.content import FACTS, HOME, read_marked, texts
from bot.registry.marking import quoted
from bot.registry.municipality import is_municipality
from bot.registry.records import ContactRecord, Phone
from bot.registry.support_lines import read_support_lines
from bot.registry.week import say_stated

# In the order of the card.
HAPPENS = ("answered_by", "they_ask", "anonymous", "next_step")
# What Swedish hours call public holidays.
HOLIDAYS = re.compile(r"röd|helg", re.IGNORECASE)
TRANSLATED = ("hours_text", "note", *HAPPENS)


def in_language(record: ContactRecord, language: str) -> ContactRecord:
    """The contact with its texts in that language; those that there is no translation of are marked as Swedish.

    A line whose text the operator has changed is shown as changed, in Swedish: an old translation may be wrong.
    """
    if language == HOME or is_municipality(record):
        # The card of a municipality itself is made of our texts, in the right language already.
        return record
    national = record.scope == "national"
    swedish = _lines().get(record.id) if national else None
    words = _translations(language).get(record.id, {}) if national else {}
    changes: dict[str, Any] = {}
    for field in TRANSLATED:
        text = getattr(record, field)
        if text:
            known = words.get(field) if swedish and getattr(swedish, field) == text else None
            changes[field] = known or quoted(text)
    if record.scope == "local" and record.hours_text and record.opening_hours:
        # Hours that we could read are said in words of ours; the rest stands as it was written.
        changes["hours_text"] = say_stated(
            record.opening_hours, language, holidays=HOLIDAYS.search(record.hours_text) is not None
        )
    if record.label:
        changes["label"] = _name(record.label, words if swedish and swedish.label == record.label else {})
    if record.ask_for:
        changes["ask_for"] = texts(language)["asks"].get(record.ask_for) or quoted(record.ask_for)
    return replace(record, phones=_phones(record, swedish, words.get("phones", ()), language), **changes)


def _name(label: str, words: dict[str, Any]) -> str:
    if words.get("name"):
        return str(words["name"])
    return f"{quoted(label)} ({words['explained']})" if words.get("explained") else quoted(label)


def _phones(
    record: ContactRecord, swedish: ContactRecord | None, notes: list[str] | tuple[()], language: str
) -> tuple[Phone, ...]:
    known = dict(zip([(phone.tel, phone.note) for phone in swedish.phones], notes, strict=False)) if swedish else {}
    return tuple(
        replace(phone, note=known.get((phone.tel, phone.note)) or _phone_note(phone.note, language))
        for phone in record.phones
    )


def _phone_note(note: str | None, language: str) -> str | None:
    """"val 1" as "option 1"; "sms", which tells what kind of number it is, as it stands."""
    if not note or note == "sms":
        return note
    word, _, rest = note.partition(" ")
    known = texts(language)["phone_notes"].get(word)
    return f"{known} {rest}".strip() if known and (not rest or rest.isdecimal()) else quoted(note)


@lru_cache(maxsize=1)
def _lines() -> dict[str, ContactRecord]:
    return {line.id: line for line in read_support_lines()}


@lru_cache(maxsize=8)
def _translations(language: str) -> dict[str, dict[str, Any]]:
    """The texts of support_lines.<language>.yml by id, those of what happens beside the others."""
    lines = read_marked(FACTS / f"support_lines.{language}.yml")["lines"]
    return {line_id: (line or {}) | (line or {}).get("what_happens", {}) for line_id, line in lines.items()}
