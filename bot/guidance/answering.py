"""Answers to what was asked, and what was not understood: taken, guessed at, taught, or handed to a person."""

from __future__ import annotations

from dataclasses import replace

from bot.guidance import walk
from bot.guidance.advice import give_tips
from bot.guidance.alarm import after_danger, is_asked_about_danger, meet_danger, not_now, told_to_call
from bot.guidance.beside import beside, local_title, newly_heard, response, settle
from bot.guidance.choosing import NO_DANGER, NONE_OF_THESE, choose
from bot.guidance.content import Content
from bot.guidance.finding import find_contact, show_lines
from bot.guidance.guessing import guesses, offer_guesses
from bot.guidance.heard import HOW_TO_TALK, Heard, note, with_role
from bot.guidance.model import Offer, Reply, Situation
from bot.guidance.walk import move_offer, question_of, show, step_of, text_part

# Asked what was meant, taught by an example, then offered a person; at most asked twice in a row.
MISSES_BEFORE_TEACHING, MISSES_BEFORE_A_PERSON = 2, 3
YES_AND_NO = {"affirm": "danger:yes", "deny": NO_DANGER}
# What waits until the question about danger is answered; whom to call, and the way out, never wait.
WAITS_FOR_DANGER = (*YES_AND_NO, *HOW_TO_TALK, "inform_age", "inform_role", "concern_", "nlu_fallback")
# Whoever may have asked for any of these after an alarm is shown numbers.
NUMBERS = ("ask_emergency_number", "ask_support_lines", "ask_opening_hours", "find_contact", "request_human")


def answer(content: Content, person: Situation, heard: Heard) -> Reply:
    """An answer to what was asked (who, how old, yes, no), or a piece of news outside any question."""
    question = question_of(content, person)
    if any(option == NONE_OF_THESE for option, _ in person.offered):
        return answer_to_guesses(content, person, heard)
    danger = told_to_call(person)
    if heard.intent == "deny" and danger:
        return not_now(content, person, danger)
    if question:
        # "Vet inte" is never a no.
        if heard.unsure and getattr(heard, question.slot, None) is None:
            return choose(content, person, "move:unsure")
        for choice in question.choices:
            if heard.intent in choice.intents:
                return choose(content, person, choice.option)
    before = person
    person = note(content, person, heard)
    if heard.intent == "inform_age" and heard.age is not None:
        person = person.but(age=heard.age)
    if heard.intent == "inform_role" and heard.role:
        person = with_role(person.but(role=heard.role))
    if person.alarm:
        return after_danger(content, person)
    if person == before:
        if heard.intent == "affirm" and (question or step_of(content, person)):
            return choose(content, person, "move:next")
        if heard.intent == "deny" and step_of(content, person):
            return choose(content, person, "move:menu")
        # A question that needs no answer any more has not been missed.
        asked = question and walk.is_open(content, person, question.id)
        return fall_back(content, person, heard) if asked else show(content, settle(content, person))
    here = show(content, settle(content, person))
    return Reply(here.situation, newly_heard(content, before, person) + here.parts, here.offers, here.input)


def answer_to_guesses(content: Content, person: Situation, heard: Heard) -> Reply:
    """A no to all that was offered as meant; what else is told, or a yes to several, leaves them on offer."""
    if heard.intent == "deny":
        return choose(content, person, NONE_OF_THESE)
    return Reply(note(content, person, heard), [response("utter_did_you_mean")], _offered_again(person))


def _offered_again(person: Situation) -> list[Offer]:
    return [Offer(option, title) for option, title in person.offered]


