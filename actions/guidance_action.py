"""The one way every action works: hear, let guidance answer, say it, remember."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any, ClassVar

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.hearing import changes, heard_from, situation_from
from actions.places import named_places, site_place
from actions.saying import say
from bot.guidance import talk
from bot.guidance.content import HOME, Content
from bot.guidance.model import Reply, Situation
from bot.guidance.shelf import get_content


class GuidanceAction(Action, ABC):
    """An action whose answer is a function of the situation and of what was heard."""

    answer: ClassVar[staticmethod[[Content, Situation, talk.Heard], Reply]]

    @abstractmethod
    def name(self) -> str:
        """The name in the domain."""

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Sends the answer and returns the slots that changed."""
        content = get_content(tracker.get_slot("language") or HOME)
        before = situation_from(tracker)
        person = before
        if person.concern not in content.concerns:
            # A link to the chat may name a topic that does not exist, or no longer does.
            person = person.but(concern=None)
        if person.municipality is None:
            municipality, district = await site_place(tracker.get_slot("site"))
            person = person.but(municipality=municipality, district=district)
        places = await named_places(tracker.latest_message.get("place"))
        heard = heard_from(tracker, content, person, places)
        reply = talk.respond(content, person, heard, self.answer_to(heard, tracker))
        masked = bool((tracker.latest_message.get("metadata") or {}).get("masked"))
        # Where nothing was understood, a Swedish word on what was hidden would not be either.
        tell = masked and not tracker.get_slot("masked_told") and not heard.written_in
        await say(dispatcher, content, reply, masked=tell)
        after = reply.situation.but(offered=tuple((offer.option, offer.title) for offer in reply.offers))
        told = {"masked_told": True} if tell else {}
        return [SlotSet(name, value) for name, value in (changes(before, after) | told).items()]

    def answer_to(self, heard: talk.Heard, tracker: Tracker) -> talk.Answer:
        """This action's own answer, unless the message turned out to mean something else than its intent."""
        routed = (tracker.latest_message.get("intent") or {}).get("name")
        return type(self).answer if heard.intent == routed else talk.answer_to(heard.intent)
