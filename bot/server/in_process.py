"""Rasa's actions run inside the server: found once, called without HTTP, and never failing in silence."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Iterable
from types import ModuleType
from typing import Any

import rasa_sdk
from rasa.core.actions.action import Action, RemoteAction
from rasa.core.channels.channel import OutputChannel
from rasa.core.nlg import NaturalLanguageGenerator
from rasa.core.policies.policy import PolicyPrediction
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, Event, SlotSet, deserialise_events
from rasa.shared.core.trackers import DialogueStateTracker, EventVerbosity
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.utils import all_subclasses, call_potential_coroutine

from bot.server.logs import where


class ActionFailedError(Exception):
    """An action raised. Holds names and places in code only, never values."""

    def __init__(self, action: str, error: BaseException) -> None:
        super().__init__(action)
        self.action = action
        self.kind = type(error).__name__
        self.place = where(error)


class DuplicateActionError(Exception):
    """Two actions have one name; Rasa would silently use the last."""


def load_actions(package_name: str) -> dict[str, rasa_sdk.Action]:
    """The package's actions by name. Raises DuplicateActionError, or ImportError when a module is broken."""
    package = importlib.import_module(package_name)
    _import_modules(package)
    actions: dict[str, rasa_sdk.Action] = {}
    for kind in all_subclasses(rasa_sdk.Action):
        if inspect.isabstract(kind) or not f"{kind.__module__}.".startswith(f"{package_name}."):
            continue
        action = kind()
        if action.name() in actions:
            raise DuplicateActionError(action.name())
        actions[action.name()] = action
    return actions


def _import_modules(package: ModuleType) -> None:
    for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        importlib.import_module(module.name)


class InProcessAction(RemoteAction):
    """A custom action called directly. What it returns is ours, so Rasa's schema is not checked at every call."""

    def __init__(self, action: rasa_sdk.Action) -> None:
        super().__init__(action.name(), None)
        self._action = action

    async def run(
        self,
        output_channel: OutputChannel,
        nlg: NaturalLanguageGenerator,
        tracker: DialogueStateTracker,
        domain: Domain,
    ) -> list[Event]:
        """The action's messages, then its events."""
        dispatcher = CollectingDispatcher()
        sdk_tracker = rasa_sdk.Tracker.from_dict(tracker.current_state(EventVerbosity.ALL))
        events = await call_potential_coroutine(self._action.run(dispatcher, sdk_tracker, {}))
        utterances: list[BotUttered] = await self._utter_responses(
            dispatcher.messages, output_channel, nlg, tracker
        )
        return [*utterances, *_as_events(events or [])]


def _as_events(described: Iterable[dict[str, Any]]) -> list[Event]:
    """Rasa's events from the SDK's; Rasa looks through all kinds of events for each, and ours set slots."""
    events: list[Event] = []
    for each in described:
        if each["event"] == SlotSet.type_name:
            events.append(SlotSet(each["name"], each["value"], each.get("timestamp")))
        else:
            events += deserialise_events([each])
    return events


class GuardedAction(Action):
    """Any action of Rasa's or ours whose failure says which action failed, and holds no values."""

    def __init__(self, action: Action) -> None:
        self._guarded = action

    def name(self) -> str:
        """The name in the domain."""
        return self._guarded.name()

    async def run(
        self,
        output_channel: OutputChannel,
        nlg: NaturalLanguageGenerator,
        tracker: DialogueStateTracker,
        domain: Domain,
    ) -> list[Event]:
        """The action's events. Raises ActionFailedError."""
        try:
            return await self._guarded.run(output_channel, nlg, tracker, domain)
        except Exception as error:  # whatever went wrong, the turn has failed
            raise ActionFailedError(self.name(), error) from None

    def event_for_successful_execution(self, prediction: PolicyPrediction) -> ActionExecuted:
        """The event for the conversation."""
        return self._guarded.event_for_successful_execution(prediction)
