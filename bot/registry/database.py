"""The connection to SQLite or PostgreSQL: sessions, the one write lock, and errors in plain words."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError, NoSuchModuleError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.orm import Session

from bot.registry.cache import VERSION
from bot.registry.content import texts
from bot.registry.errors import RegistryUnavailableError
from bot.registry.models import State

CONNECT_SECONDS = 3
# Writers wait for each other: an import of 5,000 rows takes a few seconds.
LOCK_SECONDS = 30
# Any number, the same in every process: PostgreSQL's advisory lock for writing to the registry.
LOCK_KEY = 5_331_412


class Database:
    """An engine with the registry's habits."""

    def __init__(self, url: str) -> None:
        """Opens nothing yet. Raises RegistryUnavailableError if the URL or its folder cannot be used."""
        self.url = _read_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        options: dict[str, Any] = {"timeout": LOCK_SECONDS} if self.is_sqlite else {"connect_timeout": CONNECT_SECONDS}
        try:
            if self.is_sqlite and self.url.database and self.url.database != ":memory:":
                Path(self.url.database).parent.mkdir(parents=True, exist_ok=True)
            self.engine: Engine = create_engine(self.url, connect_args=options, pool_pre_ping=not self.is_sqlite)
        except (ArgumentError, NoSuchModuleError, ImportError, OSError) as error:
            raise self._unavailable() from error
        # PostgreSQL gives every statement its own snapshot anyway; without a transaction two round trips are saved.
        self._reading = self.engine
        if self.is_sqlite:
            event.listen(self.engine, "connect", _set_up_sqlite)
            event.listen(self.engine, "begin", _begin_sqlite)
        else:
            self._reading = self.engine.execution_options(isolation_level="AUTOCOMMIT")

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session for look-ups. Raises RegistryUnavailableError."""
        with self._translated(), Session(self._reading) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session that alone may write; committed at the end, all or nothing. Raises RegistryUnavailableError.

        The registry gets a new version, so that every process forgets what it had read.
        """
        engine = self.engine.execution_options(writing=True)
        with self._translated(), engine.begin() as connection, Session(connection) as session:
            if not self.is_sqlite:
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK_KEY})
            yield session
            session.merge(State(key=VERSION, value=uuid4().hex))
            session.flush()

    def close(self) -> None:
        """Gives back every connection."""
        self.engine.dispose()

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except IntegrityError:
            raise
        except (DBAPIError, PoolTimeoutError) as error:
            raise self._unavailable() from error

    def _unavailable(self) -> RegistryUnavailableError:
        return RegistryUnavailableError(
            texts()["unavailable"].format(plats=self.url.render_as_string(hide_password=True))
        )


def _read_url(url: str) -> URL:
    try:
        return make_url(url)
    except (ArgumentError, ValueError) as error:
        # The text is not shown: it may hold a password.
        raise RegistryUnavailableError(texts()["unavailable"].format(plats="adressen går inte att tolka")) from error


def _set_up_sqlite(connection: Any, _record: Any) -> None:
    # SQLAlchemy, not the driver, begins transactions; otherwise CREATE TABLE would commit in the middle of a migration.
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys=ON")
    connection.execute("PRAGMA synchronous=NORMAL")
    # Readers go on while somebody writes. Switching does not wait for a lock as everything else does, so it is retried.
    deadline = time.monotonic() + LOCK_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > deadline:
                raise
            time.sleep(0.02)


def _begin_sqlite(connection: Connection) -> None:
    writing = connection.get_execution_options().get("writing")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")
