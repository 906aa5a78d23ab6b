"""What is kept in memory is never older than the last write, whichever process wrote."""

from __future__ import annotations

from datetime import date

from bot.registry import Registry, open_registry
from bot.registry.bench import add_log_rows, fill, measure, run_benchmark
from bot.registry.confirming import confirm_contacts


def test_a_write_by_another_process_is_seen_at_the_next_look_up(registry: Registry) -> None:
    other = open_registry(registry.database.url.render_as_string(hide_password=False))
    assert other.find_contacts("0181")[0].id != "0181-social-services"
    confirm_contacts(registry.database, ["0181-social-services"], "socialtjänsten", date.today())
    assert "0181-social-services" in [card.id for card in other.find_contacts("0181") if card.confirmed]
    other.close()


def test_the_benchmark_measures_look_ups(registry: Registry) -> None:
    fill(registry, contacts_each=2, log_rows=50)
    add_log_rows(registry, 10)
    timings = measure(registry, rounds=20)
    assert len({timing.name for timing in timings}) == 3
    assert all(0 < timing.p50 <= timing.p95 for timing in timings)


def test_the_benchmark_compares_an_empty_log_with_a_long_one(registry: Registry) -> None:
    server = None if registry.database.is_sqlite else registry.database.url.render_as_string(hide_password=False)
    lines = list(run_benchmark(server, log_rows=30, contacts_each=1))
    databases = 1 if server is None else 2
    assert len([line for line in lines if "| 30 |" in line]) == len([line for line in lines if "| 0 |" in line])
    assert len([line for line in lines if "| 30 |" in line]) == 3 * databases
