"""Checking the guides as a graph: everything renders, leads somewhere, is reached, and fits the reader."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import product

from bot.guidance import walk
from bot.guidance.choosing import MOVES
from bot.guidance.content import Content
from bot.guidance.lix import lix
from bot.guidance.model import ADULT_ROLES, STAGES, Line, Reviewed, Situation, Step, pick_text
from bot.guidance.talk import ANSWERS

# A source is something one can look up: an address, a statute with its number, or a part of this project.
KNOWN_SOURCE = re.compile(r"\w+\.\w{2,}/?|\(\d{4}:\d+\)|\d{4}/\d+|§|kontaktregistret|egen text")
MOST_WORDS = 60
# LIX below 40 is what most adults read with ease, below 50 what a newspaper asks of them.
HARDEST_WALK = 40
HARDEST_TEXT = 50
TEXT_TO_MEASURE = 40
AGES = (None, 12, 17)
# What a person with one concern and role sees in all, base included.
LEAST = {
    "first_sentences": 6, "questions": 8, "affirmations": 4, "reflections": 4, "limits": 4, "avoid": 5,
    "stuck_ways": 4, "follow_ups": 4,
}
# What each concern brings of its own.
LEAST_OWN = {"first_sentences": 2, "questions": 3, "limits": 1, "avoid": 1}
FORBIDDEN = {
    "telefonnummer": re.compile(r"(?<!\d)(?:\d[\s-]?){5,}\d|(?<!\d)0\d{1,3}[ -]\d"),
    "klockslag": re.compile(r"(?i)\bkl(?:ockan)?\.? ?\d|\b\d{1,2}[.:]\d{2}\b"),
    "e-postadress": re.compile(r"\S+@\S+\.\w"),
    "webbadress": re.compile(r"https?://|www\."),
}


def people(content: Content) -> Iterator[Situation]:
    """Every kind of adult that a guide is written for: role × concern × age band × employment."""
    for role, concern, age in product(ADULT_ROLES, content.concerns, AGES):
        statuses = {"teacher": ("employed", "volunteer"), "parent": (None,)}.get(role, (None, "employed", "volunteer"))
        for status in statuses:
            yield Situation(
                role=role, concern=concern, concerns=(concern,), age=age, employment=status, acute="no",
                goal="prepare", municipality="0000",
            )


def check(content: Content) -> list[str]:
    """Every fault in the content, one sentence each, in Swedish; empty when all is well."""
    return [
        *_check_stages(content), *_check_choices(content), *_check_reach(content), *_check_render(content),
        *_check_substance(content), *_check_facts_in_text(content), *_check_reading(content),
        *_check_way_out(content), *_check_sources(content),
    ]


def _check_stages(content: Content) -> Iterator[str]:
    found = tuple(section.id for section in content.base.stages)
    if found != STAGES:
        yield f"base.yml: stegen ska vara {', '.join(STAGES)} i den ordningen."
    for concern in content.concerns.values():
        for node in concern.texts:
            if node not in content.steps:
                yield f"concerns/{concern.id}.yml: texts: steget {node} finns inte."
    if not content.main_nodes[-1].startswith("involve.") or content.steps[content.main_nodes[-1]].shows != "contacts":
        yield "base.yml: det sista steget ska visa kontakter, så att varje samtal slutar hos en människa."


def _choices(content: Content) -> Iterator[tuple[str, str]]:
    for question in content.opening.questions:
        yield from ((f"q.{question.id}", choice.option) for choice in question.choices)
    yield from (("menu", choice.option) for choice in content.opening.menu)
    for node, step in content.steps.items():
        yield from ((node, choice.option) for choice in step.choices)


def _exists(content: Content, option: str) -> bool:
    kind, _, value = option.partition(":")
    if kind == "go":
        return value == walk.START or value in content.steps or value.removeprefix("q.") in content.questions
    if kind == "set":
        return value.partition("=")[0] in Situation.__dataclass_fields__
    if kind == "move":
        return value in MOVES
    if kind == "intent":
        return value in ANSWERS or (value.startswith(("faq_", "concern_")) and value in content.intent_names)
    if kind == "concern":
        return value in content.concerns
    return kind == "danger" and value in ("yes", "unsure")


def _check_choices(content: Content) -> Iterator[str]:
    for node, option in _choices(content):
        if not _exists(content, option):
            yield f"{node}: valet {option} leder ingenstans."
    for node, step in content.steps.items():
        for need in step.needs:
            if need not in content.questions:
                yield f"{node}: frågan {need} finns inte."


def _check_reach(content: Content) -> Iterator[str]:
    targets = {option.partition(":")[2] for _, option in _choices(content) if option.startswith("go:")}
    entries = {walk.CONTACTS, walk.SUPPORT, walk.YOUNG, walk.PLAN, walk.REHEARSAL, "lines.all", "afterwards.how"}
    targets |= {*content.main_nodes, *entries}
    for section in content.sections.values():
        linear = [f"{section.id}.{step.id}" for step in section.steps if not step.aside]
        if targets & set(linear):
            targets |= set(linear)
    for node in content.steps:
        if node not in targets:
            yield f"{node}: inget val leder hit."


def _check_way_out(content: Content) -> Iterator[str]:
    """A path may wind, but from every step of it a person to turn to can be reached."""
    ends = {node for node, step in content.steps.items() if step.shows in ("contacts", "lines", "plan")}
    ways = {node: set(content.main_nodes) if step.aside else set() for node, step in content.steps.items()}
    ends |= set(content.main_nodes)
    for node, option in _choices(content):
        kind, _, target = option.partition(":")
        if node in ways:
            ways[node].add(target if kind == "go" and target in content.steps else content.main_nodes[0])
    for node in content.steps:
        met, waiting = {node}, [node]
        while waiting:
            new = ways[waiting.pop()] - met
            met |= new
            waiting += new
        if not met & ends:
            yield f"{node}: härifrån går det bara runt; ge en väg vidare."


def _check_sources(content: Content) -> Iterator[str]:
    files: dict[str, Reviewed] = {"opening.yml": content.opening, "base.yml": content.base}
    files |= {f"concerns/{name}.yml": concern for name, concern in content.concerns.items()}
    files |= {f"paths/{name}.yml": path for name, path in content.paths.items()}
    for name, file in files.items():
        for source in file.sources:
            if not KNOWN_SOURCE.search(source):
                yield f"{name}: källan \"{source}\" går inte att slå upp. Ange en webbadress eller ett lagrum."


def words_in(parts: Iterable[dict[str, object]]) -> int:
    """How many words a person reads before they can act."""
    count = 0
    for part in parts:
        texts = [part.get("text"), part.get("title"), *(part.get("items") or [])]  # type: ignore[misc]
        count += sum(len(str(text).split()) for text in texts if text)
    return count


def _check_render(content: Content) -> Iterator[str]:
    seen: set[str] = set()
    for person in people(content):
        for node in content.steps:
            step = content.steps[node]
            if node.startswith("young.") or not step.fits(person):
                continue
            fault = _render_fault(content, person.but(node=node, trail=("understand.behind",)), step)
            if fault and f"{node}{fault}" not in seen:
                seen.add(f"{node}{fault}")
                yield f"{node} ({person.role}, {person.concern}, ålder {person.age}, {person.employment}): {fault}"
        for question in content.questions.values():
            if question.id != "which_concern" and not pick_text(question.text, person):
                yield f"q.{question.id}: ingen text passar {person.role}."


def _render_fault(content: Content, person: Situation, step: Step) -> str | None:
    reply = walk.show(content, person)
    if not reply.parts:
        return "steget är tomt."
    count = words_in(reply.parts)
    if count > MOST_WORDS:
        return f"{count} ord innan man kan välja; högst {MOST_WORDS}."
    if not reply.offers:
        return "inget leder vidare härifrån."
    return None


def _check_substance(content: Content) -> Iterator[str]:
    seen: set[tuple[str, str, str]] = set()
    for person in people(content):
        if person.age is None:
            continue
        for name, least in LEAST.items():
            count = len(walk.listed(content, person, name))
            key = (name, str(person.role), str(person.concern))
            if count < least and key not in seen:
                seen.add(key)
                yield f"{person.concern}, {person.role}: {count} rader i {name}; minst {least}."
    for concern in content.concerns.values():
        for name, least in LEAST_OWN.items():
            own = len(concern.lists.get(name, ()))  # type: ignore[call-overload]
            if concern.id != "unspecified" and own < least:
                yield f"concerns/{concern.id}.yml: {own} egna rader i {name}; minst {least}."


def walk_text(content: Content, person: Situation) -> str:
    """Everything a person reads on their way through the nine stages, side steps included, one text a line."""
    lines: list[str] = []
    for section in content.base.stages:
        for step in section.steps:
            if step.fits(person):
                for part in walk.show(content, person.but(node=f"{section.id}.{step.id}")).parts:
                    lines += [str(text) for text in (part.get("text"), *(part.get("items") or ())) if text]
    return "\n".join(lines)


def _check_reading(content: Content) -> Iterator[str]:
    for place, line in all_lines(content):
        if len(line.say.split()) > TEXT_TO_MEASURE and lix(line.say) >= HARDEST_TEXT:
            yield f"{place}: LIX {lix(line.say):.0f}; högst {HARDEST_TEXT} för en lång text. Kortare meningar och ord."
    for role, concern in product(ADULT_ROLES, content.concerns):
        person = Situation(role=role, concern=concern, age=15, acute="no", goal="prepare", municipality="0000")
        index = lix(walk_text(content, person))
        if index >= HARDEST_WALK:
            yield f"{concern}, {role}: LIX {index:.0f} för hela vägen; högst {HARDEST_WALK}."


def all_lines(content: Content) -> Iterator[tuple[str, Line]]:
    """Every text with the place it stands in."""
    yield from (("opening.welcome", line) for line in content.opening.welcome)
    for question in content.opening.questions:
        for line in (*question.text, *question.again, *question.simpler):
            yield f"q.{question.id}", line
    for node, step in content.steps.items():
        yield from ((node, line) for line in (*step.text, *step.simpler))
    for name, lines in content.base.lists.items():
        yield from ((f"base.{name}", line) for line in lines)
    for concern in content.concerns.values():
        yield from ((f"{concern.id}.mirror", line) for line in concern.mirror)
        for key, lines in (*concern.texts.items(), *concern.lists.items()):
            yield from ((f"{concern.id}.{key}", line) for line in lines)


def _check_facts_in_text(content: Content) -> Iterator[str]:
    for place, line in all_lines(content):
        for name, pattern in FORBIDDEN.items():
            if pattern.search(line.say):
                yield f"{place}: {name} hör inte hemma i en text: \"{line.say[:60]}\". Registret visar sådant."
