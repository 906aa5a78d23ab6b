"""The pages that embed the assistant: what is known of them, and what may be registered."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import select

from bot.registry.database import Database
from bot.registry.errors import RegistryError
from bot.registry.geography import find_district, read_districts
from bot.registry.models import Municipality
from bot.registry.models import Site as SiteRow
from bot.registry.phone_numbers import PhoneNumberError, read_phone
from bot.registry.store import Writer, say

LOOPBACK_ANY_PORT = re.compile(r"(http://(?:localhost|127\.0\.0\.1)):\*")
SITE_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")
COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
LANGUAGE = re.compile(r"[a-z]{2,3}")


@dataclass(frozen=True)
class Site:
    """One embedding page, as the server and the widget need it."""

    id: str
    origins: tuple[str, ...]
    municipality: str | None = None
    districts: tuple[str, ...] = ()
    languages: tuple[str, ...] = ("sv",)
    contact_centre_phone: str | None = None
    ssp_name: str | None = None
    ssp_age_min: int | None = None
    ssp_age_max: int | None = None
    quick_exit_url: str | None = None
    theme: Mapping[str, Any] = field(default_factory=dict)
    paused: bool = False

    def allows(self, origin: str) -> bool:
        """Whether a page of this origin may embed the assistant; only loopback may leave the port open."""
        for allowed in self.origins:
            any_port = LOOPBACK_ANY_PORT.fullmatch(allowed)
            if origin == allowed or (any_port and re.fullmatch(re.escape(any_port.group(1)) + r"(:\d{1,5})?", origin)):
                return True
        return False


def to_site(row: SiteRow) -> Site:
    """The plain site of a row."""
    return Site(
        id=row.id, origins=tuple(row.origins), municipality=row.municipality_code, districts=tuple(row.districts),
        languages=tuple(row.languages), contact_centre_phone=row.contact_centre_phone, ssp_name=row.ssp_name,
        ssp_age_min=row.ssp_age_min, ssp_age_max=row.ssp_age_max, quick_exit_url=row.quick_exit_url,
        theme=dict(row.theme), paused=row.paused,
    )


def save_site(database: Database, site: Site, actor: str) -> list[tuple[str, str | None, str | None]]:
    """Adds or changes a page; (field, old, new) of what changed. Raises RegistryError for what cannot be right."""
    problems = check_site(site)
    if problems:
        raise RegistryError(" ".join(problems))
    with database.writing() as session:
        if site.municipality and session.get(Municipality, site.municipality) is None:
            raise RegistryError(f"Det finns ingen kommun med koden {site.municipality}.")
        districts = read_districts(session, site.municipality) if site.municipality else ()
        unknown = [name for name in site.districts if find_district(districts, name) is None]
        if unknown:
            raise RegistryError(f"Kommunen har ingen stadsdel som heter {', '.join(unknown)}.")
        ids = [found.id for name in site.districts if (found := find_district(districts, name))]
        row = session.get(SiteRow, site.id)
        before = to_site(row) if row else None
        row = row or SiteRow(id=site.id)
        row.origins, row.municipality_code, row.districts = list(site.origins), site.municipality, ids
        row.languages, row.contact_centre_phone = list(site.languages), site.contact_centre_phone
        row.ssp_name, row.ssp_age_min, row.ssp_age_max = site.ssp_name, site.ssp_age_min, site.ssp_age_max
        row.quick_exit_url, row.theme, row.paused = site.quick_exit_url, dict(site.theme), site.paused
        row.managed_by = "coordinator"
        session.add(row)
        changes = _differences(before, to_site(row))
        writer = Writer(session, actor)
        for name, old, new in changes:
            writer.log("site", site.id, name, old, new)
    return changes


def check_site(site: Site) -> list[str]:
    """What is wrong with a page's record, in sentences; empty if nothing is."""
    problems = []
    if not SITE_ID.fullmatch(site.id):
        problems.append(f"Id:t {site.id} får bara ha små bokstäver, siffror och bindestreck.")
    if not site.origins:
        problems.append("Minst en adress (origin) behövs, till exempel https://www.exempel.se.")
    problems.extend(
        f"{origin} är ingen adress som kan släppas in. Skriv som https://www.exempel.se, utan sökväg."
        for origin in site.origins if not is_origin(origin)
    )
    if not site.languages or not all(LANGUAGE.fullmatch(language) for language in site.languages):
        problems.append("Språk skrivs som koder: sv, en.")
    if site.quick_exit_url and not site.quick_exit_url.startswith("https://"):
        problems.append("Adressen för att lämna sidan ska börja med https://.")
    if site.contact_centre_phone:
        try:
            read_phone(site.contact_centre_phone)
        except PhoneNumberError:
            problems.append(f"{site.contact_centre_phone} är inget giltigt telefonnummer.")
    low, high = site.ssp_age_min, site.ssp_age_max
    if low is not None and high is not None and low > high:
        problems.append("Åldrarna för SSP är omvända.")
    accent = site.theme.get("accent")
    if accent is not None and not COLOUR.fullmatch(str(accent)):
        problems.append(f"Färgen {accent} ska skrivas som #1a6b5c.")
    return problems


def is_origin(text: str) -> bool:
    """Whether it is one https origin, or a loopback one for trying things out."""
    if LOOPBACK_ANY_PORT.fullmatch(text):
        return True
    try:
        parts = urlsplit(text)
        host, port = parts.hostname, parts.port
    except ValueError:
        return False
    loopback = host in ("localhost", "127.0.0.1")
    if not host or (parts.scheme != "https" and not (loopback and parts.scheme == "http")):
        return False
    plain = f"{parts.scheme}://{host}" + (f":{port}" if port else "")
    return text == plain and re.fullmatch(r"[a-z0-9.-]+", host) is not None


def find_all_sites(database: Database) -> list[Site]:
    """Every embedding page by id. Raises RegistryUnavailableError."""
    with database.reading() as session:
        return [to_site(row) for row in session.scalars(select(SiteRow).order_by(SiteRow.id))]


def _differences(before: Site | None, after: Site) -> list[tuple[str, str | None, str | None]]:
    changes = []
    for item in fields(Site):
        old, new = getattr(before, item.name, None), getattr(after, item.name)
        if item.name != "id" and old != new:
            changes.append((item.name, _say(old), _say(new)))
    return changes


def _say(value: Any) -> str | None:
    if isinstance(value, Mapping):
        value = tuple(f"{key}={part}" for key, part in sorted(value.items()))
    return say(value)
