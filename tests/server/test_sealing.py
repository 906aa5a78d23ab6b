from dataclasses import replace

import pytest
from cryptography.fernet import Fernet

from bot.server.sealing import (
    LONGEST_STATE,
    Choice,
    Sealer,
    StateExpiredError,
    StateForeignError,
    StateForgedError,
    StateTooLargeError,
    Talk,
)

KEY, OTHER = Fernet.generate_key().decode(), Fernet.generate_key().decode()
TALK = Talk("demo", "sv", 7, {"role": "parent", "trail": ["a", "b"]},
            (Choice("x1", "Ja", '/choose{"option":"a"}'), Choice("x3", "Yes", "/choose", "en")),
            {"type": "place"})


def test_sealed_conversation_opens_unchanged():
    sealer = Sealer([KEY], 30)
    assert sealer.open(sealer.seal(TALK), "demo") == TALK
    english = replace(TALK, language="en", heard_english=True)
    assert sealer.open(sealer.seal(english), "demo") == english


def test_state_can_be_used_again():
    sealer = Sealer([KEY], 30)
    state = sealer.seal(TALK)
    assert sealer.open(state, "demo") == sealer.open(state, "demo")


def test_nothing_can_be_read_in_the_state():
    assert "parent" not in Sealer([KEY], 30).seal(TALK)


@pytest.mark.parametrize("state", ["", "x", "åäö", "A" * 500, "gAAAAA" * 40, "\0"])
def test_anything_else_is_forged(state):
    with pytest.raises(StateForgedError):
        Sealer([KEY], 30).open(state, "demo")


def test_changed_byte_is_forged():
    state = Sealer([KEY], 30).seal(TALK)
    for at in (0, 10, len(state) // 2, len(state) - 3):
        changed = state[:at] + ("B" if state[at] != "B" else "C") + state[at + 1:]
        with pytest.raises(StateForgedError):
            Sealer([KEY], 30).open(changed, "demo")


def test_rested_too_long_is_expired():
    sealer = Sealer([KEY], 30)
    state = sealer.seal(TALK, now=1_000_000)
    assert sealer.open(state, "demo", now=1_000_000 + 30 * 60) == TALK
    with pytest.raises(StateExpiredError):
        sealer.open(state, "demo", now=1_000_001 + 30 * 60)


def test_clock_set_back_loses_nothing():
    sealer = Sealer([KEY], 30)
    assert sealer.open(sealer.seal(TALK, now=1_000_000), "demo", now=900_000) == TALK


def test_other_site_is_foreign():
    sealer = Sealer([KEY], 30)
    for site in (None, "annan"):
        with pytest.raises(StateForeignError):
            sealer.open(sealer.seal(TALK), site)


def test_keys_rotate_without_losing_conversations():
    state = Sealer([KEY], 30).seal(TALK)
    rotated = Sealer([OTHER, KEY], 30)
    assert rotated.open(state, "demo") == TALK
    with pytest.raises(StateForgedError):
        Sealer([KEY], 30).open(rotated.seal(TALK), "demo")


def test_oversized_states_are_refused_both_ways():
    sealer = Sealer([KEY], 30)
    with pytest.raises(StateTooLargeError):
        sealer.seal(Talk(slots={"picks": [f"{n:x}" * 9 for n in range(20_000)]}))
    with pytest.raises(StateForgedError):
        sealer.open("A" * (LONGEST_STATE + 1), None)


def test_choice_is_known_only_to_the_state_that_offered_it():
    assert TALK.payload_of("x1") == '/choose{"option":"a"}'
    assert TALK.payload_of("x2") is None
