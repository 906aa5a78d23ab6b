"""A thousand conversations at once, fifty turns a second, for five minutes: nobody notices."""

import asyncio
import os
import random
import time
import uuid

import aiohttp
import pytest

from bot.server.bench import OUR_WORDS, percentile
from bot.server.bench_services import memory_of
from tests.server.processes import Service

pytestmark = [pytest.mark.model, pytest.mark.soak]
PEOPLE, RATE = 1000, 50
SECONDS = float(os.environ.get("SAMTALSKOMPASSEN_SOAK_SECONDS", "300"))


async def person(session, service, chance, until, spent, wrong):
    """Someone who writes, reads for a while, and writes again."""
    state, turn = None, chance.randrange(len(OUR_WORDS))
    await asyncio.sleep(chance.uniform(0, PEOPLE / RATE))
    while time.monotonic() < until:
        body = {"state": state, "message_id": uuid.uuid4().hex, "text": OUR_WORDS[turn % len(OUR_WORDS)]}
        turn += 1
        started = time.perf_counter()
        try:
            async with session.post(f"{service.url}/api/v1/chat", json=body) as answer:
                content = await answer.json()
                if answer.status != 200:
                    wrong.append(content["code"])
                state = content.get("state", state)
        except (TimeoutError, aiohttp.ClientError) as error:
            wrong.append(type(error).__name__)
        spent.append((time.perf_counter() - started) * 1000)
        await asyncio.sleep(chance.uniform(0.5, 1.5) * PEOPLE / RATE)


async def crowd(service, spent, wrong, memory):
    until = time.monotonic() + SECONDS
    connector = aiohttp.TCPConnector(limit=0, keepalive_timeout=60)
    async with aiohttp.ClientSession(connector=connector, timeout=aiohttp.ClientTimeout(20)) as session:
        people = [
            asyncio.create_task(person(session, service, random.Random(seed), until, spent, wrong))
            for seed in range(PEOPLE)
        ]
        while time.monotonic() < until:
            await asyncio.sleep(5)
            memory.append(memory_of(service.process.pid))
        await asyncio.gather(*people)


def test_a_thousand_conversations_are_answered_without_error_or_growth(tmp_path):
    changes = {"SAMTALSKOMPASSEN_TURNS_PER_MINUTE": "1000000"}
    service = Service(tmp_path, "--no-train", "--workers", "2", **changes).start()
    spent, wrong, memory = [], [], []
    try:
        asyncio.run(crowd(service, spent, wrong, memory))
    finally:
        service.stop()
    settled = memory[len(memory) // 4:]
    middle, slowest = percentile(spent, 0.5), percentile(spent, 0.99)
    print(f"{len(spent) / SECONDS:.0f} turns/s, p50 {middle:.0f} ms, p99 {slowest:.0f} ms, wrong: {wrong[:5]}")
    print(f"memory {settled[0]:.0f} to {settled[-1]:.0f} MB")
    assert not wrong
    assert slowest <= 500
    assert settled[-1] < settled[0] * 1.1
