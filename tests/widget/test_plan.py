"""The plan: from the screen to paper, clipboard, text file and calendar, without the server."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from tests.widget.conftest import Chat

pytestmark = pytest.mark.browser


@pytest.fixture
def plan(open_chat, worry):
    """A chat whose latest answer is a plan."""

    def make(**options) -> Chat:
        chat = open_chat(**options)
        chat.write(worry)
        chat.write("nej, ingen är i fara")
        chat.write("sammanfatta min plan")
        expect(chat.find(".plan")).to_be_visible()
        return chat

    return make


def test_plan_is_copied_as_text_with_every_line_and_number(plan):
    chat = plan(permissions=["clipboard-read", "clipboard-write"])
    chat.find(".plan .acts button").nth(1).click()
    expect(chat.find(".plan .told")).not_to_be_empty()
    copied = chat.page.evaluate("navigator.clipboard.readText()")
    assert chat.find(".plan li a[href^='tel:']").count() >= 1
    for part in chat.find(".plan h3, .plan li > strong, .plan li a").all_inner_texts():
        assert part in copied


def test_plan_is_saved_as_a_text_file_without_asking_the_server(plan):
    chat = plan()
    asked = []
    chat.page.on("request", lambda request: asked.append(request.url) if request.url.startswith("http") else None)
    with chat.page.expect_download() as download:
        chat.find(".plan .acts button").nth(2).click()
    assert download.value.suggested_filename.endswith(".txt")
    text = download.value.path().read_text(encoding="utf-8")
    for title in chat.find(".plan h3").all_inner_texts():
        assert title in text
    assert "112" in text
    assert asked == []


def test_reminder_is_a_calendar_file_that_tells_nobody_what_it_is_about(plan):
    chat = plan()
    day = date.today() + timedelta(days=3)
    chat.find(".plan input[type=date]").fill(day.isoformat())
    with chat.page.expect_download() as download:
        chat.find(".plan .acts button").nth(3).click()
    assert download.value.suggested_filename.endswith(".ics")
    raw = download.value.path().read_bytes()
    assert raw.count(b"\n") == raw.count(b"\r\n") > 8
    lines = raw.decode().split("\r\n")
    assert lines[0] == "BEGIN:VCALENDAR" and lines[-2] == "END:VCALENDAR"
    assert f"DTSTART;VALUE=DATE:{day:%Y%m%d}" in lines
    assert f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}" in lines
    assert all(len(line.encode()) <= 75 for line in lines)
    assert re.search(r"^DTSTAMP:\d{8}T\d{6}Z$", "\n".join(lines), re.M)
    summary = next(line for line in lines if line.startswith("SUMMARY:"))
    for line in chat.find(".plan li").all_inner_texts():
        assert line not in summary


def test_missing_date_is_said_and_saves_nothing(plan):
    chat = plan()
    chat.find(".plan input[type=date]").fill("")
    chat.find(".plan .acts button").nth(3).click()
    expect(chat.find(".plan .told")).not_to_be_empty()


def test_printing_shows_the_plan_and_nothing_else(plan):
    chat = plan()
    chat.page.evaluate("() => { window.print = () => { window.printed = document.body.className; }; }")
    chat.find(".plan .acts button").first.click()
    assert chat.page.evaluate("window.printed") == "printing"
    chat.page.emulate_media(media="print")
    expect(chat.find(".plan h2")).to_be_visible()
    for hidden in ("#top", "#write", ".own", ".text", ".acts", ".choices", "#status"):
        assert not any(node.is_visible() for node in chat.find(hidden).all()), hidden
    assert chat.page.locator("main").bounding_box()["height"] < 1500
    chat.page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert chat.page.evaluate("document.body.className") == ""
