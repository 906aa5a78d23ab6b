"""The pages that embed the assistant."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.registry import Registry, RegistryError, Site
from bot.registry.sites import check_site, save_site

BORAS = Site(id="boras", origins=("https://www.boras.se",), municipality="1490", ssp_age_min=12, ssp_age_max=18)


def test_the_demo_site_belongs_to_the_demo_municipality(shared: Registry) -> None:
    site = shared.find_site("demo")
    assert site is not None
    assert site.municipality == "9999"
    assert site.allows("http://localhost:8080")
    assert site.allows("http://127.0.0.1:49321")
    for origin in (
        "http://localhost.evil.se", "https://localhost:8080", "http://localhost:8080/x", "null", "", "http://localhost:",
        "http://evil.se", "http://127.0.0.1.evil.se:80", "http://localhost:8080@evil.se",
    ):
        assert not site.allows(origin), origin


def test_a_site_allows_exactly_its_origins() -> None:
    assert BORAS.allows("https://www.boras.se")
    for origin in ("http://www.boras.se", "https://boras.se", "https://www.boras.se.evil.se", "https://www.boras.se:444"):
        assert not BORAS.allows(origin), origin


def test_find_site_gives_nothing_for_an_unknown_id(shared: Registry) -> None:
    assert shared.find_site("no-such-site") is None


def test_save_site_adds_then_changes_and_says_what(registry: Registry) -> None:
    assert save_site(registry.database, BORAS, "drift")
    assert registry.find_site("boras") == BORAS
    changes = save_site(registry.database, replace(BORAS, paused=True), "drift")
    assert changes == [("paused", "nej", "ja")]
    assert save_site(registry.database, replace(BORAS, paused=True), "drift") == []
    assert [site.id for site in registry.find_sites()] == ["boras", "demo"]


def test_save_site_stores_districts_by_their_current_id(registry: Registry) -> None:
    page = Site(id="gbg", origins=("https://a.se",), municipality="1480", districts=("Angered",))
    save_site(registry.database, page, "drift")
    site = registry.find_site("gbg")
    assert site is not None
    assert site.districts == ("1480-nordost",)


@pytest.mark.parametrize("change", [
    {"id": "Borås"}, {"id": ""}, {"origins": ()}, {"origins": ("http://www.boras.se",)}, {"origins": ("*",)},
    {"origins": ("https://www.boras.se/sida",)}, {"origins": ("https://*.boras.se",)}, {"origins": ("https://boras.se:*",)},
    {"languages": ()}, {"languages": ("svenska",)}, {"quick_exit_url": "javascript:alert(1)"},
    {"contact_centre_phone": "ring oss"}, {"ssp_age_min": 19}, {"theme": {"accent": "red; background: url(x)"}},
])
def test_what_cannot_be_right_is_refused(registry: Registry, change: dict[str, object]) -> None:
    site = replace(BORAS, **change)  # type: ignore[arg-type]
    assert check_site(site)
    with pytest.raises(RegistryError):
        save_site(registry.database, site, "drift")
    assert len(registry.find_sites()) == 1


@pytest.mark.parametrize("change", [{"municipality": "0000"}, {"districts": ("Atlantis",)}])
def test_unknown_places_are_refused(registry: Registry, change: dict[str, object]) -> None:
    with pytest.raises(RegistryError):
        save_site(registry.database, replace(BORAS, **change), "drift")  # type: ignore[arg-type]
