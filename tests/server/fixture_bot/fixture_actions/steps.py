"""One action that counts and offers choices, one that raises, one that says what nobody wrote."""

import json

from rasa_sdk import Action
from rasa_sdk.events import SlotSet


class ActionOffer(Action):
    def name(self):
        return "action_offer"

    async def run(self, dispatcher, tracker, domain):
        steps = (tracker.get_slot("steps") or 0) + 1
        option = next(tracker.get_latest_entity_values("option"), None)
        dispatcher.utter_message(text=f"Steg {steps}, val {option}, text {tracker.latest_message.get('text')}")
        dispatcher.utter_message(json_message={"type": "phrases", "title": "Säg", "items": ["en", "två"]})
        choices = [
            {"title": title, "payload": "/choose" + json.dumps({"option": f"go:{title.lower()}"})}
            for title in ("Vidare", "Tillbaka")
        ]
        dispatcher.utter_message(
            json_message={"type": "choices", "choices": choices, "input": {"type": "place"} if option else None}
        )
        return [SlotSet("steps", steps)]


class ActionBreak(Action):
    def name(self):
        return "action_break"

    async def run(self, dispatcher, tracker, domain):
        dispatcher.utter_message(text="halv")
        raise ValueError("värdet: " + str(tracker.latest_message.get("text")))


class ActionUseMissing(Action):
    def name(self):
        return "action_use_missing"

    async def run(self, dispatcher, tracker, domain):
        dispatcher.utter_message(response="utter_nobody_wrote_this")
        return []
