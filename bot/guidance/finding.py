"""People to turn to: the contacts where the young person lives, and lines for the whole country."""

from __future__ import annotations

from dataclasses import replace

from bot.guidance import walk
from bot.guidance.alarm import card_again
from bot.guidance.beside import beside, local_title, response, settle
from bot.guidance.content import Content
from bot.guidance.heard import Heard, note
from bot.guidance.model import Offer, Reply, Situation
from bot.guidance.walk import arrive, go, show


def find_contact(content: Content, person: Situation, heard: Heard) -> Reply:
    """The contacts where the young person lives; nothing but the place is asked."""
    asked = person.node == "q.place"
    if len(heard.places) > 1:
        return which_place(content, person, heard)
    if not heard.places:
        if asked and heard.intent == "inform_place":
            return beside(content, person, [response("utter_place_unknown")])
        here = show(content, arrive(content, note(content, person, heard), walk.CONTACTS))
        if heard.intent == "ask_opening_hours" and here.situation.node == walk.CONTACTS:
            here.parts.insert(0, response("utter_opening_hours_intro"))
        return here
    person = note(content, person, heard).but(municipality=heard.places[0][0], district=heard.district)
    return show(content, settle(content, person) if asked else arrive(content, person, walk.CONTACTS))


def which_place(content: Content, person: Situation, heard: Heard) -> Reply:
    """Several places fit the name: the person picks, nobody guesses."""
    target = person.resume if person.node == "q.place" and person.resume else walk.CONTACTS
    person = go(note(content, person, heard), "q.place", target).but(municipality=None)
    offers = [Offer(f"set:municipality={code}", name) for code, name in heard.places]
    return Reply(person, [response("utter_place_ambiguous")], offers, "place")


def show_lines(content: Content, person: Situation, heard: Heard) -> Reply:
    """Numbers to call anywhere in the country, and the way to the local ones."""
    name = {"ask_emergency_number": "utter_emergency_number_intro", "request_human": "utter_request_human"}.get(
        heard.intent, "utter_support_lines_intro"
    )
    if person.alarm and heard.intent == "ask_emergency_number":
        return card_again(content, person, person.alarm)
    if person.alarm and person.municipality:
        # After an alarm a helpline alone is too little: those who act where the young person lives come with it.
        return find_contact(content, person, replace(heard, intent="find_contact"))
    local = heard.intent == "request_human" and person.municipality
    parts = [response(name), {"type": "contacts"} if local else {"type": "lines", "intent": heard.intent}]
    return beside(content, note(content, person, heard), parts, Offer(f"go:{walk.CONTACTS}", local_title(content)))
