"""What a hardened service survives: broken HTTP, hostile bodies, slow clients."""

import asyncio
import json
import os
import random

import aiohttp
import pytest

from bot.server.bench_services import memory_of
from bot.server.keys import PATIENCE
from bot.server.slow import HEAD_SECONDS

pytestmark = pytest.mark.model


async def raw(client, *parts, pause=0.0, wait=5.0):
    """The first line of the answer to these bytes; empty when the service hung up."""
    reader, writer = await asyncio.open_connection(client.host, client.port)
    try:
        for part in parts:
            writer.write(part)
            await writer.drain()
            await asyncio.sleep(pause)
        return await asyncio.wait_for(reader.readline(), wait)
    except ConnectionError:
        return b""
    finally:
        writer.close()


def head(*lines):
    own = "POST /api/v1/chat HTTP/1.1", "Host: a", "Content-Type: application/json"
    return "\r\n".join((*own, *lines, "", "")).encode()


@pytest.mark.parametrize("request_", [
    head("Content-Length: 2", "Transfer-Encoding: chunked") + b"0\r\n\r\n",
    head("Content-Length: 2", "Content-Length: 3") + b"{}", head("Content-Length: -1"),
    head("Content-Length: 99999999999999999999"), head("Transfer-Encoding: chunked") + b"zz\r\n",
    b"POST /api/v1/chat HTTP/1.1\r\nHost: a\r\nX: " + b"a" * 100_000 + b"\r\n\r\n", b"\x16\x03\x01\x02\x00\x01\x00",
    b"GET / HTTP/1.1\r\n Folded: x\r\n\r\n", b"GET " + b"/a" * 9000 + b" HTTP/1.1\r\nHost: a\r\n\r\n", b"\r\n\r\n\r\n",
    b"GET /\0 HTTP/1.1\r\nHost: a\r\n\r\n", b"FOO / HTTP/1.1\r\nHost: a\r\n\r\n",
], ids=range(12))
async def test_broken_http_is_refused_and_the_service_goes_on(start, request_):
    client = await start()
    try:
        line = await raw(client, request_, wait=2.0)
    except TimeoutError:
        line = b""
    assert not line or b" 4" in line
    assert (await client.get("/health/live")).status == 200


async def test_half_sent_bodies_and_slow_clients_hold_nobody_else_back(start):
    client = await start()
    begun = head("Content-Length: 500") + b'{"message_id":'
    slow = [asyncio.create_task(raw(client, begun, b" ", b" ", pause=0.3, wait=1.0)) for _ in range(50)]
    await asyncio.sleep(0.2)
    answer = await asyncio.wait_for(client.post("/api/v1/chat", json={"message_id": "m", "text": "japp"}), 2)
    assert answer.status == 200
    await asyncio.gather(*slow, return_exceptions=True)
    assert (await client.get("/health/live")).status == 200


def hostile(chance):
    """A body somebody might send to see what breaks."""
    strange = [
        None, True, 0, -1, 1e308, 10**400, "", " ", "\0", "\ud800", "å" * 3000, "{{", [], {}, [[]], {"a": {}},
        "/restart", "gAAAAA" + "A" * 200, "<x>", "' OR 1=1", "../../etc/passwd", "\u202e", "m" * 65, "m1", "sv", "xx",
        "demo", "hej",
    ]
    names = ["message_id", "state", "text", "choice", "site", "language", "topic", "municipality", "x", "__proto__"]
    body = {name: chance.choice(strange) for name in chance.sample(names, chance.randint(0, len(names)))}
    if chance.random() < 0.7:
        body["message_id"] = "m1"
    if chance.random() < 0.05:
        body = {str(number): number for number in range(5000)}
    text = json.dumps(body)
    if chance.random() < 0.1:
        text = text[:chance.randint(0, len(text))]
    return text.encode("utf-8", "surrogatepass")


def memory():
    """Resident megabytes of this process, service and client together."""
    return memory_of(os.getpid())


async def fuzz(client, times, seed):
    chance = random.Random(seed)
    # A session of its own: the test client keeps every answer it has had, and the memory is looked at.
    async with aiohttp.ClientSession(headers={"Content-Type": "application/json"}) as session:
        for number in range(times):
            body = hostile(chance)
            async with session.post(client.make_url("/api/v1/chat"), data=body) as answer:
                content = await answer.json()
            assert answer.status < 500 or (content["code"] == "turn_failed" and b"krasch" in body), (seed, number, body)
            assert content.get("messages") or content["numbers"][0]["tel"] == "112"


async def test_body_that_never_comes_is_given_up(start, monkeypatch):
    monkeypatch.setattr("bot.server.api.BODY_SECONDS", 0.3)
    line = await raw(await start(), head("Content-Length: 500") + b"{")
    assert b" 408 " in line


async def test_connection_that_never_asks_is_hung_up_on_and_others_stay(start):
    client = await start()
    server, patience = client.server.runner.server, client.app[PATIENCE]
    reader, writer = await asyncio.open_connection(client.host, client.port)
    writer.write(b"POST /api/v1/chat HTTP/1.1\r\nHost: a\r\nX-Slow: ")
    await writer.drain()
    assert (await client.get("/health/live")).status == 200
    assert len(server.connections) == 2
    patience.look(server, 0.0)
    patience.look(server, HEAD_SECONDS - 1)
    assert len(server.connections) == 2
    patience.look(server, HEAD_SECONDS + 1)
    assert await asyncio.wait_for(reader.read(), 2) == b""
    await asyncio.sleep(0)
    assert len(server.connections) == 1
    assert (await client.get("/health/live")).status == 200
    writer.close()


async def test_hostile_bodies_are_answered_without_a_server_error(start):
    client = await start(turns_per_minute=1_000_000)
    await fuzz(client, 300, 1)
    before = memory()
    await fuzz(client, 1500, 7)
    assert memory() < before + 30


@pytest.mark.soak
async def test_a_hundred_thousand_hostile_bodies(start):
    client = await start(turns_per_minute=1_000_000)
    sizes = []
    for seed in range(100):
        await fuzz(client, 1000, seed)
        sizes.append(memory())
    print(f"memory {sizes[10]:.0f} to {sizes[-1]:.0f} MB")
    assert sizes[-1] < sizes[10] * 1.1
