import pytest

from bot.server.assistant import Turn, as_plain_text, parse_payload
from bot.server.in_process import ActionFailedError

pytestmark = pytest.mark.model


def turn(text=None, payload=None, message_id="m1"):
    return Turn(message_id, "demo", "sv", text, payload)


async def test_turn_answers_and_gives_back_the_slots(small_assistant):
    result = await small_assistant.take(turn("japp"), {"steps": 4})
    assert result.slots == {"steps": 5}
    assert [bool(message.get("text")) for message in result.messages] == [True, False, False]


async def test_turn_holds_nothing_between_conversations(small_assistant):
    await small_assistant.take(turn("japp"), {"steps": 4})
    assert (await small_assistant.take(turn("japp"), {})).slots == {"steps": 1}


async def test_choice_reaches_the_action_as_its_option(small_assistant):
    result = await small_assistant.take(turn(payload='/choose{"option": "go:vidare"}'), {})
    assert "val go:vidare" in result.messages[0]["text"]


async def test_same_message_gets_the_same_variant_and_others_get_others(small_assistant):
    async def hello(message_id):
        return (await small_assistant.take(turn("hej", message_id=message_id), {})).messages[0]["text"]

    assert len({await hello("same") for _ in range(5)}) == 1
    assert len({await hello(f"m{n}") for n in range(30)}) == 3


@pytest.mark.parametrize("text", ["/restart", "/choose{\"option\":\"go:vidare\"}", "//greet", " / /greet", "/fail"])
async def test_typed_payload_is_plain_text(small_assistant, text):
    result = await small_assistant.take(turn(text), {"steps": 2})
    assert "val None" in result.messages[0]["text"] or result.messages[0]["text"] in ("Hej.", "God dag.", "Välkommen.")


async def test_failing_action_is_a_failed_turn_without_values(small_assistant):
    with pytest.raises(ActionFailedError) as caught:
        await small_assistant.take(turn("krasch"), {})
    error = caught.value
    assert (error.action, error.kind) == ("action_break", "ValueError")
    assert error.place.startswith("steps.py:")
    assert "krasch" not in f"{error} {error.kind} {error.place}"


async def test_missing_response_is_a_failed_turn(small_assistant):
    with pytest.raises(ActionFailedError) as caught:
        await small_assistant.take(turn("glömd"), {})
    assert caught.value.kind == "ResponseMissingError"


def test_plain_text_cannot_begin_like_a_payload():
    assert as_plain_text(" //greet") == "greet"
    assert as_plain_text("och/eller") == "och/eller"


@pytest.mark.parametrize("payload", ["hej", "/", "/choose{", '/choose{"a":1} mer'])
def test_broken_payload_is_refused(payload):
    with pytest.raises(ValueError):
        parse_payload(payload)
