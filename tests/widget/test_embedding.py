"""The launcher on other people's pages: polite, unbreakable, and closed to the page around."""

from __future__ import annotations

import json
import re
from importlib.resources import files

import pytest
from playwright.sync_api import expect

from tests.widget.conftest import Chat, open_in_frame

pytestmark = pytest.mark.browser

ADD_LOADER = "url => document.body.append(Object.assign(document.createElement('script'), {src: url + '/embed.js'}))"

HOSTILE_STYLES = """<style>
  body * { all: unset !important; display: none !important; }
  samtals-chat, samtals-chat * {
    visibility: hidden !important; position: static !important; transform: scale(0) !important;
  }
  button, iframe, dialog { width: 1px !important; height: 1px !important; opacity: 0 !important; }
</style>"""

RECORDER = """<script>
  window.heard = [];
  const note = (what) => window.heard.push(String(what));
  for (const type of ["message", "keydown", "keyup", "input", "click", "paste", "focusin"]) {
    addEventListener(type, (event) => note(
      `${type} ${event.key ?? ""} ${JSON.stringify(event.data ?? "")} ${event.target?.value ?? ""}`), true);
  }
  new MutationObserver(() => note(document.documentElement.outerHTML))
    .observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
  setInterval(() => {
    const element = document.querySelector("samtals-chat");
    const frame = element?.shadowRoot?.querySelector("iframe");
    note(element?.shadowRoot?.innerHTML);
    try { note(frame.contentDocument.body.innerText); } catch (error) { note(error.name); }
    try { note(frame.contentWindow.document.body.innerText); } catch (error) { note(error.name); }
    note(JSON.stringify(sessionStorage) + JSON.stringify(localStorage) + document.cookie);
  }, 50);
</script>"""


def test_launcher_asks_for_nothing_but_itself_before_opening(visit_host, live_server):
    page = visit_host(tag="")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.evaluate(ADD_LOADER, live_server.url)
    expect(page.locator("samtals-chat .launch")).to_be_visible()
    page.wait_for_timeout(300)
    assert asked == [f"{live_server.url}/embed.js"]
    assert page.context.cookies() == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    assert page.locator("samtals-chat iframe").count() == 0


def test_chat_opens_on_an_allowed_origin_and_keeps_nothing_before_the_first_answer(visit_host):
    page = visit_host()
    chat = open_in_frame(page)
    assert page.context.cookies() == []
    frame = page.frames[-1]
    assert frame.evaluate("localStorage.length + sessionStorage.length") == 0
    chat.choose(chat.choices[0])
    assert frame.evaluate("localStorage.length") == 0
    assert frame.evaluate("sessionStorage.length") == 1
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0


def test_chat_opens_under_a_strict_policy_of_the_host(visit_host, live_server):
    bot = live_server.url
    page = visit_host(csp=f"default-src 'none'; script-src {bot}; frame-src {bot}; require-trusted-types-for 'script'")
    chat = open_in_frame(page)
    assert page.locator("samtals-chat dialog").bounding_box()["width"] == 440
    chat.choose(chat.choices[0])


def test_refused_origin_gets_numbers_and_a_page_of_its_own_but_no_chat(visit_host, live_server):
    page = visit_host(refused=True)
    page.locator("samtals-chat .launch").click()
    wait = page.locator("samtals-chat .wait")
    expect(wait.locator("a[href='tel:112']")).to_be_visible()
    expect(wait.locator("a.page")).to_be_visible(timeout=12_000)
    assert wait.locator("a.page").get_attribute("href").startswith(f"{live_server.url}/chat")
    assert page.locator("samtals-chat iframe").is_hidden()
    page.complaints.clear()  # the browser says itself that the frame was refused


def test_unreachable_service_gets_numbers_in_the_launcher(visit_host, live_server):
    page = visit_host()
    page.route(f"{live_server.url}/chat*", lambda route: route.abort())
    page.locator("samtals-chat .launch").click()
    for number in ("112", "90390", "116111"):
        expect(page.locator(f"samtals-chat .wait a[href='tel:{number}']")).to_be_visible()


@pytest.mark.parametrize("head", [
    HOSTILE_STYLES, "<style>*{all:unset}</style>", "<style>*{font:3px serif!important;color:#fff!important}</style>",
], ids=["hostile", "all unset", "tiny white"])
def test_host_styles_do_not_reach_the_launcher(visit_host, head):
    page = visit_host(head=head)
    launcher = page.locator("samtals-chat .launch")
    expect(launcher).to_be_visible()
    box = launcher.bounding_box()
    assert box["height"] >= 44 and box["width"] >= 44
    assert box["x"] + box["width"] <= 1440 and 600 < box["y"] < 900
    assert launcher.evaluate("node => getComputedStyle(node).fontSize") == "17px"
    open_in_frame(page)
    assert page.locator("samtals-chat iframe").bounding_box()["width"] >= 430


