"""Leaving in a hurry: at once, from anywhere, with nothing left behind."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import expect

from tests.widget.conftest import Chat, open_in_frame

pytestmark = pytest.mark.browser

AWAY = "https://www.smhi.se/"
AT_MOST_MS = 200


def meet_away(page):
    """Answers for the page one leaves to."""
    page.route(f"{AWAY}**", lambda route: route.fulfill(
        body="<h1>Vädret</h1>", content_type="text/html; charset=utf-8"))


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
