"""Learning which words are names by the sentence they stand in, with TensorFlow, which Rasa brings.

Each time a message is shown, most of its names are other names, so that what is learned is where names stand, not which
they are. Often the other name is a word as well ("rosa", "max", "siri"): there only the sentence can tell.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

import numpy as np

from bot.language.features import pieces
from bot.language.name_learning import Marked
from bot.language.name_order import Line, NameOrder
from bot.language.name_reader import line_of
from bot.language.redaction_lists import masking_lists
from bot.language.word_order import WordOrder

# The rows of a word and of its pieces, and what it has been learned to mean.
Read = Callable[[str], tuple[int, list[int], np.ndarray]]

SEED = 20
# How long the vectors and states are, those of signs, and what is made of a word before the answer.
SIZE, SIGN_SIZE, SEEN = 48, 16, 48
# How often each message is shown, how many are learned from in one step, and the first steps' length; it falls to 0.
EPOCHS, BATCH, RATE = 12, 32, 0.003
# What share of the words, of their pieces, of the vectors and of what is known of them is missing each time.
NO_WORD, NO_PIECES, NO_VECTOR, NO_STATE = 0.5, 0.3, 0.2, 0.3
# In how many messages, or at how many words, something must stand to have a row of its own.
SEEN_AT_LEAST = {"words": 3, "parts": 3, "kinds": 1, "signs": 5}
# The share of messages with other names, the share of their names, and of these the share that are words as well.
OTHERS, OTHER, WORDS_AS_WELL = 0.7, 0.8, 0.35


def learn_name_order(marked: Sequence[Marked], word_order: WordOrder) -> NameOrder:
    """A reader from messages in which names are marked."""
    import tensorflow as tf

    tf.keras.utils.set_random_seed(SEED)
    tf.config.experimental.enable_op_determinism()
    chance = random.Random(SEED)  # noqa: S311 - which names are shown is no secret
    reader = NameOrder(_known([line_of(text)[1] for text, _ in marked]), {}, word_order)
    # A word is looked up once, not every time that it is shown.
    read = cache(lambda word: (*reader.rows_of(word), word_order.vectors([word])[0]))
    network = _Network(tf, reader)
    done, steps = 0, EPOCHS * -(-len(marked) // BATCH)
    for _ in range(EPOCHS):
        shown = [with_other_names(one, chance) if chance.random() < OTHERS else one for one in marked]
        chance.shuffle(shown)
        for start in range(0, len(shown), BATCH):
            network.learn(*_batch(reader, read, shown[start : start + BATCH]), 1 - done / steps)
            done += 1
    return NameOrder(reader.known, network.arrays(), word_order)


def with_other_names(marked: Marked, chance: random.Random) -> Marked:
    """The message with most of the given names that are marked replaced by others, written as these were."""
    given, words, names = _names()
    text, places = marked
    told, found, position = "", [], 0
    for start, end in places:
        shown = text[start:end]
        name = shown.lower()
        ending = "s" if name not in given and name.endswith("s") else ""
        if name.removesuffix(ending) in given and chance.random() < OTHER:
            other = chance.choice(words if chance.random() < WORDS_AS_WELL else names)
            other = other.removesuffix(ending) + ending
            shown = other.upper() if shown.isupper() else other.title() if shown[0].isupper() else other
        told += text[position:start]
        found.append((len(told), len(told) + len(shown)))
        told += shown
        position = end
    return told + text[position:], found


@cache
def _names() -> tuple[frozenset[str], list[str], list[str]]:
    """All given names, and in order those that are words or places as well, and all."""
    lists = masking_lists()
    words = (lists.uncertain_names | lists.place_names) & lists.names
    return lists.names, sorted(words), sorted(lists.names)


def _known(lines: Sequence[Line]) -> dict[str, list[str]]:
    """What has a row of its own, in order."""
    counts: dict[str, Counter[str]] = {table: Counter() for table in SEEN_AT_LEAST}
    for line in lines:
        counts["words"].update(line.words)
        counts["parts"].update(piece for word in set(line.words) for piece in set(pieces(word)))
        counts["kinds"].update(line.kinds)
        counts["signs"].update(sign for both in line.signs for sign in both)
    return {
        table: sorted(name for name, count in counts[table].items() if count >= at_least)
        for table, at_least in SEEN_AT_LEAST.items()
    }


def _batch(reader: NameOrder, read: Read, marked: Sequence[Marked]) -> tuple[np.ndarray, ...]:
    """Rows of words, pieces, kinds and signs, vectors told, which are names, and which are words at all."""
    lines = [line_of(text) for text, _ in marked]
    rows = [[read(word) for word in line.words] for _, line in lines]
    longest = max(1, *map(len, rows))
    widest = max((len(parts) for row in rows for _, parts, _ in row), default=0) or 1
    size = (len(lines), longest)
    words, kinds = np.zeros(size, np.int32), np.zeros(size, np.int32)
    parts, signs = np.zeros((*size, widest), np.int32), np.zeros((*size, 2), np.int32)
    told = np.zeros((*size, reader.word_order.arrays["stems"].shape[1]), np.float32)
    names, there = np.zeros(size, np.float32), np.zeros(size, np.float32)
    for at, ((_, places), (found, line), row) in enumerate(zip(marked, lines, rows, strict=True)):
        there[at, : len(row)] = 1
        for place, ((whole, some, vector), kind, both) in enumerate(zip(row, line.kinds, line.signs, strict=True)):
            words[at, place], kinds[at, place] = whole, reader.rows["kinds"].get(kind, 0)
            told[at, place] = vector
            parts[at, place, : len(some)] = some
            signs[at, place] = [reader.rows["signs"].get(sign, 0) for sign in both]
            names[at, place] = any(start <= found[place].start() < end for start, end in places)
    return words, parts, kinds, signs, told, names, there


class _Network:
    """What `NameOrder` reads, as TensorFlow learns it."""

    def __init__(self, tf: Any, reader: NameOrder) -> None:
        layers = tf.keras.layers
        self._tf = tf
        first = tf.random_uniform_initializer(-0.05, 0.05)
        self._tables = {
            table: tf.Variable(first((len(names) + 1, SIGN_SIZE if table == "signs" else SIZE)))
            for table, names in reader.known.items()
        }
        self._told = layers.Dense(SIZE)
        self._both_ways = layers.Bidirectional(layers.GRU(SIZE, return_sequences=True))
        self._seen, self._last = layers.Dense(SEEN, activation="relu"), layers.Dense(1)
        self._steps = tf.keras.optimizers.Adam(RATE)
        width = reader.word_order.arrays["stems"].shape[1]
        self._scores(*map(tf.constant, (
            np.zeros((1, 1), np.int32), np.zeros((1, 1, 1), np.int32), np.zeros((1, 1), np.int32),
            np.zeros((1, 1, 2), np.int32), np.zeros((1, 1, width), np.float32), np.ones((1, 1), np.float32),
        )))
        learned = (self._told, self._both_ways, self._seen, self._last)
        self._variables = [*self._tables.values(), *(one for layer in learned for one in layer.trainable_variables)]
        self._steps.build(self._variables)
        numbers, some = tf.TensorSpec([None, None], tf.int32), tf.TensorSpec([None, None], tf.float32)
        several, told = tf.TensorSpec([None, None, None], tf.int32), tf.TensorSpec([None, None, width], tf.float32)
        self._step = tf.function(
            self._learn,
            input_signature=[numbers, several, numbers, several, told, some, some, tf.TensorSpec([], tf.float32)],
        )

    def learn(self, *batch: Any) -> None:
        """One step, shorter the less is left (1 to 0, the last)."""
        *arrays, left = batch
        self._step(*arrays, np.float32(left))

    def _learn(
        self, words: Any, parts: Any, kinds: Any, signs: Any, told: Any, names: Any, there: Any, left: Any
    ) -> None:
        tf = self._tf
        with tf.GradientTape() as tape:
            scores = self._scores(words, parts, kinds, signs, told, there, learning=True)
            wrong = tf.nn.sigmoid_cross_entropy_with_logits(names, scores)
            loss = tf.reduce_sum(wrong * there) / tf.maximum(tf.reduce_sum(there), 1.0)
        self._steps.learning_rate = RATE * left
        slopes = tape.gradient(loss, self._variables)
        # TensorFlow, which reads this, has a zip that is not told to be strict.
        self._steps.apply_gradients(zip(slopes, self._variables))  # noqa: B905

    def _scores(
        self, words: Any, parts: Any, kinds: Any, signs: Any, told: Any, there: Any, *, learning: bool = False
    ) -> Any:
        """Messages × words, in log-odds."""
        tf = self._tf
        has = tf.cast(parts > 0, tf.float32)[..., None]
        whole = tf.gather(self._tables["words"], words) * tf.cast(words > 0, tf.float32)[..., None]
        of_parts = tf.reduce_sum(tf.gather(self._tables["parts"], parts) * has, axis=2)
        of_parts /= tf.maximum(tf.reduce_sum(has, axis=2), 1.0)
        if learning:
            whole *= self._kept(words, NO_WORD) / (1 - NO_WORD)
            of_parts *= self._kept(words, NO_PIECES)
        vectors = whole + of_parts + tf.gather(self._tables["kinds"], kinds) + self._told(told)
        around = tf.gather(self._tables["signs"], signs)
        vectors = tf.concat([vectors, around[..., 0, :], around[..., 1, :]], axis=-1)
        if learning:
            vectors = tf.nn.dropout(vectors, NO_VECTOR)
        states = tf.concat([self._both_ways(vectors, mask=there > 0), vectors], axis=-1)
        if learning:
            states = tf.nn.dropout(states, NO_STATE)
        return self._last(self._seen(states))[..., 0]

    def _kept(self, words: Any, missing: float) -> Any:
        """1 where something is kept, 0 where it is missing this time."""
        tf = self._tf
        return tf.cast(tf.random.uniform(tf.shape(words)) >= missing, tf.float32)[..., None]

    def arrays(self) -> dict[str, np.ndarray]:
        """The weights as `NameOrder` wants them."""
        ways = [self._both_ways.forward_layer.get_weights(), self._both_ways.backward_layer.get_weights()]
        kernel, recurrent, bias = (np.stack(pair) for pair in zip(*ways, strict=True))
        found = {table: variable.numpy() for table, variable in self._tables.items()}
        found |= {"kernel": kernel, "recurrent": recurrent, "bias": bias}
        for name, layer in (("told", self._told), ("seen", self._seen), ("last", self._last)):
            found[name], found[f"{name}_bias"] = layer.get_weights()
        return found
