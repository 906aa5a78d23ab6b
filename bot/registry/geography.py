"""Names of municipalities and districts looked up in the database, for files and for choosing contacts."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.registry.folding import fold
from bot.registry.models import District, Municipality


class DatabaseGeography:
    """All municipalities and districts, read once per session."""

    def __init__(self, session: Session) -> None:
        municipalities = session.scalars(select(Municipality)).all()
        self._municipalities = {m.code: m for m in municipalities}
        self._codes: dict[str, str] = {}
        for m in municipalities:
            for name in (m.name, m.full_name, m.full_name.removesuffix(" kommun")):
                self._codes.setdefault(fold(name), m.code)
        self._districts: dict[tuple[str, str], str] = {}
        for code, key, target in district_keys(session.scalars(select(District)).all()):
            self._districts[code, key] = target

    def find_code(self, text: str) -> str | None:
        """The code of a municipality given as code or name; Excel drops the first zero of a code."""
        digits = text.zfill(4)
        return digits if digits in self._municipalities else self._codes.get(fold(text))

    def find_district(self, code: str, text: str) -> str | None:
        """The id of a district given as id, name or alias; a dissolved one gives its successor."""
        return self._districts.get((code, fold(text)))

    def name_of(self, code: str) -> str:
        """The municipality's full name."""
        return self._municipalities[code].full_name

    def is_invented(self, code: str) -> bool:
        """Whether the municipality exists for demonstration only."""
        return self._municipalities[code].invented


def district_keys(districts: Sequence[District]) -> list[tuple[str, str, str]]:
    """(municipality, folded name, id of the district that answers for it today) for each way to name a district.

    A name that belongs to a current and to a dissolved district comes last with the current one.
    """
    return [
        (district.municipality_code, fold(name), district.superseded_by or district.id)
        for district in sorted(districts, key=lambda d: d.superseded_by is None)
        for name in (district.id, *district.aliases, district.name)
    ]


def find_district(session: Session, code: str, text: str | None) -> tuple[str, str] | None:
    """(id, name) of the current district a text names, in one municipality."""
    if not text:
        return None
    districts = session.scalars(select(District).where(District.municipality_code == code)).all()
    target = {key: found for _, key, found in district_keys(districts)}.get(fold(text))
    return next(((d.id, d.name) for d in districts if d.id == target), None)
