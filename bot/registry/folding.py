"""Names made comparable: lower case, no accents, for searching and for ids."""

from __future__ import annotations

import re
import unicodedata


def fold(text: str) -> str:
    """Lower case, å/ä/ö and accents as plain letters, single spaces."""
    plain = unicodedata.normalize("NFKD", text.strip().casefold())
    return re.sub(r"[\s\-–_]+", " ", "".join(char for char in plain if not unicodedata.combining(char))).strip()


def slug(text: str) -> str:
    """The folded text as part of an id: letters and digits with hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")
