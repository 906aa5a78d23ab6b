"""A parent, a teacher and a leisure leader get through in the browser: by choices alone, and in words alone."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from bot.guidance.model import STAGES
from bot.guidance.shelf import get_content
from bot.guidance.walk import main_nodes
from tests.conversations.person import Witness
from tests.widget.test_talking import title_of

pytestmark = pytest.mark.browser
CONTENT = get_content()
NEXT = CONTENT.opening.moves["next"]
PARENT = "min son på 15 har börjat dela nazistiska memes och svarar inte när jag frågar"
TEACHER = "jag är lärare och behöver tips inför ett samtal med en elev på 15"
WORRY = "han gör hitlerhälsning i korridoren och delar bilder från en nazistgrupp"
NO_DANGER = "nej, ingen är i fara"


def walk_to_contacts(chat, witness, in_words):
    """Goes on until the contacts of the last stage show; every stage must have been seen on the way."""
    seen = []
    for _ in range(40):
        reply = chat.find(".reply").last
        node = witness.node_of(reply.inner_text())
        if node and node not in seen:
            seen.append(node)
        if reply.locator(".contact").count():
            break
        if chat.find("#place").count():
            chat.write("Exempelkommun")
        elif in_words:
            chat.write("fortsätt")
        elif NEXT in chat.choices:
            chat.choose(NEXT)
        else:
            chat.choose(title_of("set:age=14"))
    stages = list(dict.fromkeys(node.split(".")[0] for node in seen))
    assert stages == list(STAGES), seen
    expect(chat.find(".reply").last.locator(".contact a[href^='tel:']").first).to_be_visible()


@pytest.mark.parametrize("in_words", [True, False], ids=["in words", "by choices"])
def test_parent_walks_all_nine_stages_and_prints_the_plan(open_chat, in_words):
    chat = open_chat()
    if in_words:
        chat.write(PARENT)
        asked = chat.find(".reply").last.inner_text()
        assert CONTENT.questions["role"].text[0].say not in asked
        assert CONTENT.questions["concern"].text[0].say not in asked
        chat.write(NO_DANGER).write("jag vill förbereda ett samtal")
    else:
        chat.choose(title_of("set:role=parent")).choose(CONTENT.concerns["extremism"].name)
        chat.choose(title_of("set:acute=no")).choose(title_of("set:goal=prepare"))
    known = {"role": "parent", "concern": "extremism"}
    known |= {"age": 15, "relation": "son"} if in_words else {"age": 14}
    walk_to_contacts(chat, Witness(CONTENT, **known), in_words)
    chat.write("visa min plan") if in_words else chat.choose(title_of("go:plan.mine"))
    chat.page.evaluate("() => { window.print = () => { window.printed = true; }; }")
    chat.find(".plan .acts button").first.click()
    assert chat.page.evaluate("window.printed") is True


@pytest.mark.parametrize("in_words", [True, False], ids=["in words", "by choices"])
def test_teacher_gets_own_sentences_duty_and_whom_to_call(open_chat, in_words):
    chat = open_chat()
    if in_words:
        chat.write(TEACHER).write(WORRY).write(NO_DANGER)
        if title_of("set:goal=prepare") in chat.choices:
            chat.write("förbereda samtalet")
    else:
        chat.choose(title_of("set:role=teacher")).choose(CONTENT.concerns["extremism"].name)
        chat.choose(title_of("set:acute=no")).choose(title_of("set:goal=prepare"))
    known = {"role": "teacher", "employment": "employed", "concern": "extremism"}
    known |= {"age": 15, "relation": "pupil", "pronoun": "han"} if in_words else {"age": 14}
    witness = Witness(CONTENT, **known)
    walk_to_contacts(chat, witness, in_words)
    whole = chat.find("#log").inner_text() if chat.find("#log").count() else chat.find("main").inner_text()
    for node in ("prepare.duty", "open.first_words", "involve.who"):
        assert witness.says(node, whole), node
    assert set(main_nodes(CONTENT, witness.person)) >= {"prepare.duty", "involve.who"}


@pytest.mark.parametrize("in_words", [True, False], ids=["in words", "by choices"])
def test_leisure_leader_has_a_number_within_three_turns(open_chat, in_words):
    chat = open_chat("site=demo")
    if in_words:
        chat.write("jag är fritidsledare och behöver bara rätt kontaktperson")
    else:
        only_contact = next(c for c in CONTENT.questions["role"].choices if c.option == "go:contacts.here")
        chat.choose(only_contact.title[0].say)
    if chat.find("#place").count():
        chat.write("Exempelkommun")
    assert chat.find(".own").count() <= 3
    card = chat.find(".contact").filter(has=chat.page.locator("a[href^='tel:']")).first
    expect(card).to_be_visible()
    expect(card.locator(".hours")).not_to_be_empty()
    expect(card.locator(".happens")).not_to_be_empty()
