"""A second reader of the message, which knows the order of its words: a small recurrent network, read with numpy alone.

What a negation covers, who does what to whom and in which clause the point stands are not seen by counting words. Each
word becomes a vector, from its stem and its pieces; two gated recurrent units (Cho 2014) read the vectors forwards and
backwards; a few gazes (attention) and the strongest of each state sum up the message. The weights are learned by
`samtalskompassen learn-order` (`word_order_learning.py`) and kept in version control; training the model only reads
them (docs/adr/0009-a-reader-that-knows-the-order.md).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from functools import cached_property
from hashlib import sha256
from importlib.resources import as_file, files
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from scipy.special import expit

from bot.language.features import pieces
from bot.language.words import stem

# What of a message is read: letters have some hundred words, and pastes of thousands should cost little.
MAX_WORDS = 250
# What it scores besides the intents.
OUTPUTS_FOR_DANGER = ("danger at all", "urgent", "act now")


# The tables that most of the memory goes to.
LARGE = ("stems", "parts")


def as_read(is_large: bool, array: np.ndarray) -> np.ndarray:
    """Numbers of four bytes; large tables that are stored with two stay so."""
    array = np.asarray(array)
    return array if is_large and array.dtype == np.float16 else array.astype(np.float32)


class WordOrderError(ValueError):
    """The stored weights are missing or unreadable."""


class WordOrder:
    """Reads messages as words. `outputs` names what it scores: intents, then `OUTPUTS_FOR_DANGER`.

    `arrays`: "stems" and "parts", vectors by row, row 0 for what is unknown; "kernel", "recurrent" and "bias" of the
    two directions; "gaze" and "gaze_bias", "seen" and "seen_bias"; "last" and "last_bias".
    """

    def __init__(
        self, outputs: Sequence[str], stems: Sequence[str], parts: Sequence[str], arrays: Mapping[str, np.ndarray]
    ) -> None:
        self.outputs = list(outputs)
        self.stems = list(stems)
        self.parts = list(parts)
        self.arrays = {name: as_read(name in LARGE, array) for name, array in arrays.items()}
        self._stem = {name: row for row, name in enumerate(self.stems, 1)}
        self._part = {name: row for row, name in enumerate(self.parts, 1)}

    @cached_property
    def fingerprint(self) -> str:
        """Changes with what the words have been learned to mean."""
        return sha256(self.arrays["parts"].astype(np.float16).tobytes()).hexdigest()[:16]

    def knows(self, message: Sequence[str]) -> bool:
        """Whether any of the words has been met before; of a message without one it can tell nothing."""
        return any(stem(word) in self._stem for word in message)

    def rows_of(self, word: str) -> tuple[int, list[int]]:
        """The row of a word's stem, 0 when it is unknown, and the rows of its known pieces."""
        known = (self._part.get(piece) for piece in sorted(set(pieces(word))))
        return self._stem.get(stem(word), 0), [row for row in known if row]

    def scores(self, messages: Sequence[Sequence[str]]) -> np.ndarray:
        """Scores of some messages, messages × outputs; a message without words scores what says nothing does."""
        arrays = self.arrays
        cut = [message[:MAX_WORDS] for message in messages]
        longest = max(1, *map(len, cut)) if cut else 1
        vectors = np.zeros((len(cut), longest, arrays["stems"].shape[1]), dtype=np.float32)
        there = np.zeros((len(cut), longest), dtype=bool)
        for row, message in enumerate(cut):
            there[row, : len(message)] = True
            vectors[row, : len(message)] = self.vectors(message)
        states = read_both_ways(vectors, there, arrays["kernel"], arrays["recurrent"], arrays["bias"])
        return self._summed_up(vectors, states, there) @ arrays["last"] + arrays["last_bias"]

    def vectors(self, message: Sequence[str]) -> np.ndarray:
        """One vector for each word: its stem's, and the mean of its pieces."""
        rows = [self.rows_of(word) for word in message]
        whole = np.array([row for row, _ in rows], dtype=np.int64)
        vectors = self.arrays["stems"][whole].astype(np.float32) * (whole > 0)[:, None]
        counts = np.array([len(parts) for _, parts in rows], dtype=np.int64)
        known = np.flatnonzero(counts)
        if len(known):
            parts = self.arrays["parts"][[row for _, parts in rows for row in parts]].astype(np.float32)
            sums = np.add.reduceat(parts, (np.cumsum(counts) - counts)[known])
            vectors[known] += sums / counts[known, None].astype(np.float32)
        return vectors

    def _summed_up(self, vectors: np.ndarray, states: np.ndarray, there: np.ndarray) -> np.ndarray:
        """One vector for each message: the gazes, the strongest of each state, and the words by themselves."""
        arrays = self.arrays
        shown = there[..., None]
        gaze = np.where(shown, states @ arrays["gaze"] + arrays["gaze_bias"], np.float32(-1e4))
        gaze = np.exp(gaze - gaze.max(axis=1, keepdims=True))
        gaze /= gaze.sum(axis=1, keepdims=True)
        seen = np.swapaxes(gaze, 1, 2) @ (states @ arrays["seen"] + arrays["seen_bias"])
        strongest = np.where(shown, states, np.float32(-1e4)).max(axis=1) * there.any(axis=1)[:, None]
        words = vectors.sum(axis=1) / np.sqrt(np.maximum(there.sum(axis=1), 1))[:, None]
        return np.concatenate([seen.reshape(len(seen), -1), strongest, words.astype(np.float32)], axis=1)

    def save(self, file: Path) -> None:
        """Writes plain arrays; nothing in them can run."""
        names = {name: np.array(getattr(self, name)) for name in ("outputs", "stems", "parts")}
        arrays = {f"array_{name}": array.astype(np.float16) for name, array in self.arrays.items()}
        np.savez_compressed(file, **names, **arrays)

    @classmethod
    def load(cls, file: Path) -> WordOrder:
        """Reads what `save` wrote; raises WordOrderError when it cannot be read."""
        try:
            with np.load(file, allow_pickle=False) as stored:
                arrays = {name.removeprefix("array_"): stored[name] for name in stored if name.startswith("array_")}
                return cls(stored["outputs"].tolist(), stored["stems"].tolist(), stored["parts"].tolist(), arrays)
        except (OSError, ValueError, KeyError, TypeError, EOFError, BadZipFile) as error:
            remedy = "Lär om ordföljden med: samtalskompassen learn-order."
            raise WordOrderError(f"{file} går inte att läsa. {remedy}") from error


