"""Making the database ready: migrated to the newest schema and seeded from the facts, once, whoever comes first."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, inspect, select, text
from sqlalchemy.orm import Session

from bot.registry.database import Database
from bot.registry.facts import fingerprint
from bot.registry.models import State
from bot.registry.seeding import Progress, seed

MIGRATIONS = Path(__file__).parent / "migrations"
# The newest revision, so that a database that is up to date is recognised without loading Alembic.
HEAD = "0001"
FINGERPRINT = "facts_fingerprint"


def prepare(database: Database, progress: Progress) -> bool:
    """Migrates and seeds what is missing, all or nothing; False if nothing was. Raises RegistryUnavailableError."""
    wanted = fingerprint()
    with database.reading() as session:
        if _is_ready(session, wanted):
            return False
    with database.writing() as session:
        # Another process may have done it while this one waited for the lock.
        if _is_ready(session, wanted):
            return False
        progress("Skapar eller uppdaterar databasens tabeller")
        migrate(session.connection())
        if _stored_fingerprint(session) != wanted:
            seed(session, progress)
            session.merge(State(key=FINGERPRINT, value=wanted))
    return True


def migrate(connection: Connection, revision: str = "head") -> None:
    """Runs the migrations within the connection's transaction."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def _is_ready(session: Session, wanted: str) -> bool:
    if not inspect(session.connection()).has_table("alembic_version"):
        return False
    version = session.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return version == HEAD and _stored_fingerprint(session) == wanted


def _stored_fingerprint(session: Session) -> str | None:
    return session.scalar(select(State.value).where(State.key == FINGERPRINT))
