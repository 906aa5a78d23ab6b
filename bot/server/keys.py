"""The typed keys under which the application keeps its parts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import web

if TYPE_CHECKING:
    from bot.registry import Registry
    from bot.server.counting import Tally
    from bot.server.draining import Drain
    from bot.server.host import AssistantHost
    from bot.server.limits import Limits
    from bot.server.metrics import Metrics
    from bot.server.pausing import PauseSwitch
    from bot.server.settings import Settings
    from bot.server.sites import Sites
    from bot.server.slow import Patience
    from bot.server.turns import Turns

SETTINGS: web.AppKey[Settings] = web.AppKey("settings")
REGISTRY: web.AppKey[Registry] = web.AppKey("registry")
SITES: web.AppKey[Sites] = web.AppKey("sites")
HOST: web.AppKey[AssistantHost] = web.AppKey("host")
TURNS: web.AppKey[Turns] = web.AppKey("turns")
LIMITS: web.AppKey[Limits] = web.AppKey("limits")
METRICS: web.AppKey[Metrics] = web.AppKey("metrics")
PAUSE: web.AppKey[PauseSwitch] = web.AppKey("pause")
TALLY: web.AppKey[Tally] = web.AppKey("tally")
DRAIN: web.AppKey[Drain] = web.AppKey("drain")
PATIENCE: web.AppKey[Patience] = web.AppKey("patience")