def answer_about_danger(content: Content, person: Situation, heard: Heard) -> Reply | None:
    """What is said when danger has just been asked about, or None when it needs no answer to that.

    News, and wishes that can wait, are kept, and the question is asked once more; whoever passes it by again goes on.
    """
    if not is_asked_about_danger(person) or not heard.intent.startswith(WAITS_FOR_DANGER):
        return None
    if heard.unsure or heard.intent in YES_AND_NO:
        return choose(content, person, "danger:unsure" if heard.unsure else YES_AND_NO[heard.intent])
    if person.misses:
        return None
    wishes = guesses(content, person, [heard.intent]) if heard.intent in HOW_TO_TALK else ()
    person = note(content, person, heard).but(wishes=wishes or person.wishes, misses=1)
    return Reply(person, [response("utter_fall_back_danger")], _offered_again(person))


def fall_back(content: Content, person: Situation, heard: Heard) -> Reply:
    """Not understood: what was asked may still have been said; else ask which, teach by example, offer a person."""
    if heard.places:
        return find_contact(content, person, replace(heard, intent="inform_place"))
    question = question_of(content, person)
    said = getattr(heard, question.slot, None) if question else None
    likely = guesses(content, person, heard.likely)
    if question and question.slot == "role" and said and len(likely) > 1:
        # Who writes shows in passing ("min son"); what they want is asked.
        person = with_role(person.but(role=said))
    elif question and said is not None:
        role = heard.role if question.slot == "role" else None
        intent = "inform_age" if question.id == "age" else "inform_role"
        return answer(content, person, replace(heard, intent=intent, role=role))
    if heard.unsure and question:
        return choose(content, person, "move:unsure")
    if person.alarm and any(intent in NUMBERS for intent in heard.likely[:2]):
        wanted = "ask_emergency_number" if told_to_call(person) else "ask_support_lines"
        return show_lines(content, person, replace(heard, intent=wanted))
    if person.alarm:
        return after_danger(content, person)
    if heard.likely and heard.likely[0].startswith("danger_"):
        return meet_danger(content, person, replace(heard, intent=heard.likely[0]))
    if person.role == "young_person" and person.misses == 0 and any(i in HOW_TO_TALK for i in heard.likely[:1]):
        return give_tips(content, person, replace(heard, intent=heard.likely[0]))
    if len(heard.likely) > 1 and set(heard.likely[:2]) <= set(NUMBERS):
        # Whichever it was, numbers are what is wanted.
        wanted = heard.likely[0]
        show_numbers = find_contact if wanted in ("find_contact", "ask_opening_hours") else show_lines
        return show_numbers(content, person, replace(heard, intent=wanted))
    if len(likely) > 1 and person.node != "q.place" and person.misses < MISSES_BEFORE_TEACHING:
        # Which worry it is may be what is asked; everything else told is kept.
        told = replace(heard, intent=likely[0], concerns=() if _names_a_concern(likely) else heard.concerns)
        person = note(content, person, told).but(misses=person.misses + 1)
        offers = [*offer_guesses(content, likely), move_offer(content, "none_of_these")]
        if person.misses == MISSES_BEFORE_TEACHING:
            offers.append(Offer(f"go:{walk.CONTACTS}", local_title(content)))
        return Reply(person, [response("utter_did_you_mean")], offers)
    return teach(content, person)


def _names_a_concern(intents: tuple[str, ...]) -> bool:
    return any(intent.startswith("concern_") for intent in intents)


def teach(content: Content, person: Situation) -> Reply:
    """A miss: an example of what to write here; the next time, someone to call."""
    person = person.but(misses=max(person.misses + 1, MISSES_BEFORE_TEACHING))
    if person.misses >= MISSES_BEFORE_A_PERSON:
        parts = [response("utter_fall_back_second"), {"type": "lines", "intent": "request_human"}]
        return beside(content, person.but(misses=0), parts, Offer(f"go:{walk.CONTACTS}", local_title(content)))
    person = settle(content, person)
    question = question_of(content, person)
    if question is None:
        return beside(content, person, [text_part(walk.teaching(content, person), content.language_of("opening"))])
    name = "utter_place_unknown" if question.id == "place" else f"utter_fall_back_{question.id}"
    return beside(content, person, [response(name)])
