"""From Rasa's tracker to what guidance understands: the situation and what was heard."""

from __future__ import annotations

from dataclasses import fields, replace
from functools import lru_cache
from typing import Any

from rasa_sdk import Tracker

from bot.guidance.content import Content
from bot.guidance.model import Situation
from bot.guidance.talk import Heard
from bot.language.answers import alarm_news, is_unsure, match_choice
from bot.language.normalise import fold, normalise, says_something
from bot.language.own_words import reads_as_said

SLOTS = tuple(field.name for field in fields(Situation))
DEFAULTS = Situation()
# A longer message says more than which choice is meant.
LONGEST_CHOICE = 4
LONGEST_BARE_ANSWER = 3
# Where whole sentences are offered to say, a whole sentence may mean one of them.
LONGEST_TRY = 12
CLEAR_REQUEST = 0.25
LIKELY_REQUEST = 0.35
# A request beside who somebody is counts from less when hardly anything else could be meant.
FAINT_REQUEST, FAINT_SHARE = 0.05, 0.6
# In the rehearsal, what is no request and tells of nobody is taken as a try, from this many words.
SHORTEST_TRY = 3
NO_REQUEST = ("nlu_fallback", "concern_", "affirm", "deny", "insult", "feedback_", "inform_role")
# What is clearly asked of the assistant is no try, although it may hold a "du".
TO_THE_ASSISTANT = ("bot_challenge", "ask_privacy", "request_", "delete_conversation", "faq_")
CLEARLY = 0.8
# From here on a question to the municipality is no answer, whatever word in it could be one.
SURELY_ELSEWHERE = 0.95
IN_PASSING = ("inform_role", "greet", "thank", "goodbye")


def situation_from(tracker: Tracker) -> Situation:
    """The situation kept in the slots; an empty slot is the field's default."""
    known: dict[str, Any] = {}
    for name in SLOTS:
        value = tracker.get_slot(name)
        if value is not None:
            known[name] = _frozen(value) if isinstance(value, list) else value
    return Situation(**known)


def _frozen(value: Any) -> Any:
    return tuple(_frozen(item) for item in value) if isinstance(value, list) else value


def changes(before: Situation, after: Situation) -> dict[str, Any]:
    """Slot values that differ, as JSON knows them; a default is stored as no value."""
    changed = {}
    for name in SLOTS:
        value = getattr(after, name)
        if value != getattr(before, name):
            changed[name] = None if value == getattr(DEFAULTS, name) else _plain(value)
    return changed


def _plain(value: Any) -> Any:
    return [_plain(item) for item in value] if isinstance(value, tuple) else value


def heard_from(
    tracker: Tracker, content: Content, person: Situation, places: tuple[tuple[str, str], ...]
) -> Heard:
    """The latest message as understood by the pipeline."""
    message = tracker.latest_message
    guesses = [entry for entry in message.get("intent_ranking") or [] if entry["name"] != "nlu_fallback"]
    if message.get("band") == "lost":
        guesses = []
    intent = _request((message.get("intent") or {}).get("name") or "nlu_fallback", guesses)
    ranking = [entry["name"] for entry in guesses]
    text = message.get("redacted") or message.get("text") or ""
    own_words = _tries_own_words(content, person, message, intent, text)
    danger = None if own_words else message.get("danger")
    heard = Heard(
        intent=intent,
        option=_option(
            tracker, content, intent, text, person,
            tells_more=len(text.split()) > LONGEST_BARE_ANSWER
            and bool(message.get("relation") or [c for c in message.get("concerns") or () if "unspecified" not in c]),
        ),
        role=message.get("role"),
        age=message.get("age"),
        relation=message.get("relation"),
        pronoun=message.get("pronoun"),
        employment=message.get("employment"),
        concerns=tuple(message.get("concerns") or ()),
        places=places,
        district=(message.get("place") or {}).get("district"),
        danger=(danger["intent"].removeprefix("danger_"), danger["level"]) if danger else None,
        unsure=is_unsure(text),
        alarm_news=alarm_news(text) if person.alarm and intent != "choose" else None,
        written_in=message.get("written_in"),
        own_words=own_words,
        likely=tuple(message.get("wishes") or () if danger else ranking[:3] if message.get("band") == "ask" else ()),
    )
    elsewhere = intent == "out_of_scope" and guesses and guesses[0]["confidence"] >= SURELY_ELSEWHERE and not places
    return heard if elsewhere else bare_answer(heard, person, text)


