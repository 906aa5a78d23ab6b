"""Whether the process lives, and which of its parts are ready."""

from __future__ import annotations

import asyncio
from typing import Any

from aiohttp import web

from bot.registry import RegistryError
from bot.server.answers import as_json
from bot.server.keys import HOST, REGISTRY

CHECK_SECONDS = 2.0


async def live(request: web.Request) -> web.Response:
    """The process answers."""
    return as_json({"status": "live"})


async def ready(request: web.Request) -> web.Response:
    """Each part by itself. Only the assistant decides about 200 or 503: without a database guidance still works."""
    host = request.app[HOST]
    parts: dict[str, Any] = {
        "assistant": {"ready": host.is_ready, "model": host.model_id, "error": host.failure},
        "registry": {"ready": await _registry_answers(request.app)},
    }
    return as_json({"ready": host.is_ready, "parts": parts}, status=200 if host.is_ready else 503)


async def _registry_answers(app: web.Application) -> bool:
    try:
        async with asyncio.timeout(CHECK_SECONDS):
            await asyncio.to_thread(app[REGISTRY].find_municipalities, "Stockholm", 1)
    except (RegistryError, TimeoutError):
        return False
    return True


def setup_health(app: web.Application) -> None:
    """Adds the health routes."""
    app.router.add_get("/health/live", live)
    app.router.add_get("/health/ready", ready)
