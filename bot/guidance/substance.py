"""Checking that there is enough to say, that each concern brings its own, and that readers get different words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from bot.guidance import walk
from bot.guidance.content import Content
from bot.guidance.faults import Fault
from bot.guidance.model import Situation, fitting
from bot.guidance.reading import people

# What a person with one concern and role sees in all, base included.
LEAST = {
    "first_sentences": 6, "questions": 8, "affirmations": 4, "reflections": 4, "limits": 4, "avoid": 5,
    "stuck_ways": 4, "follow_ups": 4, "behind": 3, "over_read": 2, "watch": 3, "this_week": 2,
}
# What the concern brings of its own to that same person.
LEAST_OWN = {"first_sentences": 2, "questions": 3, "limits": 1, "avoid": 1}
MUST, SHOULD, NO_REPORT = ("genast anmäla", "bör", "Att skriva här är ingen anmälan")
DUTY = "prepare.duty"


def check(content: Content) -> Iterator[Fault]:
    """Every list that is too short or borrowed, and every place where readers should meet different words."""
    yield from check_counts(content)
    yield from check_own_lines(content)
    yield from check_ages(content)
    yield from check_duty(content)


def _adults(content: Content) -> Iterator[Situation]:
    yield from (person for person in people(content) if person.role != "young_person")


def check_counts(content: Content) -> Iterator[Fault]:
    seen: set[tuple[str, ...]] = set()
    for person in _adults(content):
        concern = content.concerns[person.concern or ""]
        counts = {(name, least, "i allt"): len(walk.listed(content, person, name)) for name, least in LEAST.items()}
        counts |= {
            (name, least, "egna"): len(fitting(concern.lists.get(name, ()), person))  # type: ignore[call-overload]
            for name, least in LEAST_OWN.items()
        }
        for (name, least, kind), count in counts.items():
            key = (name, str(person.role), concern.id, kind)
            if count < least and key not in seen:
                seen.add(key)
                who = f"{person.role}, ålder {person.age or 'okänd'}"
                yield Fault(f"{concern.id}.{name}", f"{count} rader {kind} för {who}; minst {least}. Skriv fler.")


def check_own_lines(content: Content) -> Iterator[Fault]:
    """A line that stands in two concerns belongs to neither: it is common and goes to base.yml."""
    for name in LEAST:
        places = {c.id: {line.say for line in c.lists.get(name, ())} for c in content.concerns.values()}  # type: ignore[call-overload]
        base = {line.say for line in content.base.lists.get(name, ())}  # type: ignore[call-overload]
        count = Counter(say for says in places.values() for say in says)
        for concern, says in places.items():
            for say in sorted(says):
                if say in base or count[say] > 1:
                    yield Fault(f"{concern}.{name}", f"”{say}” står på flera ställen. Låt den stå i base.yml.", say)


def check_ages(content: Content) -> Iterator[Fault]:
    """A child of twelve and a youth of seventeen are not asked the same things."""
    for concern in content.concerns.values():
        for band in ("younger", "older"):
            own = (*concern.lists.get("first_sentences", ()), *concern.lists.get("questions", ()))
            if not any(line.age == band for line in own):
                yield Fault(f"{concern.id}.questions", f"inget är skrivet just för {band}. Lägg till en fråga.")


def check_duty(content: Content) -> Iterator[Fault]:
    """Who must report and who should differs inside one role; nobody may take this service for a report."""
    for person in _adults(content):
        said = walk.step_text(content, person.but(node=DUTY), content.steps[DUTY]) or ""
        place = f"{person.concern}.{DUTY}" if DUTY in content.concerns[person.concern or ""].texts else DUTY
        who = f"{person.role}, {person.employment or 'inte sagt'}"
        if NO_REPORT not in said and person.role != "parent":
            yield Fault(place, f"här ska stå ”{NO_REPORT}.” ({who})")
        if person.employment == "employed" and MUST not in said:
            yield Fault(place, f"den som är anställd ska läsa ”{MUST}” ({who})")
        if person.employment == "volunteer" and (SHOULD not in said.split() or "ska genast" in said):
            yield Fault(place, f"den som är ideell ska läsa ”{SHOULD}”, inte ”ska” ({who})")
        if person.employment is None and person.role != "parent" and not (MUST in said and SHOULD in said.split()):
            yield Fault(place, f"den som inte har svarat ska få veta både ”{MUST}” och ”{SHOULD}” ({who})")
