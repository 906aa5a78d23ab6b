"""What the intent model looks at in a message: stems, pieces of words and concepts, as weighted columns."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from bot.language.concepts import concepts_in
from bot.language.remembering import remembered
from bot.language.words import stem

# How much each block weighs in the length of a message.
BLOCK_WEIGHTS = {"words": 1.0, "pieces": 1.0, "concepts": 0.7, "pairs": 0.5, "gaps": 0.7}
# Word n-grams see phrases, pieces of words see compounds, endings and typing errors.
WORD_LENGTHS = (1, 2, 3)
PIECE_LENGTHS = (3, 4)
# Two stems with one or two others between them see a word and its "inte", a verb and its particle.
GAPS = (2, 3)


def word_grams(stems: Sequence[str]) -> list[str]:
    """Runs of one to three stems, the ends of the message marked."""
    stems = ["<", *stems, ">"]
    grams = [" ".join(stems[i : i + n]) for n in WORD_LENGTHS for i in range(len(stems) - n + 1)]
    return [gram for gram in grams if gram not in ("<", ">")]


def gap_grams(stems: Sequence[str]) -> list[str]:
    """Two stems in order with others between them."""
    return [f"{one} … {other}" for gap in GAPS for one, other in zip(stems, stems[gap:], strict=False)]


@remembered
def pieces(word: str) -> tuple[str, ...]:
    """Runs of three and four characters of one word, its edges marked by a space."""
    edged = f" {word} "
    return tuple(edged[i : i + n] for n in PIECE_LENGTHS for i in range(len(edged) - n + 1))


def describe(message: Sequence[str]) -> dict[str, list[str]]:
    """The words of a message as blocks of features; each block is weighted and scaled by itself."""
    stems = [stem(word) for word in message]
    concepts = concepts_in(message)
    distinct = sorted(set(concepts))
    return {
        "concepts": concepts,
        "pairs": [f"{one}+{other}" for i, one in enumerate(distinct) for other in distinct[i + 1 :]],
        "words": word_grams(stems),
        "pieces": [piece for word in message for piece in pieces(word)],
        "gaps": gap_grams(stems),
    }


class Columns:
    """One block of features: which column a feature is, and how much it says (inverse document frequency)."""

    def __init__(self, names: Sequence[str], weights: np.ndarray) -> None:
        self.names = list(names)
        self.weights = weights.astype(np.float32)
        self._index = {name: number for number, name in enumerate(self.names)}

    @classmethod
    def rated(cls, names: Sequence[str], frequency: np.ndarray, messages: int) -> Columns:
        """Columns by inverse document frequency: `frequency` of so many messages have each feature."""
        return cls(names, np.log((1 + messages) / (1 + frequency.astype(np.float64))) + 1)

    def __len__(self) -> int:
        return len(self.names)

    def vector(self, message: Sequence[str], length: float = 1.0) -> tuple[np.ndarray, np.ndarray]:
        """Column numbers and values: tf-idf with dampened counts, of the length given (0 when nothing is known)."""
        found = [self._index[name] for name in message if name in self._index]
        if not found:
            return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.float32)
        columns, counts = np.unique(np.array(found, dtype=np.int64), return_counts=True)
        values = dampened(counts) * self.weights[columns]
        return columns, values * np.float32(length / np.linalg.norm(values))


def dampened(counts: np.ndarray) -> np.ndarray:
    """What it says that a feature stands so many times in a message."""
    return (1 + np.log(counts)).astype(np.float32)
