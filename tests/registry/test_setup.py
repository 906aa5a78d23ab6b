"""Making the database ready: complete, repeatable, all or nothing."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import CheckConstraint, Connection, UniqueConstraint, func, inspect, select, text

from bot.registry import RegistryUnavailableError, open_registry, setup
from bot.registry.models import Base, Change, Place, Service, State
from bot.registry.store import Writer, find_services, to_record


def test_prepare_fills_an_empty_database_and_then_does_nothing(empty_url: str) -> None:
    registry = open_registry(empty_url)
    said: list[str] = []
    assert registry.prepare(said.append) is True
    assert said
    assert registry.prepare(said.append) is False
    with registry.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Place)) == 2849
    registry.close()


def test_prepare_by_two_at_once_seeds_once(empty_url: str) -> None:
    registries = [open_registry(empty_url) for _ in range(3)]
    did: list[bool] = []
    threads = [threading.Thread(target=lambda r=r: did.append(r.prepare())) for r in registries]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(did) == [False, False, True]
    for registry in registries:
        registry.close()


def test_a_failed_seeding_leaves_the_database_as_it_was(empty_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    registry = open_registry(empty_url)

    def fail(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(setup, "seed", fail)
    with pytest.raises(OSError, match="disk full"):
        registry.prepare()
    assert inspect(registry.database.engine).get_table_names() == []
    monkeypatch.undo()
    assert registry.prepare() is True
    registry.close()


def test_a_migration_that_fails_halfway_leaves_tables_and_data_as_they_were(
    registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    def columns() -> list[str]:
        return [column["name"] for column in inspect(registry.database.engine).get_columns("services")]

    before, contacts = columns(), registry.read_all()

    def fail(connection: Connection) -> None:
        connection.execute(text("ALTER TABLE services ADD COLUMN halfway TEXT"))
        connection.execute(text("UPDATE services SET note = 'halvvägs'"))
        assert "halfway" in [column["name"] for column in inspect(connection).get_columns("services")]
        raise RuntimeError("the second half is wrong")

    monkeypatch.setattr(setup, "HEAD", "9999")
    monkeypatch.setattr(setup, "migrate", fail)
    with pytest.raises(RuntimeError):
        registry.prepare()
    assert columns() == before
    assert registry.read_all() == contacts
    monkeypatch.undo()
    assert registry.prepare() is False


def test_changed_facts_are_seeded_again_but_a_coordinators_work_is_kept(registry) -> None:
    from dataclasses import replace

    with registry.database.writing() as session:
        known = {s.id: s for s in find_services(session, select(Service))}
        writer = Writer(session, "test")
        writer.save(replace(to_record(known["9999-ssp"]), note="Ändrad av kommunen."), known["9999-ssp"])
        Writer(session, "test", managed_by="seed").save(
            replace(to_record(known["9999-outreach"]), note="Gammal grunddata."), known["9999-outreach"]
        )
        session.merge(State(key=setup.FINGERPRINT, value="older"))
    assert registry.prepare() is True
    notes = {record.id: record.note for record in registry.read_all()}
    assert notes["9999-ssp"] == "Ändrad av kommunen."
    assert notes["9999-outreach"] is None


def test_seeding_writes_to_the_change_log(shared) -> None:
    with shared.database.reading() as session:
        logged = session.scalars(select(Change).where(Change.entity_id == "sos_112")).all()
    assert [(change.field, change.old) for change in logged] == [("*", None)]


def test_head_is_the_newest_migration() -> None:
    assert ScriptDirectory(str(setup.MIGRATIONS)).get_current_head() == setup.HEAD


def test_migrations_make_the_models(shared) -> None:
    with shared.database.engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), Base.metadata)
    assert differences == []


@pytest.mark.parametrize("table", Base.metadata.sorted_tables, ids=lambda table: table.name)
def test_every_column_says_what_it_holds_and_every_constraint_has_a_name(table) -> None:
    assert all(column.comment for column in table.columns)
    assert all(
        constraint.name for constraint in table.constraints
        if not isinstance(constraint, CheckConstraint | UniqueConstraint) or constraint.columns
    )


@pytest.mark.parametrize("url", [
    "postgresql+psycopg://someone:hemligt@127.0.0.1:1/nowhere", "sqlite:////proc/nowhere/registry.db",
    "mysql+nothing://localhost/x", "not a url", "",
])
def test_an_unusable_url_is_one_clear_sentence_without_the_password(url: str) -> None:
    with pytest.raises(RegistryUnavailableError) as caught:
        open_registry(url).find_contacts("9999")
    message = str(caught.value)
    assert "SAMTALSKOMPASSEN_DATABASE_URL" in message
    assert "hemligt" not in message
    assert "\n" not in message


def test_a_file_that_is_no_database_is_unavailable(tmp_path: Path) -> None:
    path = tmp_path / "broken.db"
    path.write_bytes(b"this is not a database at all" * 100)
    with pytest.raises(RegistryUnavailableError):
        open_registry(f"sqlite:///{path}").prepare()


def test_an_empty_database_is_unavailable_until_it_is_prepared(empty_url: str) -> None:
    registry = open_registry(empty_url)
    with pytest.raises(RegistryUnavailableError):
        registry.find_contacts("9999")
    registry.close()


def test_a_missing_folder_is_made(tmp_path: Path) -> None:
    registry = open_registry(f"sqlite:///{tmp_path}/var/new/registry.db")
    assert registry.prepare() is True
    registry.close()
