"""A worry told: mirrored before anything else, and never asked for again."""

from __future__ import annotations

from bot.guidance.beside import beside, mirror, newly_heard, response, settle
from bot.guidance.content import Content
from bot.guidance.heard import Heard, note
from bot.guidance.model import Offer, Reply, Situation
from bot.guidance.walk import show, step_of


def hear_concern(content: Content, person: Situation, heard: Heard) -> Reply:
    """A worry: mirrored in one sentence before anything else, then the first thing not yet known."""
    before = person
    person = note(content, person, heard)
    named = heard.intent.removeprefix("concern_")
    if person.role == "young_person" and (person.node or "").startswith("young."):
        return hear_young(content, before, person, named)
    if before.concern and named in content.concerns and named != before.concern:
        person = person.but(concerns=tuple(dict.fromkeys([*before.concerns, named])))
        heard_too = mirror(content, person.but(concern=named))
        return beside(content, person, [heard_too], Offer(f"concern:{named}", content.concerns[named].name))
    if person.concern is None and not person.concerns and named in content.concerns:
        person = person.but(concern=named, concerns=(named,))
    if step_of(content, person) and before.concern:
        return beside(content, person, [mirror(content, person)])
    parts = newly_heard(content, before, person)
    if step_of(content, person):
        person = person.but(node=None)
    here = show(content, settle(content, person), "full")
    return Reply(here.situation, parts + here.parts, here.offers, here.input)


def hear_young(content: Content, before: Situation, person: Situation, named: str) -> Reply:
    """More from someone young: heard in a sentence, with the same ways on and nothing said twice."""
    if named == before.concern or named not in content.concerns:
        part = response("utter_young_heard")
    else:
        person = person.but(concern=named, concerns=tuple(dict.fromkeys([*person.concerns, named])))
        part = mirror(content, person)
    return Reply(person, [part], show(content, person).offers)
