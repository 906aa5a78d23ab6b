"""What opening costs: bytes, time, and a content policy that needs no exceptions."""

from __future__ import annotations

import gzip

import pytest
from playwright.sync_api import expect

from bot.server.pages import KINDS, WIDGET
from tests.widget.conftest import PHONE

LOADER_BYTES = 5_000
WIDGET_BYTES = 30_000
FIRST_CHOICE_MS = 1000
LONG_TASK_MS = 50
DEMO = {"index.html", "demo.css", "demo.js"}


def packed(name: str) -> int:
    return len(gzip.compress((WIDGET / name).read_bytes(), 9, mtime=0))


def test_loader_is_within_its_budget():
    assert packed("embed.js") <= LOADER_BYTES


def test_whole_widget_is_within_its_budget():
    files = [path.name for path in WIDGET.iterdir() if path.suffix in KINDS and path.name not in DEMO]
    languages = {name for name in files if name.startswith("strings.") and name.endswith(".json")}
    heaviest = max(packed(name) for name in languages)
    total = sum(packed(name) for name in files if name not in languages) + heaviest
    print(f"one person loads {total} bytes gzip, {packed('embed.js')} of them the loader")
    assert total <= WIDGET_BYTES


@pytest.mark.browser
def test_page_needs_no_exception_in_its_content_policy(new_page, live_server):
    page = new_page()
    answer = page.goto(f"{live_server.url}/chat?site=demo")
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy and "script-src 'self';" in policy and "frame-ancestors" in policy
    assert "eval" not in policy
    page = new_page()
    strict = (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none'; "
        "form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
    )

    def serve_strictly(route):
        page_itself = route.fetch()
        route.fulfill(response=page_itself, headers={**page_itself.headers, "content-security-policy": strict})

    page.route("**/chat?*", serve_strictly)
    page.goto(f"{live_server.url}/chat?site=demo")
    page.locator(".choice").first.click()
    expect(page.locator(".reply")).to_have_count(2)


WATCH = """
  window.longest = 0;
  new PerformanceObserver((list) => list.getEntries().forEach(
    (entry) => { window.longest = Math.max(window.longest, entry.duration); }))
    .observe({ type: "longtask", buffered: true });
  new MutationObserver(() => {
    if (!window.shown && document.querySelector(".choice")) window.shown = performance.now();
  }).observe(document, { subtree: true, childList: true });
"""


@pytest.mark.browser
@pytest.mark.parametrize("slowed", [1, 4])
def test_first_choices_come_within_a_second_without_a_long_task(new_page, live_server, slowed):
    page = new_page(viewport=PHONE)
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": slowed})
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    page.add_init_script(WATCH)
    loads = []
    # Other work on the machine can only add time, so the best of three is the nearest to the truth.
    for _ in range(3):
        page.goto(f"{live_server.url}/chat?site=demo")
        expect(page.locator(".choice").first).to_be_visible()
        page.wait_for_timeout(100)
        loads.append(page.evaluate("[window.shown, window.longest]"))
    shown, longest = min(load[0] for load in loads), min(load[1] for load in loads)
    print(f"slowed {slowed} times: first choices after {shown:.0f} ms, longest task {longest:.0f} ms (0: under 50)")
    assert shown <= FIRST_CHOICE_MS
    if slowed == 1:
        assert longest <= LONG_TASK_MS


@pytest.mark.browser
@pytest.mark.parametrize("path", ["/chat?site=demo", "/chat", "/"])
def test_pages_give_numbers_without_javascript(new_page, live_server, path):
    page = new_page(java_script_enabled=False)
    page.goto(f"{live_server.url}{path}")
    expect(page.locator("a[href='tel:112']").first).to_be_visible()
    assert page.locator("a[href^='http'], a[href*='chat']").count() >= 1
    assert page.locator("form:visible textarea").count() == 0


@pytest.mark.browser
def test_demo_page_shows_the_editor_the_line_to_copy(new_page, live_server):
    page = new_page(permissions=["clipboard-read", "clipboard-write"])
    page.goto(f"{live_server.url}/")
    line = f'<script src="{live_server.url}/embed.js" data-site="demo" async></script>'
    expect(page.locator("#snippet")).to_have_text(line)
    page.locator("#copy").click()
    expect(page.locator("#copied")).not_to_be_empty()
    assert page.evaluate("navigator.clipboard.readText()") == line
    expect(page.locator("samtals-chat .launch")).to_be_visible()
