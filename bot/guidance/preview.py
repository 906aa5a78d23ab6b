"""A whole walk as one page, for an editor to read aloud, print and sign off."""

from __future__ import annotations

from html import escape

from bot.guidance import walk
from bot.guidance.content import Content
from bot.guidance.graph import walk_text, words_in
from bot.guidance.lix import lix
from bot.guidance.model import Situation

STYLE = (
    "body{font:18px/1.5 sans-serif;max-width:42rem;margin:2rem auto;padding:0 1rem}h2{margin-top:2.5rem}"
    "h3{color:#456;font-size:1rem}.choices{color:#456}blockquote{border-left:3px solid #8aa;margin:0;padding-left:1rem}"
)


def as_page(content: Content, role: str, concern: str, age: int | None) -> str:
    """The walk of one role and concern as HTML."""
    person = walk_person(role, concern, age)
    body = [f"<h1>{escape(content.concerns[concern].name)}</h1>", f"<p>{role}, {age or 'okänd ålder'}</p>"]
    for section in content.base.stages:
        body.append(f"<h2>{escape(section.title)}</h2>")
        for step in section.steps:
            if not step.fits(person):
                continue
            reply = walk.show(content, person.but(node=f"{section.id}.{step.id}"))
            body.append(f"<h3>{section.id}.{step.id} · {words_in(reply.parts)} ord</h3>")
            for part in reply.parts:
                text = str(part.get("text") or part.get("title") or "")
                body += [f"<p>{escape(line)}</p>" for line in text.split("\n")]
                body += [f"<blockquote>{escape(item)}</blockquote>" for item in part.get("items") or ()]
            body.append(f'<p class="choices">{escape(" · ".join(offer.title for offer in reply.offers))}</p>')
    index = lix(walk_text(content, person))
    body.append(f"<p>LIX för hela vägledningen: {index:.0f}</p><p>Läst och godkänd: ____________________</p>")
    return f'<!doctype html><html lang="sv"><meta charset="utf-8"><style>{STYLE}</style>{"".join(body)}</html>'


def walk_person(role: str, concern: str, age: int | None) -> Situation:
    """Someone in the middle of a walk, with nothing left to ask."""
    return Situation(
        role=role, concern=concern, concerns=(concern,), age=age, acute="no", goal="prepare", municipality="0000",
        employment=None if role == "parent" else "employed", trail=("understand.behind",),
    )
