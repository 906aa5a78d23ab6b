"""The pages that embed the assistant."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.registry.models import Site as SiteRow

LOOPBACK_ANY_PORT = re.compile(r"(http://(?:localhost|127\.0\.0\.1)):\*")


@dataclass(frozen=True)
class Site:
    """One embedding page, as the server and the widget need it."""

    id: str
    origins: tuple[str, ...]
    municipality: str | None
    districts: tuple[str, ...]
    languages: tuple[str, ...]
    contact_centre_phone: str | None
    ssp_name: str | None
    ssp_age_min: int | None
    ssp_age_max: int | None
    quick_exit_url: str | None
    theme: Mapping[str, Any]
    paused: bool

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
