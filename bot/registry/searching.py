"""Municipalities that match what a person types: names, towns, postcodes, with misspellings last."""

from __future__ import annotations

from collections.abc import Iterable
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


def search_municipalities(session: Session, query: str, limit: int) -> list[MunicipalityMatch]:
    """The best matches, one per municipality and place; empty for an empty query."""
    wanted = fold(query[:MAX_QUERY]).removesuffix(" kommun").strip()
    if not wanted:
        return []
    digits = wanted.replace(" ", "")
    if digits.isdigit():
        return _by_postcode(session, digits, limit)
    matches = _by_name(session, wanted, limit)
    if not matches and wanted.endswith("s"):
        matches = _by_name(session, wanted[:-1], limit)
    return matches or _by_likeness(session, wanted, limit)


def _by_name(session: Session, wanted: str, limit: int) -> list[MunicipalityMatch]:
    pattern = wanted.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    municipalities = session.scalars(select(Municipality).where(Municipality.folded.like(pattern, escape="\\"))).all()
    places = session.execute(
        select(Place, Municipality).join(Municipality, Place.municipality_code == Municipality.code)
        .where(Place.folded.like(pattern, escape="\\"))
    ).all()
    ranked = [
        ((m.folded != wanted, False, False, -(m.population or 0), m.name), _of_municipality(m)) for m in municipalities
    ]
    ranked.extend(
        ((place.folded != wanted, True, not place.main, -(m.population or 0), place.name), _of_place(place.name, m))
        for place, m in places
    )
    return _unique((match for _, match in sorted(ranked, key=lambda entry: entry[0])), limit)


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


def _by_likeness(session: Session, wanted: str, limit: int) -> list[MunicipalityMatch]:
    if len(wanted) < SHORTEST_FUZZY:
        return []
    by_code = {m.code: m for m in session.scalars(select(Municipality).where(Municipality.invented.is_(False)))}
    names: list[tuple[str, MunicipalityMatch]] = [(m.folded, _of_municipality(m)) for m in by_code.values()]
    names.extend(
        (folded, _of_place(name, by_code[code]))
        for folded, name, code in session.execute(select(Place.folded, Place.name, Place.municipality_code))
    )
    found = process.extract(wanted, [name for name, _ in names], scorer=fuzz.ratio, score_cutoff=ALIKE, limit=limit * 2)
    return _unique((names[index][1] for _, _, index in found), limit)


def _unique(matches: Iterable[MunicipalityMatch], limit: int) -> list[MunicipalityMatch]:
    seen: set[str] = set()
    unique = []
    for match in matches:
        # Borås the town lies in Borås the municipality: one row is enough.
        if match.code not in seen or (match.place and fold(match.place) != fold(match.name) and match not in unique):
            seen.add(match.code)
            unique.append(match)
    return unique[:limit]


def _of_municipality(m: Municipality) -> MunicipalityMatch:
    return MunicipalityMatch(m.code, m.name, m.county, "municipality", None)


def _of_place(name: str, m: Municipality) -> MunicipalityMatch:
    return MunicipalityMatch(m.code, m.name, m.county, "place", name)
