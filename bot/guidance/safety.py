"""Checking what must never be missing, and what must never be said, whoever edits the texts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import get_args

from bot.guidance import walk
from bot.guidance.content import Content
from bot.guidance.emergency import EmergencyReplies, EmergencyReply, Level
from bot.guidance.faults import Fault
from bot.guidance.model import ADULT_ROLES, Situation, fitting
from bot.guidance.reading import for_person, people

SENTENCE = re.compile(r"[^.?”:]+")
TO_THE_FAMILY = re.compile(
    r"(?i)\b(?:prata|tala|samtala|ring|ringer|kontakta|kontakt|träffa|fråga|berätta|höra? av|möte|kom överens|ta det)\b"
    r".*\b(?:föräld\w+|mamma\w*|pappa\w*|vårdnadshavar\w*|familj\w*|släkt\w*|hemmet|hem|ring dit)\b"
)
TOLD_NOT_TO = re.compile(
    r"(?i)\b(?:inte|aldrig|ingen|inget|ingenting|inga|utanför|utan att|kan föra|kan råka|känner|får veta)\b"
)


@dataclass(frozen=True)
class Promise:
    """Something every reader of a concern meets at a step, in the full words and the simpler alike or in full only."""

    concern: str
    node: str
    must: re.Pattern[str]
    why: str


def _promise(concern: str, node: str, must: str, why: str) -> Promise:
    return Promise(concern, node, re.compile(f"(?i){must}"), why)


SCHOOL = "112 även om du inte vet när"
PROMISES = (
    _promise("violence", "understand.watch", SCHOOL, "ett hot mot en skola ger 112 även när tiden är okänd"),
    _promise("violence", "follow_up.signs", SCHOOL, "ett hot mot en skola ger 112 även när tiden är okänd"),
    _promise("violence", "stuck.serious", SCHOOL, "ett hot mot en skola ger 112 även när tiden är okänd"),
    _promise("online", "understand.watch", "radera inget", "det som hänt på nätet är bevis"),
    _promise("online", "stuck.serious", "radera inget", "det som hänt på nätet är bevis"),
    _promise("online", "stuck.serious", "inte ditt fel", "den som är utsatt på nätet har ingen skuld"),
    _promise("online", "understand.watch", "ingen skuld", "den som är utsatt på nätet har ingen skuld"),
    _promise("mental_health", "limits.secrecy", "aldrig|inte", "tankar på att dö hålls inte hemliga"),
    _promise("mental_health", "stuck.serious", "inte farligt att fråga", "man frågar rakt ut om tankar på att dö"),
    _promise("honour", "involve.who", "(?:inte|ingen).*(?:familjen|släkten|ringer hem)", "familjen kontaktas inte"),
    _promise("honour", "stuck.serious", "inget till (?:familjen|släkten)", "familjen kontaktas inte"),
    _promise("honour", "follow_up.signs", "112", "den som är på väg att föras bort behöver hjälp samma dag"),
)


CATEGORIES = ("suicide", "violence", "abuse", "missing", "medical", "general")
# Where the family may be the cause, nobody is told to wait for them or to turn to them.
FAMILY_MAY_BE_THE_CAUSE = ("violence", "abuse", "missing", "general")
FIRST = "sos_112"


def check(content: Content) -> Iterator[Fault]:
    """Broken promises, a language without 112, and sentences that send somebody to the family in a matter of honour."""
    yield from check_other_languages(content)
    yield from check_promises(content)
    yield from check_family(content)


def check_other_languages(content: Content) -> Iterator[Fault]:
    """Whoever cannot be understood is told to call 112 first."""
    for language, words in content.others.items():
        if "112" not in words.say[0]:
            yield Fault("other_languages.yml", f"{language}: 112 ska stå på första raden.", words.say[0])


def check_promises(content: Content) -> Iterator[Fault]:
    for promise in PROMISES:
        if promise.concern not in content.concerns or promise.node not in content.steps:
            yield Fault(f"concerns/{promise.concern}.yml", f"{promise.node} behövs: {promise.why}.")
            continue
        for role in ADULT_ROLES:
            person = Situation(role=role, concern=promise.concern, node=promise.node, age=15)
            said = walk.step_text(content, person, content.steps[promise.node]) or ""
            if not promise.must.search(said):
                yield Fault(f"{promise.concern}.{promise.node}", f"{role} får inte veta att {promise.why}.", said[:40])


def check_family(content: Content) -> Iterator[Fault]:
    told: set[str] = set()
    for person in people(content):
        if person.concern != "honour":
            continue
        for place, text in texts_for(content, person):
            for sentence in SENTENCE.findall(text):
                if TO_THE_FAMILY.search(sentence) and not TOLD_NOT_TO.search(sentence) and sentence not in told:
                    told.add(sentence)
                    reason = f"”{sentence.strip()}” kan leda till familjen, som kan vara orsaken ({person.role})."
                    yield Fault(place, reason, text)


def texts_for(content: Content, person: Situation) -> Iterator[tuple[str, str]]:
    """Every text this person can read as advice: steps in full and simpler words, and all lists."""
    concern = content.concerns[person.concern or ""]
    for node in for_person(content, person):
        here = person.but(node=node)
        place = f"{concern.id}.{node}" if node in concern.texts else node
        for how in ("full", "simpler"):
            for part in walk.parts_of(content, here, content.steps[node], how):
                if part.get("text"):
                    yield place, str(part["text"])
    for name in content.base.lists:
        own = {line.say for line in fitting(concern.lists.get(name, ()), person)}
        for line in walk.listed(content, person, name):
            if name not in ("avoid", "first_sentences", "questions"):
                yield (f"{concern.id}.{name}" if line in own else f"base.{name}"), line


def check_emergencies(replies: EmergencyReplies) -> Iterator[Fault]:
    """Every danger that has no answer, and every answer that lacks what must come first. Any language."""
    for category, level in product(CATEGORIES, get_args(Level)):
        place = f"emergency.{category}.{level}"
        for whose in (replies.replies, replies.young):
            reply = whose.get(category, {}).get(level)
            if reply is None:
                if whose is replies.replies:
                    yield Fault(place, "svaret saknas. En fara får aldrig bli utan svar.")
                continue
            yield from _emergency_faults(place, level, reply)
    if replies.language == "sv":
        yield from _check_swedish_emergencies(replies)


def _emergency_faults(place: str, level: Level, reply: EmergencyReply) -> Iterator[Fault]:
    said = " ".join((reply.title, *reply.steps, reply.then or "", reply.question or ""))
    if level == "act" and "112" not in reply.title:
        yield Fault(place, "rubriken ska börja med att ringa 112.", reply.title)
    if FIRST not in reply.numbers or "112" not in said:
        yield Fault(place, f"112 ska stå i svaret, och {FIRST} bland numren.", reply.title)
    if level == "ask" and not reply.question:
        yield Fault(place, "här ska det stå en fråga (question) som avgör om det är bråttom.", reply.title)
    if not 1 <= len(reply.steps) <= 3:
        yield Fault(place, f"{len(reply.steps)} steg; ett till tre går att läsa när det är bråttom.", reply.title)


def _check_swedish_emergencies(replies: EmergencyReplies) -> Iterator[Fault]:
    def steps(category: str, level: Level) -> str:
        reply = replies.replies.get(category, {}).get(level)
        return " ".join((*reply.steps, reply.then or "")) if reply else ""

    levels: tuple[Level, ...] = ("act", "ask")
    for level in levels:
        if not re.search(SCHOOL, steps("violence", level)):
            yield Fault(f"emergency.violence.{level}", "här ska stå att ringa 112 om en skola även när tiden är okänd.")
        if "inte farligt att fråga" not in steps("suicide", level):
            yield Fault(f"emergency.suicide.{level}", "här ska stå att det inte är farligt att fråga rakt ut.")
    for category in FAMILY_MAY_BE_THE_CAUSE:
        if not re.search(r"(?i)inte (?:föräldrarna|familjen)|inte den som [^.]*förälder", steps(category, "today")):
            yield Fault(f"emergency.{category}.today", "här ska stå att inte kontakta den som kan vara orsaken.")
