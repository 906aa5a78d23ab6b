"""Municipalities by what a person types."""

from __future__ import annotations

import pytest

from bot.registry import Registry


@pytest.mark.parametrize(("typed", "code"), [
    ("Borås", "1490"), ("boras", "1490"), ("BORÅS KOMMUN", "1490"), ("malm", "1280"), ("göte", "1480"),
    ("Angered", "1480"), ("vastervik", "0883"), ("Västervig", "0883"), ("jönkopping", "0680"),
    ("Örnsköldsviks", "2284"),
    ("upplands-väsby", "0114"), ("411 04", "1480"), ("Kiruna", "2584"), ("exempel", "9999"), (" umeå ", "2480"),
])
def test_find_municipalities_finds_what_people_type(shared: Registry, typed: str, code: str) -> None:
    assert shared.find_municipalities(typed)[0].code == code


@pytest.mark.parametrize("typed", [
    "", "   ", "%", "_", "qqqqqqqq", "123456789", "'; drop table places; --", "\u0000", "🙂" * 500,
])
def test_find_municipalities_finds_nothing_in_nonsense(shared: Registry, typed: str) -> None:
    assert shared.find_municipalities(typed) == []


def test_find_municipalities_gives_each_of_several_places(shared: Registry) -> None:
    assert {match.code for match in shared.find_municipalities("Stora Höga")} == {"1415"}
    assert len({match.code for match in shared.find_municipalities("Hamburgsund")}) == 1
    codes = [match.code for match in shared.find_municipalities("Sandviken")]
    assert codes[0] == "2181"


def test_find_municipalities_keeps_to_the_limit(shared: Registry) -> None:
    assert len(shared.find_municipalities("s", limit=5)) == 5


def test_the_demo_municipality_is_not_suggested_for_misspellings(shared: Registry) -> None:
    assert all(match.code != "9999" for match in shared.find_municipalities("exmpelkomun"))
