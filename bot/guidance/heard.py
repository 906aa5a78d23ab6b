"""What one message told: its intent, and everything said in passing about the young person."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from bot.guidance import walk
from bot.guidance.content import Content
from bot.guidance.model import Situation

# Intents whose message may tell about the young person in passing; a question about facts may not.
TELLING = ("concern_", "ask_", "practise_", "find_", "inform_", "danger_")
# What is asked about how to talk: a list to glance at, or a page of its own.
PEEKS = {
    "ask_understand": "behind",
    "ask_how_to_start": "first_sentences",
    "ask_questions_to_ask": "questions",
    "ask_what_to_avoid": "avoid",
    "ask_set_limits": "limits",
}
DETOURS = {"ask_refuses_to_talk": "stuck.choose", "ask_follow_up": "afterwards.how", "ask_own_feelings": walk.SUPPORT}
HOW_TO_TALK = (*PEEKS, *DETOURS, "ask_conversation_tips", "practise_conversation", "ask_summary")
ABOUT_THE_ASSISTANT = ("ask_privacy", "ask_help", "ask_summary")


@dataclass(frozen=True)
class Heard:
    """One message as understood; `own_words` when it reads like something to say to the young person.

    `written_in` is the language's code when it is one that is not understood. `alarm_news` is what a short message
    tells after an alarm (`bot.language.answers.AlarmNews`).
    """

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
    own_words: bool = False
    alarm_news: str | None = None
    written_in: str | None = None
    likely: tuple[str, ...] = field(default=())


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
