"""What the assistant answers to what a person said, wherever in the guidance they are."""

from __future__ import annotations

from collections.abc import Callable

from bot.guidance import walk
from bot.guidance.advice import explain, give_tips
from bot.guidance.alarm import meet_again, meet_danger, meet_news
from bot.guidance.answering import answer, answer_about_danger, fall_back
from bot.guidance.beside import beside, more_offer, response, suited
from bot.guidance.choosing import choose
from bot.guidance.content import Content
from bot.guidance.finding import find_contact, show_lines
from bot.guidance.heard import HOW_TO_TALK, Heard
from bot.guidance.model import Offer, Reply, Situation
from bot.guidance.walk import arrive, go, move_offer, show, step_of, text_part
from bot.guidance.worries import hear_concern

Answer = Callable[[Content, Situation, Heard], Reply]


def respond(content: Content, person: Situation, heard: Heard, answer_with: Answer | None = None) -> Reply:
    """The one way in: the reply to a message, by choice, as words tried out in the rehearsal, or by its intent.

    What is told right after an alarm comes first: "nej, hon svarar inte" is no choice of "Nej".
    """
    step = step_of(content, person)
    news = meet_news(content, person, heard)
    if news:
        reply = news
    elif heard.option:
        reply = choose(content, person, heard.option)
    elif heard.written_in:
        reply = meet_other_language(content, person, heard)
    elif heard.own_words and step and step.own_words and not heard.danger:
        reply = show(content, go(person, step.own_words))
    else:
        asked = answer_about_danger(content, person, heard) or meet_again(content, person, heard)
        reply = asked or (answer_with or answer_to(heard.intent))(content, person, heard)
    if reply.situation.misses == person.misses:
        # Whatever was understood ends a row of misses.
        reply.situation = reply.situation.but(misses=0)
    return reply


def meet_other_language(content: Content, person: Situation, heard: Heard) -> Reply:
    """The fixed words in a language that is not understood; the walk stays where it is."""
    language = str(heard.written_in)
    if language not in content.others:
        language = "en"
    words = content.others[language]
    parts = [text_part(line, language) for line in words.say]
    offers = [Offer(f"go:{walk.CONTACTS}", words.contacts, language), move_offer(content, "return")]
    if not heard.danger:
        return Reply(person, parts, offers)
    alarm = meet_danger(content, person, heard)
    return Reply(alarm.situation, [*alarm.parts, *parts], [*alarm.offers, offers[0]])


def converse(content: Content, person: Situation, heard: Heard) -> Reply:
    """Courtesies and questions about the assistant itself; the walk stays where it is."""
    parts = [response(suited(content, person, f"utter_{heard.intent}"))]
    if heard.intent == "out_of_scope" and person.municipality:
        parts.append({"type": "contact_centre"})
    return beside(content, person, parts, *more_offer(content, heard.intent))


def greet(content: Content, person: Situation, heard: Heard) -> Reply:
    """The first words of the conversation, or a hello in the middle of it."""
    if person.trail or step_of(content, person):
        return beside(content, person, [response("utter_greet_again")])
    if person.node:
        return show(content, person)
    return welcome(content, person)


def welcome(content: Content, person: Situation) -> Reply:
    """Who speaks, what happens to what is written, and the first question."""
    parts = [text_part(line.say, content.language_of("opening")) for line in content.opening.welcome]
    here = show(content, arrive(content, person, walk.START))
    return Reply(here.situation, parts + here.parts, here.offers, here.input)


def move(content: Content, person: Situation, heard: Heard) -> Reply:
    """One of the moves that exist everywhere, said in words."""
    names = {"next_step": "next", "previous_step": "back", "repeat_step": "repeat", "skip_step": "skip",
             "more_examples": "more", "change_answer": "change", "restart_conversation": "restart",
             "stop_guidance": "stop", "request_simpler": "simpler"}
    wanted = names[heard.intent]
    if person.alarm and wanted in ("back", "next"):
        # From an emergency, the way back and the way on both lead to where the talk was.
        wanted = "resume"
    return choose(content, person, f"move:{wanted}")


def ask_summary(content: Content, person: Situation, heard: Heard) -> Reply:
    """The plan so far."""
    return show(content, go(person, walk.PLAN))


ANSWERS: dict[str, Answer] = {
    "greet": greet,
    **dict.fromkeys(("affirm", "deny", "inform_role", "inform_age"), answer),
    **dict.fromkeys(("find_contact", "inform_place", "ask_opening_hours"), find_contact),
    **dict.fromkeys(("ask_support_lines", "ask_emergency_number", "request_human"), show_lines),
    **dict.fromkeys((
        "next_step", "previous_step", "repeat_step", "skip_step", "more_examples", "change_answer",
        "restart_conversation", "stop_guidance", "request_simpler",
    ), move),
    "ask_summary": ask_summary,
    **dict.fromkeys((
        "goodbye", "thank", "ask_help", "bot_challenge", "ask_privacy", "delete_conversation", "request_language",
        "feedback_positive", "feedback_negative", "insult", "out_of_scope",
    ), converse),
    **dict.fromkeys((intent for intent in HOW_TO_TALK if intent != "ask_summary"), give_tips),
    "nlu_fallback": fall_back,
}


def answer_to(intent: str) -> Answer:
    """The function that answers an intent of the contract. Raises KeyError for any other name."""
    if intent.startswith("faq_"):
        return explain
    if intent.startswith("concern_"):
        return hear_concern
    if intent.startswith("danger_"):
        return meet_danger
    return ANSWERS[intent]
