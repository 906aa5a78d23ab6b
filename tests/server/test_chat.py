"""One turn over HTTP, with the small bot behind it."""

import itertools
import json

import pytest

pytestmark = pytest.mark.model
COUNT = itertools.count()
DANGER = "han ligger medvetslös och andas inte"


async def post(client, status=200, /, **body):
    body = {"message_id": f"m{next(COUNT)}"} | body
    answer = await client.post("/api/v1/chat", json=body)
    assert answer.status == status, await answer.text()
    if status != 200:
        assert answer.content_type == "application/problem+json"
    return await answer.json()


async def test_first_call_greets_and_the_next_goes_on(start):
    client = await start()
    first = await post(client)
    assert (first["turn"], first["emergency"], first["messages"][0]["type"]) == (1, False, "text")
    second = await post(client, state=first["state"], text="japp")
    third = await post(client, state=second["state"], text="japp")
    assert [message["type"] for message in third["messages"]] == ["text", "phrases"]
    assert third["messages"][0]["text"].startswith("Steg 2")
    assert all(message["lang"] == "sv" and message["dir"] == "ltr" for message in third["messages"])


async def test_choice_goes_by_its_opaque_id(start):
    client = await start()
    reply = await post(client, text="japp")
    choice = reply["choices"][0]
    assert choice["title"] == "Vidare"
    assert "go:" not in choice["id"]
    after = await post(client, state=reply["state"], choice=choice["id"])
    assert "val go:vidare" in after["messages"][0]["text"]
    assert after["input"] == {"type": "place"}


async def test_choice_of_another_turn_is_refused(start):
    client = await start()
    reply = await post(client, text="japp")
    later = await post(client, state=reply["state"], text="japp")
    problem = await post(client, 400, state=later["state"], choice=reply["choices"][0]["id"])
    assert problem["code"] == "choice_unknown"


async def test_same_state_and_message_give_the_same_answer(start):
    client = await start()
    state = (await post(client, text="japp"))["state"]
    answers = [await post(client, state=state, message_id="again", text="nej") for _ in range(3)]
    assert len({json.dumps({k: v for k, v in a.items() if k != "state"}, sort_keys=True) for a in answers}) == 1


async def test_older_state_goes_back(start):
    client = await start()
    states = [None]
    for _ in range(4):
        states.append((await post(client, state=states[-1], text="japp"))["state"])
    assert (await post(client, state=states[1], text="japp"))["messages"][0]["text"].startswith("Steg 2")


@pytest.mark.parametrize(("body", "code"), [
    ({"text": ""}, "empty"), ({"text": "  \n\u200b"}, "empty"), ({"text": "///"}, "empty"),
    ({"text": 5}, "malformed"), ({"message_id": ""}, "malformed"), ({"message_id": None}, "malformed"),
    ({"message_id": "å" * 9}, "malformed"), ({"text": "a", "choice": "b"}, "malformed"),
    ({"choice": "b"}, "choice_unknown"), ({"language": "x" * 50}, "malformed"), ({"site": "../etc"}, "malformed"),
])
async def test_bad_fields_are_explained_with_the_numbers(start, body, code):
    problem = await post(await start(), 400, **body)
    assert problem["code"] == code
    assert problem["type"].endswith(code)
    assert [entry["tel"] for entry in problem["numbers"]] == ["112", "90390", "116111"]


@pytest.mark.parametrize("body", [
    b"", b"{", b"[]", b"null", b'"x"', b'{"state": nul', b"\xff\xfe",
    pytest.param(b"[" * 50_000, id="deep list"), pytest.param(b'{"a":' * 3000 + b"1" + b"}" * 3000, id="deep object"),
    pytest.param(b'{"message_id":' + b"9" * 9000 + b"}", id="huge number"),
])
async def test_broken_body_is_explained(start, body):
    client = await start()
    answer = await client.post("/api/v1/chat", data=body, headers={"Content-Type": "application/json"})
    assert answer.status == 400
    problem = await answer.json()
    assert problem["code"] == "malformed"
    assert "112" in json.dumps(problem["numbers"])


async def test_other_content_type_is_refused(start):
    answer = await (await start()).post("/api/v1/chat", data=b"{}", headers={"Content-Type": "text/plain"})
    assert answer.status == 415


