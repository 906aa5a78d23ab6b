"""What the assistant answers to what a person said, wherever in the guidance they are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.guidance import walk
from bot.guidance.alarm import after_danger, meet_danger
from bot.guidance.beside import beside, fact, local_title, mirror, more_offer, newly_heard, response, settle, suited
from bot.guidance.content import Content
from bot.guidance.finding import find_contact, show_lines
from bot.guidance.heard import Heard, note, with_role
from bot.guidance.model import Offer, Reply, Situation
from bot.guidance.walk import arrive, go, move_offer, question_of, show, step_of, text_part

PEEKS = {
    "ask_understand": "behind",
    "ask_how_to_start": "first_sentences",
    "ask_questions_to_ask": "questions",
    "ask_what_to_avoid": "avoid",
    "ask_set_limits": "limits",
}
DETOURS = {"ask_refuses_to_talk": "stuck.choose", "ask_follow_up": "afterwards.how", "ask_own_feelings": walk.SUPPORT}
HOW_TO_TALK = (*PEEKS, *DETOURS, "ask_conversation_tips", "practise_conversation", "ask_summary")
# What helps an adult to talk is, for someone young, help to tell an adult.
TELL_AN_ADULT = "young.adult"
REDO = {"q.role": "role", "q.concern": "concern", "q.danger": "acute", "q.goal": "goal", "q.age": "age",
        "q.place": "municipality", "q.employment": "employment"}
MISSES_BEFORE_A_PERSON = 2
# Never offered as a guess: danger is met, not asked about on a button; the rest says nothing by itself.
NO_GUESS = ("danger_", "affirm", "deny", "greet", "goodbye", "thank", "insult", "feedback_", "out_of_scope", "inform_")


Answer = Callable[[Content, Situation, Heard], Reply]


def respond(content: Content, person: Situation, heard: Heard, answer_with: Answer | None = None) -> Reply:
    """The one way in: the reply to a message, by choice, as words tried out in the rehearsal, or by its intent."""
    step = step_of(content, person)
    if heard.option:
        reply = choose(content, person, heard.option)
    elif heard.own_words and step and step.own_words and not heard.danger:
        reply = show(content, go(person, step.own_words))
    else:
        reply = (answer_with or answer_to(heard.intent))(content, person, heard)
    if reply.situation.misses == person.misses:
        # Whatever was understood ends a row of misses.
        reply.situation = reply.situation.but(misses=0)
    return reply


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


def answer(content: Content, person: Situation, heard: Heard) -> Reply:
    """An answer to what was asked (who, how old, yes, no), or a piece of news outside any question."""
    question = question_of(content, person)
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
    if person == before:
        if person.alarmed:
            return after_danger(content, person)
        if heard.intent == "affirm" and (question or step_of(content, person)):
            return choose(content, person, "move:next")
        if heard.intent == "deny" and step_of(content, person):
            return choose(content, person, "move:menu")
        return fall_back(content, person, heard) if question else show(content, settle(content, person))
    here = show(content, settle(content, person))
    return Reply(here.situation, newly_heard(content, before, person) + here.parts, here.offers, here.input)


def explain(content: Content, person: Situation, heard: Heard) -> Reply:
    """A fact asked about: the short answer, more on request, and the natural next steps."""
    name = f"utter_{heard.intent}"
    if heard.intent == "faq_duty_to_report" and person.employment in ("employed", "volunteer"):
        name = f"{name}_{person.employment}"
    offers = more_offer(content, heard.intent)
    following = content.next_after.get(name, ())
    offers += [Offer(f"intent:{intent}", content.intent_names[intent]) for intent in following]
    return beside(content, person, fact(content, name), *offers)


def give_tips(content: Content, person: Situation, heard: Heard) -> Reply:
    """Advice for the talk itself: sentences at once, then on with the walk."""
    question = question_of(content, person)
    if question and any(heard.intent in choice.intents for choice in question.choices):
        return answer(content, person, heard)
    before = person
    person = note(content, person, heard)
    told = newly_heard(content, before, person)
    aside = _aside_for(person, heard.intent)
    if aside:
        here = show(content, go(person, aside))
        return Reply(here.situation, told + here.parts, here.offers, here.input)
    if heard.intent in PEEKS:
        name = PEEKS[heard.intent]
        part = walk.list_part(content, person, name, content.intent_names[heard.intent], 0, 3)
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


def converse(content: Content, person: Situation, heard: Heard) -> Reply:
    """Courtesies and questions about the assistant itself; the walk stays where it is."""
    if person.alarmed and heard.intent in ("thank", "goodbye", "feedback_positive"):
        return after_danger(content, person)
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
    return choose(content, person, f"move:{names[heard.intent]}")


def ask_summary(content: Content, person: Situation, heard: Heard) -> Reply:
    """The plan so far."""
    return show(content, go(person, walk.PLAN))


def fall_back(content: Content, person: Situation, heard: Heard) -> Reply:
    """Not understood: what was asked may still have been said; else ask which, teach by example, offer a person."""
    if heard.places:
        return find_contact(content, person, replace(heard, intent="inform_place"))
    question = question_of(content, person)
    said = getattr(heard, question.slot, None) if question else None
    if question and said is not None:
        role = heard.role if question.slot == "role" else None
        intent = "inform_age" if question.id == "age" else "inform_role"
        return answer(content, person, replace(heard, intent=intent, role=role))
    if heard.unsure and question:
        return choose(content, person, "move:unsure")
    if person.alarmed:
        return after_danger(content, person)
    if heard.likely and heard.likely[0].startswith("danger_"):
        return meet_danger(content, person, replace(heard, intent=heard.likely[0]))
    if person.role == "young_person" and person.misses == 0 and any(i in HOW_TO_TALK for i in heard.likely[:1]):
        return give_tips(content, person, replace(heard, intent=heard.likely[0]))
    likely = [i for i in heard.likely if i in content.intent_names and not i.startswith(NO_GUESS)]
    if person.role == "young_person":
        likely = [intent for intent in likely if intent not in HOW_TO_TALK]
    if len(likely) > 1 and person.node != "q.place" and person.misses + 1 < MISSES_BEFORE_A_PERSON:
        person = person.but(misses=person.misses + 1)
        offers = [Offer(f"intent:{intent}", content.intent_names[intent]) for intent in likely[:3]]
        return Reply(person, [response("utter_did_you_mean")], [*offers, move_offer(content, "none_of_these")])
    return teach(content, person)


def teach(content: Content, person: Situation) -> Reply:
    """A miss: an example of what to write here; after the second in a row, someone to call."""
    person = person.but(misses=person.misses + 1)
    if person.misses >= MISSES_BEFORE_A_PERSON:
        parts = [response("utter_fall_back_second"), {"type": "lines", "intent": "request_human"}]
        return beside(content, person.but(misses=0), parts, Offer(f"go:{walk.CONTACTS}", local_title(content)))
    person = settle(content, person)
    question = question_of(content, person)
    if question is None:
        return beside(content, person, [text_part(walk.teaching(content, person), content.language_of("opening"))])
    name = "utter_place_unknown" if question.id == "place" else f"utter_fall_back_{question.id}"
    return beside(content, person, [response(name)])


def choose(content: Content, person: Situation, option: str) -> Reply:
    """What an offered choice does. Raises KeyError for an option that does not exist."""
    from bot.guidance import choosing  # choosing sends `intent:` options back here

    return choosing.choose(content, person, option)


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
