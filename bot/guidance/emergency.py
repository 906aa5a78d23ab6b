"""The fixed replies to acute danger, readable without Rasa and without a database."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
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

    language: str = "sv"
    relay: str
    replies: Mapping[str, Mapping[Level, EmergencyReply]]
    young: Mapping[str, Mapping[Level, EmergencyReply]] = {}

    def message(self, category: str, level: str, role: str | None = None) -> dict[str, Any]:
        """The `emergency` message; `numbers` are ids of support lines."""
        own = self.young.get(category, {}) if role == "young_person" else {}
        reply = own.get(level) or self.replies[category][level]  # type: ignore[call-overload, index]
        return {
            "type": "emergency", "level": level, "title": reply.title, "steps": list(reply.steps), "then": reply.then,
            "question": reply.question, "relay": self.relay, "numbers": list(reply.numbers), "lang": self.language,
        }


def read_replies(language: str, guides: Path = GUIDES) -> EmergencyReplies:
    """All emergency replies of a language, from disk. Raises ContentError."""
    replies = read_file(guides / language / "emergency.yml", EmergencyReplies)
    return replies.model_copy(update={"language": language})
