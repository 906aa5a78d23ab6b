"""What the server's tests share: a tiny Rasa bot trained once, and the service around it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet

from bot.server.app import create_app
from bot.server.settings import Settings

FIXTURE_BOT = Path(__file__).parent / "fixture_bot"


@pytest.fixture(scope="session")
def small_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small bot's trained model."""
    from bot.server.training import train

    model = tmp_path_factory.mktemp("small") / "small.tar.gz"
    train(model, root=FIXTURE_BOT)
    return model


@pytest.fixture(scope="session")
def small_assistant(small_model: Path):
    """The small bot, loaded."""
    from bot.server.assistant import Assistant

    sys.path.insert(0, str(FIXTURE_BOT))
    return Assistant(small_model, actions_package="fixture_actions")


@pytest.fixture(scope="session")
def database_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A seeded database."""
    from bot.registry import open_registry

    url = f"sqlite:///{tmp_path_factory.mktemp('database')}/test.db"
    registry = open_registry(url)
    registry.prepare()
    registry.close()
    return url


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    """Settings of a service that touches nothing outside the test."""
    return Settings(database_url=database_url, keys=(Fernet.generate_key().decode(),), folder=tmp_path)


@pytest.fixture
async def start(aiohttp_client, settings: Settings, small_assistant) -> Callable[..., Any]:
    """Starts the service and returns a client, once its assistant is loaded: `await start(turn_seconds=1)`."""
    from dataclasses import replace

    from bot.server.keys import HOST

    async def begin(load: Callable[[], Any] = lambda: small_assistant, **changes: Any):
        client = await aiohttp_client(create_app(replace(settings, **changes), load))
        await client.app[HOST].loading
        return client

    return begin


@pytest.fixture(scope="session")
def origin_site(database_url: str) -> tuple[str, str]:
    """A site's id and the origin that may embed it."""
    from sqlalchemy import create_engine, text

    engine = create_engine(database_url)
    with engine.begin() as connection:
        connection.execute(text(
            "INSERT INTO sites (id, origins, districts, languages, theme, paused, managed_by) "
            "VALUES ('other', '[\"https://www.exempel.example\"]', '[]', '[\"sv\"]', '{}', 0, 'coordinator')"
        ))
    engine.dispose()
    return "other", "https://www.exempel.example"