def test_host_scripts_read_no_word_of_the_conversation(visit_host, worry):
    page = visit_host(head=RECORDER)
    chat = open_in_frame(page)
    opening = chat.find(".reply").first.inner_text().split("\n")[0][:40]
    chat.write(worry)
    page.wait_for_timeout(150)
    heard = "\n".join(page.evaluate("window.heard"))
    assert "SecurityError" in heard or "TypeError" in heard
    assert worry not in heard
    assert opening not in heard
    assert '"samtals":1' in heard.replace(" ", "")  # the recorder does hear what is sent to the host


def test_messages_of_strangers_are_ignored(visit_host, live_server):
    page = visit_host(body='<iframe id="stranger" src="data:text/html,hej"></iframe>')
    chat = open_in_frame(page)
    chat.choose(chat.choices[0])
    before = page.url
    page.evaluate("""bot => {
      postMessage({samtals: 1, type: "leave", url: "https://example.org/"}, "*");
      postMessage({samtals: 1, type: "close"}, "*");
      const inner = document.querySelector("samtals-chat").shadowRoot.querySelector("iframe").contentWindow;
      inner.postMessage({samtals: 2, type: "leave"}, bot);
      inner.postMessage("leave", bot);
    }""", live_server.url)
    page.frames[1].evaluate("parent.postMessage({samtals: 1, type: 'leave', url: 'https://example.org/'}, '*')")
    page.wait_for_timeout(200)
    assert page.url == before
    expect(page.locator("samtals-chat iframe")).to_be_visible()
    assert len(chat.answers) == 1


def test_frame_says_nothing_to_a_page_that_is_not_the_one_named(visit_host, live_server):
    page = visit_host(
        head="<script>window.heard=[];addEventListener('message',e=>heard.push(e.data))</script>",
        tag=f'<iframe src="{live_server.url}/chat?site=other#host=https://example.org"></iframe>',
    )
    expect(page.frame_locator("iframe").locator(".choice").first).to_be_visible()
    assert page.evaluate("window.heard") == []
    page.complaints.clear()  # the browser reports the undelivered message


@pytest.mark.parametrize("tag", [
    '<script src="BOT/embed.js" data-site="other" async></script>' * 2,
    '<script src="BOT/embed.js" data-site="other"></script><script src="BOT/embed.js?again" data-site="demo"></script>',
])
def test_second_tag_makes_no_second_launcher(visit_host, tag):
    page = visit_host(tag=tag)
    expect(page.locator("samtals-chat .launch")).to_be_visible()
    page.wait_for_timeout(100)
    assert page.locator("samtals-chat").count() == 1


def test_tag_without_a_site_still_gives_a_launcher_and_tells_the_editor(visit_host, live_server):
    page = visit_host(tag="")
    with page.expect_console_message(lambda message: message.type == "warning" and "data-site" in message.text):
        page.evaluate(ADD_LOADER, live_server.url)
    expect(page.locator("samtals-chat .launch")).to_be_visible()


def test_removed_and_returned_element_goes_on_where_it_was(visit_host):
    page = visit_host()
    chat = open_in_frame(page)
    chat.choose(chat.choices[0])
    said = chat.answers
    page.evaluate("window.kept = document.querySelector('samtals-chat'); kept.remove()")
    assert len(page.frames) == 1
    page.evaluate("document.body.append(kept)")
    page.locator("samtals-chat .launch").click()
    expect(chat.find(".own .answer")).to_have_count(1)
    assert chat.answers == said


def test_inline_element_opens_in_its_place_and_makes_no_launcher(visit_host, live_server):
    page = visit_host(body='<main><samtals-chat site="other"><a href="#">Samtalskompassen</a></samtals-chat></main>')
    expect(page.locator("samtals-chat")).to_have_count(1)
    chat = open_in_frame(page)
    assert page.locator("main iframe, main samtals-chat iframe").count() == 1
    chat.choose(chat.choices[0])


