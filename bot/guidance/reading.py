"""Checking that every text fits its reader: a variant for everyone, short, plain, free of what the registry holds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import product

from bot.guidance import walk
from bot.guidance.content import Content
from bot.guidance.faults import Fault
from bot.guidance.lix import lix
from bot.guidance.model import ADULT_ROLES, Line, Lines, Situation, Step, pick_text

MOST_WORDS = 60
# LIX below 40 is what most adults read with ease, below 50 what a newspaper asks of them.
HARDEST_WALK = 40
HARDEST_TEXT = 50
TEXT_TO_MEASURE = 40
AGES = (None, 12, 17)
LAW = re.compile(r"\(\d{4}:\d+\)|\b\d{4}/\d{2}:\d+|\d+ kap\. \d+ ?\w? §|\b(?:19|20)\d\d\b")
FORBIDDEN = {
    "ett nummer": re.compile(r"\d[\d -]{2,}\d|\d{4,}"),
    "en öppettid": re.compile(r"(?i)\bkl(?:ockan)?\.? ?\d|\b\d{1,2}[.:]\d{2}\b|\b\d{1,2} ?[-–] ?\d{1,2}\b|dygnet runt"),
    "en e-postadress": re.compile(r"\S@\S"),
    "en webbadress": re.compile(r"https?://|www\.|\b\w+\.(?:se|nu|com|org)\b"),
}
DASH_AS_GLUE = re.compile(r"[–—]|\s-\s")


def people(content: Content) -> Iterator[Situation]:
    """Everybody a guide is written for: role × concern × age band × employment, and the young themselves."""
    for role, concern, age in product((*ADULT_ROLES, "young_person"), content.concerns, AGES):
        statuses = {"leisure_leader": (None, "employed", "volunteer"), "other_adult": (None, "employed", "volunteer"),
                    "teacher": ("employed",)}.get(role, (None,))
        for status in statuses:
            yield Situation(
                role=role, concern=concern, concerns=(concern,), age=age, employment=status, acute="no",
                goal="prepare", municipality="0000", trail=("understand.behind",),
            )


def check(content: Content) -> Iterator[Fault]:
    """Every text that is missing, too long, too hard or holds what belongs elsewhere."""
    yield from check_words(content)
    yield from check_render(content)
    yield from check_opening(content)
    yield from check_lix(content)


def words_in(parts: Iterable[dict[str, object]]) -> int:
    """How many words a person reads before they can act."""
    count = 0
    for part in parts:
        texts = [part.get("text"), part.get("title"), *(part.get("items") or [])]  # type: ignore[misc]
        count += sum(len(str(text).split()) for text in texts if text)
    return count


def for_person(content: Content, person: Situation) -> list[str]:
    """The steps that are meant for this person: the young have a path of their own, adults the rest."""
    young = person.role == "young_person"
    shared = ("contacts.", "lines.", "plan.", "support.")
    return [
        node for node, step in content.steps.items()
        if step.fits(person) and (node.startswith("young.") == young or (young and node.startswith(shared)))
    ]


def check_render(content: Content) -> Iterator[Fault]:
    seen: set[tuple[str, str]] = set()
    for person in people(content):
        for node in for_person(content, person):
            for reason in _render_faults(content, person.but(node=node), content.steps[node]):
                if (node, reason) not in seen:
                    seen.add((node, reason))
                    who = f"{person.role}, {person.concern}, ålder {person.age or 'okänd'}, {person.employment or '-'}"
                    yield Fault(_own_place(content, person, node), f"{reason} ({who})")


def _own_place(content: Content, person: Situation, node: str) -> str:
    concern = content.concerns[person.concern or ""]
    return f"{concern.id}.{node}" if node in concern.texts else node


def _render_faults(content: Content, person: Situation, step: Step) -> Iterator[str]:
    full = walk.parts_of(content, person, step)
    if not full:
        yield "steget är tomt. Skriv en text eller en lista som passar alla."
    if step.text and walk.step_text(content, person, step) is None:
        yield "ingen text passar. Lägg till en rad utan for, age och status sist."
    if step.simpler and not pick_text(step.simpler, person):
        yield "ingen enklare text passar. Lägg till en rad utan for och age sist."
    if step.text and not step.simpler:
        yield "här saknas simpler, det som visas för den som ber om enklare ord."
    for listing in step.lists:
        if not pick_text(listing.title, person):
            yield f"rubriken över {listing.of} passar inte alla."
    for parts in (full, walk.parts_of(content, person, step, "simpler")):
        count = words_in(parts)
        if count > MOST_WORDS:
            yield f"{count} ord innan man kan välja; högst {MOST_WORDS}. Korta, eller flytta något till ett eget steg."


def check_opening(content: Content) -> Iterator[Fault]:
    said: list[dict[str, object]] = [{"text": line.say} for line in content.opening.welcome]
    first = words_in([*said, *walk.ask(content, Situation(), content.questions["role"]).parts])
    if first > MOST_WORDS:
        yield Fault("opening.welcome", f"{first} ord innan man kan välja; högst {MOST_WORDS}.")
    for person in people(content):
        if person.age is None:
            continue
        mirror = pick_text(content.concerns[person.concern or ""].mirror, person)
        if mirror is None:
            reason = f"ingen spegling passar {person.role}. Lägg till en rad utan for sist."
            yield Fault(f"{person.concern}.mirror", reason)
        elif person.role != "young_person" and "{who}{aged}" not in mirror:
            yield Fault(f"{person.concern}.mirror", "speglingen ska nämna {who}{aged}, det som sades.", mirror)
    for question in content.questions.values():
        for role in question.roles or ADULT_ROLES:
            if not pick_text(question.text, Situation(role=role)):
                yield Fault(f"q.{question.id}", f"ingen text passar {role}. Lägg till en rad utan for sist.")


def walk_text(content: Content, person: Situation) -> str:
    """Everything a person reads on their way through the nine stages, side steps and whole lists, one text a line."""
    lines: list[str] = []
    for section in content.base.stages:
        for step in section.steps:
            if step.fits(person):
                here = person.but(node=f"{section.id}.{step.id}")
                lines += [text for text in (walk.step_text(content, here, step),) if text]
                lines += [line for listing in step.lists for line in walk.listed(content, person, listing.of)]
    return "\n".join(dict.fromkeys(lines))


def check_lix(content: Content) -> Iterator[Fault]:
    for place, line in all_lines(content):
        if len(line.say.split()) > TEXT_TO_MEASURE and lix(line.say) >= HARDEST_TEXT:
            reason = f"LIX {lix(line.say):.0f}; högst {HARDEST_TEXT} för en lång text. Skriv kortare meningar och ord."
            yield Fault(place, reason, line.say)
    for person in people(content):
        if person.age is None or person.role == "young_person":
            continue
        index = lix(walk_text(content, person))
        if index >= HARDEST_WALK:
            reason = f"LIX {index:.0f} för hela vägen ({person.role}); högst {HARDEST_WALK}. Skriv kortare meningar."
            yield Fault(f"{person.concern}.texts", reason)


def all_lines(content: Content) -> Iterator[tuple[str, Line]]:
    """Every text with the place it stands in, titles of choices and lists included."""
    def of(place: str, *groups: Lines) -> Iterator[tuple[str, Line]]:
        yield from ((place, line) for group in groups for line in group)

    opening = content.opening
    yield from of("opening.welcome", opening.welcome)
    yield from of("menu", *(choice.title for choice in opening.menu))
    yield from of("opening.plan", *opening.plan.values())
    for question in opening.questions:
        yield from of(f"q.{question.id}", question.text, question.again, question.simpler,
                      *(choice.title for choice in question.choices))
    for node, step in content.steps.items():
        yield from of(node, step.text, step.simpler, *(choice.title for choice in step.choices),
                      *(listing.title for listing in step.lists))
    for name, lines in content.base.lists.items():
        yield from of(f"base.{name}", lines)
    for concern in content.concerns.values():
        yield from of(f"{concern.id}.mirror", concern.mirror)
        for key, lines in (*concern.texts.items(), *concern.lists.items()):
            yield from of(f"{concern.id}.{key}", lines)


def check_words(content: Content) -> Iterator[Fault]:
    for place, line in all_lines(content):
        plain = LAW.sub("", line.say)
        for name, pattern in FORBIDDEN.items():
            if pattern.search(plain):
                reason = f"{name} hör inte hemma i en text: ”{line.say[:60]}”. Registret visar sådant."
                yield Fault(place, reason, line.say)
        if DASH_AS_GLUE.search(plain):
            yield Fault(place, f"tankstreck som lim: ”{line.say[:60]}”. Sätt punkt i stället.", line.say)
        if "!" in plain and place != "opening.welcome":
            yield Fault(place, f"utropstecken: ”{line.say[:60]}”. Sätt punkt i stället.", line.say)
