"""The content in use: read and checked as a whole, replaced as a whole, kept when the new is faulty."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.guidance.content import GUIDES, HOME, RESPONSES, Content, ContentError, read_content
from bot.guidance.emergency import EmergencyReplies, read_replies
from bot.guidance.faults import described
from bot.guidance.graph import check
from bot.guidance.safety import check_emergencies

STAMP = "content-checked"


@dataclass(frozen=True)
class Shelf:
    """Everything guidance says, in every language."""

    contents: dict[str, Content]
    replies: dict[str, EmergencyReplies]


_shelf: Shelf | None = None


def read_shelf() -> Shelf:
    """All content from disk. Raises ContentError with file, line and remedy."""
    languages = sorted(folder.name for folder in GUIDES.iterdir() if folder.is_dir())
    return Shelf(
        {language: read_content(language) for language in languages},
        {language: read_replies(language) for language in languages},
    )


def faults_of(shelf: Shelf) -> list[str]:
    """Everything that is wrong with the guides and with the replies to danger, with file and line."""
    found = check(shelf.contents[HOME], GUIDES)
    for language, replies in shelf.replies.items():
        found += described(check_emergencies(replies), GUIDES, language)
    return found


def load_content(checked_in: Path | None = None) -> None:
    """Takes the content on disk into use. Raises ContentError and keeps what was in use when there is any fault.

    `checked_in` is a folder for the mark of what was last found to be whole; the same content is not checked twice.
    """
    global _shelf
    shelf = read_shelf()
    stamp = checked_in / STAMP if checked_in else None
    if not stamp or not stamp.exists() or stamp.read_text(encoding="ascii") != fingerprint():
        faults = faults_of(shelf)
        if faults:
            raise ContentError("\n".join(faults))
        if stamp:
            stamp.parent.mkdir(parents=True, exist_ok=True)
            stamp.write_text(fingerprint(), encoding="ascii")
    _shelf = shelf


def fingerprint() -> str:
    """What the content files and their checks are, as one number."""
    digest = hashlib.sha256()
    for folder, pattern in ((GUIDES, "**/*.yml"), (RESPONSES, "**/*.yml"), (Path(__file__).parent, "*.py")):
        for file in sorted(folder.glob(pattern)):
            digest.update(file.name.encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()


def _current() -> Shelf:
    global _shelf
    if _shelf is None:
        _shelf = read_shelf()
    return _shelf


def get_content(language: str = HOME) -> Content:
    """The content in use, in this language or in Swedish."""
    contents = _current().contents
    return contents.get(language, contents[HOME])


def emergency_reply(category: str, level: str, language: str = HOME, role: str | None = None) -> dict[str, Any]:
    """The `emergency` message for a category (`suicide`, …, `general`) and level.

    Its `numbers` are ids of support lines; the caller replaces them by the lines themselves.
    """
    replies = _current().replies
    return (replies.get(language) or replies[HOME]).message(category, level, role)
