"""The second opinion on danger: what messages teach it, and three cuts set so that few harmless messages reach them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from bot.language.classifier import Scale

# Someone has thought about these, and they are near the line; the many ordinary messages are far from it.
WEIGHT_WEIGHED, WEIGHT_ORDINARY = 1.5, 0.15
# What share of the harmless messages may reach a cut among the messages held out: of those that only sound alarming,
# and of all others. Set by what the rules leave of the bars (docs/danger.md).
ALARMING_ASKED, ALARMING_URGENT = 0.10, 0.02
ORDINARY_ASKED, ORDINARY_URGENT = 0.09, 0.03
# What share of the held-out dangers may score too low for a hint to be believed, and for a rule to be met at once.
HINTS_LOST, RULES_ASKED = 0.045, 0.045


class Weighed:
    """What is known of the danger in each message. `levels` holds act, today, ask, none, or "" where nobody weighed it.

    A danger that nobody has weighed teaches that there is danger, not how urgent it is.
    """

    def __init__(self, intents: Sequence[str], levels: Sequence[str]) -> None:
        self._level = np.array(levels)
        self._meant = np.array([intent.startswith("danger_") for intent in intents])
        self._weighed = self._level != ""
        self._danger = np.where(self._weighed, self._level != "none", self._meant)
        self._urgent = np.isin(self._level, ("act", "today"))

    def lessons(self) -> tuple[np.ndarray, np.ndarray]:
        """Targets and weights, messages × (danger at all, urgent, act now); yes and no weigh the same in each."""
        targets = np.column_stack([self._danger, self._urgent, self._level == "act"])
        counts = np.column_stack([np.ones_like(self._danger), self._weighed | ~self._meant, self._urgent])
        importance = np.where(self._weighed, WEIGHT_WEIGHED, np.where(self._meant, 1.0, WEIGHT_ORDINARY))
        weights = counts * importance[:, None]
        yes = (weights * targets).sum(axis=0) / np.maximum(weights.sum(axis=0), 1e-6)
        weights = weights / np.maximum(2 * np.where(targets, yes, 1 - yes), 1e-6)
        return targets.astype(np.float32), weights.astype(np.float32)

    def scale(self, weights: np.ndarray, bias: np.ndarray, scores: np.ndarray, held_out: np.ndarray) -> Scale:
        """The scale, its cuts set on the messages held out.

        `weights`: columns × 3; `bias`: 3; `held_out`: numbers of messages, `scores`: these × 3. What is urgent is "act"
        from 0 on: there are too few to set a cut by.
        """
        weighed, danger = self._weighed[held_out], self._danger[held_out]
        alarming, ordinary = weighed & ~danger, ~weighed & ~danger
        return Scale(
            weights=np.ascontiguousarray(weights, dtype=np.float16),
            bias=bias.astype(np.float32),
            from_scores=np.array([
                _cut(scores[:, 0], (alarming, ALARMING_ASKED), (ordinary, ORDINARY_ASKED)),
                _cut(scores[:, 1], (alarming, ALARMING_URGENT), (ordinary, ORDINARY_URGENT)),
                0.0,
            ], dtype=np.float32),
            doubts=_low(scores[weighed & danger, 0]),
        )


def _cut(scores: np.ndarray, *harmless: tuple[np.ndarray, float]) -> float:
    """The score that about the given share of each harmless kind reaches, the higher one; without any, out of reach."""
    return max((float(np.quantile(scores[kind], 1 - share)) for kind, share in harmless if kind.any()), default=np.inf)


def _low(scores: np.ndarray) -> np.ndarray:
    """Below which of the scores of dangers hints and rules are doubted; without any, never."""
    if not len(scores):
        return np.full(2, -np.inf, dtype=np.float32)
    return np.quantile(scores, (HINTS_LOST, RULES_ASKED)).astype(np.float32)
