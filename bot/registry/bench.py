"""How fast look-ups are in a registry of the size it may reach: 290 municipalities, 40 contacts each, a long log."""

from __future__ import annotations

import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import create_engine, insert, select, text
from sqlalchemy.engine import make_url

from bot.registry.models import Change, Municipality, Organisation, PhoneNumber, Service, ServiceArea
from bot.registry.records import CONCERNS, ROLES
from bot.registry.registry import Registry, open_registry

FUNCTIONS = (
    "ssp", "social_services", "social_emergency", "community_police", "outreach", "school_health", "youth_services",
    "crisis_centre", "crime_prevention", "contact_centre",
)
HOURS = ("Mo-Fr 08:00-12:00,13:00-16:30; PH off", "Mo-Th 16:30-26:00; Fr-Su 10:00-26:00", "24/7", None)
CHUNK = 20_000


LOG_ROWS = 500_000
# Other work on the machine delays some look-ups by several milliseconds; the quietest pass tells the most.
PASSES = 5


@dataclass(frozen=True)
class Timing:
    """Milliseconds per look-up; `work95` is the p95 of this process's own processor time, whatever else is running."""

    name: str
    p50: float
    p95: float
    work95: float


def run_benchmark(postgres: str | None, log_rows: int = LOG_ROWS, contacts_each: int = 40) -> Iterator[str]:
    """Lines of a table for SQLite and, where a server is given, PostgreSQL; databases of its own, removed after."""
    yield "| databas | sökning | rader i loggen | median, ms | p95, ms | processortid, p95, ms |"
    yield "|---|---|---|---|---|---|"
    for url in (None, postgres) if postgres else (None,):
        with _fresh_database(url) as (name, registry):
            fill(registry, contacts_each, log_rows=0)
            for rows in (0, log_rows):
                add_log_rows(registry, rows)
                for timing in _quietest(registry):
                    figures = f"{timing.p50:.1f} | {timing.p95:.1f} | {timing.work95:.1f}"
                    yield f"| {name} | {timing.name} | {rows} | {figures} |"
    load, cores = os.getloadavg()[0], os.cpu_count()
    yield f"Den lugnaste av {PASSES} omgångar. Belastning på datorn, senaste minuten: {load:.1f} på {cores} kärnor."


def _quietest(registry: Registry) -> list[Timing]:
    """For each kind of look-up the pass with the lowest p95; every pass begins with nothing in memory."""
    passes = [measure(Registry(registry.database)) for _ in range(PASSES)]
    return [min(timings, key=lambda timing: timing.p95) for timings in zip(*passes, strict=True)]


@contextmanager
def _fresh_database(server: str | None) -> Iterator[tuple[str, Registry]]:
    if server is None:
        with tempfile.TemporaryDirectory() as folder:
            registry = open_registry(f"sqlite:///{folder}/bench.db")
            yield "SQLite", registry
            registry.close()
        return
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    name = f"bench_{uuid4().hex}"
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'"))
        version = connection.execute(text("SHOW server_version")).scalar_one().split(".")[0]
    registry = open_registry(make_url(server).set(database=name).render_as_string(hide_password=False))
    try:
        yield f"PostgreSQL {version}", registry
    finally:
        registry.close()
        with engine.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        engine.dispose()


def fill(registry: Registry, contacts_each: int = 40, log_rows: int = LOG_ROWS, seed: int = 1) -> None:
    """Fills a database made for this alone with invented contacts and change-log rows."""
    registry.prepare()
    chance = random.Random(seed)  # noqa: S311
    with registry.database.writing() as session:
        codes = list(session.scalars(select(Municipality.code).where(Municipality.invented.is_(False))))
        organisation = session.scalar(insert(Organisation).values(name="Mätning").returning(Organisation.id))
        services: list[dict[str, Any]] = []
        areas: list[dict[str, Any]] = []
        phones: list[dict[str, Any]] = []
        for code in codes:
            for number in range(contacts_each):
                service = f"bench-{code}-{number}"
                services.append({
                    "id": service, "organisation_id": organisation, "scope": "local",
                    "function": FUNCTIONS[number % len(FUNCTIONS)], "label": f"Mätkontakt {number}",
                    "opening_hours": chance.choice(HOURS), "hours_confirmed": True, "roles": [],
                    "concerns": chance.sample(CONCERNS, 2) if number % 3 == 0 else [], "professionals_only": False,
                    "mark": "confident" if number % 2 else "dated", "permanent": False,
                    "verified_on": (datetime.now(UTC) - timedelta(days=chance.randrange(700))).date(),
                    "invented": True, "position": number, "managed_by": "coordinator",
                })
                areas.append({"service_id": service, "municipality_code": code, "district_id": None})
                phones.extend(
                    {"service_id": service, "position": n, "display": "031-390 06 10", "tel": "+46313900610"}
                    for n in range(1 + number % 2)
                )
        for model, rows in ((Service, services), (ServiceArea, areas), (PhoneNumber, phones)):
            session.execute(insert(model), rows)
    add_log_rows(registry, log_rows)


def add_log_rows(registry: Registry, count: int) -> None:
    """Adds rows to the change log, to see that look-ups do not slow down with it; then counts, so that plans fit."""
    now = datetime.now(UTC)
    with registry.database.writing() as session:
        ids = list(session.scalars(select(Service.id)))
        for start in range(0, count, CHUNK):
            session.execute(insert(Change), [
                {"at": now, "actor": "mätning", "entity": "service", "entity_id": ids[n % len(ids)],
                 "field": "phones", "old": "031-390 06 10", "new": "031-390 06 11"}
                for n in range(start, min(start + CHUNK, count))
            ])
        # Both databases do this by themselves after a while.
        session.execute(text("ANALYZE"))


def measure(registry: Registry, rounds: int = 1000, seed: int = 2) -> list[Timing]:
    """Times look-ups for random people: the first of a municipality in a process, and the ones after."""
    chance = random.Random(seed)  # noqa: S311
    with registry.database.reading() as session:
        codes = list(session.scalars(select(Municipality.code).where(Municipality.invented.is_(False))))
    start = datetime(2026, 1, 1, tzinfo=UTC)

    def look_up(code: str) -> tuple[float, float]:
        at = start + timedelta(minutes=chance.randrange(525_600))
        role, concern, age = chance.choice(ROLES), chance.choice(CONCERNS), chance.randrange(10, 20)
        return _time(lambda: registry.find_contacts(code, role=role, concern=concern, age=age, at=at))

    look_up(codes[0])
    first = [look_up(code) for code in codes[1:]]
    later = [look_up(chance.choice(codes)) for _ in range(rounds)]
    searches = []
    for _ in range(rounds):
        typed = chance.choice(("bor", "göte", "vstervik", "malm", "41", "umeå", "Angered"))
        searches.append(_time(lambda text=typed: registry.find_municipalities(text)))
    return [
        _timing("kontakter, första gången i en kommun", first), _timing("kontakter, sedan", later),
        _timing("kommuner och orter", searches),
    ]


def _time(call: Callable[..., object]) -> tuple[float, float]:
    """(time passed, processor time of this thread) in milliseconds."""
    begun, work = time.perf_counter(), time.thread_time()
    call()
    return (time.perf_counter() - begun) * 1000, (time.thread_time() - work) * 1000


def _timing(name: str, values: list[tuple[float, float]]) -> Timing:
    passed, work = zip(*values, strict=True)
    return Timing(
        name, statistics.median(passed), statistics.quantiles(passed, n=20)[18], statistics.quantiles(work, n=20)[18]
    )
