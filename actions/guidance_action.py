"""The one way every action works: hear, let guidance answer, say it, remember."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any, ClassVar

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.hearing import changes, heard_from, situation_from
from actions.places import named_places, site_municipality
from actions.saying import say
from bot.guidance import talk
from bot.guidance.content import HOME, get_content


class GuidanceAction(Action, ABC):
    """An action whose answer is a function of the situation and of what was heard."""

    answer: ClassVar[talk.Answer]

    @abstractmethod
    def name(self) -> str:
        """The name in the domain."""

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Sends the answer and returns the slots that changed."""
        content = get_content(tracker.get_slot("language") or HOME)
        before = situation_from(tracker)
        person = before
        if person.municipality is None:
            person = person.but(municipality=await site_municipality(tracker.get_slot("site")))
        places = await named_places(tracker.latest_message.get("place"))
        heard = heard_from(tracker, content, person, places)
        reply = self.reply_to(heard)(content, person, heard)
        await say(dispatcher, content, reply)
        after = reply.situation.but(offered=tuple((offer.option, offer.title) for offer in reply.offers))
        return [SlotSet(name, value) for name, value in changes(before, after).items()]

    def reply_to(self, heard: talk.Heard) -> talk.Answer:
        """The function that answers: a picked choice before the intent."""
        if heard.option:
            return lambda content, person, heard: talk.choose(content, person, heard.option)
        return type(self).answer

