"""Names in free text that no list and no frame gives away: small letters, rare names, names that are also words.

Two readers have half of the say each, both learned from the messages in data/masking (`name_learning.py`): a linear
model over a word and its neighbours, whose weights are a text file, and one that knows the sentence (`name_order.py`).
Both lie in version control, so that masking works at the door, before and without a trained model.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from bot.language.gazetteer import get_gazetteer
from bot.language.name_order import Line, stored_name_order
from bot.language.redaction_lists import is_all_capitalised, masking_lists, opens_sentence, without_english_s
from bot.language.remembering import remembered

# A word with the digits, dots and signs that user names have inside.
WORD = re.compile(r"[^\W_]+(?:[-’'._][^\W_]+){0,6}|_+\w{1,40}")
_SITE = re.compile(r"\.(?:se|com|nu|org|net|eu)$", re.I)
_LETTER, _DIGIT = re.compile(r"[^\W\d_]"), re.compile(r"[0-9]")
BIAS = "1"
# So many small English words, and a message is in English.
ENGLISH_ENOUGH = 3
# From this probability on a word that is in a list of names is taken for one, and any other word in small letters.
LISTED_FROM, NAME_FROM = 0.5, 0.7
# A capital inside a sentence is as often a brand or a band as a person that no list knows.
CAPITAL_NAME_FROM = 0.7
# Less probable than this, and not even a word from the list of names is one where it stands.
NO_NAME_BELOW = 0.2
# Right after a name a rare word in small letters is a surname from here on.
SURNAME_FROM = 0.3


@cache
def known_words() -> frozenset[str]:
    """Ordinary words: those that many different people have written in the training messages."""
    return frozenset(_lines("known_words.txt"))


@cache
def english_words() -> frozenset[str]:
    """Those of the ordinary words that are English: most of the training messages that have them are."""
    return frozenset(_lines("english_words.txt"))


@cache
def weights() -> dict[str, float]:
    """What each feature adds, in log-odds."""
    pairs = (line.rsplit("\t", 1) for line in _lines("name_weights.tsv"))
    return {name: float(weight) for name, weight in pairs}


def _lines(name: str) -> list[str]:
    text = files("bot.language").joinpath("lexicon", name).read_text(encoding="utf-8")
    return [line for line in text.split("\n") if line]


@dataclass(frozen=True)
class Reading:
    """A word that might be a name: its first character, the one after its last, how probable that is (0 to 1)."""

    start: int
    end: int
    probability: float
    is_name: bool


def read_names(text: str) -> list[Reading]:
    """The words that might be names or user names, in order; what is left out is an ordinary word."""
    words, line = line_of(text)
    possible = _possible(text, words, line)
    if not possible:
        return []
    learned = weights()
    by_sentence = stored_name_order().scores(line)
    found = []
    for index in possible:
        score = learned.get(BIAS, 0.0) + sum(learned.get(feature, 0.0) for feature in _features(line, index))
        probability = 1 / (1 + math.exp(-(score + float(by_sentence[index])) / 2))
        found.append(Reading(*words[index].span(), probability, probability >= _name_from(line.kinds[index])))
    return found


def _name_from(kind: str) -> float:
    """From which probability on a word of this kind is a name."""
    if kind[2] != "l":
        return CAPITAL_NAME_FROM
    return LISTED_FROM if kind[0] in "nupf" else NAME_FROM


def line_of(text: str) -> tuple[list[re.Match[str]], Line]:
    """The words of a message where they stand, and what is known of each before its neighbours are looked at."""
    words = list(WORD.finditer(text))
    shouting = text.isupper() or is_all_capitalised(text)
    edges = [0, *(word.end() for word in words)], [*(word.start() for word in words), len(text)]
    signs = [text[end:start].strip()[:1] for end, start in zip(*edges, strict=True)]
    kinds = [_kind(word, text, shouting) for word in words]
    return words, Line([word.group().lower() for word in words], kinds, signs[:-1], signs[1:])


def candidates(text: str) -> list[tuple[int, list[str]]]:
    """Where the words that might be names begin, each with its features; ordinary words are left out."""
    words, line = line_of(text)
    return [(words[index].start(), _features(line, index)) for index in _possible(text, words, line)]


def _possible(text: str, words: Sequence[re.Match[str]], line: Line) -> list[int]:
    """Which of the words might be names."""
    lower, kinds = line.words, line.kinds
    pairs = [
        index for index in range(len(words) - 1)
        if not kinds[index].startswith("-k") and get_gazetteer().look_up(f"{lower[index]} {lower[index + 1]}")
    ]
    of_places = {*pairs, *(index + 1 for index in pairs)}
    in_english = sum(word in masking_lists().english for word in lower)
    english = in_english >= max(1, min(ENGLISH_ENOUGH, len(lower) // 2))
    found = []
    for index, word in enumerate(words):
        # In English "my", "can" and "may" are words; which names are words is known for Swedish alone.
        if english and kinds[index][2] == "l" and kinds[index][0] != "n":
            continue
        if kinds[index][2] in "lSOD" and (kinds[index][0] == "x" or kinds[index][:2] == "-k"):
            continue
        if index in of_places or text[word.start() - 1 : word.start()] in ("[", "@") or not _is_wordlike(word.group()):
            continue
        found.append(index)
    return found


def _is_wordlike(word: str) -> bool:
    """Not a number, not a single letter, not the address of a site."""
    return len(word) > 1 and any(character.isalpha() for character in word) and not _SITE.search(word)


def _kind(word: re.Match[str], text: str, shouting: bool) -> str:
    """Three letters: the sort of word, and how it is written."""
    shown = word.group()
    if any(character.isdigit() or character == "_" for character in shown):
        written = "D"
    elif shown[0].islower():
        written = "l"
    elif shouting:
        written = "S"
    elif len(shown) > 1 and shown.isupper():
        written = "A"
    else:
        written = "O" if opens_sentence(text, word.start()) else "C"
    return sort_of(shown.lower()) + written


@remembered
def sort_of(lower: str) -> str:
    """Two letters: which list a word in small letters is in, and how ordinary it is."""
    lists, known = masking_lists(), known_words()
    lower = without_english_s(lower)
    bare = lower if lower in lists.names or not lower.endswith("s") else lower[:-1]
    if lower in known or bare in known:
        ordinary = "k"
    elif any(lower[start:] in known for start in range(3, len(lower) - 3)):
        ordinary = "c"
    else:
        ordinary = "?"
    if lower in lists.not_a_name:
        return "x" + ordinary
    if bare in lists.names:
        return ("p" if bare in lists.place_names else "u" if bare in lists.uncertain_names else "n") + ordinary
    if lower in lists.family_names or bare in lists.family_names:
        return "f" + ordinary
    if "-" in lower and lower.split("-")[0] in lists.names:
        return "h" + ordinary
    return ("m" if get_gazetteer().look_up(lower) or get_gazetteer().look_up(bare) else "-") + ordinary


def _features(line: Line, index: int) -> list[str]:
    lower, kinds, last = line.words, line.kinds, len(line.words) - 1
    word, kind = lower[index], kinds[index]
    before, after = (lower[index - 1] if index else "<"), (lower[index + 1] if index < last else ">")
    before2, after2 = (lower[index - 2] if index > 1 else "<"), (lower[index + 2] if index + 1 < last else ">")
    kind_before, kind_after = (kinds[index - 1] if index else "<"), (kinds[index + 1] if index < last else ">")
    sign_before, sign_after = line.before[index], line.after[index]
    features = [
        *(f"end {word[-size:]}" for size in (2, 3, 4, 5, 6)),
        *(f"begin {word[:size]}" for size in (2, 3, 4, 5)),
        f"word {word}", f"kind {kind}", f"list {kind[0]}", f"how {kind[1:]}", f"both {kind[0]}{kind[2]}",
        f"length {min(len(word), 12)}",
        f"before {before}", f"after {after}", f"before2 {before2}", f"after2 {after2}",
        f"{kind} before {before}", f"{kind} after {after}", f"{kind} before2 {before2}", f"{kind} after2 {after2}",
        f"{kind} between {kind_before}", f"{kind} then {kind_after}", f"kinds {kind_before} {kind_after}",
        f"{kind} sign {sign_before}", f"{kind} sign after {sign_after}", f"{kind[1:]} {sign_before}{before}",
        f"{kind} before {before2} {before}",
    ]
    if word.endswith("s"):
        features.append(f"{kind} whose {after}")
    if lower.count(word) > 1:
        features.append(f"{kind} again")
    if kind[2] == "D":
        features.append("shape " + _LETTER.sub("a", _DIGIT.sub("9", word))[:6])
    return features
