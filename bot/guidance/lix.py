"""LIX, how hard a Swedish text is to read."""

from __future__ import annotations

import re
from collections.abc import Iterable

LONG_WORD = 6
# Full stops that end no sentence: law references and everyday abbreviations.
ABBREVIATIONS = re.compile(r"(?i)\b(kap|st|prop|bl\.a|t\.ex|m\.fl|osv)\.")
WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*|\d+")
SENTENCE_END = re.compile(r"[.!?:]+[\"”)]*(?=\s|$)|\n+")


def lix(text: str, apart: Iterable[str] = ()) -> float:
    """Words per sentence plus the percentage of words over six letters; 0 for a text without words.

    `apart` are words that count as short, such as legal terms the text explains. After Björnsson (1968): a sentence
    also ends at a colon and at a line break.
    """
    plain = ABBREVIATIONS.sub(r"\1", text)
    words = WORD.findall(plain)
    if not words:
        return 0.0
    sentences = sum(1 for piece in SENTENCE_END.split(plain) if WORD.search(piece))
    known = {word.casefold() for word in apart}
    long = sum(len(word) > LONG_WORD and word.casefold() not in known for word in words)
    return len(words) / sentences + 100 * long / len(words)
