"""Municipality codes of a message or a site, with the names people know them by."""

from __future__ import annotations

from typing import Any

from actions.saying import ask_registry
from bot.registry import RegistryUnavailableError


async def named_places(place: dict[str, Any] | None) -> tuple[tuple[str, str], ...]:
    """(code, name) of the municipality a message named, or of each that it may have meant."""
    if not place:
        return ()
    codes = [place["municipality"]] if place.get("municipality") else list(place.get("candidates") or ())
    return tuple([(code, await _name_of(code)) for code in codes])


# Municipalities keep their names; each is asked for once, and is known also while the database is away.
_names: dict[str, str] = {}


async def _name_of(code: str) -> str:
    if code not in _names:
        try:
            _names[code] = (await ask_registry("get_municipality", code)).name
        except RegistryUnavailableError:
            return code
    return _names[code]


async def site_place(site: str | None) -> tuple[str | None, str | None]:
    """(municipality, district) whose page embeds the assistant; a district only where the page is for a single one."""
    if not site:
        return None, None
    try:
        found = await ask_registry("find_site", site)
    except RegistryUnavailableError:
        return None, None
    if found is None:
        return None, None
    return found.municipality, found.districts[0] if len(found.districts) == 1 else None
