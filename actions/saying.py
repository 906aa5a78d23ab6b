"""From guidance's reply to Rasa's dispatcher: texts by name, cards from the registry, choices last."""

from __future__ import annotations

import asyncio
import json
import os
from functools import lru_cache
from typing import Any

from rasa_sdk.executor import CollectingDispatcher

from bot.guidance.content import Content
from bot.guidance.emergency import emergency_reply
from bot.guidance.model import Offer, Reply, Situation
from bot.guidance.plan import plan_sections
from bot.registry import Registry, RegistryUnavailableError, open_registry
from bot.registry.support_lines import fallback_lines

# A database that does not answer must not hold back the guidance.
REGISTRY_SECONDS = 3.0
PLAN_CONTACTS = 3


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


def emergency_numbers(ids: list[str]) -> list[dict[str, Any]]:
    """The lines to call, in the order given, from the fixed list that needs no database."""
    lines = {line.id: line.as_message() for line in fallback_lines()}
    return [lines[line_id] for line_id in ids if line_id in lines]


async def contact_cards(person: Situation) -> tuple[list[dict[str, Any]], str | None]:
    """Cards for the person's municipality in order of fit, and the name of a notice to show above them."""
    try:
        cards = await ask_registry(
            "find_contacts", person.municipality, district=person.district, role=person.role,
            concern=person.concern, age=person.age,
        )
        return [card.as_message() for card in cards], "utter_contacts_intro"
    except RegistryUnavailableError:
        return [card.as_message() for card in fallback_lines()], "utter_contacts_unavailable"


async def line_cards(person: Situation) -> list[dict[str, Any]]:
    """National lines for this role and concern; the fixed list when the database is away."""
    try:
        cards = await ask_registry("find_support_lines", concern=person.concern, role=person.role)
    except RegistryUnavailableError:
        cards = fallback_lines()
    return [card.as_message() for card in cards]


async def say(dispatcher: CollectingDispatcher, content: Content, reply: Reply) -> None:
    """Sends the reply's messages in order and its choices last."""
    person = reply.situation
    for part in reply.parts:
        await _say_part(dispatcher, content, person, part)
    if reply.offers or reply.input:
        choices = [{"title": offer.title, "payload": payload(offer)} for offer in reply.offers]
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
        dispatcher.utter_message(json_message=message | {"numbers": emergency_numbers(message["numbers"])})
    elif kind == "contacts":
        cards, notice = await contact_cards(person)
        dispatcher.utter_message(response=notice)
        for card in cards:
            dispatcher.utter_message(json_message=card)
    elif kind == "lines":
        for card in await line_cards(person):
            dispatcher.utter_message(json_message=card)
    elif kind == "plan":
        dispatcher.utter_message(json_message=await _plan(content, person))
    else:
        dispatcher.utter_message(json_message=part)


async def _plan(content: Content, person: Situation) -> dict[str, Any]:
    sections = plan_sections(content, person)
    cards = (await contact_cards(person))[0] if person.municipality else await line_cards(person)
    for section in sections:
        if section["id"] == "contacts":
            section["contacts"] = cards[:PLAN_CONTACTS]
    return {"type": "plan", "title": content.opening.plan["title"], "sections": sections}
