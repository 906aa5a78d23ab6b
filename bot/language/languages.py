"""Which language a message is in when it is not Swedish: by its letters, or by the small words of each language."""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bot.language.name_reader import english_words, known_words
from bot.language.normalise import normalise
from bot.language.redaction_patterns import MARKER
from bot.language.words import MAX_CHARACTERS

SWEDISH = "sv"
# Seen not to be Swedish, but not which language it is.
UNKNOWN = "und"
UNDERSTOOD = (None, "en")
LATIN = ("en", "es", "fi", "pl", "so", "tr")
LEXICON = Path(__file__).parent / "lexicon" / "languages.yml"
# So many different small words, and this share of all words, make a language; a name or a quotation does not.
FEWEST_WORDS, SMALLEST_SHARE = 2, 0.3
FEWEST_LETTERS = 3
# From this many words on, of which at most this share is known from Swedish messages, hardly a word is Swedish.
FEWEST_STRANGE, STRANGE_SHARE = 3, 0.25

# A single letter is a small word in many languages.
_WORD = re.compile(r"[^\W\d_]{2,}(?:['’][^\W\d_]+)?|i['’](?:m|ve|d|ll)")
_ARABIC = re.compile("[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]")
_SORANI = re.compile("[\u06c6\u06ce\u0695\u06b5\u06d5]")
_PERSIAN = re.compile("[\u067e\u0686\u0698\u06af\u06a9\u06cc]")
_ETHIOPIC = re.compile("[\u1200-\u137f]")
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_UKRAINIAN = re.compile("[\u0456\u0457\u0454\u0491]", re.I)
_RUSSIAN = re.compile("[\u044a\u044b\u044d\u0451]", re.I)
_LATIN = re.compile("[a-z\u00c0-\u024f\u1e00-\u1eff]", re.I)


def find_language(text: str) -> str | None:
    """The ISO code of the language when it is surely not Swedish, None otherwise.

    One of `LATIN`, ar, fa, ckb, ti or uk; `UNKNOWN` for other letters. A language that is seen in nothing but a
    word or two counts as Swedish.
    """
    text = text[:MAX_CHARACTERS]
    letters = [character for character in text if character.isalpha()]
    latin = len(_LATIN.findall(text))
    if len(letters) - latin > max(latin, FEWEST_LETTERS - 1):
        return _by_letters(text)
    return _by_words(_WORD.findall(normalise(text)))


def unless_swedish(found: str | None, masked: str) -> str | None:
    """The language found, but for a Swedish sentence around a name from elsewhere; `masked`: without names."""
    return None if found and is_surely_swedish(MARKER.sub("", masked)) else found


def is_surely_swedish(text: str) -> bool:
    """Whether most of at least `FEWEST_STRANGE` words are known from Swedish messages; a word or two says little."""
    words = _WORD.findall(normalise(text[:MAX_CHARACTERS]))
    at_home = sum(word in _swedish_words() for word in words)
    return len(words) >= FEWEST_STRANGE and 2 * at_home > len(words)


def _by_letters(text: str) -> str:
    arabic, others = len(_ARABIC.findall(text)), {"ti": _ETHIOPIC, "uk": _CYRILLIC}
    found = max(others, key=lambda name: len(others[name].findall(text)))
    if arabic > len(others[found].findall(text)):
        return "ckb" if _SORANI.search(text) else "fa" if _PERSIAN.search(text) else "ar"
    if not others[found].search(text) or (found == "uk" and not _is_ukrainian(text)):
        return UNKNOWN
    return found


def _is_ukrainian(text: str) -> bool:
    if _UKRAINIAN.search(text):
        return True
    # Other Slavic languages share most letters.
    words = _WORD.findall(text.lower())
    ukrainian, russian = (sum(word in _small_words(name) for word in words) for name in ("uk", "ru"))
    return not _RUSSIAN.search(text) and ukrainian > russian


def _by_words(words: list[str]) -> str | None:
    swedish = _swedish_words()
    at_home = sum(word in swedish for word in words)
    strange = [word for word in words if word not in swedish]
    small = {name: [word for word in words if word in _small_words(name)] for name in LATIN}
    looks = {
        name: [word for word in strange if word not in _small_words(name) and _looks(name)(word)] for name in LATIN
    }
    # A word of the language says more than one that looks like it.
    likeliest = max(LATIN, key=lambda name: 2 * len(small[name]) + len(looks[name]))
    seen = small[likeliest] + looks[likeliest]
    if not seen or len(seen) <= at_home or len(seen) < SMALLEST_SHARE * len(words):
        return None
    # Where hardly a word is Swedish, one that gives the language away is enough.
    hardly = len(words) >= FEWEST_STRANGE and at_home <= STRANGE_SHARE * len(words)
    enough = len(set(seen) - swedish) >= FEWEST_WORDS and small[likeliest]
    return likeliest if hardly or enough else None


@cache
def _swedish_words() -> frozenset[str]:
    # Among the words known from messages are the English ones in them.
    return _small_words(SWEDISH) | known_words().difference(english_words(), *map(_small_words, LATIN))


@cache
def _lexicon() -> dict[str, dict[str, Any]]:
    loaded: dict[str, dict[str, Any]] = yaml.safe_load(LEXICON.read_text(encoding="utf-8"))
    return loaded


@cache
def _small_words(language: str) -> frozenset[str]:
    own = _lexicon()["words"].get(language, ())
    try:
        listed = importlib.import_module(f"spacy.lang.{language}.stop_words").STOP_WORDS
    except ModuleNotFoundError:
        listed = ()
    return frozenset(own) | frozenset(listed)


@cache
def _looks(language: str) -> Callable[[str], Any]:
    """Whether a word has letters or an ending that the language has and Swedish has not."""
    return re.compile(_lexicon()["looks"].get(language, "$^")).search
