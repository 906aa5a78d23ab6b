"""Training the intent model: a linear support vector machine per intent, confidence learned by cross-validation."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from bot.language.classifier import Classifier, softmax
from bot.language.features import Columns, describe

SEED = 20
PENALTY = 0.5
FOLDS = 4
# A feature seen once says little about the next person.
SEEN_AT_LEAST = {"words": 1, "pieces": 2}


def learn(messages: Sequence[Sequence[str]], intents: Sequence[str]) -> Classifier:
    """A classifier from tokenised messages and their intents; the same input gives the same model."""
    from scipy.sparse import csr_matrix
    from sklearn.model_selection import StratifiedKFold
    from sklearn.svm import LinearSVC

    described = [describe(message) for message in messages]
    names = sorted(set(intents))
    target = np.array([names.index(intent) for intent in intents])
    blocks = {
        name: Columns.learn([message[name] for message in described], at_least)
        for name, at_least in SEEN_AT_LEAST.items()
    }
    empty = Classifier(names, blocks, np.empty(0), np.empty(0), 1.0)
    vectors = [empty.vector(message) for message in messages]
    ends = np.cumsum([0, *(len(columns) for columns, _ in vectors)])
    matrix = csr_matrix(
        (np.concatenate([v for _, v in vectors]), np.concatenate([c for c, _ in vectors]), ends),
        shape=(len(messages), sum(len(block) for block in blocks.values())),
    )

    def fit(rows: np.ndarray) -> LinearSVC:
        return LinearSVC(C=PENALTY, random_state=SEED, dual=True).fit(matrix[rows], target[rows])

    held_out = np.zeros((len(messages), len(names)))
    for train, test in StratifiedKFold(FOLDS, shuffle=True, random_state=SEED).split(matrix, target):
        held_out[test] = fit(train).decision_function(matrix[test])
    sharpness = best_sharpness(held_out, target)
    model = fit(np.arange(len(messages)))
    weights = np.ascontiguousarray(model.coef_.T, dtype=np.float16)
    return Classifier(names, blocks, weights, model.intercept_.astype(np.float32), sharpness)


def best_sharpness(scores: np.ndarray, target: np.ndarray) -> float:
    """The factor before softmax that makes the right intents of unseen messages likeliest."""
    rows = np.arange(len(target))
    factors = np.geomspace(0.5, 30, 40)
    losses = [-np.log(softmax(scores * factor)[rows, target] + 1e-12).mean() for factor in factors]
    return float(factors[int(np.argmin(losses))])
