"""Training the model: intents and danger learned together, confidence and cuts set on messages held out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import chain
from typing import Any

import numpy as np

from bot.language.classifier import QUESTION_WEIGHT, Classifier, order_weights, softmax
from bot.language.danger_learning import Weighed
from bot.language.features import BLOCK_WEIGHTS, Columns, dampened, describe
from bot.language.joint_learning import Lessons, View, learn_together
from bot.language.word_order import OUTPUTS_FOR_DANGER, WordOrder, WordOrderError

# Confidence and cuts are set on a part of the examples that is not learned from.
HELD_OUT = 0.05
# Cuts are set by few of the weighed ones, so that more of these are needed.
HELD_OUT_WEIGHED = 0.15
# Intents with fewer examples than this share of all intents weigh together as much as one that has as many.
COMMON = 0.75
# A feature seen once or twice says little about the next person, and costs as much as any other.
SEEN_AT_LEAST = {"words": 3, "pieces": 2, "concepts": 2, "pairs": 3, "gaps": 4}
# What each of the readers sees, and what share of it is missing each time. The model is their mean
# (docs/adr/0008-everything-is-learned-together.md).
READERS = (
    (("words", "pieces", "concepts", "pairs"), 0.5),
    (("words", "gaps", "concepts"), 0.6),
    (("words", "concepts"), 0.3),
    (("words", "concepts"), 0.7),
    (("pieces",), 0.7),
)
# How many messages the reader of the order of words reads at a time.
READ_TOGETHER = 256


@dataclass(frozen=True, order=True)
class Example:
    """A message with its intent. `danger` is act, today, ask or none where someone has weighed it, "" elsewhere."""

    intent: str
    words: tuple[str, ...]
    question: tuple[str, ...] = ()
    danger: str = ""

    @property
    def hints_only(self) -> bool:
        """Whether the danger stands between the lines: it teaches what to ask about, not what messages are about."""
        return self.danger == "ask"


def is_kept_back(example: Example) -> bool:
    """Whether confidence and cuts are set on this example, so that no reader may learn it; by a hash of its words."""
    share = HELD_OUT_WEIGHED if example.danger else HELD_OUT
    return int(sha256(" ".join(example.words).encode()).hexdigest()[:8], 16) < share * 16**8


def lessons_of(examples: Sequence[Example]) -> tuple[list[str], Lessons]:
    """The names of the intents, and what each example is to teach."""
    about = np.array([not example.hints_only for example in examples])
    names = sorted({example.intent for example in examples if not example.hints_only})
    # What is only hinted at weighs nothing as an intent, so that its number does not matter.
    target = np.array([0 if example.hints_only else names.index(example.intent) for example in examples])
    return names, Lessons(target, _importance(target, about), *_weighed(examples).lessons(), len(names))


def _weighed(examples: Sequence[Example]) -> Weighed:
    return Weighed([example.intent for example in examples], [example.danger for example in examples])


def learn(given: Sequence[Example], order: WordOrder | None = None) -> Classifier:
    """A classifier from examples; the same examples in any order give the same model.

    `order`: a reader of the order of words, learned from the same examples, which has its say in every score. Raises
    WordOrderError when it knows other intents.
    """
    every = sorted(set(given))
    names, lessons = lessons_of(every)
    if order and order.outputs != [*names, *OUTPUTS_FOR_DANGER]:
        raise WordOrderError("Avsikterna har ändrats. Lär om ordföljden med: samtalskompassen learn-order.")
    described = [describe(example.words) for example in every]
    about = np.array([not example.hints_only for example in every])
    blocks, matrix = _features(described, about)
    reader = Classifier(names, blocks, np.empty(0), np.empty(0), 1.0, order=order)
    kept_back = np.array([is_kept_back(example) for example in every])
    learned, held_out = np.flatnonzero(~kept_back), np.flatnonzero(kept_back)
    if not len(held_out):
        # So few examples that none is kept back: confidence rests on those that are learned.
        held_out = learned
    weights, bias = learn_together(matrix[learned], lessons.of(learned), _views(blocks))
    beside = np.zeros((len(held_out), lessons.outputs), dtype=np.float32)
    if order:
        share = order_weights(len(names))
        weights, bias = weights * (1 - share), bias * (1 - share)
        parts = [held_out[start : start + READ_TOGETHER] for start in range(0, len(held_out), READ_TOGETHER)]
        beside = share * np.vstack([order.scores([every[row].words for row in part]) for part in parts])
    reader.weights = np.ascontiguousarray(weights[:, : len(names)], dtype=np.float16)
    reader.bias = bias[: len(names)]

    scores = matrix[held_out] @ weights + bias + beside
    questions = _matrix(reader, [describe(every[row].question) for row in held_out])
    asking = np.array([[bool(every[row].question)] for row in held_out])
    heard = scores + QUESTION_WEIGHT * asking * (questions @ weights + bias)
    meant = about[held_out]
    reader.sharpness = best_sharpness(heard[meant, : len(names)], lessons.intents[held_out][meant])
    if any(example.danger for example in every):
        cuts = slice(len(names), None)
        reader.scale = _weighed(every).scale(weights[:, cuts], bias[cuts], scores[:, cuts], held_out)
    return reader


def _importance(target: np.ndarray, about: np.ndarray) -> np.ndarray:
    """How much each example weighs as an intent: those of rare intents more, so that these are not taken for others."""
    counts = np.bincount(target[about])
    return about * np.maximum(1, np.quantile(counts, COMMON) / counts)[target]


def _views(blocks: Mapping[str, Columns]) -> list[View]:
    """The columns of each reader."""
    ends = np.cumsum([0, *(len(block) for block in blocks.values())])
    columns = {name: np.arange(start, end) for name, start, end in zip(blocks, ends, ends[1:], strict=False)}
    return [
        View(np.concatenate([columns[name] for name in sees]), missing, seed)
        for seed, (sees, missing) in enumerate(READERS)
    ]


def _features(described: Sequence[Mapping[str, Sequence[str]]], about: np.ndarray) -> tuple[dict[str, Columns], Any]:
    """The columns, and one sparse row for each message: the same as `Classifier.columns` gives, many times quicker.

    A feature becomes a column when enough of the messages `about` something have it.
    """
    from scipy.sparse import csr_matrix, diags, hstack

    blocks, parts = {}, []
    for name, at_least in SEEN_AT_LEAST.items():
        numbers = {
            feature: number
            for number, feature in enumerate(dict.fromkeys(chain.from_iterable(found[name] for found in described)))
        }
        every = [*map(numbers.__getitem__, chain.from_iterable(found[name] for found in described))]
        ends = np.cumsum([0, *(len(found[name]) for found in described)])
        counts = csr_matrix((np.ones(len(every), np.float32), every, ends), shape=(len(described), len(numbers)))
        counts.sum_duplicates()
        frequency = np.bincount(counts[about].indices, minlength=len(numbers))
        kept = sorted(feature for feature, number in numbers.items() if frequency[number] >= at_least)
        order = [numbers[feature] for feature in kept]
        block = blocks[name] = Columns.rated(kept, frequency[order], int(about.sum()))
        rows = counts[:, order]
        rows.data = dampened(rows.data) * block.weights[rows.indices]
        lengths = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).ravel())
        parts.append(diags(np.float32(BLOCK_WEIGHTS[name]) / np.maximum(lengths, 1e-9).astype(np.float32)) @ rows)
    return blocks, hstack(parts, format="csr", dtype=np.float32)


def _matrix(reader: Classifier, described: Sequence[Mapping[str, Sequence[str]]]) -> Any:
    """One sparse row for each text, in columns that are known already."""
    from scipy.sparse import csr_matrix

    vectors = [reader.columns(each) for each in described]
    ends = np.cumsum([0, *(len(columns) for columns, _ in vectors)])
    columns = np.concatenate([columns for columns, _ in vectors])
    values = np.concatenate([values for _, values in vectors])
    width = sum(len(block) for block in reader.blocks.values())
    return csr_matrix((values, columns, ends), shape=(len(described), width))


def best_sharpness(scores: np.ndarray, target: np.ndarray) -> float:
    """The factor before softmax that makes the right intents of unseen messages likeliest."""
    rows = np.arange(len(target))
    factors = np.geomspace(0.5, 30, 40)
    losses = [-np.log(softmax(scores * factor)[rows, target] + 1e-12).mean() for factor in factors]
    return float(factors[int(np.argmin(losses))])
