"""Everything a message says, put together: danger first, then the intent, who, how old, where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from bot.language.classifier import Classifier, Guess, Urgency
from bot.language.danger import URGENCY, Danger, find_danger
from bot.language.danger_rules import Level
from bot.language.languages import UNDERSTOOD, find_language, unless_swedish
from bot.language.normalise import says_something
from bot.language.people import find_age, find_employment, find_pronoun, find_relation, find_role
from bot.language.places import Place, find_place
from bot.language.redaction import redact
from bot.language.redaction_patterns import MARKER
from bot.language.words import read_words

Band = Literal["sure", "ask", "lost"]

# From these confidences on the likeliest intent is taken, or the likeliest are offered (docs/understanding.md).
SURE_FROM = 0.75
# From this share of all concerns on the likeliest is clear, and all of them count for it.
CLEAR_CONCERN = 0.9
ASK_FROM = 0.25
# From here on the intent model alone is reason enough to ask.
DANGER_FROM = 0.80
# Less likely danger than this, by the intent model, is none on the word of the scale alone.
ASKED_ALONE_FROM = 0.01
# Nor is a mere hint of a rule where the scale sees none either.
HINTS_ALONE_FROM = 0.001
# So many words make a letter.
LETTER_FROM = 40
# From here on it also knows better than a rule which kind of danger it is.
KIND_FROM = 0.80
CONCERN_FROM = 0.15
# A concern told beside a wish counts from less, the more of all that could be meant it is: (confidence, share).
FAINT_CONCERN = ((0.05, 0.7), (0.01, 0.9), (0.004, 0.97))
# Less likely than this is no wish heard beside a danger.
WISH_FROM = 0.05
NO_DOUBT = Urgency()


@dataclass(frozen=True)
class Cuts:
    """How probable (0 to 1) something has to be to be met as that.

    `sure`: the likeliest intent. The others are danger of any kind, by the intent model: `urgent_alone` where the scale
    alone finds it urgent, `urgent` where the scale would ask, `rules_alone` where the rules alone see it.
    """

    sure: float
    urgent_alone: float
    urgent: float
    rules_alone: float


# A letter speaks of more than one thing, and is more easily taken for the wrong one, or for an alarm: it is asked about
# first (docs/adr/0006-a-second-opinion-on-danger.md).
OF_A_MESSAGE = Cuts(sure=SURE_FROM, urgent_alone=0.10, urgent=0.40, rules_alone=0.05)
OF_A_LETTER = Cuts(sure=0.85, urgent_alone=0.30, urgent=0.50, rules_alone=0.10)


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
    language: str | None

    @property
    def intent(self) -> Guess:
        """The model's own likeliest intent."""
        return self.ranking[0]


def understand(text: str, classifier: Classifier, asked: str | None = None) -> Reading:
    """Reads a message; `asked` is what the person was just asked, such as "place" or "age"."""
    redacted = redact(text).text
    return _read(find_danger(text), unless_swedish(find_language(text), redacted), redacted, classifier, asked)


def read_beside(
    danger: Danger | None, language: str | None, masked: str, classifier: Classifier, asked: str | None = None
) -> Reading:
    """Reads a message that was masked at the door, after danger and language had been looked for in it."""
    return _read(danger, language, masked, classifier, asked)


def _read(
    danger: Danger | None, language: str | None, redacted: str, classifier: Classifier, asked: str | None
) -> Reading:
    # What masking has left in place of a name tells nothing of what the message is about.
    written = read_words(MARKER.sub("", redacted))
    guesses, urgency = classifier.read(written)
    ranking = tuple(guesses)
    cuts = OF_A_LETTER if len(written.words) >= LETTER_FROM else OF_A_MESSAGE
    return Reading(
        redacted=redacted,
        ranking=ranking,
        band=band_of(ranking, cuts) if says_something(redacted) else "lost",
        danger=second_opinion(danger, ranking, urgency, cuts) if language in UNDERSTOOD else danger,
        concerns=concerns_in(ranking),
        role=find_role(redacted),
        age=find_age(redacted, asked=asked == "age"),
        relation=find_relation(redacted),
        pronoun=find_pronoun(redacted),
        employment=find_employment(redacted),
        place=find_place(redacted, asked=asked == "place"),
        language=language,
    )


def second_opinion(
    by_rule: Danger | None, ranking: tuple[Guess, ...], urgency: Urgency, cuts: Cuts = OF_A_MESSAGE
) -> Danger | None:
    """What the rules see, weighed with what the model does."""
    by_model = danger_by_model(ranking, urgency.level, cuts, alone=by_rule is None)
    likely = _danger_in(ranking)
    # A model that knows of no danger has no say.
    if urgency.level not in ("act", "today") and 0 < likely < cuts.rules_alone:
        urgency = urgency._replace(doubts_rules=True)
    if urgency.level is None and 0 < likely < HINTS_ALONE_FROM:
        urgency = urgency._replace(doubts_hints=True)
    return weigh(by_rule, by_model, urgency, sure_of_kind(ranking[0]))