def test_focus_goes_into_the_chat_and_back_to_the_launcher(visit_host):
    page = visit_host()
    expect(page.locator("samtals-chat .launch")).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    chat = open_frame = page.frame_locator("samtals-chat iframe")
    expect(open_frame.locator(".choice").first).to_be_visible()
    expect(chat.locator("#name")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(chat.locator("#close")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("samtals-chat .launch")).to_be_focused()
    assert page.locator("samtals-chat .launch").get_attribute("aria-expanded") == "false"


def test_old_scripts_on_the_host_do_no_harm(visit_host):
    polluted = """<script>
      Array.prototype.toJSON = function () { return "x"; };
      Object.prototype.extend = function () {};
      Element.prototype.remove = undefined; window.$ = () => { throw new Error("old"); };
      Array.prototype.each = function () {};
    </script>"""
    page = visit_host(head=polluted)
    chat = open_in_frame(page)
    chat.choose(chat.choices[0])


def test_old_jquery_that_listens_to_everything_does_no_harm_and_hears_no_word(visit_host, worry):
    library = (files("xstatic.pkg.jquery") / "data/jquery.min.js").read_text(encoding="utf-8")
    script = """<script>%s</script><script>
      window.heard = [];
      jQuery(function ($) {
        $("*").css({ display: "block", fontSize: "40px" });
        $(document).on("click keydown keyup keypress focusin input", function (event) {
          window.heard.push(event.type + " " + $(event.target).text() + $(event.target).val() + event.which);
        });
        $(document).on("click", "button", function () { return false; });
        $("iframe").contents().find("body").each(function () { window.heard.push($(this).text()); });
      });
    </script>"""
    page = visit_host(head=script % library.replace("</script", "<\\/script"))
    assert page.evaluate("jQuery.fn.jquery").startswith("1.")
    chat = open_in_frame(page)
    chat.write(worry)
    page.locator("h1").click()
    heard = "\n".join(page.evaluate("window.heard"))
    assert "click Kommunen" in heard
    assert worry not in heard and chat.find(".reply").last.inner_text().split("\n")[0] not in heard


def test_unknown_site_gets_numbers_and_a_page_where_the_conversation_works(visit_host, live_server):
    page = visit_host(tag=f'<script src="{live_server.url}/embed.js" data-site="finns-inte" async></script>')
    page.locator("samtals-chat .launch").click()
    expect(page.locator("samtals-chat .wait a[href='tel:112']")).to_be_visible()
    link = page.locator("samtals-chat a.page")
    expect(link).to_be_visible(timeout=12_000)
    page.complaints.clear()  # the browser says itself that the frame was refused
    page.goto(link.get_attribute("href"))
    chat = Chat(page)
    chat.choose(chat.find(".choice").first.inner_text())


@pytest.mark.parametrize("message", [
    {"samtals": 2, "type": "close"}, {"samtals": "1", "type": "close"}, {"type": "close"}, "close", None,
])
def test_message_of_another_version_from_the_chat_itself_is_ignored(visit_host, message):
    page = visit_host()
    open_in_frame(page)
    page.frames[-1].evaluate("message => parent.postMessage(message, '*')", message)
    page.wait_for_timeout(100)
    assert page.locator("samtals-chat dialog").evaluate("node => node.open")
    page.frames[-1].evaluate("parent.postMessage({samtals: 1, type: 'close'}, '*')")
    expect(page.locator("samtals-chat .launch")).to_be_visible()


@pytest.mark.parametrize("message", [{"samtals": 2, "type": "leave"}, {"samtals": 1, "type": "read"}, "leave", None])
def test_message_of_another_version_from_the_launcher_is_ignored(visit_host, live_server, message):
    page = visit_host()
    chat = open_in_frame(page)
    chat.choose(chat.choices[0])
    before = page.url
    page.evaluate("""([message, bot]) => document.querySelector("samtals-chat").shadowRoot.querySelector("iframe")
      .contentWindow.postMessage(message, bot)""", [message, live_server.url])
    page.wait_for_timeout(100)
    assert page.url == before and len(chat.answers) == 1


def test_element_removed_in_the_middle_of_a_request_goes_on_when_it_returns(visit_host, worry):
    page = visit_host()
    chat = open_in_frame(page)
    ids = []

    def lose_the_first(route) -> None:
        ids.append(json.loads(route.request.post_data)["message_id"])
        if len(ids) > 1:
            route.continue_()

    page.route("**/api/v1/chat", lose_the_first)
    chat.find("#text").fill(worry)
    chat.find("#text").press("Enter")
    expect(chat.find(".own.pending")).to_have_count(1)
    page.evaluate("window.kept = document.querySelector('samtals-chat'); kept.remove()")
    assert len(page.frames) == 1
    page.evaluate("document.body.append(kept)")
    page.locator("samtals-chat .launch").click()
    chat.wait_until_answered(2)
    assert chat.answers == [worry]
    assert len(ids) == 2 and len(set(ids)) == 1


def test_policy_in_the_documentation_is_enough(visit_host, live_server):
    text = (files("bot").joinpath("../docs/embed.md")).read_text(encoding="utf-8")
    shown = re.search(r"^script-src https://ER-ADRESS; frame-src https://ER-ADRESS$", text, re.M).group()
    page = visit_host(csp=f"default-src 'none'; {shown.replace('https://ER-ADRESS', live_server.url)}")
    chat = open_in_frame(page)
    chat.choose(chat.choices[0])
