"""Leaving in a hurry: at once, from anywhere, with nothing left behind."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.widget.conftest import ARGUMENTS, CHROMIUM, PATIENCE_MS, Chat, open_in_frame

pytestmark = pytest.mark.browser

AWAY = "https://www.smhi.se/"
AT_MOST_MS = 200


START = "https://start.example/"
TELL_WHAT_IS_SEEN = """navigation.addEventListener("navigate", () => console.info(
  JSON.stringify([document.title, document.body.checkVisibility() ? document.body.innerText : ""])))"""
TELL = """
  const tell = (...what) => console.info(JSON.stringify(what));
  addEventListener("pageshow", (event) => tell("shown", location.href, event.persisted));
"""
TIME = """
  const now = () => performance.timeOrigin + performance.now();
  for (const type of ["click", "keydown"]) addEventListener(type, () => tell("pressed", now()), true);
  navigation.addEventListener("navigate", () => tell("left", now()));
"""


def meet_away(page):
    """Answers for the page one leaves to."""
    page.route(f"{AWAY}**", lambda route: route.fulfill(
        body="<h1>Vädret</h1>", content_type="text/html; charset=utf-8"))


def hear(page: Page) -> list[list[Any]]:
    """What the pages tell, as it comes."""
    told: list[list[Any]] = []

    def take(message) -> None:
        if message.type == "info":
            told.append(json.loads(message.text))

    page.on("console", take)
    return told


def wait_until_shown(page: Page, told: list[list[Any]], address: str) -> None:
    """Returns when the page at this address has told that it is shown; a page kept alive loads nothing to wait for."""
    for _ in range(50):
        if any(entry[:2] == ["shown", address] for entry in told):
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"{address} never came: {told}")


def send_without_an_answer(chat: Chat, text: str) -> None:
    """Leaves a message on its way to a server that never answers."""
    chat.page.context.route("**/api/v1/chat", lambda route: None)
    chat.find("#text").fill(text)
    chat.find("#text").press("Enter")
    expect(chat.find(".own.pending")).to_have_count(1)


def leave_by_button(chat: Chat) -> None:
    chat.find("#leave").click(no_wait_after=True)


def leave_by_keys(chat: Chat) -> None:
    chat.page.keyboard.press("Escape")
    chat.page.keyboard.press("Escape")


@pytest.mark.parametrize("leave", [leave_by_button, leave_by_keys])
def test_leaving_wipes_and_replaces_the_page(open_chat, worry, leave):
    chat = open_chat()
    meet_away(chat.page)
    chat.write(worry)
    chat.find("#text").focus()
    length = chat.page.evaluate("history.length")
    leave(chat)
    expect(chat.page.get_by_role("heading")).to_have_text("Vädret")
    assert chat.page.evaluate("history.length") == length
    chat.page.go_back()
    assert "/chat" not in chat.page.url


def test_nothing_is_left_for_someone_who_opens_the_chat_again(open_chat, worry, live_server):
    chat = open_chat()
    meet_away(chat.page)
    chat.write(worry)
    chat.find("#text").fill("ett utkast")
    leave_by_button(chat)
    expect(chat.page.get_by_role("heading")).to_have_text("Vädret")
    chat.page.goto(f"{live_server.url}/chat?site=demo")
    chat.wait_until_answered(1)
    assert chat.answers == []
    assert chat.find("#text").input_value() == ""
    assert chat.page.evaluate("sessionStorage.length + localStorage.length") == 0


@pytest.mark.parametrize("leave", [leave_by_button, leave_by_keys])
def test_leaving_takes_at_most_a_fifth_of_a_second_also_in_the_middle_of_a_request(open_chat, worry, leave):
    chat = open_chat()
    meet_away(chat.page)
    chat.write(worry)
    held = []
    chat.page.route("**/api/v1/chat", lambda route: held.append(route))
    chat.find("#text").fill("mer att berätta")
    chat.find("#text").press("Enter")
    expect(chat.find(".own.pending")).to_have_count(1)
    chat.page.evaluate("""() => {
      window.times = [];
      const note = (event) => window.times.push(event.timeStamp);
      addEventListener("click", note, true);
      addEventListener("keydown", note, true);
      navigation.addEventListener("navigate", () => {
        console.info(JSON.stringify([
          performance.now() - window.times.at(-1), document.querySelectorAll(".reply, .own").length,
          sessionStorage.length, document.getElementById("text").value]));
      });
    }""")
    with chat.page.expect_console_message(lambda message: message.type == "info") as said:
        leave(chat)
    milliseconds, left, stored, typed = json.loads(said.value.text)
    print(f"left after {milliseconds:.0f} ms")
    assert milliseconds <= AT_MOST_MS
    assert (left, stored, typed) == (0, 0, "")
    expect(chat.page.get_by_role("heading")).to_have_text("Vädret")


@pytest.mark.parametrize("leave", [leave_by_button, leave_by_keys])
def test_leaving_a_municipal_page_takes_at_most_a_fifth_of_a_second_also_in_the_middle_of_a_request(
    visit_host, worry, leave
):
    page = visit_host()
    meet_away(page)
    chat = open_in_frame(page)
    chat.write(worry)
    send_without_an_answer(chat, "mer att berätta")
    for frame in page.frames:
        frame.evaluate(f"() => {{ {TELL} {TIME} }}")
    told = hear(page)
    leave(chat)
    expect(page.get_by_role("heading")).to_have_text("Vädret")
    times = {what: at for what, at, *_ in told if what in ("pressed", "left")}
    milliseconds = times["left"] - times["pressed"]
    print(f"left the municipal page after {milliseconds:.0f} ms")
    assert 0 <= milliseconds <= AT_MOST_MS


@pytest.fixture(scope="module")
def remembering(browser) -> Iterator[Any]:
    """A browser that keeps left pages alive for the back button, as browsers do; others in tests have that off."""
    chromium = browser.browser_type.launch(
        executable_path=CHROMIUM, args=ARGUMENTS, ignore_default_args=["--disable-back-forward-cache"]
    )
    yield chromium
    chromium.close()


@pytest.fixture
def open_after_start(remembering, live_server) -> Iterator[Callable[[bool], tuple[Chat, list]]]:
    """Opens the chat in a tab where another page was before, on its own page or on a municipal one."""
    contexts = []

    def open_(embedded: bool) -> tuple[Chat, list]:
        context = remembering.new_context(reduced_motion="reduce", locale="sv-SE")
        contexts.append(context)
        context.set_default_timeout(PATIENCE_MS)
        context.add_init_script(TELL)
        page = context.new_page()
        told = hear(page)
        meet_away(page)
        host = f"{live_server.other_origin_url}/sida"
        tag = f'<script src="{live_server.url}/embed.js" data-site="other" async></script>'
        pages = {START: "<h1>Start</h1>", host: f"<h1>Sida</h1>{tag}"}
        for address in pages:
            page.route(address, lambda route: route.fulfill(
                body=f"<!doctype html><html><body>{pages[route.request.url]}</body></html>",
                content_type="text/html; charset=utf-8"))
        page.goto(START)
        if embedded:
            page.goto(host)
            return open_in_frame(page), told
        page.goto(f"{live_server.url}/chat?site=demo")
        expect(page.locator(".choice").first).to_be_visible()
        return Chat(page), told

    yield open_
    for context in contexts:
        context.close()


def test_page_that_is_not_left_by_the_exit_does_come_back_by_the_back_button(open_after_start, worry):
    """What the next test must not see can be seen in this browser."""
    chat, told = open_after_start(False)
    chat.write(worry)
    own = chat.page.url
    chat.page.goto(AWAY)
    chat.page.evaluate("setTimeout(() => history.back())")
    expect(chat.find(".own .answer")).to_have_text(worry)
    assert ["shown", own, True] in told


@pytest.mark.parametrize("leave", [leave_by_button, leave_by_keys])
@pytest.mark.parametrize("embedded", [False, True], ids=["own page", "municipal page"])
def test_back_and_forward_find_no_trace_after_leaving_in_the_middle_of_a_request(
    open_after_start, worry, leave, embedded
):
    chat, told = open_after_start(embedded)
    page = chat.page
    chat.write(worry)
    # Anything that changes the address inside the page would leave a second entry behind.
    chat.find("#skip").focus()
    chat.find("#skip").press("Enter")
    send_without_an_answer(chat, "mer att berätta")
    leave(chat)
    expect(page.get_by_role("heading")).to_have_text("Vädret")
    history = page.context.new_cdp_session(page).send("Page.getNavigationHistory")["entries"]
    assert [entry["url"] for entry in history if entry["url"] != "about:blank"] == [START, AWAY]
    del told[:]
    for way, address in (("back", START), ("forward", AWAY)):
        page.evaluate(f"setTimeout(() => history.{way}())")
        wait_until_shown(page, told, address)
        assert page.url == address
    assert {address for what, address, _ in told if what == "shown"} <= {START, AWAY}
    page.context.unroute_all()


def test_page_is_blank_with_another_title_while_the_next_one_is_awaited(open_chat, worry):
    chat = open_chat()
    meet_away(chat.page)
    chat.write(worry)
    told = hear(chat.page)
    chat.page.evaluate(TELL_WHAT_IS_SEEN)
    leave_by_keys(chat)
    expect(chat.page.get_by_role("heading")).to_have_text("Vädret")
    assert told == [["www.smhi.se", ""]]


def test_municipal_page_is_blank_too_and_cannot_ask_whether_one_is_sure(visit_host, worry):
    page = visit_host(head="<script>addEventListener('beforeunload', (event) => event.preventDefault())</script>")
    meet_away(page)
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.locator("h1").click()
    chat = open_in_frame(page)
    chat.write(worry)
    told = hear(page)
    page.evaluate(TELL_WHAT_IS_SEEN)
    leave_by_button(chat)
    expect(page.get_by_role("heading")).to_have_text("Vädret")
    assert told == [["www.smhi.se", ""]]
    assert asked == []


@pytest.mark.parametrize("inside", [True, False], ids=["in the chat", "on the municipal page"])
def test_escape_that_leaves_does_not_also_stop_the_page_that_is_on_its_way(visit_host, inside):
    page = visit_host(body='<p><input id="sok"></p>')
    chat = open_in_frame(page)
    told = hear(page)
    for frame in page.frames:
        frame.evaluate("""() => addEventListener("keydown", (event) => setTimeout(
          () => console.info(JSON.stringify(["stopped", event.defaultPrevented]))))""")
    (chat.find("#text") if inside else page.locator("#sok")).focus()
    page.keyboard.press("Escape")
    page.wait_for_timeout(50)
    assert told == [["stopped", True]]


@pytest.mark.parametrize("leave", [leave_by_button, leave_by_keys])
def test_leaving_from_a_municipal_page_replaces_that_page(visit_host, worry, leave):
    page = visit_host()
    meet_away(page)
    chat = open_in_frame(page)
    chat.write(worry)
    length = page.evaluate("history.length")
    leave(chat)
    expect(page.get_by_role("heading")).to_have_text("Vädret")
    assert page.evaluate("history.length") == length


def test_leaving_by_keys_works_with_the_focus_on_the_municipal_page(visit_host, worry):
    page = visit_host(body='<p><input id="sok"></p>')
    meet_away(page)
    chat = open_in_frame(page)
    chat.write(worry)
    page.locator("#sok").focus()
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(page.get_by_role("heading")).to_have_text("Vädret")


def test_one_escape_does_nothing_and_two_slow_ones_neither(open_chat, worry):
    chat = open_chat()
    chat.write(worry)
    chat.page.keyboard.press("Escape")
    chat.page.wait_for_timeout(1000)
    chat.page.keyboard.press("Escape")
    chat.page.wait_for_timeout(100)
    assert len(chat.answers) == 1


def test_leaving_link_works_without_javascript(new_page, live_server):
    page = new_page(java_script_enabled=False)
    meet_away(page)
    page.goto(f"{live_server.url}/chat?site=demo")
    page.locator("#leave").click()
    expect(page.get_by_role("heading")).to_have_text("Vädret")
