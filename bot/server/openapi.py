"""The machine-readable description of the HTTP interface."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import yaml
from aiohttp import web

from bot.server.pages import make_file, serve

FILE = Path(__file__).with_name("openapi.yml")


def read_description() -> dict[str, Any]:
    """The OpenAPI 3.1 document."""
    return dict(yaml.safe_load(FILE.read_text(encoding="utf-8")))


def setup_openapi(app: web.Application) -> None:
    """Serves the document as JSON."""
    file = make_file(json.dumps(read_description(), ensure_ascii=False).encode(), "application/json")

    async def show(request: web.Request) -> web.Response:
        return serve(request, file)

    app.router.add_get("/api/v1/openapi.json", show)
