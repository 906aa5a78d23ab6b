"""Backups taken and restored as docs/contacts.md tells operators to."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from bot.registry import Registry, open_registry
from bot.registry.confirming import confirm_contacts


def test_a_backup_brings_everything_back(registry: Registry, empty_url: str, tmp_path: Path) -> None:
    from datetime import date

    confirm_contacts(registry.database, ["9999-ssp"], "samordnare", date(2026, 11, 20))
    before = registry.read_all()
    source, target = registry.database.url, make_url(empty_url)
    if registry.database.is_sqlite:
        # Taken while the registry is open, as `sqlite3 FILE ".backup COPY"` does.
        copy = tmp_path / "backup.db"
        with sqlite3.connect(str(source.database)) as live, sqlite3.connect(copy) as backup:
            live.backup(backup)
        shutil.copy(copy, str(target.database))
    else:
        if not (shutil.which("pg_dump") and shutil.which("pg_restore")):
            pytest.skip("pg_dump and pg_restore are not installed")
        copy = tmp_path / "backup.dump"
        plain = [url.set(drivername="postgresql").render_as_string(hide_password=False) for url in (source, target)]
        subprocess.run(["pg_dump", "--format=custom", f"--file={copy}", plain[0]], check=True)
        subprocess.run(["pg_restore", "--no-owner", f"--dbname={plain[1]}", str(copy)], check=True)
    confirm_contacts(registry.database, ["9999-ssp"], "samordnare", date(2026, 11, 21))
    restored = open_registry(empty_url)
    assert restored.prepare() is False
    assert restored.read_all() == before
    assert registry.read_all() != before
    restored.close()