def _danger_in(ranking: tuple[Guess, ...]) -> float:
    return sum(guess.confidence for guess in ranking if guess.name.startswith("danger_"))


def danger_by_model(
    ranking: tuple[Guess, ...], level: Level | None, cuts: Cuts = OF_A_MESSAGE, *, alone: bool = False
) -> Danger | None:
    """What the learned scale sees, or the intent model is almost certain of; the likeliest kind of danger.

    `alone`: no rule sees any. Then the scale counts for less when the intent model sees hardly any danger either.
    """
    likely = _danger_in(ranking)
    if level and alone and likely < cuts.urgent_alone:
        level = "ask" if likely >= ASKED_ALONE_FROM else None
    if level is None and likely < DANGER_FROM:
        return None
    if level == "ask" and likely >= cuts.urgent:
        level = "act"
    first = next(guess for guess in ranking if guess.name.startswith("danger_"))
    category: Any = first.name.removeprefix("danger_")
    if category == "abuse" and level in ("act", None):
        # Whether it goes on at this moment only a rule can tell. The intents never leave it at a question: the child
        # may be with the one who does it.
        level = "today"
    return Danger(category, level or "ask", "model")


def sure_of_kind(likeliest: Guess) -> bool:
    """Whether the intent model is sure of one kind of danger."""
    return likeliest.name.startswith("danger_") and likeliest.confidence >= KIND_FROM


def weigh(
    by_rule: Danger | None, by_model: Danger | None, urgency: Urgency = NO_DOUBT, kind_is_sure: bool = False
) -> Danger | None:
    """The more urgent of what the rules and the learned scale see (docs/adr/0006-a-second-opinion-on-danger.md).

    The scale may set a mere hint aside. What a rule sees it may at most turn into a question, with 112 in view.
    `kind_is_sure`: when both see danger, it is of the kind that the model reads.
    """
    kept = by_rule.firm if by_rule and urgency.doubts_hints else by_rule
    if kept and (urgency.doubts_rules or (kept.hint and by_model is None)):
        kept = replace(kept, level="ask")
    if kept and by_model:
        level = max(kept.level, by_model.level, key=URGENCY.__getitem__)
        return replace(kept, level=level, category=by_model.category if kind_is_sure else kept.category)
    return kept or by_model


def band_of(ranking: tuple[Guess, ...], cuts: Cuts = OF_A_MESSAGE) -> Band:
    """Sure enough to go on, sure enough to offer the two or three likeliest, or neither.

    Danger that only the model suspects is offered, not taken for granted.
    """
    if _certainty(ranking) >= cuts.sure and not ranking[0].name.startswith("danger_"):
        return "sure"
    return "ask" if sum(guess.confidence for guess in ranking[:3]) >= ASK_FROM else "lost"


def _certainty(ranking: Sequence[Guess]) -> float:
    """How sure the likeliest intent is. What speaks for a neighbouring worry speaks for a worry, and for this one."""
    first = ranking[0]
    concerns = sum(guess.confidence for guess in ranking if guess.name.startswith("concern_"))
    clear = first.name.startswith("concern_") and first.confidence >= CLEAR_CONCERN * concerns
    return concerns if clear else first.confidence


def wishes_in(ranking: Sequence[Guess]) -> tuple[str, ...]:
    """What a message with danger in it may be about besides: the one it surely is, or the likeliest three."""
    besides = [guess for guess in ranking if not guess.name.startswith("danger_")]
    likely = [guess for guess in besides[:3] if guess.confidence >= WISH_FROM]
    if likely and likely[0].confidence >= SURE_FROM * sum(guess.confidence for guess in besides):
        return (likely[0].name,)
    return tuple(guess.name for guess in likely)


def concerns_in(ranking: tuple[Guess, ...]) -> tuple[str, ...]:
    """The concerns a message speaks of, strongest first; none when it is about something else."""
    concerns = [guess for guess in ranking if guess.name.startswith("concern_")]
    likely = [guess for guess in concerns if guess.confidence >= CONCERN_FROM]
    return tuple(guess.name for guess in likely or _faint(ranking[0], concerns))


def _faint(likeliest: Guess, concerns: Sequence[Guess]) -> Sequence[Guess]:
    """The one concern that a wish is about; who writes of their own feelings may mean their own."""
    if not concerns or likeliest.name == "ask_own_feelings":
        return ()
    first, of_all = concerns[0], sum(guess.confidence for guess in concerns)
    return concerns[:1] if any(first.confidence >= max(least, share * of_all) for least, share in FAINT_CONCERN) else ()


def entities_of(reading: Reading) -> list[dict[str, Any]]:
    """Role, age and place as entities; only a place has its own stretch of text."""
    entities: list[dict[str, Any]] = [
        {"entity": name, "value": value, "start": 0, "end": 0}
        for name, value in (("role", reading.role), ("age", reading.age))
        if value is not None
    ]
    place = reading.place
    if place:
        entities.append({"entity": "place", "value": place.text, "start": place.start, "end": place.end})
    return entities
