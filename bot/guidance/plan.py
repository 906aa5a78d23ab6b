"""The person's own plan: what they chose, gathered on one page."""

from __future__ import annotations

from typing import Any

from bot.guidance.content import Content
from bot.guidance.model import Situation
from bot.guidance.walk import listed


def picked(content: Content, person: Situation, name: str) -> list[str]:
    """The lines of a list that the person chose, in the order chosen."""
    lines = listed(content, person, name)
    numbers = (int(pick.partition(":")[2]) for pick in person.picks if pick.startswith(f"{name}:"))
    return [lines[number] for number in numbers if number < len(lines)]


def plan_sections(content: Content, person: Situation) -> list[dict[str, Any]]:
    """Sections `{id, title, items}` of the plan; the one with id `contacts` is filled by the caller."""
    titles = content.opening.plan
    concern = content.concerns.get(person.concern or "")
    suggestions = {
        "concern": [concern.name] if concern else [],
        "first_sentences": picked(content, person, "first_sentences") or listed(content, person, "first_sentences")[:2],
        "questions": picked(content, person, "questions") or listed(content, person, "questions")[:3],
        "avoid": listed(content, person, "avoid")[:3],
        "place_and_time": [titles["place_and_time_hint"]],
        "contacts": [],
        "next_step": [titles["next_step_hint"]],
    }
    return [
        {"id": name, "title": titles[name], "items": items}
        for name, items in suggestions.items()
        if items or name == "contacts"
    ]
