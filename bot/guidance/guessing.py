"""What a person may have meant: the likeliest of it as choices."""

from __future__ import annotations

from collections.abc import Sequence

from bot.guidance.content import Content
from bot.guidance.heard import HOW_TO_TALK
from bot.guidance.model import Offer, Situation
from bot.guidance.walk import intent_offer

MOST = 3
# Never offered as a guess: danger is met, not asked about on a button; the rest says nothing by itself.
NO_GUESS = ("danger_", "affirm", "deny", "greet", "goodbye", "thank", "insult", "feedback_", "out_of_scope", "inform_")


def guesses(content: Content, person: Situation, likely: Sequence[str]) -> tuple[str, ...]:
    """The intents that can be offered to this person, likeliest first."""
    found = (intent for intent in likely if intent in content.intent_names and not intent.startswith(NO_GUESS))
    return tuple(i for i in found if person.role != "young_person" or i not in HOW_TO_TALK)


def offer_guesses(content: Content, intents: Sequence[str]) -> list[Offer]:
    """A choice for each of the likeliest."""
    return [intent_offer(content, intent) for intent in intents[:MOST]]
