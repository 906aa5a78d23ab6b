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
from rasa.engine.loader import load_predict_graph_runner
from rasa.engine.runner.interface import GraphRunner
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.storage import ModelMetadata
from rasa.exceptions import ActionLimitReached
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.common import TempDirectoryPath, get_temp_dir_name

from bot.server.graph import DirectGraphRunner
from bot.server.in_process import ActionFailedError, GuardedAction, InProcessAction

# Intents times what may be said along with them; far more than the domain has.
MOST_PREDICTIONS = 10_000


class TurnChannel(OutputChannel):
    """Collects what the bot says in one turn."""

    def __init__(self) -> None:
        self.messages: list[dict[str, Any]] = []

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
        self._sees_only_the_turn = _sees_only_the_turn(self.domain)
        self._predictions: dict[tuple[object, ...], PolicyPrediction] = {}
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

    @staticmethod
    def _load_model(model_path: str | Path) -> tuple[str, ModelMetadata, GraphRunner]:
        """Unpacks the model, to be run node by node."""
        with TempDirectoryPath(get_temp_dir_name()) as folder:
            metadata, runner = load_predict_graph_runner(
                Path(folder), Path(model_path), LocalModelStorage, DirectGraphRunner
            )
        return Path(model_path).name, metadata, runner

    def _check_for_unseen_features(self, parse_data: dict[str, Any]) -> None:
        """Left to `rasa data validate`: at every message Rasa builds a whole empty domain to compare with."""

    def predict_next_with_tracker_if_should(
        self, tracker: DialogueStateTracker
    ) -> tuple[Action, PolicyPrediction]:
        """The next action. A turn that does not come to an end is a failed turn."""
        if self.is_action_limit_reached(tracker, self.should_predict_another_action(tracker.latest_action_name)):
            raise ActionFailedError(tracker.latest_action_name or "", ActionLimitReached())
        prediction = self._predict(tracker)
        return self._action(self.domain.action_names_or_texts[prediction.max_confidence_index]), prediction

    def _predict(self, tracker: DialogueStateTracker) -> PolicyPrediction:
        """What the policies predict, remembered where they can see nothing but this turn."""
        if not self._sees_only_the_turn or tracker.followup_action or tracker.active_loop:
            return self._predict_next_with_tracker(tracker)
        key = _turn_so_far(tracker)
        if key not in self._predictions:
            if len(self._predictions) >= MOST_PREDICTIONS:
                self._predictions.clear()
            self._predictions[key] = self._predict_next_with_tracker(tracker)
        return self._predictions[key]

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
        """Runs an action on the conversation itself: when it fails the whole turn is thrown away, so no copy is needed.

        Raises ActionFailedError.
        """
        tracker.update_with_events(prediction.events, self.domain)
        events = await action.run(output_channel, nlg, tracker, self.domain)
        tracker.update(action.event_for_successful_execution(prediction), self.domain)
        tracker.update_with_events(events, self.domain)
        await self._send_bot_messages(events, tracker, output_channel)
        return self.should_predict_another_action(action.name())


def _sees_only_the_turn(domain: Domain) -> bool:
    """Whether nothing but the latest message and the actions since can matter to a policy."""
    return not domain.form_names and not domain.action_texts and not any(
        slot.influence_conversation and slot.has_features() for slot in domain.slots
    )


def _turn_so_far(tracker: DialogueStateTracker) -> tuple[object, ...]:
    message = tracker.latest_message
    actions: list[str] = []
    for event in reversed(tracker.events):
        if isinstance(event, UserUttered):
            break
        if isinstance(event, ActionExecuted):
            actions.append(event.action_name)
    if message is None:
        return tuple(actions)
    entities = {(entity["entity"], entity.get("role"), entity.get("group")) for entity in message.entities}
    return message.intent_name, message.use_text_for_featurization, frozenset(entities), *actions
