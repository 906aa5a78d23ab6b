"""Alembic's entry: runs the migrations on the connection that the caller holds."""

from __future__ import annotations

from alembic import context

from bot.registry.models import Base

context.configure(connection=context.config.attributes["connection"], target_metadata=Base.metadata)
with context.begin_transaction():
    context.run_migrations()
