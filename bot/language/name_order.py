"""Which words are names, by the whole sentence they stand in: a small recurrent network, read with numpy alone.

"max" is a name in "jag gjorde slut med max" and none in "max två timmar", and no list can tell. Each word becomes a
vector, from itself, its pieces, the sort of word it is, the signs around it and what `word_order.py` has learned it to
mean; two gated recurrent units read the vectors forwards and backwards. The weights are learned by `samtalskompassen
learn-names` (`name_order_learning.py`) and kept in version control
(docs/adr/0007-names-are-read-from-their-surroundings.md).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from bot.language.features import pieces
from bot.language.remembering import remembered
from bot.language.word_order import WordOrder, as_read, read_both_ways, stored_word_order

# What is known by its row in a table: words, pieces of words, sorts of word (`name_reader.py`), signs around a word.
TABLES = ("words", "parts", "kinds", "signs")
# The tables that most of the memory goes to.
LARGE = ("words", "parts")


class NameOrderError(ValueError):
    """The stored weights are missing or unreadable."""


@dataclass(frozen=True)
class Line:
    """The words of a message in small letters, each with its kind and the sign before and after it ("" for none)."""

    words: list[str]
    kinds: list[str]
    before: list[str]
    after: list[str]

    @property
    def signs(self) -> list[tuple[str, str]]:
        """The two signs around each word, told apart."""
        return [(f"{before}|", f"|{after}") for before, after in zip(self.before, self.after, strict=True)]


class NameOrder:
    """Reads the words of a message. `known`: what each of `TABLES` has rows for, from row 1 on; row 0 is unknown.

    `arrays`: "words", "parts", "kinds" and "signs", vectors by row; "told" and "told_bias" from the vectors of
    `word_order`; "kernel", "recurrent" and "bias" of the two directions; "seen", "seen_bias", "last" and "last_bias".
    """

    def __init__(
        self, known: Mapping[str, Sequence[str]], arrays: Mapping[str, np.ndarray], word_order: WordOrder
    ) -> None:
        self.known = {table: list(known[table]) for table in TABLES}
        self.rows = {table: {name: row for row, name in enumerate(names, 1)} for table, names in self.known.items()}
        self.arrays = {name: as_read(name in LARGE, array) for name, array in arrays.items()}
        self.word_order = word_order
        self._of_word = remembered(self._work_out)

    def rows_of(self, word: str) -> tuple[int, list[int]]:
        """The row of a word, 0 when it is unknown, and the rows of its known pieces."""
        known = (self.rows["parts"].get(piece) for piece in sorted(set(pieces(word))))
        return self.rows["words"].get(word, 0), [row for row in known if row]

    def scores(self, line: Line) -> np.ndarray:
        """How probable it is of each word that it is a name or another thing to hide, in log-odds."""
        arrays = self.arrays
        vectors = self._vectors(line)
        there = np.ones((1, len(vectors)), dtype=bool)
        states = read_both_ways(vectors[None], there, arrays["kernel"], arrays["recurrent"], arrays["bias"])[0]
        seen = np.maximum(np.hstack([states, vectors]) @ arrays["seen"] + arrays["seen_bias"], 0)
        return (seen @ arrays["last"] + arrays["last_bias"])[:, 0]

    def _vectors(self, line: Line) -> np.ndarray:
        kinds, signs = self.rows["kinds"], self.rows["signs"]
        vectors = np.array([self._of_word(word) for word in line.words])
        vectors += self.arrays["kinds"][[kinds.get(kind, 0) for kind in line.kinds]]
        around = self.arrays["signs"][[[signs.get(sign, 0) for sign in both] for both in line.signs]]
        return np.hstack([vectors, around.reshape(len(vectors), -1)])

    def _work_out(self, word: str) -> np.ndarray:
        whole, parts = self.rows_of(word)
        vector = self.word_order.vectors([word])[0] @ self.arrays["told"] + self.arrays["told_bias"]
        if whole:
            vector = vector + self.arrays["words"][whole]
        return vector + self.arrays["parts"][parts].mean(axis=0, dtype=np.float32) if parts else vector

    def save(self, file: Path) -> None:
        """Writes plain arrays; nothing in them can run."""
        known = {f"known_{table}": np.array(names) for table, names in self.known.items()}
        arrays = {f"array_{name}": array.astype(np.float16) for name, array in self.arrays.items()}
        np.savez_compressed(file, **known, **arrays, leans_on=np.array(self.word_order.fingerprint))

    @classmethod
    def load(cls, file: Path, word_order: WordOrder) -> NameOrder:
        """Reads what `save` wrote; raises NameOrderError when it cannot be read."""
        try:
            with np.load(file, allow_pickle=False) as stored:
                if str(stored["leans_on"]) != word_order.fingerprint:
                    raise ValueError("learned beside another reader of the order of words")
                arrays = {name.removeprefix("array_"): stored[name] for name in stored if name.startswith("array_")}
                return cls({table: stored[f"known_{table}"].tolist() for table in TABLES}, arrays, word_order)
        except (OSError, ValueError, KeyError, TypeError, EOFError, BadZipFile) as error:
            remedy = "Lär om namnen med: samtalskompassen learn-names."
            raise NameOrderError(f"{file} går inte att läsa. {remedy}") from error


@cache
def stored_name_order() -> NameOrder:
    """The reader in version control; raises NameOrderError when it cannot be read."""
    with stored_at() as file:
        return NameOrder.load(file, stored_word_order())


def stored_at() -> AbstractContextManager[Path]:
    """Where the reader in version control lies."""
    return as_file(files("bot.language").joinpath("learned", "name_order.npz"))
