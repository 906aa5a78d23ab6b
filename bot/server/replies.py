"""From what the bot said to what the browser gets: messages with language and direction, choices with opaque ids."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from bot.server.sealing import Choice, Talk

RIGHT_TO_LEFT = frozenset({"ar", "fa", "prs", "ckb", "ur", "ps", "he"})


@dataclass(frozen=True)
class Reply:
    """A reply apart from its state."""

    messages: tuple[dict[str, Any], ...]
    choices: tuple[Choice, ...]
    input: dict[str, Any] | None

    @property
    def emergency(self) -> bool:
        """Whether someone is told what to do in danger."""
        return any(message["type"] == "emergency" for message in self.messages)


def read_reply(said: Iterable[dict[str, Any]], language: str, message_id: str) -> Reply:
    """The reply in what Rasa's channel collected: texts, JSON messages, and choices that come last."""
    messages: list[dict[str, Any]] = []
    offers: list[dict[str, Any]] = []
    input_: dict[str, Any] | None = None
    for entry in said:
        custom = entry.get("custom") or {}
        if entry.get("text"):
            messages.append(_with_direction({"type": "text", "text": entry["text"]}, entry.get("lang") or language))
        offers += entry.get("buttons") or []
        if custom.get("type") == "choices":
            offers += custom.get("choices") or []
            input_ = custom.get("input")
        elif custom:
            messages.append(_with_direction(custom, custom.get("lang") or entry.get("lang") or language))
    choices = tuple(
        Choice(_choice_id(message_id, index, offer["payload"]), offer["title"], offer["payload"], offer.get("lang"))
        for index, offer in enumerate(offers)
    )
    return Reply(tuple(messages), choices, input_)


def _with_direction(message: dict[str, Any], language: str) -> dict[str, Any]:
    return message | {"lang": language, "dir": "rtl" if language in RIGHT_TO_LEFT else "ltr"}


def _choice_id(message_id: str, index: int, payload: str) -> str:
    """An id that says nothing, differs from turn to turn, and is the same when the same request comes again."""
    return hashlib.blake2s(f"{message_id}\0{index}\0{payload}".encode(), digest_size=9).hexdigest()


def as_response(state: str, talk: Talk, reply: Reply) -> dict[str, Any]:
    """The answer on the wire."""
    return {
        "state": state, "turn": talk.turn, "language": talk.language, "emergency": reply.emergency,
        "messages": list(reply.messages),
        "choices": [
            {"id": choice.id, "title": choice.title} | ({"lang": choice.lang} if choice.lang else {})
            for choice in reply.choices
        ],
        "input": reply.input,
    }
