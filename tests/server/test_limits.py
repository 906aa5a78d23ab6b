"""How much is taken, from whom, and that danger always gets through."""

import os
from types import SimpleNamespace

import pytest
from cryptography.fernet import Fernet

from bot.server.limits import LONGEST_LAG, Limits
from bot.server.problems import ProblemError
from bot.server.settings import Settings

KEY = Fernet.generate_key().decode()
DANGER = "han ligger medvetslös och andas inte"


def limits(redis=None, **changes):
    return Limits(Settings(keys=(KEY,), turns_per_minute=3, **changes), redis)


def request(remote, forwarded=None):
    return SimpleNamespace(remote=remote, headers={"X-Forwarded-For": forwarded} if forwarded else {})


async def refused(limit, address="192.0.2.7"):
    try:
        await limit.admit(address)
    except ProblemError as error:
        return error.code == "too_many" and 1 <= error.retry_after <= 61
    return False


async def test_each_address_has_its_own_limit():
    limit = limits()
    assert [await refused(limit) for _ in range(5)] == [False, False, False, True, True]
    assert not await refused(limit, "192.0.2.8")


async def test_limit_is_over_when_the_minute_is(monkeypatch):
    limit = limits()
    monkeypatch.setattr("bot.server.limits.time.time", lambda: 1_000_000.0)
    assert [await refused(limit) for _ in range(4)][-1]
    monkeypatch.setattr("bot.server.limits.time.time", lambda: 1_000_060.0)
    assert not await refused(limit)
    assert len(limit._counts) == 1


async def test_no_address_is_kept():
    limit = limits()
    await limit.admit("192.0.2.7")
    assert "192.0.2.7" not in str(vars(limit))


@pytest.mark.parametrize(("remote", "forwarded", "expected"), [
    ("192.0.2.7", None, "192.0.2.7"), ("192.0.2.7", "203.0.113.9", "192.0.2.7"),
    ("10.1.1.1", "203.0.113.9", "203.0.113.9"), ("10.1.1.1", "198.51.100.1, 203.0.113.9, 10.2.2.2", "203.0.113.9"),
    ("10.1.1.1", None, "10.1.1.1"), (None, "203.0.113.9", ""),
])
def test_only_trusted_proxies_may_say_who_asks(remote, forwarded, expected):
    assert limits(trusted_proxies=("10.0.0.0/8",)).address_of(request(remote, forwarded)) == expected


async def test_late_or_full_process_sends_people_away_for_a_moment():
    limit = limits()
    limit.lag = LONGEST_LAG + 0.1
    assert await refused(limit)
    limit.lag, limit.active = 0.0, 10_000
    assert await refused(limit)


async def test_limits_go_on_without_redis():
    from redis.asyncio import Redis

    limit = limits(Redis.from_url("redis://127.0.0.1:1", socket_connect_timeout=0.1))
    assert [await refused(limit) for _ in range(4)] == [False, False, False, True]
    await limit.close()


@pytest.mark.skipif("SAMTALSKOMPASSEN_TEST_REDIS_URL" not in os.environ, reason="no Redis here")
async def test_two_processes_share_a_limit_in_redis_and_leave_no_address():
    from redis.asyncio import Redis

    url = os.environ["SAMTALSKOMPASSEN_TEST_REDIS_URL"]
    first, second = (limits(Redis.from_url(url)) for _ in range(2))
    address = Fernet.generate_key().decode()
    assert [await refused(limit, address) for limit in (first, second, first, second)] == [False, False, False, True]
    keys = [key async for key in first._redis.scan_iter("*")]
    assert not any(address.encode() in key for key in keys)
    assert all([await first._redis.ttl(key) >= 0 for key in keys])
    await first.close()
    await second.close()


@pytest.mark.model
async def test_over_the_limit_only_danger_is_answered(start):
    client = await start(turns_per_minute=1)

    async def post(text):
        return await client.post("/api/v1/chat", json={"message_id": "m", "text": text})

    assert (await post("japp")).status == 200
    over = await post("japp")
    assert (over.status, (await over.json())["code"]) == (429, "too_many")
    assert int(over.headers["Retry-After"]) >= 1
    emergency = await post(DANGER)
    assert (emergency.status, (await emergency.json())["emergency"]) == (200, True)
