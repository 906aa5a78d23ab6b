"""Training the intent model: a linear support vector machine per intent, confidence learned by cross-validation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from bot.language.classifier import QUESTION_WEIGHT, Classifier, softmax
from bot.language.features import Columns, describe
from bot.language.words import Written

SEED = 20
PENALTY = 0.7
FOLDS = 3
# The model also learns from copies in which half of what a message shows is missing: it then leans on many small
# signs instead of a few, and reads voices better that it has never met (docs/understanding.md).
COPIES = 3
MISSING = 0.5
TOLERANCE = 0.01
# A feature seen once says little about the next person.
SEEN_AT_LEAST = {"words": 1, "pieces": 2, "concepts": 2, "pairs": 3}


def learn(messages: Sequence[Written], intents: Sequence[str]) -> Classifier:
    """A classifier from messages and their intents; the same examples in any order give the same model."""
    from scipy.sparse import vstack
    from sklearn.model_selection import StratifiedKFold
    from sklearn.svm import LinearSVC

    examples = sorted(set(zip(intents, messages, strict=True)), key=lambda e: (e[0], e[1].words, e[1].question))
    intents, messages = [intent for intent, _ in examples], [message for _, message in examples]
    described = [describe(message.words) for message in messages]
    names = sorted(set(intents))
    target = np.array([names.index(intent) for intent in intents])
    blocks = {
        name: Columns.learn([message[name] for message in described], at_least)
        for name, at_least in SEEN_AT_LEAST.items()
    }
    reader = Classifier(names, blocks, np.empty(0), np.empty(0), 1.0)
    whole = _matrix(reader, [message.words for message in messages])
    asking = np.array([bool(message.question) for message in messages])
    questions = _matrix(reader, [message.question for message in messages])

    def fit(rows: np.ndarray, copies_with_gaps: int) -> LinearSVC:
        noise = np.random.RandomState(SEED)
        copies = [whole[rows], *(_with_gaps(whole[rows], noise) for _ in range(copies_with_gaps))]
        learner = LinearSVC(C=PENALTY, random_state=SEED, dual=True, tol=TOLERANCE)
        return learner.fit(vstack(copies).tocsr(), np.tile(target[rows], len(copies)))

    held_out = np.zeros((len(messages), len(names)))
    for train, test in StratifiedKFold(FOLDS, shuffle=True, random_state=SEED).split(whole, target):
        model = fit(train, 1)
        held_out[test] = model.decision_function(whole[test])
        asked = test[asking[test]]
        if len(asked):
            held_out[asked] += QUESTION_WEIGHT * model.decision_function(questions[asked])
    model = fit(np.arange(len(messages)), COPIES)
    weights = np.ascontiguousarray(model.coef_.T, dtype=np.float16)
    bias = model.intercept_.astype(np.float32)
    return Classifier(names, blocks, weights, bias, best_sharpness(held_out, target))


def _with_gaps(matrix: Any, noise: np.random.RandomState) -> Any:
    """A copy with a random part of its values missing and the rest as much stronger."""
    copy = matrix.copy()
    copy.data = copy.data * (noise.rand(len(copy.data)) >= MISSING) / (1 - MISSING)
    copy.eliminate_zeros()
    return copy


def _matrix(reader: Classifier, texts: Sequence[Sequence[str]]) -> Any:
    """One sparse row for each text."""
    from scipy.sparse import csr_matrix

    vectors = [reader.vector(text) for text in texts]
    ends = np.cumsum([0, *(len(columns) for columns, _ in vectors)])
    columns = np.concatenate([columns for columns, _ in vectors])
    values = np.concatenate([values for _, values in vectors])
    return csr_matrix((values, columns, ends), shape=(len(texts), sum(len(block) for block in reader.blocks.values())))


def best_sharpness(scores: np.ndarray, target: np.ndarray) -> float:
    """The factor before softmax that makes the right intents of unseen messages likeliest."""
    rows = np.arange(len(target))
    factors = np.geomspace(0.5, 30, 40)
    losses = [-np.log(softmax(scores * factor)[rows, target] + 1e-12).mean() for factor in factors]
    return float(factors[int(np.argmin(losses))])
