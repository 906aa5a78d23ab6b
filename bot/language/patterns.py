"""Find words and word patterns that a reviewer can read, in time that grows with the length of the text only.

A pattern is a row of elements separated by blanks:

    word        that word, however it is spelled (å/ä/ö left out, one letter wrong)
    word*  *ord any word that begins or ends so
    <name>      anything that the lexicon files under that name; <a|b> one of two names
    a|b*|<name> one of these
    element?    the element may be left out
    ~  ~5       up to three (five) other words may stand here, but no negation and no end of sentence
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

from rapidfuzz.distance import OSA

from bot.language.normalise import Word, fold
from bot.language.remembering import LONGEST, MOST

NEGATION = "not"
_CHOICES = re.compile(r"<[^<>]+>|[^|<>]+")
_SHORTEST_CORRECTED = 7
_SHORTEST_SWAPPED = 5
_SHORTEST_STEM = 3
_ENGLISH = frozenset(
    ["the", "is", "my", "and", "he", "she", "you", "to", "what", "are", "with", "was", "do", "it", "they", "his", "her", "at", "of", "about", "this", "that", "who", "how", "can", "i", "im"]
)
_ENGLISH_ENOUGH = 2


class PatternError(ValueError):
    """A pattern in a data file cannot be read; the message says which and why."""


@dataclass(frozen=True, slots=True)
class Element:
    """One place in a pattern: the features that fit there and how many other words may stand before it."""

    features: frozenset[str]
    gap: int


Pattern = tuple[Element, ...]
Span = tuple[int, int]


class Vocabulary:
    """Which features a word has, through its spelling, its beginning, its ending or a likely slip of the finger."""

    def __init__(
        self, spellings: Mapping[str, str], never_corrected: Iterable[str], never_dotted: Iterable[str] = ()
    ) -> None:
        self._spellings = dict(spellings)
        self._never_dotted = frozenset(never_dotted)
        self._never_corrected = frozenset(never_corrected)
        self._exact: dict[str, set[str]] = {}
        self._folded: dict[str, set[str]] = {}
        self._beginnings: dict[str, set[str]] = {}
        self._endings: dict[str, set[str]] = {}
        self._shortened: dict[str, set[str]] = {}
        self._read_before = lru_cache(MOST)(self._read)

    def add(self, form: str, feature: str) -> None:
        """File `form` (a word, `begin*` or `*end`) under `feature`."""
        form = form.lower()
        stem = form.strip("*")
        if not stem or "*" in stem or (stem != form and len(stem) < _SHORTEST_STEM):
            raise PatternError(f"The word '{form}' cannot be read: write word, begin* or *end.")
        self._read_before.cache_clear()
        if form.endswith("*"):
            self._beginnings.setdefault(fold(stem), set()).add(feature)
        elif form.startswith("*"):
            self._endings.setdefault(fold(stem), set()).add(feature)
        if form.startswith("*"):
            return
        self._exact.setdefault(stem, set()).add(feature)
        folded = fold(stem)
        self._folded.setdefault(folded, set()).add(feature)
        if len(folded) >= _SHORTEST_SWAPPED:
            for key in _shortenings(folded):
                self._shortened.setdefault(key, set()).add(folded)

    def canonical(self, word: str) -> str:
        """The usual spelling of a dialect, chat or second-language form, otherwise the word itself."""
        return self._spellings.get(word, word)

    def features(self, word: str, dotless: bool, english: bool = False) -> frozenset[str]:
        """The features of one word.

        `dotless`: the text has no å, ä or ö at all, so 'far' may be 'får'. `english`: 'do' is no 'dö', 'hot' no threat.
        """
        # Numbers could be somebody's; they are not remembered, not even in memory. Nor is what fills it.
        remembered = word.isalpha() and len(word) <= LONGEST
        return self._read_before(word, dotless, english) if remembered else self._read(word, dotless, english)

    def _read(self, word: str, dotless: bool, english: bool) -> frozenset[str]:
        word = self._spellings.get(word, word)
        found = set(self._exact.get(word, ()))
        folded = fold(word)
        if (dotless or not found) and not english and word not in self._never_dotted:
            found |= self._folded.get(folded, set())
        for length in range(_SHORTEST_STEM, len(folded) + 1):
            found |= self._beginnings.get(folded[:length], set())
            found |= self._endings.get(folded[-length:], set())
        if not found and folded not in self._never_corrected and not word.isdigit():
            for near in self._corrections(folded):
                found |= self._folded[near]
        return frozenset(found)

    def knows(self, folded: str) -> bool:
        """Whether this folded word is filed as a whole word."""
        return folded in self._folded

    def _corrections(self, folded: str) -> set[str]:
        """Filed words one slip away: two letters swapped, or for longer words one letter wrong, missing or extra."""
        if not _SHORTEST_SWAPPED <= len(folded) <= 30:
            return set()
        candidates: set[str] = set(self._shortened.get(folded, ()))
        for key in _shortenings(folded):
            candidates |= self._shortened.get(key, set())
            if key in self._folded and len(key) >= _SHORTEST_CORRECTED:
                candidates.add(key)
        near = set()
        for candidate in candidates:
            swapped = len(candidate) == len(folded) and sorted(candidate) == sorted(folded)
            long_enough = min(len(candidate), len(folded)) >= _SHORTEST_CORRECTED
            if candidate[0] == folded[0] and (swapped or long_enough) and OSA.distance(candidate, folded) == 1:
                near.add(candidate)
        return near


def _shortenings(word: str) -> Iterable[str]:
    return (word[:index] + word[index + 1 :] for index in range(len(word)))


def parse_pattern(text: str, vocabulary: Vocabulary, names: frozenset[str]) -> list[Pattern]:
    """The pattern as rows of elements, one row per way to leave out what is optional.

    Words of the pattern are filed in the vocabulary. Raises PatternError for an unknown <name> or an empty pattern.
    """
    choices: list[list[Element | None]] = []
    gap = 0
    for part in text.split():
        if part.startswith("~"):
            gap = int(part[1:] or 3)
            continue
        optional = part.endswith("?")
        element = Element(_read_element(part.rstrip("?"), text, vocabulary, names), gap)
        choices.append([element, None] if optional else [element])
        gap = 0
    rows = [tuple(element for element in row if element is not None) for row in product(*choices)]
    if not choices or not all(rows):
        raise PatternError(f"The pattern '{text}' is empty or wholly optional.")
    return rows


def _read_element(part: str, pattern: str, vocabulary: Vocabulary, names: frozenset[str]) -> frozenset[str]:
    features = set()
    for choice in _CHOICES.findall(part):
        if choice.startswith("<"):
            features.update(choice[1:-1].split("|"))
        else:
            vocabulary.add(vocabulary.canonical(choice), "=" + choice)
            features.add("=" + choice)
    if unknown := {feature for feature in features if not feature.startswith("=")} - names:
        raise PatternError(f"The pattern '{pattern}' uses <{sorted(unknown)[0]}>, which is not defined before it.")
    return frozenset(features)


class Shortlist:
    """Which of many patterns can be in a text at all, found by one element of each: the one whose words are rarest."""

    def __init__(self, patterns: Sequence[Pattern]) -> None:
        # What few patterns ask for, few texts have.
        common = Counter(feature for pattern in patterns for element in pattern for feature in element.features)
        self._asking: dict[str, list[int]] = {}
        for index, pattern in enumerate(patterns):
            rarest = min(pattern, key=lambda element: sum(common[feature] for feature in element.features))
            for feature in rarest.features:
                self._asking.setdefault(feature, []).append(index)

    def asking_for(self, features: Iterable[str]) -> set[int]:
        """The places in the list of the patterns that these features make possible."""
        return {index for feature in features for index in self._asking.get(feature, ())}


class Tagged:
    """A text in which features are marked: single words first, then what patterns add."""

    def __init__(self, words: Sequence[Word], vocabulary: Vocabulary) -> None:
        self.words = words
        dotless = not any(letter in word.text for word in words for letter in "åäö")
        english = dotless and sum(word.text in _ENGLISH for word in words) >= _ENGLISH_ENOUGH
        self._at: list[dict[str, set[int]]] = []
        self._starts: dict[str, set[int]] = {}
        for index, word in enumerate(words):
            self._at.append({})
            for feature in vocabulary.features(word.text, dotless, english):
                self.mark(feature, (index, index + 1))
            self._mark_split_compound(index, vocabulary)

    def _mark_split_compound(self, index: int, vocabulary: Vocabulary) -> None:
        """Words that belong together but were written apart: 'själv mord'."""
        if not index or self.words[index - 1].sentence != self.words[index].sentence:
            return
        joined = self.words[index - 1].text + self.words[index].text
        if len(joined) >= 8 and vocabulary.knows(fold(joined)):
            for feature in vocabulary.features(joined, True):
                self.mark(feature, (index - 1, index + 1))

    def mark(self, feature: str, span: Span) -> None:
        """Say that the words from span[0] up to, not including, span[1] carry the feature."""
        self._at[span[0]].setdefault(feature, set()).add(span[1])
        self._starts.setdefault(feature, set()).add(span[0])

    def clear(self, span: Span) -> None:
        """Forget everything about these words: they are part of an idiom."""
        for index in range(*span):
            for feature in self._at[index]:
                self._starts[feature].discard(index)
                if not self._starts[feature]:
                    del self._starts[feature]
            self._at[index] = {}

    def has(self, feature: str) -> bool:
        """Whether the feature is anywhere in the text."""
        return feature in self._starts

    def carries(self, index: int, feature: str) -> bool:
        """Whether the feature begins at the word with this index."""
        return feature in self._at[index]

    def present(self) -> Iterable[str]:
        """Every feature that is anywhere in the text."""
        return self._starts.keys()

    def spans(self, feature: str) -> list[Span]:
        """Every place of a feature, in order."""
        return [(start, end) for start in sorted(self._starts.get(feature, ())) for end in sorted(self._at[start][feature])]

    def find(self, pattern: Pattern) -> list[Span]:
        """Every place where the pattern fits; the shortest fit for each beginning."""
        for element in pattern:
            if element.features.isdisjoint(self._starts):
                return []
        found = []
        starts = {start for feature in pattern[0].features for start in self._starts.get(feature, ())}
        for start in sorted(starts):
            ends = self._ends(pattern[0], start)
            for element in pattern[1:]:
                ends = {end for place in ends for end in self._next_ends(element, place)}
                if not ends:
                    break
            if ends:
                found.append((start, min(ends)))
        return found

    def _ends(self, element: Element, index: int) -> set[int]:
        here = self._at[index]
        return {end for feature in element.features for end in here.get(feature, ())}

    def _next_ends(self, element: Element, place: int) -> set[int]:
        ends: set[int] = set()
        for index in range(place, min(place + element.gap + 1, len(self.words))):
            if self.words[index].sentence != self.words[place - 1].sentence:
                break
            ends |= self._ends(element, index)
            if NEGATION in self._at[index]:
                break
        return ends
