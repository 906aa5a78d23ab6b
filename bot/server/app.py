"""The application: every concern set up once, parts under typed keys, the assistant loading while pages are served."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from typing import TYPE_CHECKING

from aiohttp import web

from bot.registry import open_registry
from bot.server.answers import setup_answers
from bot.server.api import setup_api
from bot.server.counting import setup_counting
from bot.server.draining import setup_draining
from bot.server.health import setup_health
from bot.server.host import AssistantHost
from bot.server.keys import HOST, METRICS, PAUSE, REGISTRY, SETTINGS, SITES, TALLY, TURNS
from bot.server.limits import setup_limits
from bot.server.metrics import setup_metrics
from bot.server.openapi import setup_openapi
from bot.server.pages import setup_pages
from bot.server.pausing import PauseSwitch
from bot.server.requests import LONGEST_BODY
from bot.server.sealing import Sealer
from bot.server.security import setup_security
from bot.server.settings import Settings
from bot.server.sites import Sites
from bot.server.slow import setup_patience
from bot.server.turns import Turns

if TYPE_CHECKING:
    from bot.server.assistant import Assistant


def create_app(settings: Settings, load_assistant: Callable[[], Assistant] | None = None) -> web.Application:
    """The whole service. `settings` must have keys; `load_assistant` loads the model, by default the settings' own."""
    app = web.Application(client_max_size=LONGEST_BODY)
    app[SETTINGS] = settings
    app[REGISTRY] = open_registry(settings.database_url)
    app[SITES] = Sites(app[REGISTRY])
    app[HOST] = AssistantHost(load_assistant or (lambda: _load(settings)), settings.turn_seconds)
    app[PAUSE] = PauseSwitch(settings.folder)
    setup_draining(app)
    setup_patience(app)
    setup_metrics(app)
    setup_security(app)
    setup_answers(app)
    setup_limits(app)
    setup_counting(app)
    app[TURNS] = Turns(Sealer(settings.keys, settings.state_minutes), app[HOST].answer, app[METRICS], app[TALLY])
    setup_pages(app)
    setup_api(app)
    setup_health(app)
    setup_openapi(app)
    app.cleanup_ctx.append(_assistant)
    return app


def _load(settings: Settings) -> Assistant:
    from bot.server.loading import load_assistant

    return load_assistant(settings)


async def _assistant(app: web.Application) -> AsyncIterator[None]:
    loading = app[HOST].start_loading()
    yield
    loading.cancel()
