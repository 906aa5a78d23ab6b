"""The registry as others use it: look-ups that answer with cards, and making it ready."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.registry import setup
from bot.registry.cache import VersionedCache
from bot.registry.cards import Card
from bot.registry.choosing import choose_contacts
from bot.registry.content import HOME, known_language
from bot.registry.database import Database
from bot.registry.errors import UnknownMunicipalityError
from bot.registry.geography import DatabaseGeography, DistrictName, find_district, read_districts
from bot.registry.lines import choose_lines
from bot.registry.models import Change, Municipality
from bot.registry.models import Site as SiteRow
from bot.registry.municipality import Here
from bot.registry.opening import local
from bot.registry.phone_numbers import read_phone
from bot.registry.reading import read_everything, read_local, read_scope
from bot.registry.records import ContactRecord
from bot.registry.searching import MunicipalityMatch, read_names, search_municipalities
from bot.registry.sites import Site, find_all_sites, to_site

NO_SUCH_CODE = "Det finns ingen kommun med koden {}."


@dataclass(frozen=True)
class MunicipalityInfo:
    """What is known of a municipality itself."""

    code: str
    name: str
    full_name: str
    county: str
    website: str | None
    email: str | None
    invented: bool


class Registry:
    """Contacts, support lines, municipalities and sites. Synchronous; safe to use from several threads."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self._cache = VersionedCache()

    def prepare(self, progress: Callable[[str], None] | None = None) -> bool:
        """Migrates and seeds what is missing; False if nothing was. Raises RegistryUnavailableError."""
        return setup.prepare(self.database, progress or (lambda _: None))

    def find_contacts(
        self, municipality: str | None, *, district: str | None = None, role: str | None = None,
        concern: str | None = None, age: int | None = None, at: datetime | None = None, language: str = HOME,
    ) -> list[Card]:
        """Whom to turn to, in order, with why; never empty. Without a municipality: the national lines.

        `district` is a name, an alias or an id, and ignored if unknown; `at` without a zone is Swedish time; a
        `language` that there are no texts in gives Swedish.
        Raises UnknownMunicipalityError, RegistryUnavailableError.
        """
        with self.database.reading() as session:
            version = self._cache.check(session)
            lines = self._cache.get(version, "national", lambda: read_scope(session, "national"))
            here: Here | None = None
            contacts: tuple[ContactRecord, ...] = ()
            if municipality is not None:
                area = self._cache.get(version, "areas", lambda: _read_areas(session)).get(municipality)
                if area is None:
                    raise UnknownMunicipalityError(NO_SUCH_CODE.format(municipality))
                here = area.at(district)
                contacts = self._cache.get(version, municipality, lambda: read_local(session, municipality))
        return choose_contacts(
            contacts, lines, here, role=role, concern=concern, age=age, at=local(at),
            language=known_language(language),
        )

    def find_support_lines(
        self, *, concern: str | None = None, role: str | None = None, at: datetime | None = None, language: str = HOME
    ) -> list[Card]:
        """National lines in order of fit; never empty. Raises RegistryUnavailableError."""
        with self.database.reading() as session:
            lines = self._cache.get(self._cache.check(session), "national", lambda: read_scope(session, "national"))
        return choose_lines(lines, concern=concern, role=role, at=local(at), language=known_language(language))

    def find_municipalities(self, q: str, limit: int = 10) -> list[MunicipalityMatch]:
        """Municipalities that match what a person types. Raises RegistryUnavailableError."""
        with self.database.reading() as session:
            version = self._cache.check(session)
            names = self._cache.get(version, "names", lambda: read_names(session))
            return search_municipalities(session, names, q, limit)

    def get_municipality(self, code: str) -> MunicipalityInfo:
        """The municipality with this code. Raises UnknownMunicipalityError, RegistryUnavailableError."""
        with self.database.reading() as session:
            row = session.get(Municipality, code)
            if row is None:
                raise UnknownMunicipalityError(NO_SUCH_CODE.format(code))
            return MunicipalityInfo(
                row.code, row.name, row.full_name, row.county, row.website, row.email, row.invented
            )

    def find_site(self, site_id: str) -> Site | None:
        """The embedding page with this id. Raises RegistryUnavailableError."""
        with self.database.reading() as session:
            row = session.get(SiteRow, site_id)
            return to_site(row) if row else None

    def find_sites(self) -> list[Site]:
        """Every embedding page by id. Raises RegistryUnavailableError."""
        return find_all_sites(self.database)

    def read_national(self) -> list[ContactRecord]:
        """Every national line, also those withheld, by position. Raises RegistryUnavailableError."""
        with self.database.reading() as session:
            return sorted(read_scope(session, "national"), key=lambda line: (line.position, line.id))

    def read_all(self) -> list[ContactRecord]:
        """Every contact and line by id. Raises RegistryUnavailableError."""
        with self.database.reading() as session:
            return list(read_everything(session))

    def municipality_names(self) -> dict[str, str]:
        """Full names by code. Raises RegistryUnavailableError."""
        with self.database.reading() as session:
            return {m.code: m.full_name for m in session.scalars(select(Municipality))}

    def changed_at(self) -> datetime | None:
        """When anything in the registry last changed. Raises RegistryUnavailableError."""
        with self.database.reading() as session:
            # The log only grows, so the last row is the latest; a search by time would read it all.
            row = session.scalars(select(Change).order_by(Change.id.desc()).limit(1)).first()
            # SQLite gives back the moment without its zone.
            return (row.at if row.at.tzinfo else row.at.replace(tzinfo=UTC)) if row else None

    def close(self) -> None:
        """Gives back the connections."""
        self.database.close()


def find_municipality(registry: Registry, text: str) -> MunicipalityInfo:
    """The municipality given as code or name. Raises UnknownMunicipalityError, RegistryUnavailableError."""
    with registry.database.reading() as session:
        code = DatabaseGeography(session).find_code(text)
    if code is None:
        raise UnknownMunicipalityError(f"Det finns ingen kommun som heter {text}. Skriv namnet eller koden.")
    return registry.get_municipality(code)


def open_registry(url: str) -> Registry:
    """The registry at a database URL; nothing is opened yet. Raises RegistryUnavailableError for an unusable URL."""
    return Registry(Database(url))


@dataclass(frozen=True)
class _Area:
    """A municipality and its districts."""

    here: Here
    districts: tuple[DistrictName, ...]

    def at(self, district: str | None) -> Here:
        """The place asked about, with the current district that the text names."""
        found = find_district(self.districts, district)
        return replace(self.here, district_id=found.id, district=found.name) if found else self.here


def _read_areas(session: Session) -> dict[str, _Area]:
    """Every municipality by code."""
    districts: dict[str, list[DistrictName]] = defaultdict(list)
    for district in read_districts(session):
        districts[district.municipality_code].append(district)
    pages: dict[str | None, SiteRow] = {}
    # A page for the whole municipality says more of it than one for some districts.
    for page in sorted(session.scalars(select(SiteRow)), key=lambda page: (bool(page.districts), page.id)):
        pages.setdefault(page.municipality_code, page)
    return {
        m.code: _Area(_here(m, pages.get(m.code)), tuple(districts[m.code]))
        for m in session.scalars(select(Municipality))
    }


def _here(m: Municipality, page: SiteRow | None) -> Here:
    here = Here(m.code, m.name, m.full_name, m.website, m.email, m.invented)
    if page is None:
        return here
    centre = read_phone(page.contact_centre_phone) if page.contact_centre_phone else None
    return replace(here, centre=centre, ssp_name=page.ssp_name, ssp_ages=(page.ssp_age_min, page.ssp_age_max))
