"""What needs attention, and confirming that it has got it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.registry import Registry, RegistryError
from bot.registry.checking import check_contacts
from bot.registry.confirming import confirm_contacts
from bot.registry.models import Change
from bot.registry.records import ContactRecord, Phone

TODAY = date(2026, 11, 23)
GOOD = ContactRecord(
    id="a", function="ssp", organisation="Borås kommun", municipalities=("1490",),
    phones=(Phone("031-390 06 20", "+46313900620"),), mark="confident", verified_on=date(2026, 10, 1),
    verified_by="samordnare", opening_hours="Mo-Fr 08:00-16:00",
)
OTHER = replace(GOOD, id="b", label="Norr", phones=(Phone("031-390 06 21", "+46313900621"),))


@pytest.mark.parametrize(("records", "expected"), [
    ([GOOD, OTHER], []),
    ([replace(GOOD, phones=(), email=None, url=None)], [("unreachable", "a")]),
    ([replace(GOOD, email="eva.karlsson@boras.se")], [("personal", "a")]),
    ([replace(GOOD, opening_hours="Mo 99")], [("hours", "a")]),
    ([replace(GOOD, verified_on=date(2025, 11, 1))], [("stale", "a")]),
    ([replace(GOOD, mark="dated", verified_on=None)], [("unconfirmed", "a")]),
    ([GOOD, replace(OTHER, phones=GOOD.phones)], [("duplicate", "b")]),
    ([GOOD, replace(OTHER, label=None)], [("overlapping", "b")]),
    ([replace(GOOD, valid_to=date(2026, 12, 31)), replace(OTHER, label=None, valid_from=date(2027, 1, 1))], []),
    ([replace(GOOD, age_max=12), replace(OTHER, label=None, age_min=13)], []),
    ([replace(GOOD, valid_to=date(2026, 1, 1), phones=())], []),
])
def test_check_finds_what_is_wrong(records: list[ContactRecord], expected: list[tuple[str, str]]) -> None:
    assert [(finding.kind, finding.contact) for finding in check_contacts(records, TODAY)] == expected


def test_the_demo_municipality_has_nothing_to_put_right(shared: Registry) -> None:
    records = [record for record in shared.read_all() if "9999" in record.municipalities]
    assert check_contacts(records, date(2030, 1, 1)) == []


def test_confirming_a_withheld_line_shows_it_at_once(registry: Registry) -> None:
    def shown() -> bool:
        return "bris_adults" in [card.id for card in registry.find_support_lines(role="parent")]

    assert not shown()
    confirm_contacts(registry.database, ["bris_adults"], "stödlinjeansvarig", TODAY)
    assert shown()
    line = next(record for record in registry.read_national() if record.id == "bris_adults")
    assert (line.mark, line.verified_on, line.verified_by) == ("confident", TODAY, "stödlinjeansvarig")
    with registry.database.reading() as session:
        logged = {(c.field, c.new) for c in session.query(Change).filter(Change.entity_id == "bris_adults")}
    assert ("mark", "confident") in logged
    # Seeding again does not take it back.
    from bot.registry import setup
    from bot.registry.models import State

    with registry.database.writing() as session:
        session.merge(State(key=setup.FINGERPRINT, value="older"))
    registry.prepare()
    assert shown()


def test_confirming_makes_a_published_contact_a_fact_with_open_hours(registry: Registry) -> None:
    from datetime import datetime

    confirm_contacts(registry.database, ["0181-social-services"], "socialtjänsten", TODAY)
    first = registry.find_contacts("0181", at=datetime(2026, 11, 24, 10))[0]
    assert first.id == "0181-social-services"
    assert first.confirmed
    assert first.open.now is True
    assert not first.stale


@pytest.mark.parametrize(("ids", "by"), [
    (["no-such-id"], "samordnare"), (["bris_adults"], "Anna Svensson"), (["passus"], "samordnare"),
])
def test_confirming_is_refused_for_unknown_ids_names_and_contacts_without_a_way_in(
    registry: Registry, ids: list[str], by: str
) -> None:
    before = registry.read_all()
    with pytest.raises(RegistryError):
        confirm_contacts(registry.database, ["sapo", *ids], by, TODAY)
    assert registry.read_all() == before
