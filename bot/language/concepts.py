"""Which concepts a message touches, by the word lists in lexicon/concepts.yml."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import yaml

from bot.language.normalise import fold
from bot.language.remembering import remembered
from bot.language.words import parts, stem

LEXICON = Path(__file__).parent / "lexicon" / "concepts.yml"
_SHORTEST_PIECE = 3


class ConceptLists:
    """Words, beginnings, endings, middles and phrases, each with the concepts they stand for."""

    def __init__(self, lists: dict[str, list[str | int]]) -> None:
        self.whole: dict[str, list[str]] = {}
        self.beginnings: dict[str, list[str]] = {}
        self.endings: dict[str, list[str]] = {}
        self.middles: dict[str, list[str]] = {}
        self.phrases: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        self.phrases_from = remembered(self._phrases_from)
        for concept, entries in lists.items():
            for entry in entries:
                self._add(concept, str(entry).lower())

    def _add(self, concept: str, entry: str) -> None:
        if " " in entry or len(parts(entry.strip("*"))) > 1:
            pattern = tuple(part + ("*" if word.endswith("*") else "") for word in entry.split() for part in parts(word))
            first = pattern[0]
            key = first if first.endswith("*") else stem(first)
            self.phrases.setdefault(key, []).append((pattern, concept))
            return
        word = fold(entry.strip("*"))
        table = {
            (False, False): self.whole,
            (False, True): self.beginnings,
            (True, False): self.endings,
            (True, True): self.middles,
        }[entry.startswith("*"), entry.endswith("*")]
        table.setdefault(word, []).append(concept)

    def of_word(self, word: str) -> tuple[str, ...]:
        """The concepts of one folded word."""
        found = set(self.whole.get(word, ()))
        size = len(word)
        for end in range(_SHORTEST_PIECE, size + 1):
            found.update(self.beginnings.get(word[:end], ()))
            found.update(self.endings.get(word[size - end :], ()))
            if self.middles:
                for start in range(size - end + 1):
                    found.update(self.middles.get(word[start : start + end], ()))
        return tuple(sorted(found))

    def _phrases_from(self, word: str) -> tuple[tuple[tuple[str, ...], str], ...]:
        """The phrases that may begin with a word, with their concepts; most words begin none."""
        keys = [stem(word), *(word[:end] + "*" for end in range(_SHORTEST_PIECE, len(word) + 1))]
        return tuple(entry for key in keys for entry in self.phrases.get(key, ()))

    def in_phrases(self, message: Sequence[str]) -> Iterator[str]:
        """The concepts of the runs of words in a message, once for each run."""
        stems = [stem(word) for word in message]
        for position, word in enumerate(message):
            for pattern, concept in self.phrases_from(word):
                if _matches(pattern, message, stems, position):
                    yield concept


def _matches(pattern: tuple[str, ...], message: Sequence[str], stems: list[str], start: int) -> bool:
    if start + len(pattern) > len(message):
        return False
    return all(
        message[start + i].startswith(part[:-1]) if part.endswith("*") else stems[start + i] == stem(part)
        for i, part in enumerate(pattern)
    )


@cache
def concept_lists() -> ConceptLists:
    """The lists, read once."""
    return ConceptLists(yaml.safe_load(LEXICON.read_text(encoding="utf-8")))


@remembered
def _of_word(word: str) -> tuple[str, ...]:
    return concept_lists().of_word(word)


def concepts_in(message: Sequence[str]) -> list[str]:
    """The concepts of the folded words of a message, one entry for each word or phrase that has it."""
    found = [concept for word in message for concept in _of_word(word)]
    return [*found, *concept_lists().in_phrases(message)]