@pytest.mark.parametrize("text", [
    "😀😀😀", "<script>alert(1)</script>", "/restart", '/choose{"option":"go:vidare"}', "\u202eabc\u200b", "a\0b",
    pytest.param("a" * 2000, id="longest"), "a\ud800b", "...",
])
async def test_odd_text_is_answered_and_the_conversation_goes_on(start, text):
    client = await start()
    state = (await post(client, text="japp"))["state"]
    reply = await post(client, state=state, text=text)
    assert reply["messages"][0]["text"].startswith("Steg 2, val None")
    assert (await post(client, state=reply["state"], text="japp"))["messages"][0]["text"].startswith("Steg 3")


async def test_long_text_is_refused_kindly_and_nothing_is_lost(start):
    client = await start()
    state = (await post(client, text="japp"))["state"]
    assert (await post(client, 413, state=state, text="lång " * 2000))["code"] == "text_too_long"
    assert (await post(client, state=state, text="japp"))["messages"][0]["text"].startswith("Steg 2")


async def test_huge_body_is_refused(start):
    assert (await post(await start(), 413, text="x" * 200_000))["code"] == "body_too_large"


async def test_unusable_states_say_start_over(start, settings):
    from bot.server.sealing import Sealer, Talk

    client = await start()
    state = (await post(client))["state"]
    old = Sealer(settings.keys, 30).seal(Talk(), now=1_000)
    foreign = Sealer(settings.keys, 30).seal(Talk(site="demo"))
    for unusable, code in ((state[:-9] + "AAAAAAAA=", "state_unusable"), (old, "state_expired"),
                           (foreign, "state_foreign"), ("", "state_unusable")):
        assert (await post(client, 409, state=unusable, text="hej"))["code"] == code


async def test_failed_action_is_a_problem_and_the_conversation_can_go_on(start):
    client = await start()
    state = (await post(client, text="japp"))["state"]
    answer = await client.post("/api/v1/chat", json={"message_id": "x", "state": state, "text": "krasch"})
    assert (answer.status, answer.headers["Retry-After"]) == (503, "2")
    body = await answer.text()
    assert "halv" not in body
    assert "krasch" not in body
    assert json.loads(body)["numbers"]
    assert (await post(client, state=state, text="japp"))["messages"][0]["text"].startswith("Steg 2")


async def test_danger_is_answered_first_even_when_the_assistant_sees_none(start):
    reply = await post(await start(), text=DANGER)
    assert reply["emergency"] is True
    assert [message["type"] for message in reply["messages"]][:2] == ["emergency", "text"]
    assert reply["messages"][0]["numbers"][0]["phones"][0]["tel"] == "112"


async def test_danger_is_answered_when_an_action_fails_and_the_state_stays(start):
    client = await start()
    before = await post(client, text="japp")
    reply = await post(client, state=before["state"], text=f"krasch, {DANGER}")
    assert [message["type"] for message in reply["messages"]] == ["emergency"]
    assert reply["choices"] == before["choices"]
    assert (await post(client, state=reply["state"], choice=reply["choices"][0]["id"]))["turn"] == 2


async def test_danger_is_answered_with_an_unusable_state(start):
    reply = await post(await start(), state="forged", text=DANGER)
    assert reply["emergency"] is True
    assert reply["state"]


async def test_danger_is_answered_before_the_model_is_loaded_and_after_it_failed(start):
    def fail():
        raise ValueError("trasig")

    client = await start(load=fail)
    assert (await post(client, 503, text="hej"))["code"] == "not_ready"
    assert (await post(client, text=DANGER))["emergency"] is True
    ready = await client.get("/health/ready")
    assert (ready.status, (await ready.json())["parts"]["assistant"]["error"]) == (503, "ValueError")


async def test_problem_is_in_the_language_asked_for(start):
    client = await start()
    assert (await post(client, 400, text="", language="en"))["language"] == "en"
    answer = await client.post("/api/v1/chat", data=b"{", headers={
        "Content-Type": "application/json", "Accept-Language": "en-GB,sv;q=0.5"})
    assert (await answer.json())["language"] == "en"
