"""The person's own plan: what they chose, gathered on one page."""

from __future__ import annotations

from typing import Any

from bot.guidance.content import Content
from bot.guidance.model import Situation, pick_text
from bot.guidance.walk import listed, numbered


def plan_text(content: Content, person: Situation, name: str) -> str:
    """A heading or a hint of the plan in this person's words; empty when there is none for them."""
    return content.speak(pick_text(content.opening.plan.get(name, ()), person) or "", person)


def picked(content: Content, person: Situation, name: str) -> list[str]:
    """The lines of a list that the person chose, in the order chosen."""
    lines = dict(numbered(content, person, name))
    numbers = (int(pick.partition(":")[2]) for pick in person.picks if pick.startswith(f"{name}:"))
    return [lines[number] for number in numbers if number in lines]


# Their lines come from lists that are written in Swedish only.
FROM_LISTS = ("first_sentences", "questions", "avoid")


def swedish_lines(sections: list[dict[str, Any]]) -> list[str]:
    """The lines of a plan in another language that are Swedish all the same, the longest first."""
    lines = {line for section in sections if section["id"] in FROM_LISTS for line in section["items"]}
    return sorted(lines, key=lambda line: (-len(line), line))


def plan_sections(content: Content, person: Situation) -> list[dict[str, Any]]:
    """Sections `{id, title, items}` of the plan; the one with id `contacts` is filled by the caller."""
    concern = content.concerns.get(person.concern or "")
    suggestions = {
        "concern": [concern.name] if concern else [],
        "goal": [plan_text(content, person, "goal_hint")],
        "first_sentences": picked(content, person, "first_sentences") or listed(content, person, "first_sentences")[:2],
        "questions": picked(content, person, "questions") or listed(content, person, "questions")[:3],
        "avoid": listed(content, person, "avoid")[:3],
        "place_and_time": [plan_text(content, person, "place_and_time_hint")],
        "contacts": [],
        "next_step": [plan_text(content, person, "next_step_hint")],
    }
    return [
        {"id": name, "title": plan_text(content, person, name), "items": [item for item in items if item]}
        for name, items in suggestions.items()
        if any(items) or name == "contacts"
    ]
