"""One linear model for everything that is learned about a message: its intent, and three cuts on a scale of danger.

Every column first becomes a vector of `RANK` numbers; intents and cuts are all read from that vector, so that what a
word means for one is known to the others. It is found by AdaGrad (Duchi 2011), one step length for each row, on the
logistic loss. A share of each message is missing every time it is shown (blankout noise, van der Maaten 2013).
Everything is linear, so vectors and readings multiply into one plain matrix.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.special import expit, softmax

from bot.language.word_order import OUTPUTS_FOR_DANGER

# How long the shared vectors are, and how large the numbers are that they begin with.
RANK = 64
FIRST_SIZE = 0.1
CUTS = len(OUTPUTS_FOR_DANGER)
# How often each message is shown, and how many are learned from in one step.
EPOCHS = 8
BATCH = 128
# The length of the first steps; it falls evenly to 0. Squares begin from more than nothing, so that no step is wild.
RATE = 0.2
FIRST_SQUARES = 0.1
# What danger weighs beside the intent.
DANGER_WEIGHT = 0.5


# Every step needs some megabytes for a moment. The workers keep them, instead of giving them back and asking for them
# again, which takes four tenths of the time; read by glibc when a process starts.
KEEP_MEMORY = {"MALLOC_MMAP_THRESHOLD_": str(1 << 25), "MALLOC_TRIM_THRESHOLD_": str(1 << 32)}


@dataclass(frozen=True)
class Lessons:
    """What each of n messages is to teach. A weight of 0 teaches nothing.

    `intents`: n numbers below `size`; `intent_weights`: n. `danger` and `danger_weights`: n × `CUTS`, targets 0 or 1.
    """

    intents: np.ndarray
    intent_weights: np.ndarray
    danger: np.ndarray
    danger_weights: np.ndarray
    size: int

    @property
    def outputs(self) -> int:
        """How many things are learned: intents first, then the cuts."""
        return self.size + CUTS

    def of(self, rows: np.ndarray) -> Lessons:
        """What some of the messages teach."""
        return Lessons(
            self.intents[rows], self.intent_weights[rows], self.danger[rows], self.danger_weights[rows], self.size
        )

    def slopes(self, rows: np.ndarray, scores: np.ndarray) -> np.ndarray:
        """How the loss of m messages changes with their scores; scores and result: m × outputs."""
        likely = softmax(scores[:, : self.size], axis=1)
        likely[np.arange(len(rows)), self.intents[rows]] -= 1
        surely = expit(scores[:, self.size :])
        return np.hstack([
            likely * self.intent_weights[rows, None],
            (surely - self.danger[rows]) * self.danger_weights[rows] * np.float32(DANGER_WEIGHT),
        ])


@dataclass(frozen=True)
class View:
    """The columns that one reader sees, the share of them that is missing each time, and the seed of its chance.

    With much missing it leans on many small signs instead of a few, and reads unknown voices better; with
    little missing it sees the one clause in a long letter that says what the person wants.
    """

    columns: np.ndarray
    missing: float
    seed: int


class Stepping:
    """A table whose rows take smaller steps the more they have been moved."""

    def __init__(self, values: np.ndarray) -> None:
        self.values = values.astype(np.float32)
        self._squares = np.full((len(self.values), 1), FIRST_SQUARES, dtype=np.float32)

    def step(self, slope: np.ndarray, rate: float, rows: np.ndarray | slice = slice(None)) -> None:
        """Against the slope, which has one row for each of `rows`; no row may be named twice."""
        squares = self._squares[rows] + np.einsum("ij,ij->i", slope, slope)[:, None] / np.float32(slope.shape[1])
        self._squares[rows] = squares
        self.values[rows] -= slope * (np.float32(rate) / np.sqrt(squares))


def learn_together(matrix: Any, lessons: Lessons, views: Sequence[View]) -> tuple[np.ndarray, np.ndarray]:
    """Weights (columns × outputs) and a bias for each output, the mean over views.

    `matrix`: messages × columns, sparse.

    Different views make different mistakes. Every core has its share; what is learned is the same whatever their
    number.
    """
    from joblib import Parallel, delayed

    os.environ.update(KEEP_MEMORY)
    found = Parallel(n_jobs=-1)(
        delayed(_learn_view)(matrix[:, view.columns].tocsr(), lessons, view) for view in views
    )
    weights = np.zeros((matrix.shape[1], lessons.outputs), dtype=np.float32)
    for view, (view_weights, _) in zip(views, found, strict=True):
        weights[view.columns] += view_weights / len(views)
    return weights, np.mean([bias for _, bias in found], axis=0, dtype=np.float32)


def _learn_view(matrix: Any, lessons: Lessons, view: View) -> tuple[np.ndarray, np.ndarray]:
    """The columns of the view × outputs, and a bias for each output."""
    from scipy.sparse import csr_matrix

    chance = np.random.RandomState(view.seed)
    shared = Stepping(chance.standard_normal((matrix.shape[1], RANK)) * FIRST_SIZE)
    shared_bias = Stepping(np.zeros((1, RANK)))
    last = Stepping(chance.standard_normal((RANK, lessons.outputs)) / RANK**0.5)
    last_bias = Stepping(np.zeros((1, lessons.outputs)))
    met = np.zeros(matrix.shape[1], dtype=bool)
    messages = len(lessons.intents)
    steps = EPOCHS * -(-messages // BATCH)
    orders = (chance.permutation(messages) for _ in range(EPOCHS))
    batches = (order[at : at + BATCH] for order in orders for at in range(0, messages, BATCH))
    for done, batch in enumerate(batches):
        rate = RATE * (1 - done / steps)
        # Only the columns that are seen move.
        shown = matrix[batch]
        kept = chance.random_sample(shown.nnz) >= view.missing
        columns, places = _distinct(shown.indices[kept], matrix.shape[1])
        ends = np.concatenate([[0], np.cumsum(kept)])[shown.indptr]
        met[columns] = True
        values = shown.data[kept] / np.float32(1 - view.missing)
        seen = csr_matrix((values, places, ends), shape=(len(batch), len(columns)))
        meaning = seen @ shared.values[columns] + shared_bias.values
        slopes = lessons.slopes(batch, meaning @ last.values + last_bias.values)
        back = slopes @ last.values.T
        shared.step(seen.T @ back, rate, columns)
        shared_bias.step(back.sum(axis=0, keepdims=True), rate)
        last.step(meaning.T @ slopes, rate)
        last_bias.step(slopes.sum(axis=0, keepdims=True), rate)
    # What was never shown says nothing yet.
    shared.values[~met] = 0
    return shared.values @ last.values, (shared_bias.values @ last.values + last_bias.values)[0]


def _distinct(numbers: np.ndarray, size: int) -> tuple[np.ndarray, np.ndarray]:
    """The distinct numbers below `size`, and where among them each number stands; quicker here than sorting them."""
    there = np.zeros(size, dtype=bool)
    there[numbers] = True
    distinct = np.flatnonzero(there)
    place = np.empty(size, dtype=np.int32)
    place[distinct] = np.arange(len(distinct))
    return distinct, place[numbers]
