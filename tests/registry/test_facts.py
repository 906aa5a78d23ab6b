"""The facts the registry is seeded from."""

from __future__ import annotations

import re

import pytest

from bot.registry import Registry
from bot.registry.content import vocabulary
from bot.registry.lines import fallback_lines
from bot.registry.mailboxes import is_personal
from bot.registry.osm_hours import parse_hours
from bot.registry.phone_numbers import read_phone
from bot.registry.records import CONCERNS, MARKS, ROLES
from bot.registry.support_lines import read_support_lines

# The ranges that Swedish authorities keep free for fiction.
FICTION = re.compile(r"\+46(?:313900[6]\d{2}|40628040\d|406280[4]\d{2}|846500[4]\d{2}|9803192\d{2}|7017406\d{2})")
LINES = {line.id: line for line in read_support_lines()}


def test_support_lines_have_the_agreed_ids() -> None:
    assert {
        "sos_112", "police_11414", "bris_116111", "hjalplinjen", "kvinnofrid", "missing_child_116000", "orostelefonen",
        "mind_90101", "health_1177", "socialjour_112",
    } <= LINES.keys()
    assert len(LINES) == len(read_support_lines())


@pytest.mark.parametrize("line", LINES.values(), ids=LINES.keys())
def test_support_line_is_complete(line) -> None:
    assert line.mark in MARKS
    assert set(line.concerns) <= set(CONCERNS)
    assert set(line.roles) <= set(ROLES)
    assert line.function in vocabulary()["functions"]
    for phone in line.phones:
        assert read_phone(phone.display).tel == phone.tel
    if line.opening_hours:
        parse_hours(line.opening_hours)
    if line.mark != "check":
        assert line.source
        assert line.phones or line.url


@pytest.mark.parametrize(("line", "tel"), [
    ("sos_112", "112"), ("police_11414", "11414"), ("health_1177", "1177"), ("missing_child_116000", "116000"),
    ("bris_116111", "116111"), ("hjalplinjen", "90390"), ("mind_90101", "90101"), ("kvinnofrid", "+4620505050"),
    ("orostelefonen", "+4620100200"), ("brottsofferjouren", "116006"), ("droghjalpen", "+4620919191"),
])
def test_support_line_has_the_number_of_the_sources(line: str, tel: str) -> None:
    assert LINES[line].phones[0].tel == tel


@pytest.mark.parametrize("line", ["sapo", "bris_adults", "foraldralinjen", "ecpat_children", "linnamottagningen"])
def test_unsourced_lines_are_withheld(line: str) -> None:
    assert LINES[line].mark == "check"
    assert line not in {card.id for card in fallback_lines()}


def test_fallback_lines_need_no_database_and_begin_with_112() -> None:
    cards = fallback_lines()
    assert cards[0].id == "sos_112"
    assert all(card.confirmed for card in cards)
    assert {"police_11414", "bris_116111", "hjalplinjen", "kvinnofrid", "missing_child_116000", "mind_90101"} <= {
        card.id for card in cards
    }


def test_lines_whose_hours_are_unsure_do_not_say_open(shared: Registry) -> None:
    for card in shared.find_support_lines(concern="extremism", role="parent"):
        if not LINES[card.id].hours_confirmed or LINES[card.id].mark != "confident":
            assert card.open.now is None


def test_demo_municipality_is_complete_and_invented(shared: Registry) -> None:
    records = [record for record in shared.read_all() if "9999" in record.municipalities]
    assert {record.function for record in records} == {
        "ssp", "social_services", "social_emergency", "community_police", "outreach", "school_health",
        "youth_services", "crisis_centre", "crime_prevention", "contact_centre",
    }
    for record in records:
        assert record.invented
        assert record.confirmed
        assert record.opening_hours
        assert all((record.answered_by, record.anonymous, record.they_ask, record.next_step))
        for phone in record.phones:
            assert FICTION.fullmatch(phone.tel) or phone.tel == "11414"
        assert record.email is None or record.email.endswith(".example")
    assert shared.get_municipality("9999").invented


def test_published_contacts_are_unconfirmed_and_sourced(shared: Registry) -> None:
    records = [r for r in shared.read_all() if r.scope == "local" and not r.invented]
    assert len({code for record in records for code in record.municipalities}) == 39
    for record in records:
        assert record.mark in ("dated", "check")
        assert record.source
        assert record.verified_on is None
        assert not (record.email and is_personal(record.email))


def test_all_municipalities_are_there(shared: Registry) -> None:
    names = shared.municipality_names()
    assert len(names) == 291
    counties = (1, *range(3, 11), *range(12, 15), *range(17, 26), 99)
    assert {int(code[:2]) for code in names} == set(counties)
    assert shared.get_municipality("1490").county == "Västra Götalands län"
