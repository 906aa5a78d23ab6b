"""Intents and danger learned together: what a message teaches, and what it does not."""

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from bot.language.danger_learning import Weighed
from bot.language.joint_learning import CUTS, DANGER_WEIGHT, Lessons, View, learn_together

CHANCE = np.random.RandomState(3)


def lessons(count: int = 6, size: int = 3) -> Lessons:
    return Lessons(
        CHANCE.randint(size, size=count), np.ones(count), CHANCE.randint(2, size=(count, CUTS)),
        CHANCE.random_sample((count, CUTS)), size,
    )


def loss(taught: Lessons, row: int, scores: np.ndarray) -> float:
    intents, cuts = scores[: taught.size], scores[taught.size :]
    missed = taught.intent_weights[row] * (np.log(np.exp(intents).sum()) - intents[taught.intents[row]])
    wanted = 2 * taught.danger[row] - 1
    return float(missed + DANGER_WEIGHT * (taught.danger_weights[row] * np.log1p(np.exp(-wanted * cuts))).sum())


def test_slopes_are_those_of_the_logistic_loss() -> None:
    taught = lessons()
    scores = CHANCE.standard_normal((6, taught.outputs))
    slopes = taught.slopes(np.arange(6), scores)
    for row in range(6):
        for output in range(taught.outputs):
            step = np.eye(taught.outputs)[output] * 1e-5
            change = (loss(taught, row, scores[row] + step) - loss(taught, row, scores[row] - step)) / 2e-5
            assert slopes[row, output] == pytest.approx(change, abs=1e-4)


def test_a_weight_of_nothing_teaches_nothing() -> None:
    taught = Lessons(np.array([1]), np.zeros(1), np.ones((1, CUTS)), np.zeros((1, CUTS)), 3)
    assert not taught.slopes(np.array([0]), np.ones((1, taught.outputs))).any()


def test_columns_that_were_never_shown_say_nothing() -> None:
    matrix = csr_matrix(np.eye(4, dtype=np.float32)[[0, 1, 0, 1, 2]])
    taught = Lessons(np.array([0, 1, 0, 1, 2]), np.ones(5), np.zeros((5, CUTS)), np.ones((5, CUTS)), 3)
    weights, _ = learn_together(matrix[:4], taught.of(np.arange(4)), [View(np.arange(4), 0.0, 1)])
    assert weights[:2].any(axis=1).all() and not weights[2:].any()
    assert weights[0, 0] > weights[0, 1] and weights[1, 1] > weights[1, 0]


def test_yes_and_no_weigh_the_same_in_every_cut() -> None:
    weighed = Weighed(["danger_abuse"] * 3 + ["snow"] * 6, ["act", "today", "ask", "none", "none", "", "", "", ""])
    targets, weights = weighed.lessons()
    for cut in range(CUTS):
        yes = targets[:, cut] == 1
        assert weights[yes, cut].sum() == pytest.approx(weights[~yes, cut].sum())
    assert not weights[3:, 2].any()


def test_without_danger_among_those_held_out_nothing_is_doubted() -> None:
    weighed = Weighed(["danger_abuse", "snow", "snow"], ["act", "none", ""])
    scale = weighed.scale(np.zeros((2, CUTS)), np.zeros(CUTS), np.zeros((2, CUTS)), np.array([1, 2]))
    assert np.isneginf(scale.doubts).all()