def read_both_ways(
    vectors: np.ndarray, there: np.ndarray, kernel: np.ndarray, recurrent: np.ndarray, bias: np.ndarray
) -> np.ndarray:
    """What is known at each word, from what comes before it and from what comes after it.

    `vectors`: messages × words × their size; `there`: messages × words, False where a message has ended. `kernel`,
    `recurrent` and `bias` of two gated recurrent units, as Keras has them. Returns messages × words × two states.
    """
    ways = np.stack([vectors, vectors[:, ::-1]])
    shown = np.stack([there, there[:, ::-1]])[..., None]
    given = ways @ kernel[:, None] + bias[:, None, None, 0]
    size = recurrent.shape[1]
    state = np.zeros((2, len(vectors), size), dtype=np.float32)
    states = np.empty((2, *vectors.shape[:2], size), dtype=np.float32)
    for place in range(vectors.shape[1]):
        new = given[:, :, place]
        old = state @ recurrent + bias[:, None, 1]
        gates = expit(new[..., : 2 * size] + old[..., : 2 * size])
        kept = gates[..., :size]
        thought = np.tanh(new[..., 2 * size :] + gates[..., size:] * old[..., 2 * size :])
        state = np.where(shown[:, :, place], thought + kept * (state - thought), state)
        states[:, :, place] = state
    return np.concatenate([states[0], states[1, :, ::-1]], axis=-1)


def stored_word_order() -> WordOrder:
    """The reader in version control; raises WordOrderError when it cannot be read."""
    with stored_at() as file:
        return WordOrder.load(file)


def stored_at() -> AbstractContextManager[Path]:
    """Where the reader in version control lies."""
    return as_file(files("bot.language").joinpath("learned", "word_order.npz"))
