"""A thousand conversations at once, fifty turns a second, for five minutes: nobody notices. CI does it for seconds."""

import asyncio
import os
import random
import time
import uuid
from dataclasses import dataclass, field

import aiohttp
import pytest

from bot.server.bench import OUR_WORDS, percentile
from bot.server.bench_services import memory_of
from tests.server.processes import Service

pytestmark = pytest.mark.model
SECONDS = float(os.environ.get("SAMTALSKOMPASSEN_SOAK_SECONDS", "300"))


@dataclass
class Crowd:
    """So many people who together write so many messages a second; what they met."""

    people: int
    rate: float
    seconds: float
    spent: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)

    @property
    def pause(self):
        """Seconds between two messages of one person, on average."""
        return self.people / self.rate


async def person(session, service, crowd, chance, until):
    """Someone who writes, reads for a while, and writes again."""
    state, turn = None, chance.randrange(len(OUR_WORDS))
    await asyncio.sleep(chance.uniform(0, crowd.pause))
    while time.monotonic() < until:
        body = {"state": state, "message_id": uuid.uuid4().hex, "text": OUR_WORDS[turn % len(OUR_WORDS)]}
        turn += 1
        started = time.perf_counter()
        try:
            async with session.post(f"{service.url}/api/v1/chat", json=body) as answer:
                content = await answer.json()
                if answer.status != 200:
                    crowd.wrong.append(content["code"])
                state = content.get("state", state)
        except (TimeoutError, aiohttp.ClientError) as error:
            crowd.wrong.append(type(error).__name__)
        crowd.spent.append((time.perf_counter() - started) * 1000)
        await asyncio.sleep(chance.uniform(0.5, 1.5) * crowd.pause)


async def talk(service, crowd):
    until = time.monotonic() + crowd.seconds
    connector = aiohttp.TCPConnector(limit=0, keepalive_timeout=60)
    async with aiohttp.ClientSession(connector=connector, timeout=aiohttp.ClientTimeout(20)) as session:
        people = [
            asyncio.create_task(person(session, service, crowd, random.Random(seed), until))
            for seed in range(crowd.people)
        ]
        while time.monotonic() < until:
            await asyncio.sleep(crowd.seconds / 60)
            crowd.memory.append(memory_of(service.process.pid))
        await asyncio.gather(*people)


def carry(folder, crowd):
    """Lets a crowd talk to two workers, tells how it went, and checks that nobody met an error."""
    changes = {"SAMTALSKOMPASSEN_TURNS_PER_MINUTE": "1000000"}
    service = Service(folder, "--no-train", "--workers", "2", **changes).start()
    try:
        asyncio.run(talk(service, crowd))
    finally:
        service.stop()
    middle, slowest = percentile(crowd.spent, 0.5), percentile(crowd.spent, 0.99)
    print(f"{len(crowd.spent) / crowd.seconds:.0f} turns/s, p50 {middle:.0f} ms, p99 {slowest:.0f} ms")
    print(f"memory {crowd.memory[len(crowd.memory) // 4]:.0f} to {crowd.memory[-1]:.0f} MB, wrong: {crowd.wrong[:5]}")
    assert not crowd.wrong
    return slowest


def test_a_hundred_conversations_are_answered_without_error(tmp_path):
    crowd = Crowd(people=100, rate=20, seconds=10)
    # A busy machine may be slow; nobody may be lost.
    assert carry(tmp_path, crowd) <= 5000
    assert len(crowd.spent) >= 100


@pytest.mark.soak
def test_a_thousand_conversations_are_answered_without_error_or_growth(tmp_path):
    crowd = Crowd(people=1000, rate=50, seconds=SECONDS)
    assert carry(tmp_path, crowd) <= 500
    settled = crowd.memory[len(crowd.memory) // 4:]
    assert settled[-1] < settled[0] * 1.1
