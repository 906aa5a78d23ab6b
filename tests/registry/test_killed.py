"""A process killed in the middle of writing leaves the registry as it was."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import func, inspect, select

from bot.registry import Registry, open_registry
from bot.registry.importing import import_file
from bot.registry.models import Change

ROWS = 400
# Says so and waits for its death when it is in the middle.
WAIT = "print('halfway', flush=True); import time; time.sleep(60)"
IMPORT = f"""
import sys
from pathlib import Path
from bot.registry import open_registry
from bot.registry.importing import import_file
from bot.registry.store import Writer
save, count = Writer.save, 0
def slow(self, record, known):
    global count
    count += 1
    if count == {ROWS // 2}:
        self.session.flush()
        {WAIT}
    return save(self, record, known)
Writer.save = slow
import_file(open_registry(sys.argv[1]).database, Path(sys.argv[2]))
"""
PREPARE = f"""
import sys
from bot.registry import open_registry, seeding
def slow(session):
    session.flush()
    {WAIT}
seeding._seed_site = slow
open_registry(sys.argv[1]).prepare()
"""


def run_and_kill(script: str, *args: str) -> None:
    process = subprocess.Popen([sys.executable, "-c", script, *args], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline().strip() == "halfway"
    os.kill(process.pid, signal.SIGKILL)
    assert process.wait(10) == -signal.SIGKILL


@pytest.fixture
def contact_file(tmp_path: Path) -> Path:
    path = tmp_path / "kontakter.csv"
    rows = [f"Borås;ssp;Nummer {n};031-390 06 20" for n in range(ROWS)]
    path.write_text("\n".join(["kommun;funktion;lokalt namn;telefon", *rows]), encoding="utf-8")
    return path


def test_an_import_killed_halfway_changes_nothing_and_can_be_done_again(
    registry: Registry, contact_file: Path
) -> None:
    def state() -> tuple[object, object]:
        with registry.database.reading() as session:
            return registry.read_all(), session.scalar(select(func.count()).select_from(Change))

    before = state()
    url = registry.database.url.render_as_string(hide_password=False)
    run_and_kill(IMPORT, url, str(contact_file))
    assert state() == before
    assert len(import_file(registry.database, contact_file).added) == ROWS
    assert len(registry.read_all()) == len(before[0]) + ROWS  # type: ignore[arg-type]


def test_a_first_start_killed_halfway_leaves_an_empty_database_that_can_be_prepared(empty_url: str) -> None:
    run_and_kill(PREPARE, empty_url)
    registry = open_registry(empty_url)
    assert inspect(registry.database.engine).get_table_names() == []
    assert registry.prepare() is True
    assert registry.find_contacts("9999")
    registry.close()
