"""Hangs up on connections that never get as far as a request, so that they cannot be held open by the thousand."""

from __future__ import annotations

import asyncio
import time

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.server.keys import PATIENCE

# For the head of a request over the worst of mobile nets.
HEAD_SECONDS = 15.0
LOOK_SECONDS = 2.0


class Patience:
    """Knows which connections have asked for something. aiohttp limits the time between requests, not before the first.
    """

    def __init__(self) -> None:
        self._asked: set[object] = set()
        self._since: dict[object, float] = {}

    def note(self, request: web.Request) -> None:
        """The connection of a request has shown what it is for."""
        self._asked.add(request.protocol)

    def look(self, server: web.Server, now: float) -> None:
        """Hangs up on every connection that has said nothing whole for too long. `now` in seconds of any clock."""
        waiting = [connection for connection in server.connections if connection not in self._asked]
        self._asked.intersection_update(server.connections)
        self._since = {connection: self._since.get(connection, now) for connection in waiting}
        for connection in waiting:
            if now - self._since[connection] > HEAD_SECONDS:
                connection.force_close()

    async def keep_looking(self, server: web.Server) -> None:
        """Looks again and again, for as long as the process runs."""
        while True:
            self.look(server, time.monotonic())
            await asyncio.sleep(LOOK_SECONDS)


@web.middleware
async def note(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Notes the connection of every request."""
    request.app[PATIENCE].note(request)
    return await handler(request)


def setup_patience(app: web.Application) -> None:
    """Notes who asks; whoever runs the server has it look."""
    app[PATIENCE] = Patience()
    app.middlewares.append(note)
