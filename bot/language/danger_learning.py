"""Training the second opinion on danger: three cuts on one scale, each set so that few harmless messages reach it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from bot.language.classifier import Scale

SEED = 20
PENALTY = 0.5
FOLDS = 4
TOLERANCE = 0.05
# Someone has thought about these, and they are near the line; the many ordinary messages are far from it.
WEIGHT_WEIGHED, WEIGHT_ORDINARY = 1.5, 0.5
# What share of the harmless messages may reach a cut in cross-validation: of those that only sound alarming, and of
# all others. Set by what the rules leave of the bars (docs/danger.md).
ALARMING_ASKED, ALARMING_URGENT = 0.18, 0.02
ORDINARY_ASKED, ORDINARY_URGENT = 0.026, 0.005
# What share of the dangers may lie below the scores where hints are set aside, and where rules are asked about first.
HINTS_LOST, RULES_ASKED = 0.18, 0.08


def learn_scale(matrix: Any, intents: Sequence[str], levels: Sequence[str]) -> Scale:
    """A scale from one row for each message; `levels` holds act, today, ask, none, or "" where nobody has weighed it.

    A danger that nobody has weighed teaches that there is danger, not how urgent it is.
    """
    level = np.array(levels)
    meant = np.array([intent.startswith("danger_") for intent in intents])
    weighed = level != ""
    danger = np.where(weighed, level != "none", meant)
    urgent = np.isin(level, ("act", "today"))
    weights = np.where(weighed, WEIGHT_WEIGHED, np.where(meant, 1.0, WEIGHT_ORDINARY))
    cuts = (
        (np.arange(len(level)), danger),
        (np.flatnonzero(weighed | ~meant), urgent),
        (np.flatnonzero(urgent), level == "act"),
    )
    models = _fit_each(matrix, cuts, weights)
    asked, hurried = (_held_out_scores(matrix, rows, target, weights) for rows, target in cuts[:2])
    alarming, ordinary = weighed & ~danger, ~weighed & ~danger
    return Scale(
        weights=np.ascontiguousarray(np.concatenate([model.coef_ for model in models]).T, dtype=np.float16),
        bias=np.concatenate([model.intercept_ for model in models]).astype(np.float32),
        from_scores=np.array([
            _cut(asked, (alarming, ALARMING_ASKED), (ordinary, ORDINARY_ASKED)),
            _cut(hurried, (alarming, ALARMING_URGENT), (ordinary, ORDINARY_URGENT)),
            0.0,
        ], dtype=np.float32),
        doubts=np.quantile(asked[weighed & danger], (HINTS_LOST, RULES_ASKED)).astype(np.float32),
    )


Cut = tuple[np.ndarray, np.ndarray]


def _fit_each(matrix: Any, cuts: Sequence[Cut], weights: np.ndarray) -> list[Any]:
    """A model for each: its rows, and what every row of the matrix is. Every core has its share."""
    from joblib import Parallel, delayed

    return list(Parallel(n_jobs=-1)(delayed(_fit)(matrix, rows, target, weights) for rows, target in cuts))


def _fit(matrix: Any, rows: np.ndarray, target: np.ndarray, weights: np.ndarray) -> Any:
    from sklearn.svm import LinearSVC

    learner = LinearSVC(C=PENALTY, class_weight="balanced", random_state=SEED, dual=True, tol=TOLERANCE)
    return learner.fit(matrix[rows], target[rows], sample_weight=weights[rows])


def _held_out_scores(matrix: Any, rows: np.ndarray, target: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """What each message scores in a model that has not seen it; below everything for messages that are not judged."""
    from sklearn.model_selection import StratifiedKFold

    scores = np.full(matrix.shape[0], -np.inf)
    folds = list(StratifiedKFold(FOLDS, shuffle=True, random_state=SEED).split(rows, target[rows]))
    models = _fit_each(matrix, [(rows[train], target) for train, _ in folds], weights)
    for (_, test), model in zip(folds, models, strict=True):
        scores[rows[test]] = model.decision_function(matrix[rows[test]])
    return scores


def _cut(scores: np.ndarray, *harmless: tuple[np.ndarray, float]) -> float:
    """The lowest score that at most the given share of each harmless kind reaches."""
    return max(float(np.quantile(scores[kind], 1 - share)) for kind, share in harmless if kind.any())
