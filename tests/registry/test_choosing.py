"""Whom to turn to: the order, the reasons, the fallback chain and the night."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.registry import Registry, Site, UnknownMunicipalityError
from bot.registry.confirming import confirm_contacts
from bot.registry.importing import import_file
from bot.registry.lines import OFFICE_HOURS
from bot.registry.opening import find_opening
from bot.registry.records import CONCERNS, ROLES
from bot.registry.sites import save_site

DAY = datetime(2026, 11, 24, 10, 0)
EVENING = datetime(2026, 11, 24, 20, 0)
NIGHT = datetime(2026, 11, 24, 3, 30)
CHRISTMAS = datetime(2026, 12, 24, 3, 30)
DEMO = "9999"


def ids(cards) -> list[str]:
    return [card.id for card in cards]


def test_find_contacts_gives_the_ssp_contact_first_by_day(shared: Registry) -> None:
    cards = shared.find_contacts(DEMO, role="leisure_leader", at=DAY)
    assert cards[0].function == "ssp"
    assert cards[0].phones
    assert cards[0].open.now is True
    assert cards[0].what_happens
    assert ids(cards).index("9999-social-services") < ids(cards).index("9999-contact-centre")
    assert ids(cards)[-2:] == ["police_11414", "sos_112"]


def test_find_contacts_puts_the_district_before_the_municipality(shared: Registry) -> None:
    cards = shared.find_contacts(DEMO, district="Norra Exempel", at=DAY)
    assert ids(cards)[:2] == ["9999-ssp-norra-exempel", "9999-ssp"]
    assert "9999-ssp-norra-exempel" not in ids(shared.find_contacts(DEMO, district="Södra Exempel", at=DAY))
    assert "9999-ssp-norra-exempel" not in ids(shared.find_contacts(DEMO, at=DAY))


def test_find_contacts_in_the_evening_begins_with_the_open_emergency_duty(shared: Registry) -> None:
    cards = shared.find_contacts(DEMO, concern="extremism", role="parent", at=EVENING)
    assert cards[0].id == "9999-social-emergency"
    assert cards[0].open.now is True


@pytest.mark.parametrize("moment", [NIGHT, CHRISTMAS])
@pytest.mark.parametrize("code", [DEMO, "0181", "1382", "0114", None])
@pytest.mark.parametrize("role", ROLES)
def test_find_contacts_at_night_begins_with_somebody_who_answers(
    shared: Registry, moment: datetime, code: str | None, role: str
) -> None:
    for concern in (*CONCERNS, None):
        first = shared.find_contacts(code, role=role, concern=concern, at=moment)[0]
        assert first.open.now is True, concern
        assert first.phones
        assert first.confirmed
        assert not first.stale or first.function == "support_line"


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from([DEMO, "0162", "0181", "0180", "1230", "1283", "1480", "1497", "1780", "2584", None]),
    st.sampled_from([*ROLES, None]), st.sampled_from([*CONCERNS, None]), st.none() | st.integers(5, 25),
    st.datetimes(datetime(2026, 1, 1), datetime(2029, 1, 1)),
)
def test_whoever_asks_whenever_there_is_somebody_to_turn_to(
    shared: Registry, code: str | None, role: str | None, concern: str | None, age: int | None, moment: datetime
) -> None:
    cards = shared.find_contacts(code, role=role, concern=concern, age=age, at=moment)
    assert cards[-1].id == "sos_112"
    assert len(set(ids(cards))) == len(cards)
    if not find_opening(OFFICE_HOURS, moment).now:
        assert cards[0].open.now is True
        assert cards[0].phones
        if code:
            assert any(card.function == "social_emergency" for card in cards[:5])
    for card in cards:
        assert card.confirmed or card.open.now is None
        assert card.email is None or card.email_note


def test_find_contacts_is_never_empty_and_always_ends_with_112(shared: Registry) -> None:
    for code in shared.municipality_names():
        for moment in (DAY, NIGHT):
            cards = shared.find_contacts(code, concern="extremism", role="parent", at=moment)
            assert 4 <= len(cards) <= 12
            assert cards[-1].id == "sos_112"
            assert len(set(ids(cards))) == len(cards)
            for card in cards:
                assert card.why
                assert card.email is None or card.email_note
                assert card.phones or card.url or card.email or card.note


def test_find_contacts_without_ssp_is_honest_and_gives_the_next_way(shared: Registry) -> None:
    first = shared.find_contacts("0114", concern="extremism", role="parent", at=DAY)[0]
    assert first.id == "0114-municipality"
    assert first.url == "http://www.upplandsvasby.se"
    assert first.email_note
    assert "SSP" in (first.note or "")
    assert not first.phones


def test_unconfirmed_contacts_stand_below_the_municipality_and_say_so(shared: Registry) -> None:
    cards = shared.find_contacts("0181", concern="crime", role="teacher", at=DAY)
    old = [card for card in cards if card.id.startswith("0181-social")]
    assert old
    for card in old:
        assert ids(cards).index(card.id) > ids(cards).index("0181-municipality")
        assert not card.confirmed
        assert card.stale
        assert card.open.now is None
        assert "sodertalje.se" in (card.note or "")


def test_a_known_ssp_without_number_is_shown_without_inventing_one(shared: Registry) -> None:
    cards = shared.find_contacts("1382", concern="extremism", role="parent", at=DAY)
    ssp = next(card for card in cards if card.function == "ssp")
    assert not ssp.phones
    assert ssp.note


def test_expired_and_withheld_contacts_are_not_shown(shared: Registry) -> None:
    assert not any("tillfalligt" in card.id for card in shared.find_contacts("1884", at=DAY))
    assert any(
        "tillfalligt" in card.id for card in shared.find_contacts("1884", at=datetime(2024, 12, 27, 10))
    )
    phones = [phone.tel for card in shared.find_contacts("1480", district="Hisingen", at=DAY) for phone in card.phones]
    assert "+46313665000" not in phones


def test_a_shared_emergency_duty_is_found_in_each_of_its_municipalities(shared: Registry) -> None:
    found = {
        card.id for code in ("1764", "1780", "1781") for card in shared.find_contacts(code, at=NIGHT)
        if "+46545405054" in [phone.tel for phone in card.phones]
    }
    assert len(found) == 1


def test_a_dissolved_district_leads_to_its_successor(shared: Registry) -> None:
    by_old_name = ids(shared.find_contacts("1480", district="Östra Göteborg", at=DAY))
    assert by_old_name == ids(shared.find_contacts("1480", district="Nordost", at=DAY))
    assert "1480-ssp-nordost" in by_old_name


@pytest.mark.parametrize(("concern", "role", "first"), [
    ("extremism", "parent", "ssp"), ("crime", "teacher", "ssp"), ("honour", "teacher", "social_services"),
    ("mental_health", "parent", "school_health"), ("bullying", "parent", "school_health"),
])
def test_find_contacts_fits_the_concern(shared: Registry, concern: str, role: str, first: str) -> None:
    assert shared.find_contacts(DEMO, concern=concern, role=role, at=DAY)[0].function == first


def test_an_age_outside_the_span_is_never_refused(shared: Registry) -> None:
    cards = shared.find_contacts(DEMO, role="parent", concern="crime", age=9, at=DAY)
    ssp = next(card for card in cards if card.id == "9999-ssp")
    inside = next(c for c in shared.find_contacts(DEMO, role="parent", age=15, at=DAY) if c.id == "9999-ssp")
    assert len(ssp.note or "") > len(inside.note or "")


def test_a_young_person_meets_bris_first(shared: Registry) -> None:
    for moment in (DAY, NIGHT):
        assert shared.find_contacts(DEMO, role="young_person", at=moment)[0].id == "bris_116111"
        assert shared.find_support_lines(role="young_person", at=moment)[0].id == "bris_116111"


def test_lines_for_professionals_are_for_professionals(shared: Registry) -> None:
    assert "cve_professionals" in ids(shared.find_support_lines(concern="extremism", role="teacher", at=DAY))
    for role in ("parent", "young_person", None):
        assert "cve_professionals" not in ids(shared.find_support_lines(concern="extremism", role=role, at=DAY))


@pytest.mark.parametrize("concern", [*CONCERNS, None])
@pytest.mark.parametrize("role", [*ROLES, None])
def test_find_support_lines_is_never_empty(shared: Registry, concern: str | None, role: str | None) -> None:
    cards = shared.find_support_lines(concern=concern, role=role, at=NIGHT)
    assert 2 <= len(cards) <= 8
    assert cards[-1].id == "sos_112"
    assert cards[0].open.now is True


@pytest.mark.parametrize(("concern", "line"), [
    ("extremism", "orostelefonen"), ("mental_health", "mind_90101"), ("honour", "kvinnofrid"), ("drugs", "droghjalpen"),
])
def test_find_support_lines_has_the_line_for_the_concern(shared: Registry, concern: str, line: str) -> None:
    assert line in ids(shared.find_support_lines(concern=concern, role="parent", at=DAY))


def test_find_contacts_refuses_an_unknown_code(shared: Registry) -> None:
    for code in ("0000", "Borås", "12345", ""):
        with pytest.raises(UnknownMunicipalityError):
            shared.find_contacts(code)


def test_when_the_emergency_duty_has_closed_the_way_over_112_stands_in_its_place(shared: Registry) -> None:
    open_duty = ids(shared.find_contacts(DEMO, concern="crime", role="parent", at=EVENING))
    assert "socialjour_112" not in open_duty
    in_the_gap = shared.find_contacts(DEMO, concern="crime", role="parent", at=NIGHT)
    assert ids(in_the_gap)[1] == "socialjour_112"
    assert "112" in in_the_gap[1].open.text
    assert ids(in_the_gap).index("9999-social-emergency") < ids(in_the_gap).index("9999-contact-centre")


@pytest.mark.parametrize("moment", [EVENING, CHRISTMAS])
def test_an_unconfirmed_emergency_duty_stands_below_the_confirmed_way_over_112(
    shared: Registry, moment: datetime
) -> None:
    cards = ids(shared.find_contacts("0181", concern="drugs", role="parent", at=moment))
    assert cards[1] == "socialjour_112"
    assert cards.index("0181-municipality") < cards.index("0181-social-emergency") < 5
    # What is an office, and not even confirmed, is of little use at that hour.
    assert cards.index("0181-social-services") > cards.index("droghjalpen")
    # In Kiruna the duty's own way is the same: it is said once.
    kiruna = shared.find_contacts("2584", at=moment)
    assert [card.id for card in kiruna if card.function == "social_emergency"] == ["socialjour_112"]


def test_a_worried_parent_at_night_meets_advice_on_health_before_the_police(shared: Registry) -> None:
    for code in ("1780", "1490", None):
        cards = shared.find_contacts(code, concern="mental_health", role="parent", at=CHRISTMAS)
        assert cards[0].function in ("health_advice", "support_line")
    cards = shared.find_contacts("1780", concern="isolation", role="parent", at=NIGHT)
    assert cards[0].id == "hjalplinjen"


def test_at_lunch_nobody_is_sent_to_the_police(registry: Registry, tmp_path: Path) -> None:
    path = tmp_path / "kontakter.csv"
    path.write_text(
        "kommun;funktion;telefon;öppettider;kontrollerad;kontrollerad av\n"
        "Borås;ssp;031-390 06 20;mån-fre 8-16, lunch 12-13;2026-11-01;samordnare\n", encoding="utf-8",
    )
    import_file(registry.database, path)
    cards = registry.find_contacts("1490", concern="crime", role="parent", at=datetime(2026, 11, 24, 12, 15))
    assert cards[0].id == "1490-ssp"
    assert cards[0].open.now is False


def test_a_line_for_children_is_not_offered_for_an_adult(shared: Registry) -> None:
    for role in ("parent", "young_person"):
        assert "bris_116111" not in ids(shared.find_contacts(DEMO, role=role, concern="isolation", age=19, at=NIGHT))
        assert "bris_116111" in ids(shared.find_contacts(DEMO, role=role, concern="isolation", age=15, at=NIGHT))
    assert "hjalplinjen" in ids(shared.find_contacts(DEMO, role="young_person", age=19, at=NIGHT))


def test_a_confirmed_contact_of_a_year_ago_says_so_and_stands_below_the_contact_centre(registry: Registry) -> None:
    confirm_contacts(registry.database, ["0181-social-services"], "socialtjänsten", date(2025, 11, 20))
    fresh = registry.find_contacts("0181", at=datetime(2026, 11, 20, 10))
    assert ids(fresh)[0] == "0181-social-services"
    assert not fresh[0].stale
    cards = registry.find_contacts("0181", at=datetime(2026, 11, 23, 10))
    old = next(card for card in cards if card.id == "0181-social-services")
    assert old.stale
    assert "2025-11-20" in (old.note or "")
    assert ids(cards).index("0181-municipality") < ids(cards).index("0181-social-services")


def test_every_old_or_undated_card_says_from_when_it_is(shared: Registry) -> None:
    cards = [
        card for code in ("0181", "1497", "1780", "2584", None) for concern in CONCERNS for role in ROLES
        for card in shared.find_contacts(code, concern=concern, role=role, at=DAY)
    ]
    assert {card.confirmed for card in cards if card.stale} == {True, False}
    for card in cards:
        dated = card.verified_on or card.source_date
        if card.stale and dated:
            assert str(dated) in (card.note or ""), card.id
        elif card.stale:
            assert "när uppgiften" in (card.note or "") or "utan datum" in (card.note or ""), card.id


def test_what_a_municipalitys_own_page_says_is_shown_where_the_contacts_say_nothing(registry: Registry) -> None:
    page = Site(
        id="boras", origins=("https://www.boras.se",), municipality="1490", contact_centre_phone="033-35 70 00",
        ssp_name="SSPF Borås", ssp_age_min=12, ssp_age_max=18,
    )
    district = replace(page, id="a", municipality="1480", districts=("Hisingen",), contact_centre_phone="031-390 06 01")
    whole = replace(page, id="b", municipality="1480", contact_centre_phone="031-390 06 00")
    for site in (page, district, whole):
        save_site(registry.database, site, "drift")
    centre = registry.find_contacts("1490", at=DAY)[0]
    assert centre.function == "contact_centre"
    assert [phone.tel for phone in centre.phones] == ["+4633357000"]
    assert "SSPF Borås" in (centre.note or "")
    assert [phone.tel for phone in registry.find_contacts("1480", at=DAY)[0].phones] == ["+46313900600"]
    save_site(registry.database, replace(page, id="kungalv", municipality="1482"), "drift")
    ssp = next(card for card in registry.find_contacts("1482", at=DAY) if card.function == "ssp")
    assert ssp.name.startswith("SSPF Borås")
    assert ssp.ages == "12–18 år"


def test_an_unknown_district_is_ignored(shared: Registry) -> None:
    assert ids(shared.find_contacts(DEMO, district="Atlantis", at=DAY)) == ids(shared.find_contacts(DEMO, at=DAY))


def test_card_message_is_the_wire_shape(shared: Registry) -> None:
    message = shared.find_contacts(DEMO, at=DAY)[0].as_message()
    assert message["type"] == "contact"
    assert {
        "name", "function", "label", "phones", "email", "url", "open", "verified_on", "stale", "ages", "what_happens",
        "why", "confirmed", "source", "source_date",
    } <= message.keys()
    assert set(message["phones"][0]) == {"display", "tel", "note"}
    assert set(message["open"]) == {"now", "until", "next", "text"}
    assert message["open"]["until"] == "2026-11-24T12:00:00+01:00"
    assert message["ages"] == "12–18 år"


def test_a_look_up_takes_a_fixed_number_of_statements(registry: Registry) -> None:
    from sqlalchemy import event

    seen: list[str] = []

    def note(_connection, _cursor, statement: str, *_: object) -> None:
        if statement.startswith("SELECT"):
            seen.append(statement)

    event.listen(registry.database.engine, "before_cursor_execute", note)
    registry.find_contacts(DEMO, at=DAY)
    # Version, lines, municipalities with their pages and districts, contacts, however many there are.
    assert len(seen) == 6
    registry.find_contacts(DEMO, at=DAY)
    assert len(seen) == 7
