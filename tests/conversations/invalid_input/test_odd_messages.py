"""Whatever is typed or sent: a clear answer with the emergency numbers in view, and nothing lost."""

import uuid

import pytest
import requests

ODD = [
    "😀😀😀", "<script>alert(1)</script><b>hej</b>", "/restart", '/intent{"a": 1}',
    '/choose{"option":"set:role=parent"}', "/greet", "...", "\u202eabc\u200b", "a" * 1900,
]


@pytest.mark.parametrize("text", ODD)
def test_odd_text_is_answered_and_the_conversation_goes_on(someone, text):
    person = someone().says("min son på 15 delar nazistiska bilder")
    person.says(text)
    assert person.reply["messages"]
    assert person.reply["choices"]
    person.says("nej")
    assert "Förbereda ett samtal" in person.titles


def problem(live_server, body, **kwargs):
    kwargs |= {"json": body} if body is not None else {}
    answer = requests.post(f"{live_server.url}/api/v1/chat", timeout=10, **kwargs)
    assert 400 <= answer.status_code < 500, answer.text
    assert answer.headers["Content-Type"].startswith("application/problem+json")
    assert "112" in answer.text
    assert "Traceback" not in answer.text
    return answer


def test_empty_message_is_refused_kindly(live_server, someone):
    state = someone().reply["state"]
    problem(live_server, {"state": state, "message_id": str(uuid.uuid4()), "text": "   "})


def test_ten_thousand_characters_are_refused_and_nothing_is_lost(live_server, someone):
    person = someone().says("min son på 15 delar nazistiska bilder")
    state = person.reply["state"]
    answer = problem(live_server, {"state": state, "message_id": str(uuid.uuid4()), "text": "lång " * 2000})
    assert answer.status_code == 413
    person.says("nej")
    assert "Förbereda ett samtal" in person.titles


def test_broken_json_is_refused(live_server):
    answer = problem(live_server, None, data=b'{"state": nul', headers={"Content-Type": "application/json"})
    assert answer.status_code == 400


def test_forged_state_is_refused_with_a_way_to_start_over(live_server, someone):
    state = someone().reply["state"]
    forged = state[:-8] + "AAAAAAA="
    assert problem(live_server, {"state": forged, "message_id": str(uuid.uuid4()), "text": "hej"}).status_code == 409


def test_choice_from_another_turn_is_refused(live_server, someone):
    person = someone()
    old = person.reply["choices"][0]["id"]
    person.says("min son på 15 delar nazistiska bilder")
    body = {"state": person.reply["state"], "message_id": str(uuid.uuid4()), "choice": old}
    assert problem(live_server, body).status_code == 400


def test_same_message_twice_gives_the_same_answer(live_server, someone):
    state = someone().reply["state"]
    body = {"state": state, "message_id": str(uuid.uuid4()), "text": "min son delar nazistiska bilder"}
    first, second = (requests.post(f"{live_server.url}/api/v1/chat", json=body, timeout=10).json() for _ in range(2))
    assert first["messages"] == second["messages"]
    assert [c["title"] for c in first["choices"]] == [c["title"] for c in second["choices"]]
