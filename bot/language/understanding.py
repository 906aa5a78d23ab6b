"""Everything a message says, put together: danger first, then the intent, who, how old, where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bot.language.classifier import Classifier, Guess
from bot.language.danger import Danger, find_danger
from bot.language.people import find_age, find_employment, find_pronoun, find_relation, find_role
from bot.language.places import Place, find_place
from bot.language.redaction import redact
from bot.language.words import read_words

Band = Literal["sure", "ask", "lost"]

# From these confidences on the likeliest intent is taken, or the likeliest are offered (docs/understanding.md).
SURE_FROM = 0.40
ASK_FROM = 0.45
CONCERN_FROM = 0.15


@dataclass(frozen=True)
class Reading:
    """One message as understood. `ranking` holds every intent, likeliest first."""

    redacted: str
    ranking: tuple[Guess, ...]
    band: Band
    danger: Danger | None
    concerns: tuple[str, ...]
    role: str | None
    age: int | None
    relation: str | None
    pronoun: str | None
    employment: str | None
    place: Place | None

    @property
    def intent(self) -> Guess:
        """The model's own likeliest intent."""
        return self.ranking[0]


def understand(text: str, classifier: Classifier, asked: str | None = None) -> Reading:
    """Reads a message; `asked` is what the person was just asked, such as "place" or "age"."""
    ranking = tuple(classifier.rank(read_words(text)))
    return Reading(
        redacted=redact(text).text,
        ranking=ranking,
        band=band_of(ranking),
        danger=find_danger(text),
        concerns=concerns_in(ranking),
        role=find_role(text),
        age=find_age(text, asked=asked == "age"),
        relation=find_relation(text),
        pronoun=find_pronoun(text),
        employment=find_employment(text),
        place=find_place(text, asked=asked == "place"),
    )


def band_of(ranking: tuple[Guess, ...]) -> Band:
    """Sure enough to go on, sure enough to offer the two or three likeliest, or neither."""
    if ranking[0].confidence >= SURE_FROM:
        return "sure"
    return "ask" if sum(guess.confidence for guess in ranking[:3]) >= ASK_FROM else "lost"


def concerns_in(ranking: tuple[Guess, ...]) -> tuple[str, ...]:
    """The concerns a message speaks of, strongest first; none when it is about something else."""
    return tuple(
        guess.name for guess in ranking if guess.name.startswith("concern_") and guess.confidence >= CONCERN_FROM
    )
