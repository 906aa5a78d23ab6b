"""Registries to test with: on SQLite always, on PostgreSQL when SAMTALSKOMPASSEN_TEST_POSTGRES_URL names a server."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from bot.registry import Registry, open_registry

POSTGRES = os.environ.get("SAMTALSKOMPASSEN_TEST_POSTGRES_URL")
NewDatabase = Callable[[bool], str]


# Where no test may be skipped and no server is given, PostgreSQL is left out rather than reported as skipped.
BACKENDS = ["sqlite", *(["postgresql"] if POSTGRES or not os.environ.get("SAMTALSKOMPASSEN_TEST_NO_SKIPS") else [])]


@pytest.fixture(scope="session", params=BACKENDS)
def new_database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[NewDatabase]:
    """Makes databases and gives their URLs: prepared ones if asked, otherwise empty."""
    if request.param == "sqlite":
        yield _sqlite_maker(tmp_path_factory.mktemp("registry"))
    elif POSTGRES:
        yield from _postgres_maker(POSTGRES)
    else:
        pytest.skip("SAMTALSKOMPASSEN_TEST_POSTGRES_URL is not set")


def _sqlite_maker(folder: Path) -> NewDatabase:
    def make(prepared: bool) -> str:
        target = folder / f"{uuid4().hex}.db"
        if prepared:
            source = folder / "prepared.db"
            if not source.exists():
                registry = open_registry(f"sqlite:///{source}")
                registry.prepare()
                registry.close()
            shutil.copy(source, target)
        return f"sqlite:///{target}"

    return make


def _postgres_maker(url: str) -> Iterator[NewDatabase]:
    server = create_engine(url, isolation_level="AUTOCOMMIT")
    made: list[str] = []

    def make(prepared: bool) -> str:
        name = f"test_{uuid4().hex}"
        template = "template0"
        if prepared:
            if not made:
                made.append(f"test_{uuid4().hex}")
                with server.connect() as connection:
                    connection.execute(text(f"CREATE DATABASE {made[0]} TEMPLATE template0 ENCODING 'UTF8'"))
                registry = open_registry(_url_of(url, made[0]))
                registry.prepare()
                registry.close()
            template = made[0]
        with server.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template} ENCODING 'UTF8'"))
        made.append(name)
        return _url_of(url, name)

    yield make
    with server.connect() as connection:
        for name in made:
            connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
    server.dispose()


def _url_of(url: str, database: str) -> str:
    return make_url(url).set(database=database).render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def shared(new_database: NewDatabase) -> Iterator[Registry]:
    """A prepared registry that nobody writes to."""
    registry = open_registry(new_database(True))
    yield registry
    registry.close()


@pytest.fixture
def registry(new_database: NewDatabase) -> Iterator[Registry]:
    """A prepared registry of the test's own."""
    registry = open_registry(new_database(True))
    yield registry
    registry.close()


@pytest.fixture
def empty_url(new_database: NewDatabase) -> str:
    """The URL of an empty database."""
    return new_database(False)
