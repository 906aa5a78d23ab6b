"""Municipalities that match what a person types: names, towns, postcodes, with misspellings last."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.registry.folding import fold
from bot.registry.models import Municipality, Place, Postcode

MAX_QUERY = 80
# Below this likeness (0-100) a suggestion is more confusing than none.
ALIKE = 82
SHORTEST_FUZZY = 4


@dataclass(frozen=True)
class MunicipalityMatch:
    """A municipality to pick. `kind` says what matched, `place` is the town or postcode if it was one."""

    code: str
    name: str
    county: str
    kind: str
    place: str | None


@dataclass(frozen=True)
class Name:
    """A name that can be searched for, folded, with what it leads to and how it ranks among equals."""

    folded: str
    match: MunicipalityMatch
    rank: tuple[bool, bool, int, str]
    invented: bool


def read_names(session: Session) -> tuple[Name, ...]:
    """Every municipality and place, for searching in memory: 3,100 names."""
    by_code = {m.code: m for m in session.scalars(select(Municipality))}
    names = [
        Name(m.folded, MunicipalityMatch(m.code, m.name, m.county, "municipality", None),
             (False, False, -(m.population or 0), m.name), m.invented)
        for m in by_code.values()
    ]
    rows = session.execute(select(Place.folded, Place.name, Place.municipality_code, Place.main))
    for folded, name, code, main in rows:
        m = by_code[code]
        match = MunicipalityMatch(m.code, m.name, m.county, "place", name)
        names.append(Name(folded, match, (True, not main, -(m.population or 0), name), False))
    return tuple(names)


def search_municipalities(
    session: Session, names: Sequence[Name], query: str, limit: int
) -> list[MunicipalityMatch]:
    """The best matches, one per municipality and place; empty for an empty query."""
    wanted = fold(query[:MAX_QUERY]).removesuffix(" kommun").strip()
    digits = wanted.replace(" ", "")
    if digits.isdigit():
        return _by_postcode(session, digits, limit)
    # A genitive is tried before likeness.
    shorter = [wanted[:-1]] if wanted.endswith("s") else []
    for text in (wanted, *shorter):
        found = [name for name in names if text and name.folded.startswith(text)]
        if found:
            found.sort(key=lambda name: (name.folded != text, name.rank))
            return _unique((name.match for name in found), limit)
    return _by_likeness(names, wanted, limit)


def _by_postcode(session: Session, digits: str, limit: int) -> list[MunicipalityMatch]:
    if len(digits) > 5:
        return []
    rows = session.execute(
        select(Postcode, Municipality).join(Municipality, Postcode.municipality_code == Municipality.code)
        .where(Postcode.postcode.startswith(digits)).order_by(Postcode.postcode).limit(200)
    )
    return _unique(
        (MunicipalityMatch(m.code, m.name, m.county, "postcode", postcode.post_town) for postcode, m in rows), limit
    )


def _by_likeness(names: Sequence[Name], wanted: str, limit: int) -> list[MunicipalityMatch]:
    if len(wanted) < SHORTEST_FUZZY:
        return []
    real = [name for name in names if not name.invented]
    found = process.extract(
        wanted, [name.folded for name in real], scorer=fuzz.ratio, score_cutoff=ALIKE, limit=limit * 2
    )
    return _unique((real[index].match for _, _, index in found), limit)


def _unique(matches: Iterable[MunicipalityMatch], limit: int) -> list[MunicipalityMatch]:
    seen: set[str] = set()
    unique = []
    for match in matches:
        # Borås the town lies in Borås the municipality: one row is enough.
        if match.code not in seen or (match.place and fold(match.place) != fold(match.name) and match not in unique):
            seen.add(match.code)
            unique.append(match)
    return unique[:limit]
