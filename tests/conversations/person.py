"""Someone who talks with the running assistant over HTTP, as the widget does."""

from __future__ import annotations

import uuid
from typing import Any

import requests

from bot.guidance import walk
from bot.guidance.content import Content
from bot.guidance.model import Situation

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


class Witness:
    """Knows what the pure walk shows this person at each step, and so where a conversation is."""

    def __init__(self, content: Content, **known: Any) -> None:
        self.content = content
        self.person = Situation(acute="no", goal="prepare", trail=("understand.behind",), **known)

    def lines(self, node: str) -> list[str]:
        """Every line that the step shows to this person, the first page of its lists."""
        reply = walk.show(self.content, self.person.but(node=node))
        texts = [text for part in reply.parts for text in (part.get("text"), *(part.get("items") or ())) if text]
        return [line for text in texts for line in text.split("\n")]

    def says(self, node: str, shown: str) -> bool:
        """Whether everything that the step says stands in what is shown."""
        flat = " ".join(shown.split())
        lines = self.lines(node)
        return bool(lines) and all(" ".join(line.split()) in flat for line in lines)

    def node_of(self, shown: str) -> str | None:
        """The step of the nine stages that is shown, if it is one of them."""
        nodes = walk.main_nodes(self.content, self.person)
        return next((node for node in nodes if self.says(node, shown)), None)
