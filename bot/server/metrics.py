"""Figures for operators: how many, how long, how it went. Labels come from fixed lists, never from messages."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager

from aiohttp import web
from aiohttp.typedefs import Handler
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest, multiprocess

from bot.server.keys import HOST, METRICS

KIND = "text/plain; version=0.0.4; charset=utf-8"
# Seconds: fine where turns are, coarse where trouble is.
BUCKETS = (0.002, 0.004, 0.006, 0.008, 0.012, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
MULTIPROCESS = "PROMETHEUS_MULTIPROC_DIR"


class Metrics:
    """The figures of one process; with several workers they are summed when asked for."""

    def __init__(self) -> None:
        self._registry = own = CollectorRegistry()
        self._turns = Counter(
            "samtalskompassen_turns", "Turns by what was said and how it went", ("said", "how"), registry=own
        )
        self._phases = Histogram(
            "samtalskompassen_phase_seconds", "Time per part of a turn", ("phase",), buckets=BUCKETS, registry=own
        )
        self._requests = Histogram(
            "samtalskompassen_request_seconds", "Time per request", ("route", "status"), buckets=BUCKETS, registry=own
        )
        self._dangers = Counter(
            "samtalskompassen_dangers", "Messages with danger", ("category", "level", "answered"), registry=own
        )
        self._fallbacks = Counter("samtalskompassen_fallbacks", "Messages not understood", registry=own)
        self._reached = Counter(
            "samtalskompassen_reached", "Conversations by outcome and concern", ("kind", "name"), registry=own
        )
        self._ready = Gauge(
            "samtalskompassen_ready", "Processes with a loaded model", multiprocess_mode="livesum", registry=own
        )

    def turn(self, said: str, how: str) -> None:
        """A turn: text, choice or opening; answered or the problem's code."""
        self._turns.labels(said, how).inc()

    def danger(self, category: str, level: str, answered: str) -> None:
        """A message with danger, answered by the assistant or by the fixed reply alone."""
        self._dangers.labels(category, level, answered).inc()

    def fallback(self) -> None:
        """A message that was not understood."""
        self._fallbacks.inc()

    def reached(self, kind: str, name: str) -> None:
        """A conversation that reached an outcome, or named a concern."""
        self._reached.labels(kind, name).inc()

    def request(self, route: str, status: int, seconds: float) -> None:
        """A request and its time."""
        self._requests.labels(route, str(status)).observe(seconds)

    @contextmanager
    def phase(self, name: str) -> Iterator[None]:
        """Measures a part of a turn."""
        started = time.perf_counter()
        try:
            yield
        finally:
            self._phases.labels(name).observe(time.perf_counter() - started)

    def ready(self, is_ready: bool) -> None:
        """Whether this process can answer."""
        self._ready.set(is_ready)

    def page(self) -> bytes:
        """All figures as Prometheus reads them."""
        if MULTIPROCESS in os.environ:
            together = CollectorRegistry()
            multiprocess.MultiProcessCollector(together)
            return generate_latest(together)
        return generate_latest(self._registry)


def forget_process(pid: int, folder: str) -> None:
    """Takes a dead worker's live figures out of the sum; what it counted stays."""
    multiprocess.mark_process_dead(pid, folder)


@web.middleware
async def measure(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Measures every request by route pattern, so that addresses people ask for never become labels."""
    started = time.perf_counter()
    response = await handler(request)
    resource = request.match_info.route.resource
    request.app[METRICS].request(
        resource.canonical if resource else "none", response.status, time.perf_counter() - started
    )
    return response


async def show(request: web.Request) -> web.Response:
    """The metrics page."""
    request.app[METRICS].ready(request.app[HOST].is_ready)
    return web.Response(body=request.app[METRICS].page(), headers={"Content-Type": KIND})


def setup_metrics(app: web.Application) -> None:
    """Measures everything and adds the page. Keep /metrics from the open net in the proxy."""
    app[METRICS] = Metrics()
    app.middlewares.append(measure)
    app.router.add_get("/metrics", show)
