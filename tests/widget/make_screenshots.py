"""Pictures of every state for docs/screenshots: `python -m tests.widget.make_screenshots http://127.0.0.1:8080`."""

from __future__ import annotations

import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.widget.conftest import ARGUMENTS, CHROMIUM, Chat, open_in_frame

FOLDER = Path(__file__).parents[2] / "docs/screenshots"
SIZES = {"360": (360, 740), "768": (768, 1024), "1440": (1440, 900)}
WORRY = "Vår dotter på 14 skriver hatiska saker om muslimer i chattar och jag vet inte vad jag ska göra"
THREAT = "Hon säger att hon ska ta med sig en kniv till skolan i morgon"


def take(page: Page, name: str, look: str) -> None:
    page.wait_for_timeout(150)
    page.screenshot(path=FOLDER / f"{name}-{look}.jpg", type="jpeg", quality=72)


def show(chat: Chat, selector: str) -> None:
    """Brings the newest element like this to the top of what is seen."""
    chat.find(selector).last.evaluate("node => node.scrollIntoView({ block: 'start' })")


def walk(browser: Browser, url: str, size: tuple[int, int], scheme: str, look: str) -> None:
    """The states of one conversation, in one size and colour scheme."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]}, color_scheme=scheme, reduced_motion="reduce", locale="sv-SE"
    )
    page = context.new_page()
    page.goto(url)
    expect(page.locator("samtals-chat .launch")).to_be_visible()
    take(page, "demo", look)
    open_in_frame(page)
    take(page, "demo-open", look)

    page.goto(f"{url}/chat?site=demo")
    chat = Chat(page)
    expect(chat.find(".choice").first).to_be_visible()
    chat.write(WORRY).write("nej")
    for _ in range(2):
        chat.choose(chat.choices[0])
    take(page, "step", look)
    page.evaluate("sessionStorage.clear()")

    page.goto(f"{url}/chat")
    expect(chat.find(".choice").first).to_be_visible()
    take(page, "opening", look)
    chat.write(WORRY)
    take(page, "question", look)
    chat.write("nej")
    chat.write("ge mig meningar att börja med")
    take(page, "sentences", look)
    chat.write("vad ska jag undvika")
    take(page, "avoid", look)
    chat.write("vem kan jag ringa")
    chat.find("#place").press_sequentially("exempel")
    expect(chat.find("[role=option]").first).to_be_visible()
    chat.find("#place").press("ArrowDown")
    take(page, "place", look)
    chat.find("#place").press("Enter")
    expect(chat.find(".contact").first).to_be_visible()
    take(page, "contacts", look)
    chat.write("sammanfatta min plan")
    take(page, "plan", look)
    show(chat, ".plan .foot")
    take(page, "plan-save", look)
    chat.write(THREAT)
    take(page, "emergency", look)
    chat.find(".own").first.locator(".change").click()
    chat.find(".changing").scroll_into_view_if_needed()
    take(page, "changing", look)
    chat.find(".changing button").click()
    chat.find("#restart").click()
    take(page, "restart", look)
    chat.find("#status button").last.click()
    chat.find("#text").fill("orolig " * 300)
    chat.find("#text").press("Enter")
    take(page, "too-long", look)
    page.context.set_offline(True)
    chat.find("#text").fill("är du kvar")
    chat.find("#text").press("Enter")
    page.wait_for_timeout(2200)
    chat.find("#status").scroll_into_view_if_needed()
    take(page, "offline", look)
    context.close()


def print_plan(browser: Browser, url: str) -> None:
    """The plan as it comes on paper."""
    page = browser.new_page(viewport={"width": 794, "height": 1123}, locale="sv-SE", reduced_motion="reduce")
    page.goto(f"{url}/chat?site=demo")
    chat = Chat(page)
    expect(chat.find(".choice").first).to_be_visible()
    for text in (WORRY, "nej", "sammanfatta min plan"):
        chat.write(text)
    page.evaluate("window.print = () => {}")
    chat.find(".plan .primary").click()
    page.pdf(path=FOLDER / "plan.pdf", format="A4", prefer_css_page_size=True)
    page.close()


def bare(browser: Browser, url: str) -> None:
    """What is left without JavaScript."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{url}/chat?site=demo")
    take(page, "without-javascript", "360-light")
    context.close()


def main(url: str) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        for width, size in SIZES.items():
            for scheme in ("light", "dark"):
                walk(browser, url, size, scheme, f"{width}-{scheme}")
        print_plan(browser, url)
        bare(browser, url)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"))
