"""A random sample of interruptions through the whole assistant; the rest is proven on the pure walk."""

import json
import os
import random

import pytest

from tests.conftest import ROOT

# Another sample: SAMTALSKOMPASSEN_TEST_SEED=anything. The seed is in the test's name, so a failure can be repeated.
SEED = os.environ.get("SAMTALSKOMPASSEN_TEST_SEED", "22.40")
SIDE = ("faq_", "ask_privacy", "bot_challenge", "thank", "out_of_scope", "insult", "feedback_")
STEPS = 14


def side_messages():
    lines = (ROOT / "tests/evaluation/messages/messages.jsonl").read_text(encoding="utf-8").splitlines()
    return [m for m in map(json.loads, lines) if m["intent"].startswith(SIDE)]


def at_step(someone, content, steps):
    person = someone(site="demo").says("min son på 15 delar nazistpropaganda")
    choices = {c.option: c.title[-1].say for q in content.opening.questions for c in q.choices}
    person.picks(choices["set:acute=no"]).picks(choices["set:goal=prepare"])
    for _ in range(steps):
        person.picks(content.opening.moves["next"])
    return person


@pytest.mark.parametrize("steps", range(0, STEPS, 2), ids=lambda steps: f"{SEED} step {steps}")
def test_side_messages_are_answered_and_the_step_is_the_same(someone, content, steps):
    chance = random.Random(f"{SEED} {steps}")
    person = at_step(someone, content, steps)
    before = person.reply["messages"]
    for message in chance.sample(side_messages(), 8):
        person.says(message["text"])
        assert person.reply["messages"], message
        returning = content.opening.moves["return"]
        if returning in person.titles:
            person.picks(returning)
            assert person.reply["messages"] == before, message
        else:
            # Understood as something else, such as a worry or a move; then the person goes back to where they were.
            person = at_step(someone, content, steps)
