"""What the assistant answers to what a person said, wherever in the guidance they are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from bot.guidance import walk
from bot.guidance.content import Content
from bot.guidance.model import Offer, Reply, Situation, pick_text
from bot.guidance.walk import arrive, go, move_offer, question_of, show, step_of, text_part

# Intents whose message may tell about the young person in passing; a question about facts may not.
TELLING = ("concern_", "ask_", "practise_", "find_", "inform_", "danger_")
ABOUT_THE_ASSISTANT = ("ask_privacy", "ask_help", "ask_summary")
PEEKS = {
    "ask_understand": "behind",
    "ask_how_to_start": "first_sentences",
    "ask_questions_to_ask": "questions",
    "ask_what_to_avoid": "avoid",
    "ask_set_limits": "limits",
}
DETOURS = {"ask_refuses_to_talk": "stuck.choose", "ask_follow_up": "afterwards.how", "ask_own_feelings": walk.SUPPORT}
REDO = {"q.role": "role", "q.concern": "concern", "q.danger": "acute", "q.goal": "goal", "q.age": "age",
        "q.place": "municipality", "q.employment": "employment"}
MISSES_BEFORE_A_PERSON = 2
# What a danger is about, so that nobody who comes back from it is asked what worries them.
CONCERN_OF_DANGER = {"suicide": "mental_health", "violence": "violence"}
# Never offered as a guess: danger is met, not asked about on a button; the rest says nothing by itself.
NO_GUESS = ("danger_", "affirm", "deny", "greet", "goodbye", "thank", "insult", "feedback_")


@dataclass(frozen=True)
class Heard:
    """One message as understood: the intent and everything said in passing."""

    intent: str
    option: str | None = None
    role: str | None = None
    age: int | None = None
    relation: str | None = None
    pronoun: str | None = None
    employment: str | None = None
    concerns: tuple[str, ...] = ()
    places: tuple[tuple[str, str], ...] = ()
    district: str | None = None
    danger: tuple[str, str] | None = None
    unsure: bool = False
    likely: tuple[str, ...] = field(default=())


Answer = Callable[[Content, Situation, Heard], Reply]


def response(name: str) -> dict[str, Any]:
    """A short text of `bot/responses`, by name."""
    return {"type": "response", "name": name}


def note(content: Content, person: Situation, heard: Heard) -> Situation:
    """The situation with what was said in passing; nothing known is overwritten, no question is an answer."""
    if heard.intent in ABOUT_THE_ASSISTANT or not heard.intent.startswith(TELLING):
        return person
    new: dict[str, Any] = {}
    for name in ("role", "age", "relation", "pronoun", "employment"):
        if getattr(person, name) is None and getattr(heard, name) is not None:
            new[name] = getattr(heard, name)
    if (new.get("relation") or person.relation) in content.relations.pronoun_of:
        new.pop("pronoun", None)
    known = tuple(c for c in heard.concerns if c in content.concerns)
    if len(known) > 1:
        known = tuple(c for c in known if c != "unspecified")
    if person.concern is None and known:
        new["concerns"] = known
        if len(known) == 1:
            new["concern"] = known[0]
    if len(heard.places) == 1 and (person.municipality is None or heard.intent == "inform_place"):
        new |= {"municipality": heard.places[0][0], "district": heard.district}
    return with_role(person.but(**new))


def with_role(person: Situation) -> Situation:
    """School staff are employed; nobody who said so is asked again."""
    if person.role == "teacher" and person.employment is None:
        return person.but(employment="employed")
    return person


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
        return Reply(here.situation, parts + here.parts, [*here.offers, *offers], here.input)
    return Reply(person, parts, [move_offer(content, "return"), *offers])


def hear_concern(content: Content, person: Situation, heard: Heard) -> Reply:
    """A worry: mirrored in one sentence before anything else, then the first thing not yet known."""
    before = person
    person = note(content, person, heard)
    named = heard.intent.removeprefix("concern_")
    if before.concern and named in content.concerns and named != before.concern:
        person = person.but(concerns=tuple(dict.fromkeys([*before.concerns, named])))
        heard_too = mirror(content, person.but(concern=named))
        return beside(content, person, [heard_too], Offer(f"concern:{named}", content.concerns[named].name))
    if person.concern is None and not person.concerns and named in content.concerns:
        person = person.but(concern=named, concerns=(named,))
    if step_of(content, person) and before.concern:
        return beside(content, person, [mirror(content, person)])
    if person.role == "young_person" and (person.node or "").startswith("young."):
        return beside(content, person, [response("utter_young_heard")])
    parts = newly_heard(content, before, person)
    if step_of(content, person):
        person = person.but(node=None)
    here = show(content, settle(content, person), "full")
    return Reply(here.situation, parts + here.parts, here.offers, here.input)


def newly_heard(content: Content, before: Situation, person: Situation) -> list[dict[str, Any]]:
    """The mirroring sentence when a worry has just been told; the young person's path has words of its own."""
    told = person.concern and not before.concern and person.role != "young_person"
    return [mirror(content, person)] if told else []


