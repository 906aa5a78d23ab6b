"""Checking the guides as a graph: everything leads somewhere, is reached, and ends with someone to turn to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import product
from pathlib import Path
from typing import get_args, get_type_hints

from bot.guidance import reading, safety, substance, walk
from bot.guidance.advice import DETOURS, TELL_AN_ADULT
from bot.guidance.choosing import MOVES
from bot.guidance.content import GUIDES, Content
from bot.guidance.faults import Fault, described
from bot.guidance.model import ADULT_ROLES, STAGES, Choice, Reviewed, Role, Situation, Status
from bot.guidance.talk import ANSWERS

# A source is something one can look up: an address, a statute with its number, or a part of this project.
KNOWN_SOURCE = re.compile(r"\w+\.\w{2,}/?|\(\d{4}:\d+\)|\d{4}/\d+|§|kontaktregistret|egen text")
# Where one comes in without having picked it from a step.
ENTRIES = (walk.CONTACTS, walk.SUPPORT, walk.PLAN, walk.REHEARSAL, "lines.all", *DETOURS.values())
SET_VALUES = {"role": get_args(Role), "employment": get_args(Status), "acute": ("yes", "no", "unsure"),
              "goal": ("prepare", "understand", "contact", "support", "rehearse")}


def check(content: Content, guides: Path = GUIDES) -> list[str]:
    """Every fault in the content, one line each, in Swedish, with file and line; empty when all is well."""
    return described([
        *check_ids(content), *check_stages(content), *check_choices(content), *check_reach(content),
        *check_sources(content), *reading.check(content), *substance.check(content), *safety.check(content),
    ], guides)


def check_ids(content: Content) -> Iterator[Fault]:
    for section in (*content.base.stages, *(path.section for path in content.paths.values())):
        ids = [step.id for step in section.steps]
        for twice in sorted({name for name in ids if ids.count(name) > 1}):
            yield Fault(f"{section.id}.{twice}", "två steg har samma id. Ge det ena ett annat.")
    orders = [concern.order for concern in content.concerns.values()]
    for concern in content.concerns.values():
        if orders.count(concern.order) > 1:
            yield Fault(f"{concern.id}.order", "två ämnen har samma plats i listan. Ändra siffran i order.")


def check_stages(content: Content) -> Iterator[Fault]:
    if tuple(section.id for section in content.base.stages) != STAGES:
        yield Fault("base.yml", f"stegen ska vara {', '.join(STAGES)} i den ordningen.")
    for concern in content.concerns.values():
        for node in concern.texts:
            if node not in content.steps:
                yield Fault(f"{concern.id}.{node}", "steget finns inte. Rätta namnet eller ta bort texten.")
    for role in ADULT_ROLES:
        last = walk.main_nodes(content, Situation(role=role))[-1]
        if content.steps[last].shows != "contacts":
            yield Fault(last, "det sista steget ska visa kontakter, så att varje samtal slutar hos en människa.")


def _choices(content: Content) -> Iterator[tuple[str, Choice]]:
    for question in content.opening.questions:
        yield from ((f"q.{question.id}", choice) for choice in question.choices)
    yield from (("menu", choice) for choice in content.opening.menu)
    for node, step in content.steps.items():
        yield from ((node, choice) for choice in step.choices)


def _exists(content: Content, option: str) -> bool:
    kind, _, value = option.partition(":")
    if kind == "go":
        return value == walk.START or value in content.steps or value.removeprefix("q.") in content.questions
    if kind == "set":
        slot, _, given = value.partition("=")
        if slot == "age":
            return given.isdigit()
        return slot in get_type_hints(Situation) and given in SET_VALUES.get(slot, (given,))
    if kind == "move":
        return value in MOVES
    if kind == "intent":
        return value in ANSWERS or (value.startswith(("faq_", "concern_")) and value in content.intent_names)
    if kind == "concern":
        return value in content.concerns
    return kind == "danger" and value in ("yes", "unsure")


def check_choices(content: Content) -> Iterator[Fault]:
    for node, choice in _choices(content):
        if not _exists(content, choice.option):
            yield Fault(node, f"valet {choice.option} leder ingenstans. Rätta det eller ta bort valet.", choice.option)
    for node, step in content.steps.items():
        for choice in step.choices:
            if choice.intents:
                yield Fault(node, "intents gäller bara val under en fråga. Ta bort det, och lägg orden i words.", node)
        for need in step.needs:
            if need not in content.questions:
                yield Fault(node, f"frågan {need} finns inte i opening.yml.")
        if step.own_words and step.own_words not in content.steps:
            yield Fault(node, f"own_words leder till {step.own_words}, som inte finns.", step.own_words)
    for name, following in content.next_after.items():
        for intent in following:
            if intent not in content.intent_names:
                yield Fault("intent_names.yml", f"{name} leder vidare till {intent}, som inte finns.")


def leads_to(content: Content, person: Situation) -> set[str]:
    """The steps that can be reached from the person's step in one move, the menu left out."""
    step = content.steps[person.node or ""]
    targets = {offer.option.partition(":")[2] for offer in walk.offers_of(content, person, step.choices)}
    onward = walk.next_node(content, person) if not step.aside else content.main_nodes[0]
    started = any(o.option in ("go:start", "set:goal=prepare") for o in walk.offers_of(content, person, step.choices))
    found = (*targets, onward, step.own_words, content.main_nodes[0] if started else None)
    return {node for node in found if node is not None and node in content.steps}


