"""From a message to words: spaCy's Swedish tokens of the normalised text, folded and stemmed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from bot.language.normalise import fold, normalise
from bot.language.remembering import remembered

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

# What one message may hold; longer pastes are read to here.
MAX_CHARACTERS = 4000

_SIGNS = re.compile(r"[^\w\s]{4,}")
_PART = re.compile(r"[^\W_]+")


@cache
def _swedish() -> Language:
    import spacy

    return spacy.blank("sv")


def tokenise(text: str) -> Doc:
    """spaCy's tokens; the offsets are those of the text given. Long runs of signs are cut to their first three."""
    # spaCy takes signs off a word one by one, which for thousands of them takes seconds.
    return _swedish().make_doc(_SIGNS.sub(lambda run: run[0][:3] + " " * (len(run[0]) - 3), text[:MAX_CHARACTERS]))


@dataclass(frozen=True)
class Written:
    """The folded words of a message, and of the last question in it when there is more around that question."""

    words: tuple[str, ...]
    question: tuple[str, ...] = ()


def read_words(text: str) -> Written:
    """The words of a message without punctuation, compounds by hyphen and slash taken apart."""
    sentences: list[tuple[list[str], bool]] = []
    current: list[str] = []
    for token in tokenise(normalise(text[:MAX_CHARACTERS])):
        current.extend(parts(token.text))
        if current and (token.text[0] in ".?!…" or "\n" in token.text):
            sentences.append((current, token.text.startswith("?")))
            current = []
    if current:
        sentences.append((current, False))
    every = tuple(word for sentence, _ in sentences for word in sentence)
    questions = [tuple(sentence) for sentence, asks in sentences if asks]
    return Written(every, questions[-1] if questions and len(sentences) > 1 else ())


@remembered
def parts(token: str) -> tuple[str, ...]:
    """The folded words within one token."""
    return tuple(_PART.findall(fold(token)))


@remembered
def stem(word: str) -> str:
    """The Snowball stem of a folded word."""
    return str(_stemmer().stemWord(word))


@cache
def _stemmer() -> Any:
    import snowballstemmer

    return snowballstemmer.stemmer("swedish")