def mirror(content: Content, person: Situation) -> dict[str, Any]:
    """One sentence that shows what was heard: the concern, the relation, the age."""
    concern = content.concerns[person.concern or "unspecified"]
    return text_part(content.speak(pick_text(concern.mirror, person) or "", person), content.language)


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
    if person.alarmed and heard.intent == "ask_emergency_number":
        return after_danger(content, person)
    local = heard.intent == "request_human" and person.municipality
    parts = [response(name), {"type": "contacts"} if local else {"type": "lines", "intent": heard.intent}]
    return beside(content, note(content, person, heard), parts, Offer(f"go:{walk.CONTACTS}", local_title(content)))


def local_title(content: Content) -> str:
    """How the way to the local contacts is called."""
    return next(c.title[0].say for c in content.opening.menu if c.option == f"go:{walk.CONTACTS}")


def explain(content: Content, person: Situation, heard: Heard) -> Reply:
    """A fact asked about: the short answer, more on request, and the natural next steps."""
    name = f"utter_{heard.intent}"
    if heard.intent == "faq_duty_to_report" and person.employment in ("employed", "volunteer"):
        name = f"{name}_{person.employment}"
    offers = more_offer(content, heard.intent)
    following = content.next_after.get(name, ())
    offers += [Offer(f"intent:{intent}", content.intent_names[intent]) for intent in following]
    return beside(content, person, [response(name)], *offers)


def more_offer(content: Content, intent: str) -> list[Offer]:
    """The way to the longer answer, where there is one."""
    exists = f"utter_{intent}_more" in content.responses
    return [Offer(f"more:{intent}", content.opening.moves["explain"])] if exists else []


def give_tips(content: Content, person: Situation, heard: Heard) -> Reply:
    """Advice for the talk itself: sentences at once, then on with the walk."""
    question = question_of(content, person)
    if question and any(heard.intent in choice.intents for choice in question.choices):
        return answer(content, person, heard)
    before = person
    person = note(content, person, heard)
    if heard.intent in DETOURS and (person.concern or heard.intent != "ask_refuses_to_talk"):
        return show(content, go(person, DETOURS[heard.intent]))
    if heard.intent == "practise_conversation" and person.concern:
        return show(content, go(person, walk.REHEARSAL))
    if heard.intent in PEEKS:
        name = PEEKS[heard.intent]
        part = walk.list_part(content, person, name, content.intent_names[heard.intent], 0, 3)
        return beside(content, person, [part] if part else [response(f"utter_{heard.intent}")])
    if person.goal is None and heard.intent in ("ask_conversation_tips", "practise_conversation"):
        person = person.but(goal="prepare" if heard.intent == "ask_conversation_tips" else "rehearse")
    parts = newly_heard(content, before, person) or [response(f"utter_{heard.intent}")]
    if step_of(content, person):
        return beside(content, person, parts)
    here = show(content, settle(content, person))
    return Reply(here.situation, parts + here.parts, here.offers, here.input)


def meet_danger(content: Content, person: Situation, heard: Heard) -> Reply:
    """Danger comes first; everything said stays, and the person can go on where they were."""
    # The model alone may see a danger that no rule does; then the person is asked, about just that danger.
    suspected = heard.intent.removeprefix("danger_")
    category, level = heard.danger or (suspected, "today" if suspected == "abuse" else "ask")
    person = note(content, person, heard)
    concern = CONCERN_OF_DANGER.get(category)
    if concern and person.concern is None and person.role != "young_person":
        person = person.but(concern=concern, concerns=(concern,))
    return emergency(content, person, category, level)


def emergency(content: Content, person: Situation, category: str, level: str) -> Reply:
    """The fixed emergency reply with the ways on from it."""
    parts = [{"type": "emergency", "category": category, "level": level}]
    offers = [move_offer(content, "resume"), Offer(f"go:{walk.CONTACTS}", local_title(content))]
    if level == "ask":
        asked = [Offer(choice.option, choice.title[0].say) for choice in content.questions["danger"].choices]
        offers = [*asked, offers[1]]
    return Reply(person.but(alarmed=True), parts, offers)


def after_danger(content: Content, person: Situation) -> Reply:
    """Somebody who comes back from an emergency is met before anything is asked again."""
    offers = [move_offer(content, "resume"), Offer(f"go:{walk.CONTACTS}", local_title(content))]
    return Reply(person.but(alarmed=False), [response("utter_after_danger")], offers)


def converse(content: Content, person: Situation, heard: Heard) -> Reply:
    """Courtesies and questions about the assistant itself; the walk stays where it is."""
    if person.alarmed and heard.intent in ("thank", "goodbye", "feedback_positive"):
        return after_danger(content, person)
    name = f"utter_{heard.intent}"
    parts = [response(name)]
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
        return answer(content, person, replace(heard, intent="inform_age" if question.id == "age" else "inform_role"))
    if heard.unsure and question:
        return choose(content, person, "move:unsure")
    if person.alarmed:
        return after_danger(content, person)
    if heard.likely and heard.likely[0].startswith("danger_"):
        return meet_danger(content, person, replace(heard, intent=heard.likely[0]))
    likely = [i for i in heard.likely if i in content.intent_names and not i.startswith(NO_GUESS)]
    if len(likely) > 1 and person.node != "q.place":
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
    name = f"utter_fall_back_{question.id}" if question else "utter_fall_back_step"
    if question and question.id == "place":
        name = "utter_place_unknown"
    return beside(content, person, [response(name if name in content.responses else "utter_fall_back_step")])


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
    **dict.fromkeys((*PEEKS, *DETOURS, "ask_conversation_tips", "practise_conversation"), give_tips),
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
