"""The pages that may embed the assistant, remembered for a while so that no turn waits for the database."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

from bot.registry import RegistryError

if TYPE_CHECKING:
    from bot.registry import Registry, Site

FRESH_SECONDS = 30.0
# The very first look-up is waited for, but never so long that danger would be.
FIRST_SECONDS = 1.5


class Sites:
    """What the registry says about sites; the last known answer while it is asked again, or when it is away."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._sites: dict[str, Site] = {}
        self._read_at: float | None = None
        self._reading: asyncio.Task[None] | None = None

    async def find(self, site_id: str | None) -> Site | None:
        """The site with this id, None when there is none."""
        return (await self._known()).get(site_id) if site_id else None

    async def allows(self, origin: str) -> bool:
        """Whether some site lists this origin."""
        return any(site.allows(origin) for site in (await self._known()).values())

    async def _known(self) -> dict[str, Site]:
        stale = self._read_at is None or time.monotonic() - self._read_at > FRESH_SECONDS
        if stale and (self._reading is None or self._reading.done()):
            self._reading = asyncio.create_task(self._read())
        if self._read_at is None and self._reading:
            await asyncio.wait((self._reading,), timeout=FIRST_SECONDS)
        return self._sites

    async def _read(self) -> None:
        try:
            sites = await asyncio.to_thread(self._registry.find_sites)
            self._sites = {site.id: site for site in sites}
        except RegistryError:
            pass  # the last known sites are better than none
        self._read_at = time.monotonic()
