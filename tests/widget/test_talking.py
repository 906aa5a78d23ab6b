"""Conversations in the browser: danger first, every answer changed, and nothing lost when the network is."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import expect

from bot.guidance.shelf import get_content
from tests.widget.conftest import Chat

pytestmark = pytest.mark.browser

CHAT_API = "**/api/v1/chat"


def title_of(option: str) -> str:
    """What the choice with this option is called on the page."""
    opening = get_content().opening
    choices = [choice for question in opening.questions for choice in question.choices] + list(opening.menu)
    named = {choice.option: choice.title for choice in choices}
    title = named[option]
    return title if isinstance(title, str) else title[0].say


def test_danger_comes_first_and_the_talk_goes_on_after(open_chat, worry, threat):
    chat = open_chat()
    chat.write(worry)
    chat.write(threat)
    emergency = chat.find(".reply").last.locator(":scope > *").first
    assert "emergency" in emergency.get_attribute("class")
    assert emergency.locator("a").first.get_attribute("href") == "tel:112"
    chat.choose(get_content().opening.moves["resume"])
    assert chat.choices


def test_every_earlier_answer_can_be_changed(open_chat):
    chat = open_chat()
    chat.choose(title_of("set:role=parent"))
    chat.choose(get_content().concerns["extremism"].name)
    chat.choose(title_of("set:acute=no"))
    first = chat.find(".own").first
    first.locator("button").click()
    assert chat.answers == []
    chat.find(".changing button").click()
    assert len(chat.answers) == 3
    chat.find(".own").nth(1).locator("button").click()
    expect(chat.find(".reply")).to_have_count(2)
    other = next(title for title in chat.choices if title != get_content().concerns["extremism"].name)
    chat.find(".choice").get_by_text(other, exact=True).click()
    chat.wait_until_answered(3)
    assert chat.answers == [title_of("set:role=parent"), other]
    chat.find(".own").first.locator("button").click()
    chat.find(".choice").get_by_text(title_of("set:role=teacher"), exact=True).click()
    chat.wait_until_answered(2)
    assert chat.answers == [title_of("set:role=teacher")]


def test_reload_goes_on_where_it_was_with_the_draft(open_chat, worry):
    chat = open_chat()
    chat.write(worry)
    chat.find("#text").fill("en halv mening")
    replies = chat.find(".reply").all_inner_texts()
    chat.page.reload()
    chat.wait_until_answered(2)
    assert chat.find(".reply").all_inner_texts() == replies
    assert chat.find("#text").input_value() == "en halv mening"
    chat.choose(title_of("set:acute=no"))


def test_second_tab_talks_on_its_own(open_chat):
    chat = open_chat()
    chat.choose(title_of("set:role=parent"))
    with chat.page.expect_popup() as popup:
        chat.page.evaluate("open(location.href)")
    other = Chat(popup.value)
    expect(other.find(".choice").first).to_be_visible()
    chat.choose(get_content().concerns["extremism"].name)
    other.choose(other.choices[1])
    chat.choose(title_of("set:acute=no"))
    assert len(chat.answers) == 3


def test_double_click_sends_once(open_chat):
    chat = open_chat()
    sent = []
    chat.page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    chat.find(".choice").first.dblclick()
    chat.wait_until_answered(2)
    chat.page.wait_for_timeout(200)
    assert len(sent) == 1 and len(chat.answers) == 1


def test_messages_sent_while_waiting_arrive_in_order(open_chat, worry):
    chat = open_chat()
    held = []
    chat.page.route(CHAT_API, lambda route: held.append(route) if not held else route.continue_())
    chat.find("#text").fill(worry)
    chat.find("#text").press("Enter")
    chat.find("#text").fill("nej")
    chat.find("#text").press("Enter")
    expect(chat.find(".own.pending")).to_have_count(2)
    expect(chat.find(".own.pending .later").nth(1)).to_be_visible()
    held[0].continue_()
    chat.wait_until_answered(3)
    assert chat.answers == [worry, "nej"]


def test_lost_answers_are_asked_for_again_with_the_same_id(open_chat, worry):
    chat = open_chat()
    ids = []

    def lose_two(route):
        ids.append(json.loads(route.request.post_data)["message_id"])
        if len(ids) == 1:
            route.abort()  # never reached the server
        elif len(ids) == 2:
            route.fetch()  # reached it, but the answer got lost on the way back
            route.abort()
        else:
            route.continue_()

    chat.page.route(CHAT_API, lose_two)
    chat.write(worry)
    assert len(ids) == 3 and len(set(ids)) == 1
    assert len(chat.answers) == 1


def test_slow_answer_is_said_to_be_slow_after_two_seconds(open_chat, worry):
    chat = open_chat()
    held = []
    chat.page.route(CHAT_API, lambda route: held.append(route))
    chat.find("#text").fill(worry)
    chat.find("#text").press("Enter")
    words = json.loads(chat.page.evaluate("fetch('widget/strings.sv.json').then(answer => answer.text())"))
    expect(chat.find("#status")).to_have_text(words["waiting"])
    expect(chat.find("#status")).to_have_text(words["retrying"], timeout=4000)
    held[0].continue_()
    chat.wait_until_answered(2)


def test_offline_keeps_what_was_written_and_sends_it_when_back(open_chat, worry):
    chat = open_chat()
    chat.page.context.set_offline(True)
    chat.find("#text").fill(worry)
    chat.find("#text").press("Enter")
    expect(chat.find(".own.pending")).to_have_count(1)
    chat.page.wait_for_timeout(2300)
    expect(chat.find("#strip a[href='tel:112']")).to_be_visible()
    chat.page.context.set_offline(False)
    chat.wait_until_answered(2)
    assert chat.answers == [worry]


def test_what_is_sent_to_a_dead_service_is_seen_with_what_becomes_of_it(open_chat):
    chat = open_chat("site=demo")
    chat.page.set_viewport_size({"width": 360, "height": 740})
    chat.write("vilka stödlinjer finns det?")
    expect(chat.find(".contact").first).to_be_visible()
    expect(chat.find(".choice").last).not_to_be_in_viewport()
    chat.page.route(CHAT_API, lambda route: route.abort())
    chat.find("#text").fill("han andas inte")
    chat.find("#text").press("Enter")
    expect(chat.find(".own.pending")).to_be_in_viewport(ratio=1)
    expect(chat.find("#status .waiting")).to_be_in_viewport(ratio=1)
    expect(chat.find("#strip a[href='tel:112']")).to_be_in_viewport()


def test_a_minute_offline_loses_nothing_doubles_nothing_and_keeps_the_order(open_chat, worry):
    chat = open_chat()
    chat.page.clock.install()
    chat.page.reload()
    expect(chat.find(".choice").first).to_be_visible()
    chat.page.context.set_offline(True)
    for text in (worry, "nej"):
        chat.find("#text").fill(text)
        chat.find("#text").press("Enter")
    chat.find("#text").fill("en halv mening")
    for _ in range(12):
        chat.page.clock.run_for(5000)
    expect(chat.find(".trouble button")).to_be_visible()
    expect(chat.find("#strip a[href='tel:112']")).to_be_visible()
    sent = []
    chat.page.on("request", lambda request: sent.append(request.post_data) if request.method == "POST" else None)
    chat.page.context.set_offline(False)
    chat.wait_until_answered(3)
    assert chat.answers == [worry, "nej"]
    assert chat.find("#text").input_value() == "en halv mening"
    assert len({json.loads(body)["message_id"] for body in sent}) == 2


def test_service_that_comes_back_unannounced_is_found_without_a_press(open_chat, worry):
    chat = open_chat()
    chat.page.clock.install()
    chat.page.reload()
    expect(chat.find(".choice").first).to_be_visible()
    for gone in (CHAT_API, "**/health/ready"):
        chat.page.route(gone, lambda route: route.abort())
    chat.find("#text").fill(worry)
    chat.find("#text").press("Enter")
    for _ in range(9):
        chat.page.clock.run_for(3000)
    expect(chat.find(".trouble button")).to_be_visible()
    chat.page.clock.run_for(20_000)
    assert chat.find(".own.pending").count() == 1
    chat.page.unroute_all()
    chat.page.clock.run_for(11_000)
    chat.wait_until_answered(2)
    assert chat.answers == [worry]


def test_draft_stays_through_reload_and_change_of_language_before_anything_is_sent(open_chat):
    chat = open_chat()
    chat.find("#text").fill("en halv mening")
    chat.page.reload()
    expect(chat.find(".choice").first).to_be_visible()
    assert chat.find("#text").input_value() == "en halv mening"
    chat.find("#language").click()
    expect(chat.find(".reply > *").first).to_have_attribute("lang", "en")
    assert chat.find("#text").input_value() == "en halv mening"
    chat.page.reload()
    expect(chat.find(".reply > *").first).to_have_attribute("lang", "en")
    assert chat.find("#text").input_value() == "en halv mening"


def test_draft_stays_while_an_answer_is_changed_and_when_the_conversation_must_begin_again(open_chat, worry):
    chat = open_chat()
    chat.write(worry)
    chat.find("#text").fill("en halv mening")
    chat.find(".own .change").first.click()
    assert chat.find("#text").input_value() == "en halv mening"
    chat.find(".changing button").click()
    assert chat.find("#text").input_value() == "en halv mening"
    chat.page.route(CHAT_API, lambda route: route.fulfill(
        status=409, content_type="application/problem+json", body=json.dumps({"title": "Slut", "detail": "Börja om."})))
    chat.find("#text").press("Enter")
    expect(chat.find(".trouble button")).to_be_visible()
    chat.page.unroute(CHAT_API)
    chat.find(".trouble button").click()
    chat.wait_until_answered(1)
    assert chat.find("#text").input_value() == "en halv mening"


def test_restart_empties_the_box_too(open_chat, worry):
    chat = open_chat()
    chat.write(worry)
    chat.find("#text").fill("en halv mening")
    chat.find("#restart").click()
    chat.find("#status button").first.click()
    chat.wait_until_answered(1)
    assert chat.find("#text").input_value() == ""


def test_changed_answer_leads_exactly_where_it_would_have_led_at_first(open_chat):
    concern, other = (get_content().concerns[name].name for name in ("extremism", "hate"))
    steps = [title_of("set:role=parent"), other, title_of("set:acute=no"), title_of("set:goal=prepare")]
    straight = open_chat()
    for title in steps:
        straight.choose(title)
    changed = open_chat()
    for title in [steps[0], concern, *steps[2:]]:
        changed.choose(title)
    changed.find(".own").nth(1).locator(".change").click()
    changed.find(".choice").get_by_text(other, exact=True).click()
    changed.wait_until_answered(3)
    for title in steps[2:]:
        changed.choose(title)
    assert changed.answers == straight.answers == steps
    assert changed.find(".reply").all_inner_texts() == straight.find(".reply").all_inner_texts()
    assert changed.choices == straight.choices


def test_reload_in_the_middle_of_sending_sends_once(open_chat, worry):
    chat = open_chat()
    ids = []

    def watch(route):
        ids.append(json.loads(route.request.post_data)["message_id"])
        route.fetch()
        if len(ids) > 1:
            route.continue_()

    chat.page.route(CHAT_API, watch)
    chat.find("#text").fill(worry)
    chat.find("#text").press("Enter")
    expect(chat.find(".own.pending")).to_have_count(1)
    chat.page.wait_for_function("() => sessionStorage.length === 1")
    chat.page.reload()
    chat.wait_until_answered(2)
    assert len(set(ids)) == 1
    assert chat.answers == [worry]


@pytest.mark.parametrize("status", [413, 400, 409])
def test_refused_message_returns_to_the_box_with_the_reason(open_chat, worry, status):
    chat = open_chat()
    chat.page.route(CHAT_API, lambda route: route.fulfill(
        status=status, content_type="application/problem+json",
        body=json.dumps({"status": status, "title": "Det gick inte", "detail": "Orsaken står här."})))
    chat.find("#text").fill(worry)
    chat.find("#text").press("Enter")
    expect(chat.find(".trouble")).to_contain_text("Orsaken står här.")
    assert chat.find("#text").input_value() == worry
    assert chat.answers == []
    assert chat.choices
    chat.page.unroute(CHAT_API)
    if status == 409:
        chat.find(".trouble button").click()
        chat.wait_until_answered(1)
    else:
        chat.find("#text").press("Enter")
        chat.wait_until_answered(2)


def test_paused_service_shows_its_words_and_the_numbers(new_page, live_server):
    page = new_page()
    page.route(CHAT_API, lambda route: route.fulfill(
        status=503, content_type="application/problem+json",
        body=json.dumps({"status": 503, "title": "Pausad", "detail": "Vi är tillbaka i morgon."})))
    page.goto(f"{live_server.url}/chat?site=demo")
    expect(page.locator(".trouble")).to_contain_text("Vi är tillbaka i morgon.")
    for number in ("112", "90390", "116111"):
        expect(page.locator(f"#plain a[href='tel:{number}']")).to_be_visible()
    page.unroute(CHAT_API)
    page.locator(".trouble button").click()
    expect(page.locator(".choice").first).to_be_visible()


def test_too_long_text_is_counted_and_kept(open_chat):
    chat = open_chat()
    text = "orolig " * 300
    chat.find("#text").fill(text)
    expect(chat.find("#count")).to_contain_text("100")
    chat.find("#text").press("Enter")
    expect(chat.find("#error")).to_be_visible()
    assert chat.find("#text").input_value() == text
    assert chat.find("#text").get_attribute("aria-invalid") == "true"
    assert chat.answers == []


def test_enter_sends_and_shift_enter_breaks_the_line(open_chat):
    chat = open_chat()
    chat.find("#text").press_sequentially("hej")
    chat.find("#text").press("Shift+Enter")
    chat.find("#text").press_sequentially("du")
    assert chat.find("#text").input_value() == "hej\ndu"
    chat.find("#text").press("Enter")
    chat.wait_until_answered(2)
    chat.find("#text").press("Enter")
    expect(chat.find("#error")).to_be_visible()
    assert len(chat.answers) == 1


def test_markup_and_endless_words_in_a_reply_stay_text(open_chat, worry):
    chat = open_chat(viewport={"width": 320, "height": 700})
    nasty = "<script>window.broken = 1</script><img src=x onerror='window.broken = 1'>"
    kinds = [
        {"type": "text", "text": nasty}, {"type": "text", "text": "x" * 3000}, {"type": "unheard-of", "text": nasty},
        {"type": "phrases", "title": nasty, "items": [nasty, "y" * 400]}, {"type": "notice", "text": nasty},
        {"type": "avoid", "title": nasty, "items": [nasty]},
        {"type": "contact", "name": nasty, "url": "javascript:window.broken=1", "note": "z" * 300,
         "phones": [{"display": "1" * 60, "tel": "112"}]},
        {"type": "emergency", "title": nasty, "steps": [nasty], "numbers": [{"name": nasty, "phones": []}]},
        {"type": "plan", "sections": [{"title": nasty, "items": [nasty]}]},
    ]
    reply = {"state": "s", "turn": 1, "language": "sv", "emergency": False, "messages": kinds,
             "choices": [{"id": "1", "title": nasty}], "input": None}
    chat.page.route(CHAT_API, lambda route: route.fulfill(json=reply))
    chat.write(worry)
    assert chat.page.evaluate("window.broken") is None
    assert chat.find("#log script, #log img, #log a[href^=javascript]").count() == 0
    assert chat.find(".reply").last.inner_text().count("<script>") >= 6
    assert chat.page.evaluate("document.documentElement.scrollWidth") <= 320


def test_idle_conversation_is_gone_after_half_an_hour_even_when_the_tab_returns(open_chat, worry):
    chat = open_chat()
    chat.write(worry)
    chat.page.evaluate("""() => {
      const kept = JSON.parse(sessionStorage.samtalskompassen);
      kept.used -= 31 * 60 * 1000;
      sessionStorage.samtalskompassen = JSON.stringify(kept);
    }""")
    chat.page.reload()
    expect(chat.find("#gone")).to_be_visible()
    chat.wait_until_answered(1)
    assert chat.page.evaluate("sessionStorage.length") == 0
    assert chat.answers == []


def test_open_conversation_warns_and_then_ends_when_nobody_is_there(open_chat, worry):
    page_clock = "2026-11-23T20:00:00"
    chat = open_chat()
    chat.page.clock.install(time=page_clock)
    chat.page.reload()
    expect(chat.find(".choice").first).to_be_visible()
    chat.write(worry)
    chat.page.clock.fast_forward("28:30")
    keep = chat.find("#status button")
    expect(keep).to_be_visible()
    keep.click()
    expect(keep).to_have_count(0)
    assert len(chat.answers) == 1
    chat.page.clock.fast_forward("28:30")
    chat.page.clock.fast_forward("02:00")
    expect(chat.find("#gone")).to_be_visible()
    assert chat.answers == []
    assert chat.page.evaluate("sessionStorage.length") == 0


def test_restart_asks_first_and_then_forgets(open_chat, worry):
    chat = open_chat()
    chat.write(worry)
    chat.find("#restart").click()
    chat.find("#status button").last.click()
    assert len(chat.answers) == 1
    chat.find("#restart").click()
    chat.find("#status button").first.click()
    chat.wait_until_answered(1)
    assert chat.answers == []
    assert chat.page.evaluate("sessionStorage.length") == 0


# Letters and small words that no English text of ours has.
SWEDISH = re.compile(r"[åäöÅÄÖ]|\b(?:och|att|inte|eller|det|ring|nummer|stängt|öppet|har|vardagar|du|svarar)\b", re.I)
PARTS = """root => {
  const parts = [];
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const { data, parentElement } = walker.currentNode;
    if (data.trim()) parts.push([parentElement.closest("[lang]").lang, data.trim()]);
  }
  return parts;
}"""


def assert_english(node) -> list[str]:
    """Every text in the element is English, but for what is marked as Swedish; gives the Swedish parts."""
    parts = node.evaluate(PARTS)
    for language, text in parts:
        assert language in ("en", "sv"), text
        assert language == "sv" or not SWEDISH.search(text), text
    assert any(language == "en" for language, _ in parts)
    return [text for language, text in parts if language == "sv"]


def test_english_conversation_is_english_from_the_opening_to_a_contact_and_a_line(open_chat):
    chat = open_chat("site=demo&lang=en", locale="en-GB")
    heard = chat.page.locator("#polite")
    chat.choose("I am a parent")
    for title in ("Extreme views or groups", "No", "Prepare a talk", "Next"):
        chat.choose(title)
    # A step that is written in Swedish has ways on that are Swedish, between those that are English.
    assert {node.get_attribute("lang") for node in chat.find(".choice").all()} == {None, "sv"}
    assert_english(chat.page.locator("body"))
    chat.write("I only want a phone number to someone who works with SSP")
    contact = chat.find(".contact").filter(has_text="SSPF-samordnaren").first
    expect(contact).to_be_visible()
    assert (contact.get_attribute("lang"), contact.get_attribute("dir")) == ("en", "ltr")
    swedish = assert_english(contact)
    # What the municipality calls its contact and has written about it is read aloud as Swedish.
    assert "SSPF-samordnaren" in swedish and any(text.startswith("De frågar") for text in swedish)
    assert heard.locator("span[lang=sv]").first.inner_text() in chat.find(".reply").last.inner_text()
    chat.write("which support lines are there?")
    lines = chat.find(".reply").last.locator(".contact")
    expect(lines.first).to_be_visible()
    assert {line.get_attribute("lang") for line in lines.all()} == {"en"}
    chat.write("summarise my plan")
    expect(chat.find(".plan")).to_have_attribute("lang", "en")
    assert_english(chat.page.locator("body"))


def test_english_is_spoken_from_the_opening_on(open_chat):
    chat = open_chat("site=demo&lang=en")
    assert chat.page.locator("html").get_attribute("lang") == "en"
    assert {node.get_attribute("lang") for node in chat.find(".reply > *").all()} == {"en"}
    assert set(chat.choices) & {"I am a parent"}
    chat.find("#language").click()
    expect(chat.page.locator("html")).to_have_attribute("lang", "sv")
    expect(chat.find(".reply > *").first).to_have_attribute("lang", "sv")


def test_emergency_in_english_has_texting_and_relays_and_no_swedish_passes_for_english(open_chat):
    chat = open_chat("site=demo&lang=en")
    chat.write("he has a knife and says he will kill someone at school tomorrow")
    card = chat.find(".emergency").first
    assert (card.get_attribute("lang"), card.get_attribute("dir")) == ("en", "ltr")
    assert card.locator("a").first.get_attribute("href") == "tel:112"
    relay = card.locator(".relay").inner_text()
    assert "112" in relay and "Text" in relay and "Sign Language" in relay
    assert_english(card)


def test_emergency_in_swedish_has_texting_and_relays(open_chat, threat):
    chat = open_chat()
    chat.write(threat)
    relay = chat.find(".emergency .relay").first.inner_text()
    assert "sms till 112" in relay and "teckenspråk" in relay and "texttelefon" in relay


def test_errors_are_in_english_too(open_chat):
    chat = open_chat("site=demo&lang=en")
    chat.find("#text").press("Enter")
    expect(chat.find("#error")).to_contain_text("Write something")
    chat.choose("I am a parent")
    chat.page.evaluate("""() => {
      const kept = JSON.parse(sessionStorage.samtalskompassen);
      kept.turns.at(-1).reply.state = "broken";
      sessionStorage.samtalskompassen = JSON.stringify(kept);
    }""")
    chat.page.reload()
    expect(chat.find(".own")).to_have_count(1)
    chat.find("#text").fill("hello")
    chat.find("#text").press("Enter")
    expect(chat.find(".trouble")).to_contain_text("Start over")


def test_changed_language_changes_every_word_of_the_interface_and_marks_what_stays(open_chat):
    chat = open_chat()
    chat.write("jag vill bara ha ett telefonnummer till någon som arbetar med SSPF")
    expect(chat.find(".contact").first).to_be_visible()
    message = chat.find(".contact h2").first.inner_text()
    chat.find("#language").click()
    expect(chat.page.locator("html")).to_have_attribute("lang", "en")
    expect(chat.find(".own .label").first).to_have_text("You wrote:")
    expect(chat.find(".happens h3").first).to_have_text("What happens when you call")
    assert chat.find(".happens h3").first.get_attribute("lang") == "en"
    assert chat.find(".contact h2").first.inner_text() == message
    assert chat.find(".contact").first.get_attribute("lang") == "sv"


@pytest.mark.parametrize("query", [
    "site=demo&kommun=1490", "site=demo&topic=x%00y&kommun=abc", "topic=finns-inte&kommun=0000", "site=a%20b",
])
def test_mistyped_links_open_the_conversation_all_the_same(open_chat, query):
    chat = open_chat(query)
    chat.choose(title_of("set:role=parent"))


def test_link_to_a_topic_is_not_asked_about_it(open_chat):
    chat = open_chat("site=demo&topic=extremism")
    chat.choose(title_of("set:role=parent"))
    assert title_of("set:acute=no") in chat.choices


def test_link_to_a_municipality_is_not_asked_about_it(open_chat):
    chat = open_chat("kommun=9999")
    chat.write("jag vill bara ha ett telefonnummer till någon som arbetar med SSPF")
    assert chat.find("#place").count() == 0
    expect(chat.find(".contact").first).to_be_visible()


def test_unknown_site_is_talked_with_as_on_a_page_of_its_own(open_chat):
    chat = open_chat("site=finns-inte")
    expect(chat.find("#strip a[href='tel:112']")).to_be_visible()
    chat.choose(title_of("set:role=parent"))
