"""Training the model: a linear support vector machine per intent, confidence learned on messages held out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from bot.language.classifier import QUESTION_WEIGHT, Classifier, softmax
from bot.language.danger_learning import learn_scale
from bot.language.features import Columns, describe

SEED = 20
PENALTY = 0.7
# The confidence is learned on a part of the examples that the model for it has not seen.
HELD_OUT = 0.25
# The model also learns from copies in which half of what a message shows is missing: it then leans on many small
# signs instead of a few, and reads voices better that it has never met (docs/understanding.md).
COPIES = 1
MISSING = 0.5
TOLERANCE = 0.1
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
    classifier = _learn_intents([example for example in every if not example.hints_only])
    if any(example.danger for example in every):
        matrix = _matrix(classifier, [example.words for example in every])
        classifier.scale = learn_scale(matrix, [example.intent for example in every], [e.danger for e in every])
    return classifier


def _learn_intents(messages: list[Example]) -> Classifier:
    from scipy.sparse import vstack
    from sklearn.model_selection import StratifiedShuffleSplit
    from sklearn.multiclass import OneVsRestClassifier
    from sklearn.svm import LinearSVC

    intents = [message.intent for message in messages]
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

    def fit(rows: np.ndarray, copies_with_gaps: int) -> OneVsRestClassifier:
        noise = np.random.RandomState(SEED)
        copies = [whole[rows], *(_with_gaps(whole[rows], noise) for _ in range(copies_with_gaps))]
        learner = LinearSVC(C=PENALTY, random_state=SEED, dual=True, tol=TOLERANCE)
        # Each intent is learned by itself, so every core can have its share.
        return OneVsRestClassifier(learner, n_jobs=-1).fit(vstack(copies).tocsr(), np.tile(target[rows], len(copies)))

    split = StratifiedShuffleSplit(1, test_size=HELD_OUT, random_state=SEED)
    learned, held_out = next(split.split(whole, target))
    model = fit(learned, 0)
    scores = model.decision_function(whole[held_out])
    with_question = asking[held_out]
    if with_question.any():
        scores[with_question] += QUESTION_WEIGHT * model.decision_function(questions[held_out[with_question]])
    model = fit(np.arange(len(messages)), COPIES)
    weights = np.ascontiguousarray(np.concatenate([one.coef_ for one in model.estimators_]).T, dtype=np.float16)
    bias = np.concatenate([one.intercept_ for one in model.estimators_]).astype(np.float32)
    return Classifier(names, blocks, weights, bias, best_sharpness(scores, target[held_out]))


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
