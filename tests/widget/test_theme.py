"""A site's own colour: used when it can be read, moved until it can when it cannot."""

from __future__ import annotations

import html
import json

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

ENOUGH = 4.5
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
            site = html.escape(json.dumps({"accent": accent}), quote=True)
            start, _, rest = answer.text().partition('name="samtals-site" content="')
            route.fulfill(response=answer, body=f'{start}name="samtals-site" content="{site}"{rest[rest.index(">"):]}')

        page.route("**/chat?*", colour)
        page.goto(f"{live_server.url}/chat?site=demo")
        expect(page.locator(".choice").first).to_be_visible()
        return page.evaluate(CONTRAST)

    return open_


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("accent", ["#ffff00", "#003366"])
def test_accent_is_readable_in_both_schemes(themed, accent, scheme):
    on_button, on_choice, _ = themed(accent, scheme)
    assert on_button >= ENOUGH and on_choice >= ENOUGH


def test_readable_accent_is_used_as_it_is(themed):
    assert themed("#6b2c91", "light")[2] == "rgb(107, 44, 145)"


def test_accent_that_is_no_colour_is_ignored(themed):
    assert themed("red; background: url(//x)", "light")[2] == "rgb(15, 84, 96)"
