"""Learning to read the order of words, from the same examples as the intent model; with TensorFlow, which Rasa brings.

It takes some minutes, so that it is not part of training: `samtalskompassen learn-order` writes the weights, and they
are kept in version control. What `learning.is_kept_back` keeps back is not learned from here either, so that
confidence and cuts are set on messages that neither reader has seen.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from bot.language.features import pieces
from bot.language.joint_learning import CUTS, DANGER_WEIGHT, Lessons
from bot.language.learning import Example, is_kept_back, lessons_of
from bot.language.word_order import MAX_WORDS, OUTPUTS_FOR_DANGER, WordOrder
from bot.language.words import stem

SEED = 20
# How long the vectors and states are, how many gazes there are, and how much each takes with it.
SIZE, GAZES, SEEN = 64, 8, 32
# How often each message is shown, and how many are learned from in one step.
EPOCHS, BATCH = 8, 128
# The length of the first steps for the vectors of words and for all else; they fall evenly to 0 (Adam, Kingma 2015).
WORD_RATE, RATE = 0.01, 0.002
# What share of the words, of the stems (so that pieces are learned too) and of what is summed up is missing each time.
MISSING = 0.3
# In how many messages a stem and a piece must stand.
STEMS_FROM, PIECES_FROM = 2, 3
FIRST_SIZE = 0.1
# Messages of like length are learned from together, out of so many batches: a step is as slow as its longest message.
SORTED_BATCHES = 20
# What stands for "not at all" before a softmax and a maximum.
NEVER = -1e4
# Told of a round of learning: its number, of how many, its mean loss, the seconds gone.
Tell = Callable[[int, int, float, float], None]


def learn_word_order(given: Sequence[Example], tell: Tell | None = None) -> WordOrder:
    """A reader from examples; `tell` is told of each round."""
    import tensorflow as tf

    tf.keras.utils.set_random_seed(SEED)
    tf.config.experimental.enable_op_determinism()
    examples = [example for example in sorted(set(given)) if not is_kept_back(example)]
    names, lessons = lessons_of(examples)
    stems, parts = _vocabulary(examples)
    reader = WordOrder([*names, *OUTPUTS_FOR_DANGER], stems, parts, {})
    messages, words = _numbered(examples)
    lengths = np.array([len(message) for message in messages])
    network = _Network(tf, reader, words)
    chance = np.random.RandomState(SEED)
    started, done, steps = time.monotonic(), 0, EPOCHS * -(-len(messages) // BATCH)
    for epoch in range(EPOCHS):
        losses = []
        for rows in _batches(lengths, chance):
            losses.append(network.learn(_padded([messages[row] for row in rows]), lessons.of(rows), 1 - done / steps))
            done += 1
        if tell:
            tell(epoch + 1, EPOCHS, float(np.mean(losses)), time.monotonic() - started)
    return WordOrder(reader.outputs, stems, parts, network.arrays())


def _vocabulary(examples: Sequence[Example]) -> tuple[list[str], list[str]]:
    """The stems and pieces of words that enough of the messages have, in order."""
    stems: Counter[str] = Counter()
    parts: Counter[str] = Counter()
    for example in examples:
        stems.update({stem(word) for word in example.words})
        parts.update({piece for word in set(example.words) for piece in pieces(word)})
    return (
        sorted(name for name, count in stems.items() if count >= STEMS_FROM),
        sorted(name for name, count in parts.items() if count >= PIECES_FROM),
    )


def _numbered(examples: Sequence[Example]) -> tuple[list[np.ndarray], list[str]]:
    """The messages as numbers of words, and the words; number 0 is no word."""
    numbers: dict[str, int] = {}
    messages = [
        np.array([numbers.setdefault(word, len(numbers) + 1) for word in example.words[:MAX_WORDS]], dtype=np.int32)
        for example in examples
    ]
    return messages, list(numbers)


def _batches(lengths: np.ndarray, chance: np.random.RandomState) -> Iterator[np.ndarray]:
    """The numbers of some messages of like length at a time; all messages once, in another order every time."""
    order = chance.permutation(len(lengths))
    for start in range(0, len(order), BATCH * SORTED_BATCHES):
        some = order[start : start + BATCH * SORTED_BATCHES]
        some = some[np.argsort(lengths[some], kind="stable")]
        cuts = np.arange(0, len(some), BATCH)
        chance.shuffle(cuts)
        yield from (some[cut : cut + BATCH] for cut in cuts)


def _padded(messages: Sequence[np.ndarray]) -> np.ndarray:
    """Messages × the longest, filled up with 0."""
    words = np.zeros((len(messages), max(1, *map(len, messages))), dtype=np.int32)
    for row, message in zip(words, messages, strict=True):
        row[: len(message)] = message
    return words


class _Network:
    """What `WordOrder` reads, as TensorFlow learns it."""

    def __init__(self, tf: Any, reader: WordOrder, words: Sequence[str]) -> None:
        layers = tf.keras.layers
        self._tf = tf
        rows = [reader.rows_of(word) for word in words]
        widest = max((len(parts) for _, parts in rows), default=1)
        filled = np.zeros((len(words) + 1, widest + 1), dtype=np.int32)
        for row, (_, parts) in zip(filled[1:], rows, strict=True):
            row[: len(parts)] = parts
        self._stem_of = tf.constant([0, *(whole for whole, _ in rows)], dtype=tf.int32)
        self._parts_of = tf.constant(filled)
        first = tf.random_normal_initializer(0.0, FIRST_SIZE)
        self._stems = tf.Variable(first((len(reader.stems) + 1, SIZE)))
        self._parts = tf.Variable(first((len(reader.parts) + 1, SIZE)))
        self._both_ways = layers.Bidirectional(layers.GRU(SIZE, return_sequences=True))
        self._gaze, self._seen = layers.Dense(GAZES), layers.Dense(SEEN)
        self._last = layers.Dense(len(reader.outputs))
        self._intents = len(reader.outputs) - CUTS
        self._scores(tf.ones((1, 1), dtype=tf.int32), learning=False)
        self._words = [self._stems, self._parts]
        self._others = [
            variable
            for layer in (self._both_ways, self._gaze, self._seen, self._last)
            for variable in layer.trainable_variables
        ]
        self._word_steps, self._steps = tf.keras.optimizers.Adam(WORD_RATE), tf.keras.optimizers.Adam(RATE)
        self._word_steps.build(self._words)
        self._steps.build(self._others)
        numbers, some = tf.TensorSpec([None, None], tf.int32), tf.TensorSpec([None, CUTS], tf.float32)
        one, each = tf.TensorSpec([None], tf.float32), tf.TensorSpec([None], tf.int32)
        self._step = tf.function(
            self._learn, input_signature=[numbers, each, one, some, some, tf.TensorSpec([], tf.float32)]
        )

    def learn(self, words: np.ndarray, lessons: Lessons, left: float) -> float:
        """One step, shorter the less is left (1 to 0); returns the loss."""
        return float(self._step(
            words, lessons.intents.astype(np.int32), lessons.intent_weights.astype(np.float32),
            lessons.danger, lessons.danger_weights.astype(np.float32), np.float32(left),
        ))

    def _learn(self, words: Any, intents: Any, weights: Any, danger: Any, danger_weights: Any, left: Any) -> Any:
        tf = self._tf
        with tf.GradientTape() as tape:
            scores = self._scores(words, learning=True)
            wrong = tf.nn.sparse_softmax_cross_entropy_with_logits(intents, scores[:, : self._intents])
            unseen = tf.nn.sigmoid_cross_entropy_with_logits(danger, scores[:, self._intents :])
            loss = tf.reduce_sum(wrong * weights) / tf.maximum(tf.reduce_sum(weights), 1.0)
            loss += DANGER_WEIGHT * tf.reduce_mean(tf.reduce_sum(unseen * danger_weights, axis=1))
        of_words, of_others = tape.gradient(loss, (self._words, self._others))
        self._word_steps.learning_rate = WORD_RATE * left
        self._steps.learning_rate = RATE * left
        # TensorFlow, which reads this, has a zip that is not told to be strict.
        self._word_steps.apply_gradients(zip(of_words, self._words))  # noqa: B905
        self._steps.apply_gradients(zip(of_others, self._others))  # noqa: B905
        return loss

    def _scores(self, words: Any, learning: bool) -> Any:
        """Messages × outputs, from messages × numbers of words."""
        tf = self._tf
        there = words > 0
        shown = tf.cast(there, tf.float32)[..., None]
        distinct, places = tf.unique(tf.reshape(words, [-1]))
        whole, parts = tf.gather(self._stem_of, distinct), tf.gather(self._parts_of, distinct)
        known, has = tf.cast(whole > 0, tf.float32)[:, None], tf.cast(parts > 0, tf.float32)[..., None]
        of_parts = tf.reduce_sum(tf.gather(self._parts, parts) * has, axis=1)
        of_parts /= tf.maximum(tf.reduce_sum(has, axis=1), 1.0)
        whole = tf.gather(self._stems, whole) * known
        if learning:
            whole *= self._kept([tf.shape(distinct)[0], 1]) / (1 - MISSING)
        vectors = tf.gather(whole + of_parts, tf.reshape(places, tf.shape(words))) * shown
        if learning:
            vectors *= self._kept(tf.shape(words))[..., None]
        states = self._both_ways(vectors, mask=there)
        gaze = tf.nn.softmax(tf.where(there[..., None], self._gaze(states), NEVER), axis=1)
        seen = tf.reshape(tf.einsum("mwg,mws->mgs", gaze, self._seen(states)), [-1, GAZES * SEEN])
        strongest = tf.reduce_max(tf.where(there[..., None], states, NEVER), axis=1)
        strongest *= tf.cast(tf.reduce_any(there, axis=1), tf.float32)[:, None]
        alone = tf.reduce_sum(vectors, axis=1) / tf.sqrt(tf.maximum(tf.reduce_sum(shown, axis=1), 1.0))
        summed = tf.concat([seen, strongest, alone], axis=1)
        return self._last(tf.nn.dropout(summed, MISSING) if learning else summed)

    def _kept(self, shape: Any) -> Any:
        """1 where something is kept, 0 where it is missing this time."""
        return self._tf.cast(self._tf.random.uniform(shape) >= MISSING, self._tf.float32)

    def arrays(self) -> dict[str, np.ndarray]:
        """The weights as `WordOrder` wants them."""
        ways = [self._both_ways.forward_layer.get_weights(), self._both_ways.backward_layer.get_weights()]
        kernel, recurrent, bias = (np.stack(pair) for pair in zip(*ways, strict=True))
        found = {
            "stems": self._stems.numpy(), "parts": self._parts.numpy(),
            "kernel": kernel, "recurrent": recurrent, "bias": bias,
        }
        for name, layer in (("gaze", self._gaze), ("seen", self._seen), ("last", self._last)):
            found[name], found[f"{name}_bias"] = layer.get_weights()
        return found
