"""Training the model: a linear support vector machine for all intents, confidence learned on messages held out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from bot.language.classifier import QUESTION_WEIGHT, Classifier, softmax
from bot.language.danger_learning import learn_scale
from bot.language.features import Columns, describe

SEED = 20
PENALTY = 0.3
# The confidence is learned on a part of the examples that the model for it has not seen.
HELD_OUT = 0.25
# The model also learns from a copy in which half of what a message shows is missing: it then leans on many small
# signs instead of a few, and reads voices better that it has never met. It is the mean of as many as there are noises,
# each with other gaps (docs/understanding.md).
NOISES = (20, 21)
MISSING = 0.5
TOLERANCE = 0.1
# Learning is cut off here; the last few examples are then not settled.
ROUNDS = 300
# A feature seen once says little about the next person.
SEEN_AT_LEAST = {"words": 2, "pieces": 2, "concepts": 2, "pairs": 3}


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


def learn(given: Sequence[Example]) -> Classifier:
    """A classifier from examples; the same examples in any order give the same model."""
    every = sorted(set(given))
    described = [describe(example.words) for example in every]
    about = np.array([not example.hints_only for example in every])
    names = sorted({example.intent for example in every if not example.hints_only})
    blocks = {
        name: Columns.learn([found[name] for found, counts in zip(described, about, strict=True) if counts], at_least)
        for name, at_least in SEEN_AT_LEAST.items()
    }
    reader = Classifier(names, blocks, np.empty(0), np.empty(0), 1.0)
    matrix = _matrix(reader, described)
    questions = _matrix(reader, [describe(example.question) for example in every])
    target = np.array([names.index(example.intent) for example in every if not example.hints_only])
    asking = np.array([bool(example.question) for example in every])[about]
    reader.weights, reader.bias, reader.sharpness = _learn_intents(matrix[about], questions[about], asking, target)
    if any(example.danger for example in every):
        reader.scale = learn_scale(matrix, [example.intent for example in every], [e.danger for e in every])
    return reader


def _learn_intents(
    whole: Any, questions: Any, asking: np.ndarray, target: np.ndarray
) -> tuple[np.ndarray, np.ndarray, float]:
    """Weights, bias and sharpness, from a row for each message and for the question it ends with, if any."""
    from joblib import Parallel, delayed
    from sklearn.model_selection import StratifiedShuffleSplit

    split = StratifiedShuffleSplit(1, test_size=HELD_OUT, random_state=SEED)
    learned, held_out = next(split.split(whole, target))
    every = np.arange(len(target))
    # Each core has its share; what is learned is the same whatever their number.
    fits = [(every, noise) for noise in NOISES] + [(learned, None)]
    *final, (weights, bias) = Parallel(n_jobs=-1)(
        delayed(_fit)(whole[rows], target[rows], noise) for rows, noise in fits
    )
    scores = whole[held_out] @ weights + bias
    with_question = asking[held_out]
    if with_question.any():
        scores[with_question] += QUESTION_WEIGHT * (questions[held_out[with_question]] @ weights + bias)
    sharpness = best_sharpness(scores, target[held_out])
    weights = np.mean([each for each, _ in final], axis=0)
    bias = np.mean([each for _, each in final], axis=0)
    return np.ascontiguousarray(weights, dtype=np.float16), bias.astype(np.float32), sharpness


def _fit(matrix: Any, target: np.ndarray, noise: int | None) -> tuple[np.ndarray, np.ndarray]:
    """Columns × classes, and a bias for each class; with a noise also from copies with gaps."""
    import warnings

    from scipy.sparse import vstack
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.svm import LinearSVC

    if noise is not None:
        matrix = vstack([matrix, _with_gaps(matrix, np.random.RandomState(noise))]).tocsr()
        target = np.tile(target, 2)
    # All classes in one problem (Crammer and Singer): a third of the time of one problem for each class.
    learner = LinearSVC(
        C=PENALTY, multi_class="crammer_singer", random_state=SEED, dual=True, tol=TOLERANCE, max_iter=ROUNDS
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        learner.fit(matrix, target)
    return learner.coef_.T, learner.intercept_


def _with_gaps(matrix: Any, noise: np.random.RandomState) -> Any:
    """A copy with a random part of its values missing and the rest as much stronger."""
    copy = matrix.copy()
    copy.data = copy.data * (noise.rand(len(copy.data)) >= MISSING) / (1 - MISSING)
    copy.eliminate_zeros()
    return copy


def _matrix(reader: Classifier, described: Sequence[Mapping[str, Sequence[str]]]) -> Any:
    """One sparse row for each text."""
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