def readers(content: Content) -> Iterator[Situation]:
    """One person for every role and concern, the young included."""
    for role, concern in product((*ADULT_ROLES, "young_person"), content.concerns):
        yield Situation(role=role, concern=concern, age=15, employment="employed")


def ways(content: Content, person: Situation) -> dict[str, set[str]]:
    """Where each step that is this person's leads."""
    return {
        node: leads_to(content, person.but(node=node)) for node, step in content.steps.items() if step.fits(person)
    }


def spread(starts: set[str], edges: Mapping[str, set[str]]) -> set[str]:
    """Everything that can be reached along these edges."""
    met, waiting = set(starts), list(starts)
    while waiting:
        new = edges.get(waiting.pop(), set()) - met
        met |= new
        waiting += new
    return met


def check_reach(content: Content) -> Iterator[Fault]:
    """Every step is reached by someone, and from it they reach a person to turn to without opening the menu."""
    people_to_turn_to = {node for node, step in content.steps.items() if step.shows in ("contacts", "lines")}
    reached: set[str] = set()
    told: set[str] = set()
    for person in readers(content):
        edges = ways(content, person)
        young = person.role == "young_person"
        first = {walk.YOUNG, TELL_AN_ADULT} if young else set(walk.main_nodes(content, person)[:1])
        reached |= spread({*first, *(entry for entry in ENTRIES if entry in content.steps)}, edges)
        back: dict[str, set[str]] = {}
        for node, targets in edges.items():
            for target in targets:
                back.setdefault(target, set()).add(node)
        for node in edges.keys() - spread(people_to_turn_to, back) - told:
            told.add(node)
            who = f"{person.role}, {person.concern}"
            yield Fault(node, f"härifrån går det bara runt ({who}). Ge ett val som leder till någon att ringa.")
    for node in content.steps:
        if node not in reached:
            yield Fault(node, "inget val leder hit. Lägg till ett val som gör det, eller ta bort steget.")


def check_sources(content: Content) -> Iterator[Fault]:
    files: dict[str, Reviewed] = {
        "opening.yml": content.opening, "base.yml": content.base, "relations.yml": content.relations,
    }
    files |= {f"concerns/{name}.yml": concern for name, concern in content.concerns.items()}
    files |= {f"paths/{name}.yml": path for name, path in content.paths.items()}
    for name, file in files.items():
        for source in file.sources:
            if not KNOWN_SOURCE.search(source):
                reason = f"källan ”{source}” går inte att slå upp. Ange en webbadress eller ett lagrum."
                yield Fault(name, reason, source)
        if file.reviewed > date.today():
            yield Fault(name, f"reviewed är {file.reviewed}, som inte har varit än. Skriv dagen då texten lästes.")
