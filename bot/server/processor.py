"""Rasa's message processor for conversations that are handed in and given back, never stored."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import rasa_sdk
from rasa.core.actions.action import Action, action_for_name_or_text
from rasa.core.channels.channel import OutputChannel, UserMessage
from rasa.core.lock_store import InMemoryLockStore
from rasa.core.nlg import NaturalLanguageGenerator
from rasa.core.policies.policy import PolicyPrediction
from rasa.core.processor import MessageProcessor
from rasa.core.tracker_store import InMemoryTrackerStore
from rasa.exceptions import ActionLimitReached
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker

from bot.server.in_process import ActionFailedError, GuardedAction, InProcessAction


class TurnChannel(OutputChannel):
    """Collects what the bot says in one turn, and what went wrong."""

    def __init__(self) -> None:
        self.messages: list[dict[str, Any]] = []
        self.failure: ActionFailedError | None = None

    @classmethod
    def name(cls) -> str:
        """The channel's name, for responses written for one channel."""
        return "web"

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Keeps the message as it is."""
        self.messages.append(message)


class TurnProcessor(MessageProcessor):
    """Takes one message in a conversation that the caller has rebuilt. Holds nothing between turns."""

    def __init__(
        self, model: Path, generator: NaturalLanguageGenerator, actions: Mapping[str, rasa_sdk.Action]
    ) -> None:
        super().__init__(
            model_path=model, tracker_store=InMemoryTrackerStore(Domain.empty()), lock_store=InMemoryLockStore(),
            generator=generator,
        )
        self._custom = actions
        self._actions: dict[str, Action] = {}
        self._extracts_slots = any(
            mapping.get("type") != "custom" or "action" in mapping
            for slot in self.domain.slots for mapping in slot.mappings
        ) or "action_validate_slot_mappings" in self.domain.user_actions

    async def take(self, message: UserMessage, tracker: DialogueStateTracker) -> None:
        """Runs the turn on the tracker; the message's channel has the reply. Raises ActionFailedError."""
        await self._handle_message_with_tracker(message, tracker)
        # With slots set by actions alone, looking through every mapping finds nothing.
        if self._extracts_slots:
            tracker = await self.run_action_extract_slots(message.output_channel, tracker)
        await self._run_prediction_loop(message.output_channel, tracker)

    def predict_next_with_tracker_if_should(
        self, tracker: DialogueStateTracker
    ) -> tuple[Action, PolicyPrediction]:
        """The next action. A turn that does not come to an end is a failed turn."""
        if self.is_action_limit_reached(tracker, self.should_predict_another_action(tracker.latest_action_name)):
            raise ActionFailedError(tracker.latest_action_name or "", ActionLimitReached())
        prediction = self._predict_next_with_tracker(tracker)
        return self._action(self.domain.action_names_or_texts[prediction.max_confidence_index]), prediction

    def _action(self, name: str) -> Action:
        if name not in self._actions:
            custom = self._custom.get(name)
            action = InProcessAction(custom) if custom else action_for_name_or_text(name, self.domain, None)
            self._actions[name] = GuardedAction(action)
        return self._actions[name]

    async def _run_action(
        self,
        action: Action,
        tracker: DialogueStateTracker,
        output_channel: OutputChannel,
        nlg: NaturalLanguageGenerator,
        prediction: PolicyPrediction,
    ) -> bool:
        goes_on = await super()._run_action(action, tracker, output_channel, nlg, prediction)
        if output_channel.failure:
            raise output_channel.failure
        return goes_on
