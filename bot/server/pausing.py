"""The off switch: a file that every process of the machine looks at, so that it works when nothing else does."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

FILE = "paus.json"


@dataclass(frozen=True)
class Pause:
    """Why the service is closed, in the operator's words, and since when (UTC)."""

    message: str | None
    since: str


class PauseSwitch:
    """Closes and opens the service of one folder."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / FILE
        self._seen: int | None = None
        self._pause: Pause | None = None

    def read(self) -> Pause | None:
        """The pause, None when the service is open. Reads the file only when it has changed."""
        try:
            changed = self._file.stat().st_mtime_ns
        except OSError:
            self._seen = self._pause = None
            return None
        if changed != self._seen:
            self._pause, self._seen = self._load(), changed
        return self._pause

    def _load(self) -> Pause:
        # A file that cannot be read still means that somebody wanted the service closed.
        try:
            content = json.loads(self._file.read_text(encoding="utf-8"))
            return Pause(content.get("message"), str(content.get("since", "")))
        except (OSError, ValueError, AttributeError):
            return Pause(None, "")

    def pause(self, message: str | None) -> None:
        """Closes the service."""
        self._file.parent.mkdir(parents=True, exist_ok=True)
        fresh = self._file.with_suffix(".new")
        since = datetime.now(UTC).isoformat(timespec="seconds")
        fresh.write_text(json.dumps({"message": message, "since": since}, ensure_ascii=False), encoding="utf-8")
        os.replace(fresh, self._file)

    def resume(self) -> bool:
        """Opens the service; False when it was open."""
        try:
            self._file.unlink()
        except FileNotFoundError:
            return False
        return True
