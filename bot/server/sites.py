"""The pages that may embed the assistant, remembered for a while so that no turn waits for the database."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Any

from bot.registry import RegistryUnavailableError

if TYPE_CHECKING:
    from bot.registry import Registry

FRESH_SECONDS = 30.0


class Sites:
    """What the registry says about sites; the last known answer when the database is away."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._sites: dict[str, Any] = {}
        self._read_at: float | None = None
        self._lock = asyncio.Lock()

    async def find(self, site_id: str | None) -> Any | None:
        """The site with this id, None when there is none."""
        return (await self._known()).get(site_id) if site_id else None

    async def allows(self, origin: str) -> bool:
        """Whether some site lists this origin."""
        return any(site.allows(origin) for site in (await self._known()).values())

    async def _known(self) -> dict[str, Any]:
        if self._read_at is None or time.monotonic() - self._read_at > FRESH_SECONDS:
            async with self._lock:
                if self._read_at is None or time.monotonic() - self._read_at > FRESH_SECONDS:
                    await self._read()
        return self._sites

    async def _read(self) -> None:
        try:
            sites = await asyncio.to_thread(self._registry.find_sites)
            self._sites = {site.id: site for site in sites}
        except RegistryUnavailableError:
            pass  # the last known sites are better than none
        self._read_at = time.monotonic()
