"""Municipalities that match what a person types: names, towns, postcodes, with misspellings last."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz, process
from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from bot.registry.folding import fold
from bot.registry.models import Municipality, Place, Postcode

MAX_QUERY = 80
# Below this likeness (0-100) a suggestion is more confusing than none.
ALIKE = 82
SHORTEST_FUZZY = 4
POSTCODE = 5
# Sorts after every letter.
LAST = "\U0010ffff"
_POSTCODES = (
    select(Municipality.code, Municipality.name, Municipality.county, Postcode.post_town)
    .join(Municipality, Postcode.municipality_code == Municipality.code)
    .where(Postcode.postcode.between(bindparam("first"), bindparam("last")))
    .group_by(Municipality.code, Municipality.name, Municipality.county, Postcode.post_town)
    .order_by(func.min(Postcode.postcode)).limit(bindparam("limit"))
)


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


class Names:
    """Every name in memory, sorted so that those with the same beginning stand together: 3,100 names."""

    def __init__(self, names: Iterable[Name]) -> None:
        self._sorted = sorted(names, key=lambda name: name.folded)
        self._keys = [name.folded for name in self._sorted]
        self._real = [name for name in self._sorted if not name.invented]
        self._real_keys = [name.folded for name in self._real]

    def beginning_with(self, text: str) -> list[Name]:
        """The names that begin so, the whole name first, then by rank."""
        start, end = bisect_left(self._keys, text), bisect_left(self._keys, text + LAST)
        return sorted(self._sorted[start:end], key=lambda name: (name.folded != text, name.rank))

    def like(self, text: str, limit: int) -> list[Name]:
        """The names most like a misspelt one, best first."""
        found = process.extract(text, self._real_keys, scorer=fuzz.ratio, score_cutoff=ALIKE, limit=limit)
        return [self._real[index] for _, _, index in found]


def read_names(session: Session) -> Names:
    """Every municipality and place, for searching in memory."""
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
    return Names(names)


def search_municipalities(session: Session, names: Names, query: str, limit: int) -> list[MunicipalityMatch]:
    """The best matches, one per municipality and place; empty for an empty query."""
    wanted = fold(query[:MAX_QUERY]).removesuffix(" kommun").strip()
    digits = wanted.replace(" ", "")
    if digits.isdecimal():
        return _by_postcode(session, digits, limit)
    # A genitive is tried before likeness.
    shorter = [wanted[:-1]] if wanted.endswith("s") else []
    for text in (wanted, *shorter):
        found = names.beginning_with(text) if text else []
        if found:
            return _unique((name.match for name in found), limit)
    if len(wanted) < SHORTEST_FUZZY:
        return []
    return _unique((name.match for name in names.like(wanted, limit * 2)), limit)


def _by_postcode(session: Session, digits: str, limit: int) -> list[MunicipalityMatch]:
    if len(digits) > POSTCODE:
        return []
    rows = session.execute(_POSTCODES, {
        "first": digits.ljust(POSTCODE, "0"), "last": digits.ljust(POSTCODE, "9"), "limit": limit,
    })
    found = (MunicipalityMatch(code, name, county, "postcode", town) for code, name, county, town in rows)
    return _unique(found, limit)


def _unique(matches: Iterable[MunicipalityMatch], limit: int) -> list[MunicipalityMatch]:
    seen: set[str] = set()
    unique = []
    for match in matches:
        # Borås the town lies in Borås the municipality: one row is enough.
        if match.code not in seen or (match.place and fold(match.place) != fold(match.name) and match not in unique):
            seen.add(match.code)
            unique.append(match)
    return unique[:limit]
