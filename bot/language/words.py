"""From a message to words: spaCy's Swedish tokens of the normalised text, folded and stemmed."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from bot.language.normalise import fold, normalise

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

# What one message may hold; longer pastes are read to here.
MAX_CHARACTERS = 4000

_PART = re.compile(r"[^\W_]+")


@cache
def _swedish() -> Language:
    import spacy

    return spacy.blank("sv")


def tokenise(text: str) -> Doc:
    """spaCy's tokens; the offsets are those of the text given."""
    return _swedish().make_doc(text[:MAX_CHARACTERS])


def words(text: str) -> list[str]:
    """The folded words of a message, without punctuation, compounds by hyphen and slash taken apart."""
    return [part for token in tokenise(normalise(text[:MAX_CHARACTERS])) for part in _parts(token.text)]


@lru_cache(maxsize=50_000)
def _parts(token: str) -> tuple[str, ...]:
    return tuple(_PART.findall(fold(token)))


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The Snowball stem of a folded word."""
    return str(_stemmer().stemWord(word))


@cache
def _stemmer() -> Any:
    import snowballstemmer

    return snowballstemmer.stemmer("swedish")