def _tries_own_words(
    content: Content, person: Situation, message: dict[str, Any], intent: str, text: str
) -> bool:
    step = content.steps.get(person.node or "")
    if step is None or not step.own_words or len(text.split()) < SHORTEST_TRY:
        return False
    danger = message.get("danger")
    if danger:
        # "Har du tagit något?" is said to the young person. What a rule sees, or anything urgent, is never a try.
        return danger["level"] == "ask" and danger["reason"] == "model" and reads_as_said(text)
    if intent.startswith(TO_THE_ASSISTANT) and (message.get("intent") or {}).get("confidence", 0) >= CLEARLY:
        return False
    return reads_as_said(text) or (intent.startswith(NO_REQUEST) and not message.get("relation"))


def _request(intent: str, guesses: list[dict[str, Any]]) -> str:
    # Who somebody is gets noted in passing; what they want in the same breath is the message.
    if len(guesses) < 2 or intent not in (*IN_PASSING, "nlu_fallback"):
        return intent
    first, second = guesses[:2]
    unsure = intent == "nlu_fallback"
    if first["name"] in IN_PASSING and second["name"] not in IN_PASSING:
        alone = second["confidence"] >= FAINT_SHARE * (1 - first["confidence"])
        # Where not even who writes is sure, more is asked of the request.
        least = FAINT_REQUEST if alone and not unsure else CLEAR_REQUEST
        return str(second["name"]) if second["confidence"] >= least and (alone or not unsure) else intent
    if unsure and second["name"] in IN_PASSING and first["confidence"] >= LIKELY_REQUEST:
        return str(first["name"])
    return intent


def bare_answer(heard: Heard, person: Situation, text: str) -> Heard:
    """A word or two that hold what was just asked for are the answer, whatever else they look like."""
    if heard.intent == "choose" or heard.intent.startswith("danger_") or len(text.split()) > LONGEST_BARE_ANSWER:
        return heard
    asked = {"q.place": ("inform_place", heard.places), "q.age": ("inform_age", heard.age),
             "q.role": ("inform_role", heard.role), "q.employment": ("inform_role", heard.employment)}
    intent, said = asked.get(person.node or "", ("", None))
    if heard.places and heard.intent == "out_of_scope":
        return replace(heard, intent="inform_place")
    if heard.intent == "nlu_fallback":
        told = {"inform_place": heard.places, "inform_age": heard.age, "inform_role": heard.employment}
        intent, said = next((found for found in told.items() if found[1] not in (None, ())), (intent, said))
    return replace(heard, intent=intent) if said else heard


def _bare(text: str) -> str:
    return fold(normalise(text)).strip(" .!?")


@lru_cache(maxsize=4096)
def _bare_title(title: str) -> str:
    """Titles come back turn after turn; they are the content's words, never a person's."""
    return _bare(title)


def _option(
    tracker: Tracker, content: Content, intent: str, text: str, person: Situation, tells_more: bool
) -> str | None:
    if intent == "choose":
        return next(tracker.get_latest_entity_values("option"), None)
    said = _bare(text)
    named = next((option for option, title in person.offered if _bare_title(title) == said), None)
    if named:
        return named
    step = content.steps.get(person.node or "")
    longest = LONGEST_TRY if step and step.own_words else LONGEST_CHOICE
    if intent.startswith("danger_") or not says_something(text):
        return None
    # A story, or a longer sentence, is a choice only when it is that choice in full and nothing else.
    whole = tells_more or len(text.split()) > longest
    asked = [choice for question in content.opening.questions for choice in question.choices]
    known_words = {choice.option: choice.words for choice in (*asked, *(step.choices if step else ()))}
    choices = [(option, [title, *known_words.get(option, ())]) for option, title in person.offered]
    return match_choice(text, choices, whole)
