"""For everyone: axe over every state, the keyboard alone, small and forced and loud screens, what is read aloud."""

from __future__ import annotations

import json

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from bot.guidance.shelf import get_content
from tests.widget.conftest import DESK, PHONE, Chat, open_in_frame
from tests.widget.test_talking import title_of

pytestmark = pytest.mark.browser

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
LEAST_TARGET = 24
# WCAG 1.4.12.
SPACING = """
  * { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }
  p { margin-bottom: 2em !important; }
"""


def faults(page) -> list[str]:
    """What axe finds, one line per rule and element."""
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{rule['id']}: {node['html'][:160]}" for rule in found for node in rule["nodes"]]


def go_offline(chat: Chat) -> None:
    chat.page.context.set_offline(True)
    chat.find("#text").fill("hallå")
    chat.find("#text").press("Enter")
    expect(chat.find(".own.pending")).to_have_count(1)


def meet_problem(chat: Chat) -> None:
    chat.page.route("**/api/v1/chat", lambda route: route.fulfill(
        status=400, content_type="application/problem+json",
        body=json.dumps({"title": "Det gick inte", "detail": "Försök igen."})))
    chat.find("#text").fill("hallå")
    chat.find("#text").press("Enter")
    expect(chat.find(".trouble")).to_be_visible()
    chat.page.unroute("**/api/v1/chat")


def states(chat: Chat, worry: str, threat: str):
    """Walks through every state the chat can be in, naming each."""
    yield "opening"
    chat.write(worry)
    yield "question"
    chat.write("nej")
    chat.write("hur ska jag börja samtalet")
    yield "sentences to say"
    chat.write("vad ska jag undvika")
    yield "things to avoid"
    chat.write("vem kan jag ringa")
    if chat.find("#place").count():
        chat.find("#place").press_sequentially("exempel")
        expect(chat.find("[role=option]").first).to_be_visible()
        chat.find("#place").press("ArrowDown")
        yield "place"
        before = chat.find(".reply").count()
        chat.find("#place").press("Enter")
        chat.wait_until_answered(before + 1)
    expect(chat.find(".contact").first).to_be_visible()
    yield "contact"
    chat.write("sammanfatta min plan")
    expect(chat.find(".plan")).to_be_visible()
    yield "plan"
    chat.write(threat)
    expect(chat.find(".emergency").first).to_be_visible()
    yield "emergency"
    chat.find(".own").last.locator(".change").click()
    yield "changing"
    chat.find(".changing button").click()
    chat.find("#restart").click()
    yield "restart"
    chat.find("#status button").last.click()
    chat.find("#text").fill("x" * 2100)
    chat.find("#text").press("Enter")
    expect(chat.find("#error")).to_be_visible()
    yield "too long"
    meet_problem(chat)
    yield "error"
    go_offline(chat)
    yield "offline"


@pytest.mark.parametrize(("scheme", "width"), [("light", 360), ("dark", 1440)])
def test_axe_finds_nothing_in_any_state(open_chat, worry, threat, scheme, width):
    # High enough that no target lies half under the box at the bottom when axe measures it.
    chat = open_chat(color_scheme=scheme, viewport={"width": width, "height": 2600})
    found = {state: faults(chat.page) for state in states(chat, worry, threat)}
    assert len(found) >= 11
    assert {state: lines for state, lines in found.items() if lines} == {}


