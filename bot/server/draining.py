"""Lets what has begun come to its end before the process stops, also a message that is still on its way in."""

from __future__ import annotations

import asyncio

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.server.keys import DRAIN


class Drain:
    """Counts requests under way. Once it has begun, every answer ends its connection."""

    def __init__(self) -> None:
        self._active = 0
        self._begun = False
        self._empty = asyncio.Event()
        self._empty.set()

    async def run(self, seconds: float) -> None:
        """Returns when no request is under way, or after so long."""
        self._begun = True
        try:
            async with asyncio.timeout(seconds):
                await self._empty.wait()
        except TimeoutError:
            pass

    async def carry(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Handles a request and counts it meanwhile."""
        self._active += 1
        self._empty.clear()
        try:
            response = await handler(request)
        finally:
            self._active -= 1
            if not self._active:
                self._empty.set()
        if self._begun:
            response.force_close()
        return response


@web.middleware
async def count(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Counts every request."""
    return await request.app[DRAIN].carry(request, handler)


def setup_draining(app: web.Application) -> None:
    """Counts the requests of this process."""
    app[DRAIN] = Drain()
    app.middlewares.append(count)
