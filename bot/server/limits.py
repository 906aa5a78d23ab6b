"""How much is taken from one address and by one process. Addresses are never kept: only a hash that lasts a minute."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import ipaddress
import logging
import time
from collections import Counter
from collections.abc import AsyncIterator
from typing import Any

from aiohttp import web

from bot.server.keys import LIMITS, SETTINGS
from bot.server.problems import ProblemError
from bot.server.settings import Settings

log = logging.getLogger("samtalskompassen.limits")
WINDOW_SECONDS = 60
# So late may the process be before it sends people away to try again in a moment.
LONGEST_LAG = 1.5
LAG_CHECK_SECONDS = 0.25
REDIS_SECONDS = 0.2
# Hashes of one minute; beyond this an attacker is filling memory, and the lag protects instead.
MOST_ADDRESSES = 200_000


class Limits:
    """Counts turns by address and minute, in Redis when there is one, and watches how busy the process is."""

    def __init__(self, settings: Settings, redis: Any | None = None) -> None:
        self._per_minute = settings.turns_per_minute
        self._at_once = settings.turns_at_once
        self._secret = hashlib.blake2s("".join(settings.keys).encode(), person=b"limits").digest()
        self._proxies = [ipaddress.ip_network(network) for network in settings.trusted_proxies]
        self._redis = redis
        self._window = 0
        self._counts: Counter[str] = Counter()
        self.active = 0
        self.lag = 0.0

    def address_of(self, request: web.Request) -> str:
        """Who asks: the peer, or what a trusted proxy says it was."""
        address = request.remote or ""
        forwarded = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
        while forwarded and self._is_proxy(address):
            address = forwarded.pop()
        return address

    def _is_proxy(self, address: str) -> bool:
        try:
            return any(ipaddress.ip_address(address) in network for network in self._proxies)
        except ValueError:
            return False

    async def admit(self, address: str) -> None:
        """Counts a turn. Raises ProblemError when the address or the process has had enough for now."""
        if self.active > self._at_once or self.lag > LONGEST_LAG:
            raise ProblemError("too_many", retry_after=2)
        now = time.time()
        window = int(now // WINDOW_SECONDS)
        if await self._count(self._key(address, window), window) > self._per_minute:
            raise ProblemError("too_many", retry_after=int(WINDOW_SECONDS - now % WINDOW_SECONDS) + 1)

    def _key(self, address: str, window: int) -> str:
        """Differs from minute to minute, and cannot be turned back into an address without the service's key."""
        return hashlib.blake2s(f"{window}\0{address}".encode(), key=self._secret, digest_size=12).hexdigest()

    async def _count(self, key: str, window: int) -> int:
        if self._redis is not None:
            try:
                async with asyncio.timeout(REDIS_SECONDS):
                    count, _ = await (
                        self._redis.pipeline(transaction=False).incr(f"sk:{key}").expire(f"sk:{key}", WINDOW_SECONDS)
                    ).execute()
                return int(count)
            except Exception as error:  # without Redis each process counts for itself
                log.warning("redis_away", extra={"error": type(error).__name__})
        if window != self._window:
            self._window = window
            self._counts.clear()
        if key not in self._counts and len(self._counts) >= MOST_ADDRESSES:
            return 0
        self._counts[key] += 1
        return self._counts[key]

    async def close(self) -> None:
        """Gives back the connection to Redis."""
        if self._redis is not None:
            await self._redis.aclose()

    async def watch(self) -> None:
        """Measures how late the process is, for as long as it runs."""
        while True:
            asked = time.monotonic()
            await asyncio.sleep(LAG_CHECK_SECONDS)
            self.lag = max(0.0, time.monotonic() - asked - LAG_CHECK_SECONDS)


async def _limits(app: web.Application) -> AsyncIterator[None]:
    watching = asyncio.create_task(app[LIMITS].watch())
    yield
    watching.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await watching
    await app[LIMITS].close()


def setup_limits(app: web.Application) -> None:
    """Makes the limits of this process; Redis is connected to when the first turn comes."""
    settings = app[SETTINGS]
    redis = None
    if settings.redis_url:
        from redis.asyncio import Redis

        redis = Redis.from_url(settings.redis_url, socket_timeout=REDIS_SECONDS, socket_connect_timeout=REDIS_SECONDS)
    app[LIMITS] = Limits(settings, redis)
    app.cleanup_ctx.append(_limits)
