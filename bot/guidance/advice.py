"""What was asked about: facts, and advice for the talk itself; the walk waits where it was."""

from __future__ import annotations

from bot.guidance import walk
from bot.guidance.beside import beside, fact, more_offer, newly_heard, response, settle
from bot.guidance.choosing import choose
from bot.guidance.content import Content
from bot.guidance.heard import DETOURS, PEEKS, Heard, note
from bot.guidance.model import Reply, Situation
from bot.guidance.walk import go, intent_offer, question_of, show, step_of

# What helps an adult to talk is, for someone young, help to tell an adult.
TELL_AN_ADULT = "young.adult"


def explain(content: Content, person: Situation, heard: Heard) -> Reply:
    """A fact asked about: the short answer, more on request, and the natural next steps."""
    name = f"utter_{heard.intent}"
    if heard.intent == "faq_duty_to_report" and person.employment in ("employed", "volunteer"):
        name = f"{name}_{person.employment}"
    offers = more_offer(content, heard.intent)
    following = content.next_after.get(name, ())
    offers += [intent_offer(content, intent) for intent in following]
    return beside(content, person, fact(content, name), *offers)


def give_tips(content: Content, person: Situation, heard: Heard) -> Reply:
    """Advice for the talk itself: sentences at once, then on with the walk."""
    question = question_of(content, person)
    for choice in question.choices if question else ():
        if heard.intent in choice.intents:
            return choose(content, person, choice.option)
    before = person
    person = note(content, person, heard)
    told = newly_heard(content, before, person)
    aside = _aside_for(person, heard.intent)
    if aside:
        here = show(content, go(person, aside))
        return Reply(here.situation, told + here.parts, here.offers, here.input)
    if heard.intent in PEEKS:
        name = PEEKS[heard.intent]
        part = walk.list_part(content, person, name, content.home.intents[heard.intent], 0, 3)
        return beside(content, person, [*told, part or response(f"utter_{heard.intent}")])
    if person.goal is None and heard.intent in ("ask_conversation_tips", "practise_conversation"):
        person = person.but(goal="prepare" if heard.intent == "ask_conversation_tips" else "rehearse")
    parts = told or [response(f"utter_{heard.intent}")]
    if step_of(content, person):
        return beside(content, person, parts)
    here = show(content, settle(content, person))
    return Reply(here.situation, parts + here.parts, here.offers, here.input)


def _aside_for(person: Situation, intent: str) -> str | None:
    """The step beside the walk that answers a question about the talk, if one does."""
    if person.role == "young_person" and intent != "ask_own_feelings":
        return TELL_AN_ADULT
    if intent == "practise_conversation":
        return walk.REHEARSAL if person.concern else None
    return None if intent == "ask_refuses_to_talk" and not person.concern else DETOURS.get(intent)
