"""The fixed replies to acute danger, readable without Rasa and without a database."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Literal

from bot.guidance.content import GUIDES, read_file
from bot.guidance.model import Reviewed, Strict

Level = Literal["act", "today", "ask"]


class EmergencyReply(Strict):
    """What to do, in order, and which lines to show (ids of the registry's support lines)."""

    title: str
    steps: tuple[str, ...]
    then: str | None = None
    question: str | None = None
    numbers: tuple[str, ...]


class EmergencyReplies(Reviewed):
    """`young` holds the replies that speak to the young person; where it has none, `replies` serves everyone."""

    relay: str
    replies: Mapping[str, Mapping[Level, EmergencyReply]]
    young: Mapping[str, Mapping[Level, EmergencyReply]] = {}


@lru_cache(maxsize=4)
def get_replies(language: str) -> EmergencyReplies:
    """All emergency replies of a language, read once per process."""
    return read_file(GUIDES / language / "emergency.yml", EmergencyReplies)


def emergency_reply(category: str, level: str, language: str = "sv", role: str | None = None) -> dict[str, Any]:
    """The `emergency` message for a category (`suicide`, …, `general`) and level.

    Its `numbers` are ids of support lines; the caller replaces them by the lines themselves.
    """
    if not (GUIDES / language / "emergency.yml").exists():
        language = "sv"
    content = get_replies(language)
    own = content.young.get(category, {}) if role == "young_person" else {}
    reply = own.get(level) or content.replies[category][level]  # type: ignore[call-overload, index]
    return {
        "type": "emergency", "level": level, "title": reply.title, "steps": list(reply.steps), "then": reply.then,
        "question": reply.question, "relay": content.relay, "numbers": list(reply.numbers), "lang": language,
    }
