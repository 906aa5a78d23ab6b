"""What browser tests share: one Chromium, pages that complain about nothing, and a person at the chat."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, FrameLocator, Page, Route, expect, sync_playwright

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
    # The host pages are made up here, so the browser cannot know that they come from this machine.
    "--disable-features=LocalNetworkAccessChecks",
]
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1440, "height": 900}
PATIENCE_MS = 10_000
# A refused connection or status is what some tests are about; the browser reports it as an error by itself.
EXPECTED = ("Failed to load resource", "net::ERR_")


class Chat:
    """A person at the chat, on its own page or in the frame of a municipal page."""

    def __init__(self, page: Page, root: Page | FrameLocator | None = None) -> None:
        self.page = page
        self.root = root or page

    def find(self, selector: str) -> Any:
        return self.root.locator(selector)

    def wait_until_answered(self, replies: int) -> None:
        """Returns when there are that many replies and nothing is on its way."""
        expect(self.find(".reply")).to_have_count(replies)
        expect(self.find(".own.pending")).to_have_count(0)

    def write(self, text: str) -> Chat:
        """Types a message, sends it with Enter and waits for the answer."""
        before = self.find(".reply").count()
        self.find("#text").fill(text)
        self.find("#text").press("Enter")
        self.wait_until_answered(before + 1)
        return self

    def choose(self, title: str) -> Chat:
        """Presses the offered choice with this title and waits for the answer."""
        before = self.find(".reply").count()
        self.find(".choice").get_by_text(title, exact=True).click()
        self.wait_until_answered(before + 1)
        return self

    @property
    def choices(self) -> list[str]:
        return self.find(".choice").all_inner_texts()

    @property
    def answers(self) -> list[str]:
        """What the person has answered so far."""
        return self.find(".own .answer").all_inner_texts()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not shutil.which(CHROMIUM):
        pytest.skip("Chromium saknas: apt-get install chromium")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def new_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Makes pages in a fresh context; an error or a broken content policy on any of them fails the test."""
    contexts = []
    complaints: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        if message.type == "error" and not any(part in message.text for part in EXPECTED):
            complaints.append(message.text)

    def make(**options: Any) -> Page:
        options.setdefault("viewport", PHONE)
        options.setdefault("reduced_motion", "reduce")
        options.setdefault("locale", "sv-SE")
        context = browser.new_context(**options)
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", listen)
        page.complaints = complaints  # type: ignore[attr-defined]
        return page

    yield make
    for context in contexts:
        context.close()
    assert not complaints


@pytest.fixture
def open_chat(new_page: Callable[..., Page], live_server: Any) -> Callable[..., Chat]:
    """Opens the chat on its own page and waits for the first choices."""

    def open_(query: str = "site=demo", **options: Any) -> Chat:
        page = new_page(**options)
        page.goto(f"{live_server.url}/chat?{query}")
        chat = Chat(page)
        expect(chat.find(".choice").first).to_be_visible()
        return chat

    return open_


@pytest.fixture
def visit_host(new_page: Callable[..., Page], live_server: Any) -> Callable[..., Page]:
    """Opens a page of a municipality's own web site, on an origin of its own."""

    def visit(
        tag: str | None = None, head: str = "", body: str = "", csp: str = "", refused: bool = False, **options: Any
    ) -> Page:
        origin = live_server.refused_origin_url if refused else live_server.other_origin_url
        tag = f'<script src="{live_server.url}/embed.js" data-site="other" async></script>' if tag is None else tag
        html = (
            f'<!doctype html><html lang="sv"><head><title>Kommunen</title>{head}</head>'
            f"<body><h1>Kommunen</h1>{body}{tag}</body></html>"
        )
        headers = {"Content-Type": "text/html; charset=utf-8"} | ({"Content-Security-Policy": csp} if csp else {})

        def answer(route: Route) -> None:
            route.fulfill(body=html.replace("BOT", live_server.url), headers=headers)

        options.setdefault("viewport", DESK)
        page = new_page(**options)
        page.route(f"{origin}/sida", answer)
        page.goto(f"{origin}/sida")
        return page

    return visit


def open_in_frame(page: Page) -> Chat:
    """Presses the launcher and waits for the first choices in the frame."""
    page.locator("samtals-chat .launch").click()
    chat = Chat(page, page.frame_locator("samtals-chat iframe"))
    expect(chat.find(".choice").first).to_be_visible()
    return chat


@pytest.fixture(scope="session")
def worry() -> str:
    """A first message that tells who, what and how old."""
    return "Vår dotter på 14 skriver hatiska saker om muslimer i chattar och jag vet inte vad jag ska göra"


@pytest.fixture(scope="session")
def threat() -> str:
    """A message with acute danger in it."""
    return "Han har en kniv och säger att han ska döda en kille i klassen i morgon"
