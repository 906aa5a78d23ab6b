"""Whether the process lives, and which of its parts are ready."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
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
        "registry": await _registry(request.app),
    }
    return as_json({"ready": host.is_ready, "parts": parts}, status=200 if host.is_ready else 503)


async def _registry(app: web.Application) -> dict[str, Any]:
    """Whether it answers, when anything in it last changed, and how many days ago that is."""
    try:
        async with asyncio.timeout(CHECK_SECONDS):
            changed = await asyncio.to_thread(app[REGISTRY].changed_at)
    except (RegistryError, TimeoutError):
        return {"ready": False, "changed": None, "days_since_change": None}
    if changed is None:
        return {"ready": True, "changed": None, "days_since_change": None}
    days = (datetime.now(UTC) - changed).days
    return {"ready": True, "changed": changed.isoformat(timespec="seconds"), "days_since_change": days}


def setup_health(app: web.Application) -> None:
    """Adds the health routes."""
    app.router.add_get("/health/live", live)
    app.router.add_get("/health/ready", ready)
