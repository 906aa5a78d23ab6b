"""Names of municipalities and districts looked up in the database, for files and for choosing contacts."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz, process
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.registry.folding import fold
from bot.registry.models import District, Municipality

# Below this likeness (0-100) a suggestion is more confusing than none.
ALIKE = 75


class DatabaseGeography:
    """All municipalities and districts, read once per session."""

    def __init__(self, session: Session) -> None:
        municipalities = session.scalars(select(Municipality)).all()
        self._municipalities = {m.code: m for m in municipalities}
        self._codes: dict[str, str] = {}
        for m in municipalities:
            for name in (m.name, m.full_name, m.full_name.removesuffix(" kommun")):
                self._codes.setdefault(fold(name), m.code)
        self._districts = read_districts(session)

    def find_code(self, text: str) -> str | None:
        """The code of a municipality given as code or name; Excel drops the first zero of a code."""
        digits = text.strip().zfill(4)
        if digits in self._municipalities:
            return digits
        name = fold(text)
        return self._codes.get(name) or self._codes.get(re.sub(" (?:stad|kommun)$", "", name))

    def suggest(self, text: str) -> str | None:
        """The name of the municipality that a misspelt name most likely means."""
        found = process.extractOne(fold(text), self._codes.keys(), scorer=fuzz.ratio, score_cutoff=ALIKE)
        return self._municipalities[self._codes[found[0]]].name if found else None

    def find_district(self, code: str, text: str) -> str | None:
        """The id of a district given as id, name or alias; a dissolved one gives its successor."""
        found = find_district(self._districts, text, code)
        return found.id if found else None

    def name_of(self, code: str) -> str:
        """The municipality's full name."""
        return self._municipalities[code].full_name

    def is_invented(self, code: str) -> bool:
        """Whether the municipality exists for demonstration only."""
        return self._municipalities[code].invented


@dataclass(frozen=True)
class DistrictName:
    """A current district and, folded, every name that leads to it."""

    id: str
    municipality_code: str
    name: str
    names: frozenset[str]


def read_districts(session: Session, code: str | None = None) -> tuple[DistrictName, ...]:
    """The current districts of one municipality or of all; names of dissolved ones lead to their successors."""
    query = select(District) if code is None else select(District).where(District.municipality_code == code)
    rows = session.scalars(query).all()
    current = [row for row in rows if row.superseded_by is None]
    taken = {(row.municipality_code, fold(name)) for row in current for name in (row.id, row.name, *row.aliases)}
    made = []
    for row in current:
        names = {fold(name) for name in (row.id, row.name, *row.aliases)}
        for old in rows:
            if old.superseded_by == row.id:
                names |= {
                    fold(name) for name in (old.id, old.name, *old.aliases)
                    if (row.municipality_code, fold(name)) not in taken
                }
        made.append(DistrictName(row.id, row.municipality_code, row.name, frozenset(names)))
    return tuple(made)


def find_district(districts: Iterable[DistrictName], text: str | None, code: str | None = None) -> DistrictName | None:
    """The current district that a text names, in one municipality if a code is given."""
    wanted = fold(text or "")
    return next((d for d in districts if wanted in d.names and code in (None, d.municipality_code)), None)
