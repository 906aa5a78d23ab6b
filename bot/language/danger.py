"""Tell whether a message speaks of acute danger, of which kind and how urgent; deterministic, before any model.

The rules are data (bot/language/rules/danger_*.yml); docs/danger.md explains how they are weighed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from heapq import heappop, heappush
from itertools import takewhile

from bot.language.danger_rules import CATEGORIES, Category, Level, Rule, RuleBook, load_rule_book
from bot.language.normalise import normalise, split_words
from bot.language.patterns import NEGATION, Pattern, Shortlist, Span, Tagged

# How the levels rank.
URGENCY: dict[Level, int] = {"act": 3, "today": 2, "ask": 1}
_FRAMES = ("general", "fiction", "long_ago", "some_time_ago", "denied", "resolved")
_LOOK_BACK = 3
_SENTENCE_STEP = 3
_FRAME_REACH = 14


@dataclass(frozen=True)
class Danger:
    """What kind of danger, how urgent, and the rule that says so (never the person's own words)."""

    category: Category
    level: Level
    reason: str
    # Only a hint, which a second opinion may set aside; what the other rules say then is `otherwise`.
    hint: bool = False
    otherwise: Danger | None = None

    @property
    def firm(self) -> Danger | None:
        """What nothing may take away."""
        return self.otherwise if self.hint else self

    @property
    def intent(self) -> str:
        """The intent that the conversation goes on with."""
        return f"danger_{self.category}"


def find_danger(text: str) -> Danger | None:
    """The most urgent danger that the message speaks of, None when there is none. Swedish and English."""
    words = split_words(normalise(text))
    if not words:
        return None
    book = load_rule_book()
    tagged = Tagged(words, book.vocabulary)
    for index in _possible(book.idiom_shortlist, tagged):
        for span in tagged.find(book.idioms[index]):
            tagged.clear(span)
    _mark_concepts(tagged, book)
    found = [danger for index in _possible(book.rule_shortlist, tagged) for danger in _apply(*book.rule_patterns[index], tagged)]
    firm = _most_urgent(danger for danger in found if not danger.hint)
    first = _most_urgent(found)
    return first if first is None or first == firm else replace(first, otherwise=firm)


def _most_urgent(found: Iterable[Danger]) -> Danger | None:
    return max(
        found,
        key=lambda danger: (URGENCY[danger.level], not danger.hint, -CATEGORIES.index(danger.category)),
        default=None,
    )


def _possible(shortlist: Shortlist, tagged: Tagged) -> list[int]:
    return sorted(shortlist.asking_for(tagged.present()))


def _mark_concepts(tagged: Tagged, book: RuleBook) -> None:
    """Every concept that is made of patterns, in the order in which they build on each other."""
    waiting = _possible(book.concept_shortlist, tagged)
    while waiting:
        name, pattern = book.concepts[heappop(waiting)]
        spans = tagged.find(pattern)
        if spans and not tagged.has(name):
            # A concept asks only for those before it, so what this makes possible is still to come.
            for index in book.concept_shortlist.asking_for([name]):
                heappush(waiting, index)
        for span in spans:
            tagged.mark(name, span)


def _apply(rule: Rule, pattern: Pattern, tagged: Tagged) -> Iterator[Danger]:
    """What the rule says of each place where one of its patterns fits, unless something takes it back."""
    for span in tagged.find(pattern):
        level = _judge(rule, tagged, span)
        if level:
            yield Danger(rule.category, level, rule.text.id, hint=bool(rule.text.hint))
            if rule.text.hint == "asked":
                yield Danger(rule.category, "ask", rule.text.id)


def _judge(rule: Rule, tagged: Tagged, span: Span) -> Level | None:
    near = rule.text.near
    if not all(any(_is_near(tagged, span, name, near) for name in names) for names in rule.companions):
        return None
    if any(_is_near(tagged, span, name, rule.text.without_within) for name in rule.exceptions):
        return None
    if "negated" in rule.taken_back_by and _is_negated(tagged, span):
        return None
    if "negated_after" in rule.taken_back_by and _is_negated_after(tagged, span):
        return None
    for frame in _FRAMES[1:]:
        if frame in rule.taken_back_by and _is_framed(tagged, span, frame):
            return None
    if "general" in rule.taken_back_by and _is_general(tagged, span):
        return "ask" if rule.text.general_question == "ask" or _is_about_someone(tagged, span) else None
    if "general" in rule.taken_back_by and _asks_of_nobody_certain(tagged, span):
        return "ask"
    if any(_is_near(tagged, span, name, near) for name in rule.hastening):
        return "act"
    return rule.text.level


def _distance(tagged: Tagged, one: Span, other: Span) -> int:
    """Words between two places, each end of sentence counted as a few words more."""
    first, second = sorted((one, other))
    between = max(second[0] - first[1], 0)
    return between + _SENTENCE_STEP * (tagged.words[second[0]].sentence - tagged.words[first[1] - 1].sentence)


def _is_near(tagged: Tagged, span: Span, name: str, near: int) -> bool:
    return any(_distance(tagged, span, other) <= near for other in tagged.spans(name))


def _is_negated(tagged: Tagged, span: Span) -> bool:
    """Whether 'inte', 'aldrig', 'ingen' stands shortly before, in the same clause, and means these words."""
    clause = tagged.words[span[0]].clause
    for index in range(span[0] - 1, max(span[0] - 1 - _LOOK_BACK, -1), -1):
        if tagged.words[index].clause != clause:
            return False
        if tagged.carries(index, NEGATION):
            before = index - 1
            return not (
                tagged.carries(index, "not_only")
                or (before >= 0 and tagged.carries(before, "verb_that_keeps_its_negation"))
            )
    return False


def _is_negated_after(tagged: Tagged, span: Span) -> bool:
    """Whether 'inte' or 'aldrig' follows at once: 'han slår mig inte'."""
    after = span[1]
    return (
        after < len(tagged.words)
        and tagged.words[after].clause == tagged.words[after - 1].clause
        and tagged.carries(after, "plain_not")
        and not any(tagged.carries(index, NEGATION) for index in range(*span))
    )


def _is_framed(tagged: Tagged, span: Span, frame: str) -> bool:
    """Whether a frame (a film, years ago, 'det är inte så att') covers the place: same sentence, or shortly around."""
    for other in tagged.spans(frame):
        if (frame == "resolved" and _is_negated(tagged, other)) or _turns_between(tagged, other, span):
            continue
        same = tagged.words[other[0]].sentence == tagged.words[span[0]].sentence
        if frame == "denied":
            if same and other[0] < span[0]:
                return True
        elif (same and _distance(tagged, span, other) <= 2 * _FRAME_REACH) or _distance(tagged, span, other) <= _FRAME_REACH:
            return True
    return False


def _turns_between(tagged: Tagged, frame: Span, span: Span) -> bool:
    """Whether the message turns after the frame and before the danger: 'bättre nu, men ...', 'i fjol, nu har han igen ...'."""
    return any(tagged.carries(index, "turns") for index in range(frame[1], min(span[1] + 1, len(tagged.words))))


def _is_general(tagged: Tagged, span: Span) -> bool:
    """Whether a general question ('vad gör man om ...') opens the sentence that the place stands in."""
    return any(
        other[0] <= span[0] and tagged.words[other[0]].sentence == tagged.words[span[0]].sentence
        for other in tagged.spans("general")
    )


def _asks_of_nobody_certain(tagged: Tagged, span: Span) -> bool:
    """Whether the sentence is a question in which neither the writer nor any certain person is named."""
    sentence = tagged.words[span[0]].sentence
    first = span[0]
    while first and tagged.words[first - 1].sentence == sentence:
        first -= 1
    if not tagged.carries(first, "opens_a_question"):
        return False
    in_sentence = range(first, len(tagged.words))
    return not any(
        tagged.carries(index, "somebody_certain") or tagged.carries(index, "someone_of_mine")
        for index in takewhile(lambda index: tagged.words[index].sentence == sentence, in_sentence)
    )


def _is_about_someone(tagged: Tagged, span: Span) -> bool:
    """Whether the sentence names a person of the writer's own ('min son'), so that the question is not general."""
    return any(
        tagged.words[other[0]].sentence == tagged.words[span[0]].sentence for other in tagged.spans("someone_of_mine")
    )
