"""Errors as people and machines read them: RFC 9457, in the user's language, with the emergency numbers."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

TEXTS = Path(__file__).parent / "texts"
HOME_LANGUAGE = "sv"
TYPE = "urn:samtalskompassen:problem:"
STATUS = {
    "malformed": 400, "empty": 400, "choice_unknown": 400, "bad_query": 400, "site_unknown": 400,
    "request_refused": 400, "not_found": 404, "method_not_allowed": 405, "too_slow": 408,
    "state_expired": 409, "state_unusable": 409, "state_foreign": 409,
    "text_too_long": 413, "body_too_large": 413, "media_type": 415, "too_many": 429,
    "broken": 500, "not_ready": 503, "paused": 503, "turn_failed": 503, "registry_unavailable": 503,
}
# A paused service tells nobody when to come back; the others are worth another try.
RETRY_SECONDS = {"too_many": 5, "not_ready": 2, "turn_failed": 2, "registry_unavailable": 5}


class ProblemError(Exception):
    """A request that gets a problem for an answer. `code` is a key of STATUS and of the texts.

    `message` replaces the text's detail, for a pause in the operator's own words.
    """

    def __init__(
        self, code: str, retry_after: int | None = None, message: str | None = None, **values: Any
    ) -> None:
        super().__init__(code)
        self.code = code
        self.message = message
        self.values = values
        self.retry_after = RETRY_SECONDS.get(code) if retry_after is None else retry_after

    @property
    def status(self) -> int:
        """The HTTP status."""
        return STATUS[self.code]


@lru_cache(maxsize=1)
def get_texts() -> Mapping[str, Mapping[str, Any]]:
    """The texts by language."""
    return {path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(TEXTS.glob("*.yml"))}


def languages() -> tuple[str, ...]:
    """The languages problems are written in."""
    return tuple(get_texts())


def pick_language(*wanted: str | None) -> str:
    """The first wanted language that there is, otherwise Swedish. Takes Accept-Language values too."""
    for value in wanted:
        for part in (value or "").split(","):
            language = part.strip()[:2].lower()
            if language in get_texts():
                return language
    return HOME_LANGUAGE


def lines_by_id(ids: list[str], language: str = HOME_LANGUAGE) -> list[dict[str, Any]]:
    """National lines as contact cards, in the order given, without any database."""
    from bot.registry.lines import fallback_lines

    lines = {line.id: line for line in fallback_lines(language=language)}
    return [lines[line_id].as_message() for line_id in ids if line_id in lines]


@lru_cache(maxsize=8)
def emergency_numbers(language: str) -> tuple[dict[str, str], ...]:
    """The numbers every problem shows: name, display, tel."""
    cards = lines_by_id(get_texts()[language]["numbers"], language)
    return tuple(
        {"name": card["name"], "display": card["phones"][0]["display"], "tel": card["phones"][0]["tel"]}
        for card in cards
    )


def problem(error: ProblemError, language: str) -> dict[str, Any]:
    """The problem as JSON."""
    text = get_texts()[language]["problems"][error.code]
    return {
        "type": TYPE + error.code, "title": text["title"], "status": error.status,
        "detail": error.message or text["detail"].format_map(error.values), "code": error.code, "language": language,
        "numbers": list(emergency_numbers(language)),
    }
