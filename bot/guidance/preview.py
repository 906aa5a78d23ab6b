"""Whole walks as pages, as they will be read, for an editor to read aloud, print and sign off."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from itertools import product
from pathlib import Path

from bot.guidance import walk
from bot.guidance.beside import mirror
from bot.guidance.content import Content
from bot.guidance.lix import lix
from bot.guidance.model import ADULT_ROLES, Reviewed, Situation, Step, pick_text
from bot.guidance.plan import plan_sections
from bot.guidance.reading import walk_text, words_in

# The paths that belong to a walk although they lie beside it.
BESIDE = ("rehearse", "afterwards", "support")
ROLE_NAMES = {"parent": "förälder", "teacher": "skolpersonal", "leisure_leader": "fritidsledare eller tränare",
              "other_adult": "annan vuxen"}
STATUS_NAMES = {"employed": "i sitt arbete", "volunteer": "ideellt eller privat"}
AGES = (12, 17)
STYLE = (
    "body{font:18px/1.5 sans-serif;max-width:42rem;margin:2rem auto;padding:0 1rem}h2{margin-top:2.5rem}"
    "h3{color:#456;font-size:1rem}.choices,.simpler,.files{color:#456}blockquote{border-left:3px solid #8aa;margin:0;"
    "padding-left:1rem}@media print{h2{break-before:page}h3{break-after:avoid}}"
)


def walk_person(role: str, concern: str, age: int | None, employment: str | None = None) -> Situation:
    """Someone in the middle of a walk, with nothing left to ask."""
    settled = {"teacher": "employed", "parent": None}.get(role, employment or "employed")
    return Situation(
        role=role, concern=concern, concerns=(concern,), age=age, acute="no", goal="prepare", municipality="0000",
        employment=settled, trail=("understand.behind",),
    )


def everybody(content: Content) -> Iterator[Situation]:
    """Every walk there is: concern × role, at twelve and seventeen, employed and volunteer where that differs."""
    for concern, role, age in product(content.concerns, ADULT_ROLES, AGES):
        differs = role in ("leisure_leader", "other_adult")
        for employment in ("employed", "volunteer") if differs else (None,):
            yield walk_person(role, concern, age, employment)


def name_of(person: Situation) -> str:
    """The file name of a walk, without its ending."""
    return "-".join(str(part) for part in (person.concern, person.role, person.age, person.employment) if part)


def title_of(content: Content, person: Situation) -> str:
    """Who reads what."""
    parts = [ROLE_NAMES[person.role or ""], STATUS_NAMES.get(person.employment or ""),
             f"ung på {person.age} år" if person.age else "okänd ålder"]
    return f"{content.concerns[person.concern or ''].name}: {', '.join(part for part in parts if part)}"


def lines_of(content: Content, person: Situation) -> Iterator[tuple[str, str]]:
    """The walk as (kind, text): `h2`, `h3`, `p`, `quote`, `simpler` and `choices`, in reading order."""
    yield "h2", "Det första svaret"
    yield "p", str(mirror(content, person)["text"])
    for section in (*content.base.stages, *(content.sections[name] for name in BESIDE)):
        yield "h2", section.title
        for step in section.steps:
            if step.fits(person):
                yield from _step_lines(content, person.but(node=f"{section.id}.{step.id}"), step)
    yield "h2", content.sections["plan"].title
    for part in plan_sections(content, person):
        yield "h3", part["title"]
        yield from (("quote", item) for item in part["items"])


def _step_lines(content: Content, person: Situation, step: Step) -> Iterator[tuple[str, str]]:
    reply = walk.show(content, person)
    yield "h3", f"{person.node} · {words_in(reply.parts)} ord"
    text = walk.step_text(content, person, step)
    if text:
        yield "p", text
    for listing in step.lists:
        yield "p", content.speak(pick_text(listing.title, person) or "", person)
        yield from (("quote", line) for line in walk.listed(content, person, listing.of))
    if step.simpler:
        yield "simpler", content.speak(pick_text(step.simpler, person) or "", person)
    yield "choices", " · ".join(offer.title for offer in walk.offers_of(content, person, step.choices))


def as_page(content: Content, person: Situation) -> str:
    """The walk of one role and concern as HTML."""
    tags = {"quote": "<blockquote>{}</blockquote>", "simpler": '<p class="simpler">Enklare: {}</p>',
            "choices": '<p class="choices">{}</p>'}
    body = [f"<h1>{escape(title_of(content, person))}</h1>", _origin(content, person)]
    for kind, text in lines_of(content, person):
        if text:
            body.append(tags.get(kind, f"<{kind}>{{}}</{kind}>").format(escape(text)))
    index = lix(walk_text(content, person))
    body.append(f"<p>LIX för hela vägledningen: {index:.0f}</p><p>Läst och godkänd: ____________________</p>")
    return _document(title_of(content, person), "".join(body))


def _origin(content: Content, person: Situation) -> str:
    concern = content.concerns[person.concern or ""]
    files: dict[str, Reviewed] = {"base.yml": content.base, f"concerns/{concern.id}.yml": concern}
    said = "; ".join(f"{name}, läst {file.reviewed}, {file.owner}" for name, file in files.items())
    return f'<p class="files">{escape(said)}</p>'


def _document(title: str, body: str) -> str:
    return (f'<!doctype html><html lang="sv"><meta charset="utf-8"><title>{escape(title)}</title>'
            f"<style>{STYLE}</style>{body}</html>")


def write_all(content: Content, folder: Path) -> int:
    """Writes every walk as a page of its own, and an index; the number of walks."""
    folder.mkdir(parents=True, exist_ok=True)
    links = []
    for person in everybody(content):
        file = folder / f"{name_of(person)}.html"
        file.write_text(as_page(content, person), encoding="utf-8")
        links.append(f'<li><a href="{file.name}">{escape(title_of(content, person))}</a></li>')
    index = _document("Alla vägledningar", f"<h1>Alla vägledningar</h1><ul>{''.join(links)}</ul>")
    (folder / "index.html").write_text(index, encoding="utf-8")
    return len(links)
