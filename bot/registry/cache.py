"""What was read from the database kept in memory until somebody writes to the registry."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.registry.models import State

VERSION = "version"
# Writes outside the registry's own commands do not change the version: they show after this long.
MAX_AGE_SECONDS = 60.0
MAX_ENTRIES = 1000
Value = TypeVar("Value")
_READ_VERSION = select(State.__table__.c.value).where(State.__table__.c.key == VERSION)


class VersionedCache:
    """Values by key, all dropped when the registry's version changes. Checking costs one small query."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._version: str | None = None
        self._since = 0.0
        self._values: OrderedDict[str, Any] = OrderedDict()

    def check(self, session: Session) -> str | None:
        """The registry's version as this session sees it; what older versions left is dropped."""
        version = session.scalar(_READ_VERSION)
        with self._lock:
            if version != self._version or time.monotonic() - self._since > MAX_AGE_SECONDS:
                self._values.clear()
                self._version, self._since = version, time.monotonic()
        return version

    def get(self, version: str | None, key: str, load: Callable[[], Value]) -> Value:
        """The value of a key in a version that `check` gave; loaded if it is not known."""
        with self._lock:
            if version == self._version and key in self._values:
                self._values.move_to_end(key)
                known: Value = self._values[key]
                return known
        value = load()
        with self._lock:
            # Another thread may have seen a newer version while this one was loading.
            if version == self._version:
                self._values[key] = value
                if len(self._values) > MAX_ENTRIES:
                    self._values.popitem(last=False)
        return value
