"""The Rasa assistant inside the server: a conversation and a message in, a reply and the conversation out."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from rasa.core.channels.channel import UserMessage
from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.events import ActionExecuted
from rasa.shared.core.slots import Slot
from rasa.shared.core.trackers import DialogueStateTracker

from bot.language.danger import Danger, find_danger
from bot.server.in_process import load_actions
from bot.server.logs import silence_rasa
from bot.server.processor import TurnChannel, TurnProcessor
from bot.server.wording import HOME_LANGUAGE, SteadyWording, read_responses

GREETING = "/greet"
PAYLOAD = re.compile(r"/(\w+)(\{.*\})?", re.DOTALL)
# Set anew at every turn by the server, so they need no room in the sealed state.
SERVER_SLOTS = ("message_id", "site", "language")


@dataclass(frozen=True)
class Turn:
    """One message: `text` as typed, or `payload` as Rasa knows it. `masked` names what was masked in the text.

    `danger` and `written_in` are what was found in the text before it was masked, unless nobody has looked.
    """

    message_id: str
    site: str | None
    language: str
    text: str | None = None
    payload: str | None = None
    masked: tuple[str, ...] = ()
    danger: Danger | Literal["not sought"] | None = "not sought"
    written_in: str | None = None


@dataclass(frozen=True)
class TurnResult:
    """What the bot said, the slots afterwards where they differ from the initial ones, and the message's intent."""

    messages: list[dict[str, Any]] = field(default_factory=list)
    slots: dict[str, Any] = field(default_factory=dict)
    intent: str | None = None


class Assistant:
    """A loaded model with its actions and responses."""

    def __init__(self, model: Path, actions_package: str = "actions", responses: Path | None = None) -> None:
        """Loads everything; takes seconds. Raises what Rasa raises for a model that cannot be read."""
        silence_rasa()
        wording = SteadyWording()
        self._processor = TurnProcessor(model, wording, load_actions(actions_package))
        self._domain = self._processor.domain
        self._initial = {slot.name: slot.initial_value for slot in self._domain.slots}
        wording.use(HOME_LANGUAGE, self._domain.responses)
        for folder in sorted(responses.iterdir()) if responses and responses.is_dir() else ():
            if folder.is_dir() and folder.name != HOME_LANGUAGE:
                wording.use(folder.name, read_responses(folder))

    @property
    def model_id(self) -> str:
        """The trained model's id."""
        return str(self._processor.model_metadata.model_id)

    async def take(self, turn: Turn, slots: Mapping[str, Any]) -> TurnResult:
        """The reply to a message. Raises ActionFailedError when an action failed."""
        channel = TurnChannel()
        tracker = self._rebuild(turn, slots)
        known = {} if turn.danger == "not sought" else {"danger": turn.danger, "written_in": turn.written_in}
        message = UserMessage(
            text=turn.payload or as_plain_text(turn.text or ""),
            output_channel=channel, sender_id=turn.message_id, message_id=turn.message_id,
            parse_data=parse_payload(turn.payload) if turn.payload else read_typed(turn.text or ""),
            metadata=known | {"masked": list(turn.masked), "asked": _asked(slots)},
        )
        await self._processor.take(message, tracker)
        intent = tracker.latest_message.intent.get("name") if tracker.latest_message else None
        return TurnResult(channel.messages, self._changed(tracker.slots.values()), intent)

    def _rebuild(self, turn: Turn, slots: Mapping[str, Any]) -> DialogueStateTracker:
        """The conversation as it stands, without its history: a long one costs what a short one costs."""
        set_by_server = dict(zip(SERVER_SLOTS, (turn.message_id, turn.site, turn.language), strict=True))
        tracker = DialogueStateTracker(turn.message_id, [])
        tracker.slots = {slot.name: _copy(slot) for slot in self._domain.slots}
        for name, value in (dict(slots) | set_by_server).items():
            if name in self._initial:
                tracker.slots[name].value = value
        tracker.update(ActionExecuted(ACTION_LISTEN_NAME), self._domain)
        return tracker

    def _changed(self, slots: Iterable[Slot]) -> dict[str, Any]:
        return {
            slot.name: slot.value for slot in slots
            if slot.name not in SERVER_SLOTS and slot.value != self._initial.get(slot.name)
        }


def _copy(slot: Slot) -> Slot:
    """A slot of its own with the initial value; `copy.copy` takes ten times as long."""
    fresh: Slot = object.__new__(type(slot))
    fresh.__dict__.update(slot.__dict__)
    return fresh


def _asked(slots: Mapping[str, Any]) -> str | None:
    """What the bot has just asked for, such as `place`: a bare name or number then counts as an answer."""
    node = str(slots.get("node") or "")
    return node.removeprefix("q.") if node.startswith("q.") else None


def as_plain_text(text: str) -> str:
    """Typed text that Rasa cannot take for a payload: only the server decides about intents."""
    return text.lstrip("/ \t\r\n\u00a0")


def read_typed(text: str) -> dict[str, Any] | None:
    """A typed command such as `/restart` is not understood, unless it tells of danger; None: the model reads it."""
    if not PAYLOAD.fullmatch(text.strip()) or find_danger(text):
        return None
    intent = {"name": DEFAULT_NLU_FALLBACK_INTENT_NAME, "confidence": 1.0}
    return {"text": "", "intent": intent, "intent_ranking": [intent], "entities": []}


def parse_payload(payload: str) -> dict[str, Any]:
    """The payload of a choice as if understood from text. Raises ValueError for anything else."""
    match = PAYLOAD.fullmatch(payload)
    if not match:
        raise ValueError("not a payload")
    intent = {"name": match.group(1), "confidence": 1.0}
    values = json.loads(match.group(2) or "{}")
    entities = [
        {"entity": name, "value": value, "start": 0, "end": len(payload), "confidence": 1.0}
        for name, value in values.items()
    ]
    return {"text": payload, "intent": intent, "intent_ranking": [intent], "entities": entities}
