"""Contacts and lines over HTTP in the language asked for, with the emergency answer that needs no model."""

import itertools

import pytest

pytestmark = pytest.mark.model
COUNT = itertools.count()


@pytest.mark.parametrize(("query", "language"), [
    ("", "sv"), ("language=sv", "sv"), ("language=en", "en"), ("language=en-GB", "en"), ("language=xx", "sv"),
    ("language=..%2Fen", "sv"),
])
@pytest.mark.parametrize(("path", "name"), [
    ("/api/v1/contacts?municipality=9999&", "contacts"), ("/api/v1/support-lines?", "support_lines"),
])
async def test_cards_come_in_the_language_asked_for(start, path, name, query, language):
    client = await start()
    cards = (await (await client.get(path + query)).json())[name]
    assert {card["lang"] for card in cards} == {language}
    emergency = next(card for card in cards if card["id"] == "sos_112")
    assert emergency["open"]["text"] == {"sv": "Öppet dygnet runt", "en": "Open day and night"}[language]
    assert all(not card["swedish"] for card in cards) == (language == "sv")


async def test_order_and_numbers_do_not_depend_on_the_language(start):
    client = await start()
    both = []
    for language in ("sv", "en"):
        answer = await client.get(
            f"/api/v1/contacts?municipality=9999&concern=extremism&at=2026-11-25T10:00&language={language}"
        )
        cards = (await answer.json())["contacts"]
        both.append([(card["id"], [phone["tel"] for phone in card["phones"]]) for card in cards])
    assert both[0] == both[1]


@pytest.mark.parametrize("age", ["old", "", "999"])
async def test_what_is_wrong_with_the_question_is_said_in_its_language(start, age):
    answer = await (await start()).get(f"/api/v1/contacts?age={age}&language=en")
    problem = await answer.json()
    assert (answer.status, problem["code"], problem["language"]) == (400, "bad_query", "en")


async def test_danger_answered_without_the_assistant_has_numbers_in_the_language_of_the_conversation(start):
    client = await start()
    body = {"message_id": f"m{next(COUNT)}", "text": "krasch, han ligger medvetslös och andas inte", "language": "en"}
    reply = await (await client.post("/api/v1/chat", json=body)).json()
    message = next(message for message in reply["messages"] if message["type"] == "emergency")
    assert {message["lang"], *(card["lang"] for card in message["numbers"])} == {"en"}
