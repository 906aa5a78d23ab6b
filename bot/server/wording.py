"""Rasa's responses, the same variant every time for the same message, in the conversation's language."""

from __future__ import annotations

import copy
import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml
from rasa.core.nlg.generator import NaturalLanguageGenerator, ResponseVariationFilter
from rasa.core.nlg.response import TemplatedNaturalLanguageGenerator
from rasa.shared.core.trackers import DialogueStateTracker

HOME_LANGUAGE = "sv"
Responses = Mapping[str, list[dict[str, Any]]]


class ResponseMissingError(Exception):
    """An action asked for a response that no language has."""


def read_responses(folder: Path) -> dict[str, list[dict[str, Any]]]:
    """The responses of all files in a language's folder."""
    found: dict[str, list[dict[str, Any]]] = {}
    for path in sorted(folder.glob("*.yml")):
        content = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
        found |= content.get("responses") or {}
    return found


class SteadyWording(NaturalLanguageGenerator):
    """Chooses among a response's variants by the message's id, so that a repeated request reads the same."""

    def __init__(self) -> None:
        self._filters: dict[str, ResponseVariationFilter] = {}

    def use(self, language: str, responses: Responses) -> None:
        """Takes the responses of a language into use."""
        self._filters[language] = ResponseVariationFilter(dict(responses))

    async def generate(
        self, utter_action: str, tracker: DialogueStateTracker, output_channel: str, **kwargs: Any
    ) -> dict[str, Any] | None:
        """The response with its slots filled in, and `lang`. Raises ResponseMissingError."""
        slots = tracker.current_slot_values()
        for language in dict.fromkeys((slots.get("language") or HOME_LANGUAGE, HOME_LANGUAGE)):
            wording = self._filters.get(language)
            if wording is None or utter_action not in wording.responses:
                continue
            variants = wording.responses_for_utter_action(utter_action, output_channel, slots)
            if variants:
                chosen = copy.deepcopy(variants[_index(slots.get("message_id"), utter_action, len(variants))])
                filled = TemplatedNaturalLanguageGenerator({})._fill_response(chosen, slots, **kwargs)
                return {key: filled[key] for key in ("text", "custom", "buttons") if key in filled} | {"lang": language}
        raise ResponseMissingError(utter_action)


def _index(message_id: str | None, utter_action: str, count: int) -> int:
    digest = hashlib.blake2s(f"{message_id}\0{utter_action}".encode(), digest_size=4).digest()
    return int.from_bytes(digest) % count
