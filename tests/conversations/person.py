"""Someone who talks with the running assistant over HTTP, as the widget does."""

from __future__ import annotations

import uuid
from typing import Any

import requests

SECONDS = 20


class Person:
    """One conversation. `reply` is the latest answer; `replies` all of them."""

    def __init__(self, url: str, site: str | None = None) -> None:
        self.url = url
        self.site = site
        self.replies: list[dict[str, Any]] = []
        self.post({})

    @property
    def reply(self) -> dict[str, Any]:
        """The latest answer."""
        return self.replies[-1]

    def post(self, body: dict[str, Any], state: str | None = None) -> dict[str, Any]:
        """Sends one turn and keeps the answer; raises AssertionError unless the server answers 200."""
        state = state or (self.replies[-1]["state"] if self.replies else None)
        full = {"state": state, "message_id": str(uuid.uuid4()), **body}
        if self.site:
            full["site"] = self.site
        answer = requests.post(f"{self.url}/api/v1/chat", json=full, timeout=SECONDS)
        assert answer.status_code == 200, answer.text
        self.replies.append(answer.json())
        return self.reply

    def says(self, text: str) -> Person:
        """Types a message."""
        self.post({"text": text})
        return self

    def picks(self, title: str) -> Person:
        """Picks the offered choice with this title."""
        choice = next((c for c in self.reply["choices"] if c["title"] == title), None)
        assert choice, f"{title!r} is not among {self.titles}"
        self.post({"choice": choice["id"]})
        return self

    @property
    def titles(self) -> list[str]:
        """What is offered now."""
        return [choice["title"] for choice in self.reply["choices"]]

    @property
    def types(self) -> list[str]:
        """The kinds of messages in the latest answer, in order."""
        return [message["type"] for message in self.reply["messages"]]

    def messages(self, kind: str) -> list[dict[str, Any]]:
        """The latest answer's messages of a kind."""
        return [message for message in self.reply["messages"] if message["type"] == kind]

    @property
    def text(self) -> str:
        """All plain text of the latest answer."""
        return "\n".join(message["text"] for message in self.messages("text"))

    @property
    def all_text(self) -> str:
        """All plain text of the whole conversation."""
        return "\n".join(m["text"] for reply in self.replies for m in reply["messages"] if m["type"] == "text")