@pytest.mark.parametrize("path", ["/", "/chat?site=demo"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_without_javascript_or_on_the_demo_page(new_page, live_server, browser, path, scheme):
    page = new_page(color_scheme=scheme)
    # axe itself needs JavaScript; the widget's own is kept away.
    page.route("**/*.js", lambda route: route.abort())
    page.goto(f"{live_server.url}{path}")
    assert faults(page) == []


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["panel", "whole screen"])
def test_axe_finds_nothing_around_the_open_frame(visit_host, viewport):
    page = visit_host(viewport=viewport, body="<main><p>Text</p></main>")
    expect(page.locator("samtals-chat .launch")).to_be_visible()
    assert [line for line in faults(page) if "region" not in line and "landmark" not in line] == []
    open_in_frame(page)
    assert [line for line in faults(page) if "region" not in line and "landmark" not in line] == []


COVERED = """() => {
  const missed = [];
  for (const node of document.querySelectorAll("#log a, #log button, #log input")) {
    if (!node.checkVisibility()) continue;
    node.focus();
    const box = node.getBoundingClientRect();
    const [x, y] = [box.left + Math.min(box.width / 2, 40), box.top + box.height / 2];
    const at = document.elementFromPoint(x, y);
    if (!(node.contains(at) || at?.contains(node))) missed.push(node.outerHTML.slice(0, 120));
  }
  return missed;
}"""
TOO_SMALL = """least => [...document.querySelectorAll("a, button, input, textarea, [role=option]")]
  .filter((node) => node.checkVisibility() && !node.closest(".block p:not(.phone)"))
  .map((node) => [node.getBoundingClientRect(), node.outerHTML.slice(0, 90)])
  .filter(([box]) => box.width && (box.width < least || box.height < least)).map(([, html]) => html)"""


@pytest.mark.parametrize(("width", "height"), [(320, 640), (320, 256)], ids=["320 px", "400 % zoom"])
def test_small_screens_need_no_sideways_scrolling_hide_no_focus_and_keep_targets_large(
    open_chat, worry, threat, width, height
):
    chat = open_chat(viewport={"width": width, "height": height})
    for state in states(chat, worry, threat):
        assert chat.page.evaluate("document.documentElement.scrollWidth") <= width, state
        expect(chat.find("#strip a[href='tel:112']")).to_be_in_viewport()
        assert chat.page.evaluate(COVERED) == [], state
        assert chat.page.evaluate(TOO_SMALL, LEAST_TARGET) == [], state


@pytest.mark.parametrize("options", [
    {"forced_colors": "active"}, {"forced_colors": "active", "color_scheme": "dark"},
    {"reduced_motion": "no-preference"},
], ids=["forced colours", "forced dark", "motion"])
def test_conversation_works_with_the_colours_and_motion_of_the_person(open_chat, worry, options):
    chat = open_chat(**options)
    chat.write(worry)
    if "forced_colors" in options:
        assert chat.page.evaluate("getComputedStyle(document.querySelector('.choice')).borderStyle") == "solid"
        assert chat.page.evaluate("getComputedStyle(document.querySelector('.own')).borderTopWidth") == "2px"
    else:
        assert chat.page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "smooth"


def test_nothing_moves_for_those_who_asked_for_less_motion(open_chat, worry):
    chat = open_chat(reduced_motion="reduce")
    chat.page.route("**/api/v1/chat", lambda route: None)
    chat.find("#text").fill(worry)
    chat.find("#text").press("Enter")
    expect(chat.find(".waiting")).to_be_visible()
    assert chat.page.evaluate("document.getAnimations().length") == 0
    assert chat.page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"


def test_wide_text_spacing_and_double_text_size_lose_nothing(open_chat, worry):
    chat = open_chat(viewport={"width": 640, "height": 900})
    chat.write(worry)
    chat.page.evaluate("""css => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(css + " html { font-size: 34px !important; }");
      document.adoptedStyleSheets = [sheet];
    }""", SPACING)
    assert chat.page.evaluate("document.documentElement.scrollWidth") <= 640
    cut = chat.page.evaluate("""() => [...document.querySelectorAll("p, li, h1, h2, button, a, label")]
      .filter((node) => node.checkVisibility() && !node.closest(".unseen") && node.scrollWidth > node.clientWidth + 1
        && getComputedStyle(node).display !== "inline").map((node) => node.outerHTML.slice(0, 90))""")
    assert cut == []


def test_parent_walks_the_whole_guide_by_keyboard_alone(open_chat, worry):
    chat = open_chat()
    press = chat.page.keyboard.press
    opening = get_content().opening

    def go_to(selector: str, text: str = "", key: str = "Tab") -> None:
        for _ in range(80):
            press(key)
            if chat.page.evaluate(
                "([selector, text]) => document.activeElement.matches(selector) && "
                "document.activeElement.textContent.trim().startsWith(text)", [selector, text],
            ):
                return
        raise AssertionError(f"{key} never reached {selector} {text}")

    def choose(title: str, key: str = "Tab") -> None:
        before = chat.find(".reply").count()
        go_to(".choice", title, key)
        press("Enter")
        chat.wait_until_answered(before + 1)
        expect(chat.find(".own").last).to_be_focused()

    go_to("#skip")
    press("Enter")
    chat.page.keyboard.type(worry)
    press("Enter")
    chat.wait_until_answered(2)
    expect(chat.find("#text")).to_be_focused()
    choose(title_of("set:acute=no"), "Shift+Tab")
    choose(title_of("set:goal=prepare"))
    for _ in range(30):
        if chat.find(".contact").count():
            break
        if chat.find("#place").count():
            before = chat.find(".reply").count()
            go_to("#place")
            chat.page.keyboard.type("exempelk")
            expect(chat.find("[role=option]").first).to_be_visible()
            press("ArrowDown")
            press("Enter")
            chat.wait_until_answered(before + 1)
        else:
            offered = chat.choices
            choose(opening.moves["next"] if opening.moves["next"] in offered else offered[0])
    go_to(".dial")
    choose(title_of("go:plan.mine"))
    go_to(".plan .primary")
    chat.page.evaluate("() => { window.print = () => { window.printed = true; }; }")
    press("Enter")
    assert chat.page.evaluate("window.printed") is True


def test_each_message_is_read_once_and_the_log_is_silent_by_itself(open_chat, worry):
    chat = open_chat()
    assert chat.find("#log").get_attribute("aria-live") == "off"
    chat.page.evaluate("""() => {
      window.read = [];
      new MutationObserver((changes) => changes.forEach((change) => change.addedNodes.forEach(
        (node) => window.read.push([change.target.id, node.textContent, node.lang]))))
        .observe(document.body, { subtree: true, childList: true });
    }""")
    chat.write(worry)
    read = [entry for entry in chat.page.evaluate("window.read") if entry[0] in ("polite", "assertive")]
    said = chat.find(".reply").last.locator(":scope > *").all_inner_texts()
    assert [entry[0] for entry in read] == ["polite"] * (len(said) + 1)
    for message, entry in zip(said, read, strict=False):
        assert message.split("\n")[0][:30] in entry[1]
        assert entry[2] == "sv"


def test_emergency_interrupts_what_is_being_read(open_chat, threat):
    chat = open_chat()
    chat.find("#text").fill(threat)
    chat.find("#text").press("Enter")
    expect(chat.find("#assertive p").first).to_contain_text("112")
    assert chat.find("#assertive").get_attribute("role") == "alert"


def test_focus_stays_in_the_box_when_an_answer_arrives(open_chat, worry):
    chat = open_chat()
    chat.write(worry)
    expect(chat.find("#text")).to_be_focused()


def test_choices_stay_readable_after_they_are_used(open_chat):
    chat = open_chat()
    title = chat.choices[0]
    chat.choose(title)
    line = chat.find(".own p").first
    assert title in line.inner_text() and line.inner_text() != title
    change = chat.find(".own .change").first
    assert title in change.text_content()


def test_right_to_left_messages_have_their_direction_and_language(open_chat, worry):
    chat = open_chat()
    reply = {"state": "s", "turn": 1, "language": "sv", "emergency": True, "choices": [], "input": None, "messages": [
        {"type": "emergency", "level": "act", "title": title, "steps": [step], "numbers": [], "lang": lang, "dir": way}
        for title, step, lang, way in [
            ("Ring 112 nu.", "Stanna.", "sv", "ltr"), ("اتصل بالرقم 112", "ابق معه", "ar", "rtl"),
        ]
    ]}
    chat.page.route("**/api/v1/chat", lambda route: route.fulfill(json=reply))
    chat.write(worry)
    arabic = chat.find(".emergency").nth(1)
    assert (arabic.get_attribute("lang"), arabic.get_attribute("dir")) == ("ar", "rtl")
    assert chat.page.evaluate("getComputedStyle(document.querySelectorAll('.emergency')[1]).direction") == "rtl"
    assert chat.find("#assertive p[lang=ar]").count() == 1
    number = chat.page.evaluate("getComputedStyle(document.querySelectorAll('.emergency li')[1]).paddingRight")
    assert number != "0px"
