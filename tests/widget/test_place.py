"""Choosing a municipality: the combobox by mouse, by keyboard and by ear."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


@pytest.fixture
def place(open_chat):
    """A chat that has just asked for the place, on no municipality's own page."""
    chat = open_chat("")
    chat.write("jag vill bara ha ett telefonnummer till någon som arbetar med SSPF")
    expect(chat.find("#place")).to_be_visible()
    return chat


def test_combobox_has_the_roles_and_states_of_the_pattern(place):
    box = place.find("#place")
    assert box.get_attribute("role") == "combobox"
    assert box.get_attribute("aria-expanded") == "false"
    box.press_sequentially("mar")
    expect(box).to_have_attribute("aria-expanded", "true")
    listed = place.find(f"#{box.get_attribute('aria-controls')}")
    assert listed.get_attribute("role") == "listbox"
    box.press("ArrowDown")
    active = place.find(f"#{box.get_attribute('aria-activedescendant')}")
    assert active.get_attribute("aria-selected") == "true"
    expect(box).to_be_focused()
    box.press("ArrowUp")
    assert place.find("[role=option]").last.get_attribute("aria-selected") == "true"
    box.press("Escape")
    expect(box).to_have_attribute("aria-expanded", "false")
    assert box.input_value() == "mar"
    expect(place.find("#place-hint")).to_contain_text(str(place.find("[role=option]").count()))


def test_place_is_chosen_by_keyboard(place):
    place.find("#place").press_sequentially("exempelk")
    expect(place.find("[role=option]").first).to_be_visible()
    place.find("#place").press("ArrowDown")
    place.find("#place").press("Enter")
    place.wait_until_answered(3)
    assert "Exempelkommun" in place.answers[-1]
    expect(place.find(".contact").first).to_be_visible()


def test_place_is_chosen_by_pointer(place):
    place.find("#place").press_sequentially("exempelk")
    place.find("[role=option]").first.click()
    place.wait_until_answered(3)
    assert "Exempelkommun" in place.answers[-1]


def test_no_match_and_no_list_are_said_in_words(place):
    hint = place.find("#place-hint").inner_text()
    place.find("#place").press_sequentially("qqqqq")
    expect(place.find("#place-hint")).not_to_have_text(hint)
    none = place.find("#place-hint").inner_text()
    place.page.route("**/api/v1/municipalities*", lambda route: route.abort())
    place.find("#place").fill("Mark")
    expect(place.find("#place-hint")).not_to_have_text(none)
    place.find("#place").press("Enter")
    place.wait_until_answered(3)
    assert place.answers[-1] == "Mark"


def test_late_answer_never_shows_for_what_is_no_longer_typed(place):
    held = []
    place.page.route("**/api/v1/municipalities?q=ma", lambda route: held.append(route))
    place.find("#place").fill("ma")
    place.page.wait_for_timeout(250)
    place.find("#place").fill("exempelk")
    expect(place.find("[role=option]").first).to_contain_text("Exempelkommun")
    for route in held:
        route.abort()
    expect(place.find("[role=option]").first).to_contain_text("Exempelkommun")


def test_escape_that_closes_the_list_is_not_half_of_leaving(place):
    place.find("#place").press_sequentially("mar")
    expect(place.find("[role=option]").first).to_be_visible()
    place.page.keyboard.press("Escape")
    place.page.keyboard.press("Escape")
    place.page.wait_for_timeout(100)
    assert "/chat" in place.page.url
