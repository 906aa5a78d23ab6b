"""A site's own colour: used when it can be read, moved until it can when it cannot."""

from __future__ import annotations

import html
import json
import re

import pytest
from playwright.sync_api import expect

from bot.server.accent import ENOUGH, GROUND, contrast, readable_accent
from bot.server.pages import WIDGET

CONTRAST = r"""() => {
  const light = (colour) => {
    const [r, g, b] = colour.match(/[\d.]+/g).slice(0, 3).map(Number)
      .map((part) => part / 255).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ratio = (one, other) => {
    const [low, high] = [light(one), light(other)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };
  const button = getComputedStyle(document.querySelector("#send"));
  const choice = getComputedStyle(document.querySelector(".choice"));
  const ratios = [ratio(button.color, button.backgroundColor), ratio(choice.color, choice.backgroundColor)];
  return [...ratios, button.backgroundColor];
}"""


@pytest.fixture
def themed(new_page, live_server):
    """Opens the chat of a site with this accent and gives its contrasts and the colour used."""

    def open_(accent: str, scheme: str):
        page = new_page(color_scheme=scheme)

        def colour(route):
            answer = route.fetch()
            site = html.escape(json.dumps({"accent": readable_accent(accent)}), quote=True)
            start, _, rest = answer.text().partition('name="samtals-site" content="')
            route.fulfill(response=answer, body=f'{start}name="samtals-site" content="{site}"{rest[rest.index(">"):]}')

        page.route("**/chat?*", colour)
        page.goto(f"{live_server.url}/chat?site=demo")
        expect(page.locator(".choice").first).to_be_visible()
        return page.evaluate(CONTRAST)

    return open_


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("accent", ["#ffff00", "#003366"])
def test_accent_is_readable_in_both_schemes(themed, accent, scheme):
    on_button, on_choice, used = themed(accent, scheme)
    assert on_button >= ENOUGH and on_choice >= ENOUGH
    assert used == "rgb({}, {}, {})".format(*bytes.fromhex(readable_accent(accent)[scheme][1:]))


def test_readable_accent_is_used_as_it_is():
    assert readable_accent("#6b2c91")["light"] == "#6b2c91"


@pytest.mark.parametrize("accent", ["#000000", "#ffffff", "#808080", "#ffff00", "#00ff00", "#ff00ff", "#1A6B5C"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_any_accent_becomes_readable_on_the_hardest_ground(accent, scheme):
    assert contrast(readable_accent(accent)[scheme], GROUND[scheme]) >= ENOUGH


def test_hardest_ground_is_the_one_of_the_style_sheet():
    hovers = re.findall(r"--hover: (#[0-9a-f]{6})", (WIDGET / "chat.css").read_text(encoding="utf-8"))
    assert hovers == [GROUND["light"], GROUND["dark"]]
