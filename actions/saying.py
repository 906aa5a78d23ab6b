"""From guidance's reply to Rasa's dispatcher: texts by name, cards from the registry, choices last."""

from __future__ import annotations

import asyncio
import json
import os
from functools import lru_cache
from typing import Any

from rasa_sdk.executor import CollectingDispatcher

from bot.guidance.content import HOME, Content
from bot.guidance.model import Offer, Reply, Situation
from bot.guidance.plan import plan_sections, plan_text, swedish_lines
from bot.guidance.shelf import emergency_reply
from bot.registry import Registry, RegistryUnavailableError, open_registry
from bot.registry.cards import Card
from bot.registry.errors import UnknownMunicipalityError
from bot.registry.lines import fallback_lines

# A database that does not answer must not hold back the guidance.
REGISTRY_SECONDS = 3.0
PLAN_CONTACTS = 3
# A short list can be read with a shaking hand; the rest is one choice away.
MOST_CARDS = 5


@lru_cache(maxsize=1)
def get_registry() -> Registry:
    """The registry of this process."""
    return open_registry(os.environ.get("SAMTALSKOMPASSEN_DATABASE_URL", "sqlite:///var/samtalskompassen.db"))


async def ask_registry(method: str, *args: Any, **kwargs: Any) -> Any:
    """A registry method's answer, off the event loop. Raises RegistryUnavailableError, also when it is too slow."""
    try:
        return await asyncio.wait_for(
            asyncio.to_thread(getattr(get_registry(), method), *args, **kwargs), REGISTRY_SECONDS
        )
    except TimeoutError as error:
        raise RegistryUnavailableError("Registret svarar inte i tid.") from error


def emergency_numbers(ids: list[str], language: str) -> list[dict[str, Any]]:
    """The lines to call, in the order given, from the fixed list that needs no database."""
    lines = {line.id: line.as_message() for line in fallback_lines(language=language)}
    return [lines[line_id] for line_id in ids if line_id in lines]


async def contact_cards(person: Situation, language: str) -> tuple[list[Card], str]:
    """Cards for the person's municipality in order of fit, and the name of the text that introduces them."""
    try:
        cards = await ask_registry(
            "find_contacts", person.municipality, district=person.district, role=person.role,
            concern=person.concern, age=person.age, language=language,
        )
    except (RegistryUnavailableError, UnknownMunicipalityError):
        return fallback_lines(language=language), "utter_contacts_unavailable"
    known = any(card.function == "ssp" for card in cards)
    return cards, "utter_contacts_intro" if known else "utter_contacts_none_found"


async def line_cards(person: Situation, language: str) -> list[Card]:
    """National lines for this role and concern; the fixed list when the database is away."""
    try:
        lines: list[Card] = await ask_registry(
            "find_support_lines", concern=person.concern, role=person.role, language=language
        )
    except RegistryUnavailableError:
        lines = fallback_lines(language=language)
    return lines


async def say(dispatcher: CollectingDispatcher, content: Content, reply: Reply, masked: bool = False) -> None:
    """Sends the reply's messages in order, a word on what was masked, and the choices last."""
    person = reply.situation
    for part in reply.parts:
        await _say_part(dispatcher, content, person, part)
    if masked:
        dispatcher.utter_message(response="utter_masked_once")
    if reply.offers or reply.input:
        choices = [
            {"title": offer.title, "payload": payload(offer), "lang": offer.language} for offer in reply.offers
        ]
        input_ = {"type": reply.input} if reply.input else None
        dispatcher.utter_message(json_message={"type": "choices", "choices": choices, "input": input_})


def payload(offer: Offer) -> str:
    """What Rasa receives when the choice is picked."""
    return "/choose" + json.dumps({"option": offer.option}, ensure_ascii=False)


async def _say_part(
    dispatcher: CollectingDispatcher, content: Content, person: Situation, part: dict[str, Any]
) -> None:
    kind = part["type"]
    if kind == "text":
        dispatcher.utter_message(text=part["text"], lang=part["lang"])
    elif kind == "response":
        dispatcher.utter_message(response=part["name"])
    elif kind == "emergency":
        message = emergency_reply(part["category"], part["level"], content.language, person.role)
        numbers = emergency_numbers(message["numbers"], content.language)
        dispatcher.utter_message(json_message=message | {"numbers": numbers})
    elif kind == "contacts":
        cards, introduction = await contact_cards(person, content.language)
        dispatcher.utter_message(response=introduction)
        _say_cards(dispatcher, cards[:MOST_CARDS])
    elif kind == "lines":
        _say_cards(dispatcher, (await line_cards(person, content.language))[:MOST_CARDS])
    elif kind == "contact_centre":
        cards, _ = await contact_cards(person, content.language)
        _say_cards(dispatcher, [card for card in cards if card.function == "contact_centre"][:1])
    elif kind == "plan":
        dispatcher.utter_message(json_message=await _plan(content, person))
    else:
        dispatcher.utter_message(json_message=part)


def _say_cards(dispatcher: CollectingDispatcher, cards: list[Card]) -> None:
    for card in cards:
        dispatcher.utter_message(json_message=card.as_message())


async def _plan(content: Content, person: Situation) -> dict[str, Any]:
    sections = plan_sections(content, person)
    language = content.language
    cards = (await contact_cards(person, language))[0] if person.municipality else await line_cards(person, language)
    for section in sections:
        if section["id"] == "contacts":
            section["contacts"] = [card.as_message() for card in cards[:PLAN_CONTACTS]]
    plan = {"type": "plan", "title": plan_text(content, person, "title"), "sections": sections}
    return plan if language == HOME else plan | {"swedish": swedish_lines(sections)}
