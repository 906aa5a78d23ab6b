import asyncio
import time
from types import SimpleNamespace

import pytest

from bot.registry import RegistryUnavailableError
from bot.server import sites as module
from bot.server.sites import Sites


class FakeRegistry:
    """Sites that can be slow, away, or change."""

    def __init__(self):
        self.ids, self.away, self.seconds, self.asked = ["one"], False, 0.0, 0

    def find_sites(self):
        self.asked += 1
        time.sleep(self.seconds)
        if self.away:
            raise RegistryUnavailableError("borta")
        return [SimpleNamespace(id=each, allows=lambda origin: origin == "https://a.example") for each in self.ids]


@pytest.fixture
def registry():
    return FakeRegistry()


async def test_sites_are_asked_for_once_and_remembered(registry):
    sites = Sites(registry)
    found = await asyncio.gather(*(sites.find("one") for _ in range(20)))
    assert all(found)
    assert await sites.allows("https://a.example")
    assert not await sites.allows("https://b.example")
    assert await sites.find("two") is None
    assert await sites.find(None) is None
    assert registry.asked == 1


async def test_changes_are_seen_after_a_while_without_waiting(registry, monkeypatch):
    sites = Sites(registry)
    assert await sites.find("one")
    registry.ids, registry.seconds = ["two"], 0.1
    monkeypatch.setattr(module, "FRESH_SECONDS", 0.0)
    started = time.monotonic()
    assert await sites.find("one")
    assert time.monotonic() - started < 0.05
    await asyncio.sleep(0.2)
    assert await sites.find("two")


async def test_last_known_sites_serve_while_the_database_is_away(registry, monkeypatch):
    sites = Sites(registry)
    assert await sites.find("one")
    registry.away = True
    monkeypatch.setattr(module, "FRESH_SECONDS", 0.0)
    for _ in range(3):
        assert await sites.find("one")
        await asyncio.sleep(0.02)


async def test_slow_first_answer_is_not_waited_out(registry, monkeypatch):
    monkeypatch.setattr(module, "FIRST_SECONDS", 0.05)
    registry.seconds = 0.3
    started = time.monotonic()
    assert await Sites(registry).find("one") is None
    assert time.monotonic() - started < 0.25
