"""Two coarse counts, the only thing that follows from what people write: what came of it, and what it was about."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections import Counter
from collections.abc import AsyncIterator, Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from aiohttp import web
from sqlalchemy import Column, Engine, Integer, MetaData, String, Table, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import SQLAlchemyError

from bot.server.keys import REGISTRY, TALLY
from bot.server.replies import Reply
from bot.server.sealing import Talk

log = logging.getLogger("samtalskompassen.counting")
FLUSH_SECONDS = 60.0
# Fewer than this is not shown: it could be somebody.
FEWEST_SHOWN = 5
NOWHERE = "-"
OUTCOMES = {"emergency": "emergency", "contact": "contacts", "plan": "plan"}
ZONE = ZoneInfo("Europe/Stockholm")

metadata = MetaData()
outcomes = Table(
    "count_outcomes", metadata,
    Column("month", String(7), primary_key=True, comment="Year and month, such as 2026-11"),
    Column("municipality_code", String(4), primary_key=True, comment="Municipality that was named; - for none"),
    Column("outcome", String(20), primary_key=True, comment="emergency, contacts or plan was shown"),
    Column("number", Integer, nullable=False, comment="Conversations"),
)
concerns = Table(
    "count_concerns", metadata,
    Column("month", String(7), primary_key=True, comment="Year and month, such as 2026-11"),
    Column("concern", String(40), primary_key=True, comment="What the worry was about, for the whole country"),
    Column("number", Integer, nullable=False, comment="Conversations"),
)
Key = tuple[str, ...]


def news(before: Talk, slots: dict[str, object], reply: Reply) -> tuple[Key, ...]:
    """What this turn adds that the conversation has not been counted for."""
    reached = {OUTCOMES[message["type"]] for message in reply.messages if message["type"] in OUTCOMES}
    found: set[Key] = {("outcome", outcome) for outcome in reached}
    concern = slots.get("concern")
    if isinstance(concern, str):
        found.add(("concern", concern))
    return tuple(sorted(found - set(before.counted)))


class Tally:
    """Counts in memory, and in the database once a minute. What cannot be written waits."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine.execution_options(writing=True)
        self._waiting: Counter[Key] = Counter()

    def add(self, found: Iterable[Key], municipality: object) -> None:
        """Counts what is new in a conversation."""
        month = datetime.now(ZONE).strftime("%Y-%m")
        place = municipality if isinstance(municipality, str) else NOWHERE
        for kind, name in found:
            self._waiting[("outcome", month, place, name) if kind == "outcome" else ("concern", month, name)] += 1

    def flush(self) -> None:
        """Writes what waits. Raises SQLAlchemyError when the database is away; then it goes on waiting."""
        taken, self._waiting = self._waiting, Counter()
        if not taken:
            return
        insert = postgresql.insert if self._engine.dialect.name == "postgresql" else sqlite.insert
        try:
            with self._engine.begin() as connection:
                metadata.create_all(connection)
                for (kind, *key), number in taken.items():
                    table = outcomes if kind == "outcome" else concerns
                    added = insert(table).values((*key, number))
                    connection.execute(added.on_conflict_do_update(
                        index_elements=list(table.primary_key), set_={"number": table.c.number + number}
                    ))
        except SQLAlchemyError:
            self._waiting += taken
            raise

    async def keep_flushing(self) -> None:
        """Writes once a minute, for as long as the process runs."""
        while True:
            await asyncio.sleep(FLUSH_SECONDS)
            await self.try_flush()

    async def try_flush(self) -> None:
        """Writes if the database can be reached."""
        try:
            await asyncio.to_thread(self.flush)
        except SQLAlchemyError as error:
            log.warning("counts_wait", extra={"error": type(error).__name__})


def read_counts(engine: Engine) -> tuple[list[tuple[str, str, str, int]], list[tuple[str, str, int]]]:
    """(month, municipality, outcome, number) and (month, concern, number), the latest month first."""
    with engine.execution_options(writing=True).begin() as connection:
        metadata.create_all(connection)
        by_outcome = connection.execute(
            select(outcomes).order_by(outcomes.c.month.desc(), outcomes.c.municipality_code, outcomes.c.outcome)
        )
        by_concern = connection.execute(select(concerns).order_by(concerns.c.month.desc(), concerns.c.concern))
        return [tuple(row) for row in by_outcome], [tuple(row) for row in by_concern]


def shown(number: int) -> str:
    """The number, unless it is so small that it could be somebody."""
    return str(number) if number >= FEWEST_SHOWN else f"färre än {FEWEST_SHOWN}"


async def _counting(app: web.Application) -> AsyncIterator[None]:
    flushing = asyncio.create_task(app[TALLY].keep_flushing())
    yield
    flushing.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await flushing
    await app[TALLY].try_flush()


def setup_counting(app: web.Application) -> None:
    """Counts while the application runs."""
    app[TALLY] = Tally(app[REGISTRY].database.engine)
    app.cleanup_ctx.append(_counting)
