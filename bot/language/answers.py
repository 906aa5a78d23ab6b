"""Which of the offered choices a typed answer means, whether it is 'I don't know', and what it tells after an alarm."""

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, Literal, get_args

import yaml
from rapidfuzz import fuzz

from bot.language.normalise import fold, normalise

Choices = Sequence[tuple[str, Sequence[str]]]
Words = tuple[str, ...]
# After "call 112": it goes on, the person cannot call, help is called or there, or the young person is back.
AlarmNews = Literal["goes_on", "cannot_call", "called", "found"]

_WORDS = re.compile(r"[^\W_]+")
_LONGEST_ANSWER = 12
_LONGEST_UNSURE = 8
_LONGEST_NEWS = 16
# Without a "no" in front, only this short a message says by itself that it goes on.
_LONGEST_GOES_ON = 6
_CLOSE_ENOUGH = 84.0
_CLEAR_LEAD = 6.0


@cache
def _file() -> dict[str, Any]:
    text = files("bot.language").joinpath("rules", "answers.yml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.load(text, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))  # noqa: S506 (builds strings only)
    return loaded


@cache
def _lists() -> tuple[dict[str, int], frozenset[str], frozenset[Words]]:
    """Ordinals with their place, filler words, and the phrases for being unsure, folded."""
    data = _file()
    ordinals = {fold(word): int(place) for place, words in data["ordinals"].items() for word in words}
    return ordinals, frozenset(map(fold, data["filler"])), frozenset(tuple(fold(p).split()) for p in data["unsure"])


@cache
def _news() -> dict[str, frozenset[str]]:
    """Single words for what is told after an alarm: what may stand beside, he and she, and no."""
    data = _file()["after_an_alarm"]
    return {name: frozenset(map(fold, data[name])) for name in ("beside", "of_the_young", "no")}


@cache
def _kinds_of_news() -> dict[AlarmNews, tuple[list[Words], frozenset[str]]]:
    """The phrases of each kind, and the words that may stand beside them."""
    data, common = _file()["after_an_alarm"], _news()["beside"]
    return {
        kind: ([_split(phrase) for phrase in data[kind]["says"]], common | set(map(fold, data[kind]["beside"])))
        for kind in get_args(AlarmNews)
    }


def is_unsure(text: str) -> bool:
    """Whether a short answer says 'jag vet inte', 'kanske' or the like. Longer messages are no such answer."""
    words = _split(text)
    if not words or len(words) > _LONGEST_UNSURE:
        return False
    phrases = _lists()[2]
    return any(
        words[start:end] in phrases for start in range(len(words)) for end in range(start + 1, len(words) + 1)
    )


def alarm_news(text: str) -> AlarmNews | None:
    """What a short message tells somebody who has just been told to call 112; None when it tells anything besides."""
    words = _split(text)
    if not words or len(words) > _LONGEST_NEWS:
        return None
    single = _news()
    after_no = words[0] in single["no"]
    said = words[1:] if after_no else words
    for kind, (phrases, beside) in _kinds_of_news().items():
        told = tuple(word for word in said if word not in single["of_the_young"]) if kind == "found" else said
        inside = kind == "goes_on" and (after_no or len(said) <= _LONGEST_GOES_ON)
        for phrase in phrases:
            if _contains(told, phrase) and (inside or all(word in beside or word in phrase for word in told)):
                return kind
    return None


def match_choice(text: str, choices: Choices, whole: bool = False) -> str | None:
    """The id of the choice that the text means, None when none does, when two do, or when the text is a story.

    `whole`: only when the answer has a choice's words and no others but filler.
    `choices` are (id, [title, other words ...]). Tried in turn: the same words, a number or an ordinal, the words of
    one choice inside the answer (or the other way round), likeness of spelling.
    """
    words = _split(text)
    if not words or len(words) > _LONGEST_ANSWER or not choices:
        return None
    ordinals, filler, _ = _lists()
    offered = [(choice, [split for title in titles if (split := _split_title(title))]) for choice, titles in choices]
    if (exact := _only([choice for choice, titles in offered if words in titles])) is not None:
        return exact
    core = tuple(word for word in words if word not in filler)
    bare = [(choice, [tuple(word for word in title if word not in filler) or title for title in titles]) for choice, titles in offered]
    same = _only([choice for choice, titles in bare if core in titles]) if core else None
    if whole:
        return same
    place = ordinals.get(" ".join(words)) or ordinals.get(" ".join(word for word in words if word not in filler))
    # "Ändra" without its dots is "andra", the second; written with them it is no number.
    if place is not None and "ändra" not in normalise(text):
        if place > len(choices):
            return None
        return choices[place - 1 if place > 0 else place][0]
    if not core or same is not None:
        return same
    if _denies(core) and not any(_denies(title) for _, titles in bare for title in titles):
        return None
    contained = [choice for choice, titles in bare if any(_contains(core, title) for title in titles)]
    if len(contained) == 1:
        return contained[0]
    if contained:
        return _longest_contained(core, bare)
    within = [choice for choice, titles in bare if any(_contains(title, core) for title in titles)]
    if within:
        return _only(within)
    return _closest(core, bare)


def _longest_contained(core: Words, bare: list[tuple[str, list[Words]]]) -> str | None:
    """Of several choices inside the answer, the one with the most words, if there is one such."""
    sizes = {
        choice: max((len(title) for title in titles if _contains(core, title)), default=0) for choice, titles in bare
    }
    most = max(sizes.values())
    return _only([choice for choice, size in sizes.items() if size == most]) if most > 1 else None


def _closest(core: Words, bare: list[tuple[str, list[Words]]]) -> str | None:
    answer = " ".join(core)
    if len(answer) < 3:
        return None
    scores = sorted(
        ((max(_likeness(answer, " ".join(title)) for title in titles), choice) for choice, titles in bare if titles),
        reverse=True,
    )
    if not scores or scores[0][0] < _CLOSE_ENOUGH:
        return None
    if len(scores) > 1 and scores[0][0] - scores[1][0] < _CLEAR_LEAD:
        return None
    return scores[0][1]


def _likeness(answer: str, title: str) -> float:
    return max(fuzz.ratio(answer, title), fuzz.token_sort_ratio(answer, title))


def _denies(words: Sequence[str]) -> bool:
    return any(word in ("inte", "ej", "not", "dont", "varken", "ingen") for word in words)


def _split(text: str) -> Words:
    return tuple(_WORDS.findall(fold(normalise(text))))


@lru_cache(maxsize=4096)
def _split_title(title: str) -> Words:
    """Titles come back turn after turn; they are the content's words, never a person's."""
    return _split(title)


def _contains(words: Words, phrase: Words) -> bool:
    size = len(phrase)
    return any(words[start : start + size] == phrase for start in range(len(words) - size + 1))


def _only(found: list[str]) -> str | None:
    return found[0] if len(found) == 1 else None
