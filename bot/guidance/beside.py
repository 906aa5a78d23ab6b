"""Answers beside the walk: something is said, and the person stays where they were."""

from __future__ import annotations

from typing import Any

from bot.guidance import walk
from bot.guidance.content import Content
from bot.guidance.model import Offer, Reply, Situation, pick_text
from bot.guidance.walk import arrive, move_offer, question_of, show, text_part

PEOPLE_TO_TURN_TO = ("contacts", "lines")


def response(name: str) -> dict[str, Any]:
    """A short text of `bot/responses`, by name."""
    return {"type": "response", "name": name}


def fact(content: Content, name: str) -> list[dict[str, Any]]:
    """A text about facts; one that names the law says when it was read last, for laws change."""
    read = content.law_texts.get(name)
    said = text_part(content.opening.law_read.format(date=read), content.language_of("opening"))
    return [response(name), said] if read else [response(name)]


def suited(content: Content, person: Situation, name: str) -> str:
    """The name of the text as someone young reads it, where there is one of their own."""
    own = f"{name}_young"
    return own if person.role == "young_person" and own in content.responses else name


def settle(content: Content, person: Situation) -> Situation:
    """Past the question the person was at when it needs no answer any more, or to the first one."""
    question = question_of(content, person)
    if person.node is None:
        return arrive(content, person, walk.START)
    if question and not walk.is_open(content, person, question.id):
        return arrive(content, person, person.resume or walk.START)
    return person


def beside(content: Content, person: Situation, parts: list[dict[str, Any]], *offers: Offer) -> Reply:
    """An answer to the side; the walk stays where it was, its question asked again in fewer words."""
    if question_of(content, person) or person.node is None:
        here = show(content, settle(content, person), "again")
        told = [*parts, *_not_shown_twice(parts, here.parts)]
        return Reply(here.situation, told, [*here.offers, *offers], here.input)
    return Reply(person, parts, [move_offer(content, "return"), *offers])


def _not_shown_twice(parts: list[dict[str, Any]], following: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The parts that follow, without people to turn to when the answer has just shown some."""
    shown = any(part["type"] in PEOPLE_TO_TURN_TO for part in parts)
    return [part for part in following if not (shown and part["type"] in PEOPLE_TO_TURN_TO)]


def mirror(content: Content, person: Situation) -> dict[str, Any]:
    """One sentence that shows what was heard: the concern, the relation, the age."""
    concern = content.concerns[person.concern or "unspecified"]
    return text_part(content.speak(pick_text(concern.mirror, person) or "", person), content.language)


def newly_heard(content: Content, before: Situation, person: Situation) -> list[dict[str, Any]]:
    """The mirroring sentence, when a worry has just been told."""
    return [mirror(content, person)] if person.concern and not before.concern else []


def local_title(content: Content) -> str:
    """How the way to the local contacts is called."""
    return next(c.title[0].say for c in content.opening.menu if c.option == f"go:{walk.CONTACTS}")


def more_offer(content: Content, intent: str) -> list[Offer]:
    """The way to the longer answer, where there is one."""
    exists = f"utter_{intent}_more" in content.responses
    return [Offer(f"more:{intent}", content.opening.moves["explain"])] if exists else []
