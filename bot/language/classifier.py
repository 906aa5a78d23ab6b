"""The learned model at run time: likely intents, and a second opinion on danger; read from plain arrays.

A linear model counts words, and a smaller one knows their order (`word_order.py`).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple
from zipfile import BadZipFile

import numpy as np

from bot.language.danger_rules import Level
from bot.language.features import BLOCK_WEIGHTS, Columns, describe
from bot.language.word_order import OUTPUTS_FOR_DANGER, WordOrder
from bot.language.words import Written

# What the last question counts beside the whole message; chosen on messages held out (docs/understanding.md).
QUESTION_WEIGHT = 0.2
# What share the reader of the order of words has in what is meant and in how dangerous it is; the rest counts words.
ORDER_IN_INTENTS, ORDER_IN_DANGER = 0.2, 0.35
ORDER_ARRAYS = "word_order.npz"
ARRAYS = ("weights.npz", "model.json", ORDER_ARRAYS)
SCALE_ARRAYS = ("weights", "bias", "from_scores", "doubts")


class ModelError(Exception):
    """The stored intent model is missing or unreadable."""


class Urgency(NamedTuple):
    """How urgent a message reads, None when no danger is seen, and how far the rules are then to be doubted.

    `doubts_hints`: a mere hint of danger is not believed. `doubts_rules`: what a rule sees is asked about first.
    """

    level: Level | None = None
    doubts_hints: bool = False
    doubts_rules: bool = False


@dataclass(frozen=True)
class Scale:
    """A scale of danger. `weights`: columns × (danger at all, urgent, act now); `bias`, `from_scores`: the same three.

    `doubts`: the scores for danger below which hints are set aside, and rules are asked about first.
    """

    weights: np.ndarray
    bias: np.ndarray
    from_scores: np.ndarray
    doubts: np.ndarray

    def read(self, columns: np.ndarray, values: np.ndarray, beside: np.ndarray) -> Urgency:
        """What the scores of a message say; `beside` is added to the three."""
        scores = values @ self.weights[columns].astype(np.float32) + self.bias + beside
        danger, urgent, now = scores >= self.from_scores
        level: Level | None = ("act" if now else "today") if urgent else "ask" if danger else None
        hints, rules = scores[0] < self.doubts
        return Urgency(level, bool(hints), bool(rules))


@dataclass(frozen=True)
class Guess:
    """An intent and how likely it is, 0 to 1."""

    name: str
    confidence: float


class Classifier:
    """Columns × intents. `weights` has one row per column and one column per intent."""

    def __init__(
        self,
        intents: Sequence[str],
        blocks: dict[str, Columns],
        weights: np.ndarray,
        bias: np.ndarray,
        sharpness: float,
        scale: Scale | None = None,
        order: WordOrder | None = None,
    ) -> None:
        self.intents = list(intents)
        self.blocks = blocks
        self.weights = weights
        self.bias = bias
        self.sharpness = sharpness
        self.scale = scale
        self.order = order

    def vector(self, words: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
        """Column numbers and values of some words over all blocks."""
        return self.columns(describe(words))

    def columns(self, described: Mapping[str, Sequence[str]]) -> tuple[np.ndarray, np.ndarray]:
        """Column numbers and values of what `describe` says of some words."""
        columns, values, offset = [], [], 0
        for name, block in self.blocks.items():
            block_columns, block_values = block.vector(described[name], BLOCK_WEIGHTS[name])
            columns.append(block_columns + offset)
            values.append(block_values)
            offset += len(block)
        return np.concatenate(columns), np.concatenate(values)

    def read(self, message: Written) -> tuple[list[Guess], Urgency]:
        """Every intent, likeliest first, with confidences that add up to 1; and how urgent the message reads."""
        columns, values = self.vector(message.words)
        intents = len(self.intents)
        beside = np.zeros(intents + len(OUTPUTS_FOR_DANGER), dtype=np.float32)
        if self.order and self.order.knows(message.words):
            beside = order_weights(intents) * self.order.scores([message.words])[0]
        scores = values @ self.weights[columns].astype(np.float32) + self.bias + beside[:intents]
        if message.question:
            # The last question says most about what a long message wants.
            asked, asked_values = self.vector(message.question)
            scores = scores + QUESTION_WEIGHT * (asked_values @ self.weights[asked].astype(np.float32) + self.bias)
        likely = softmax(scores * self.sharpness)
        ranking = [Guess(self.intents[i], float(likely[i])) for i in np.argsort(-likely)]
        return ranking, self.scale.read(columns, values, beside[intents:]) if self.scale else Urgency()

    def save(self, folder: Path) -> None:
        """Writes plain arrays and plain JSON; nothing in them can run."""
        np.savez_compressed(
            folder / "weights.npz",
            weights=self.weights.astype(np.float16),
            bias=self.bias.astype(np.float32),
            **({f"scale_{name}": array for name, array in vars(self.scale).items()} if self.scale else {}),
            **{f"block_{name}": block.weights for name, block in self.blocks.items()},
        )
        about = {
            "intents": self.intents,
            "sharpness": self.sharpness,
            "blocks": {name: block.names for name, block in self.blocks.items()},
            "order": self.order is not None,
        }
        if self.order:
            self.order.save(folder / ORDER_ARRAYS)
        (folder / "model.json").write_text(json.dumps(about, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> Classifier:
        """Reads what `save` wrote; raises ModelError when it cannot be read."""
        try:
            about = json.loads((folder / "model.json").read_text(encoding="utf-8"))
            with np.load(folder / "weights.npz", allow_pickle=False) as arrays:
                blocks = {
                    name: Columns(names, arrays[f"block_{name}"]) for name, names in about["blocks"].items()
                }
                parts = {name: arrays[f"scale_{name}"] for name in SCALE_ARRAYS if f"scale_{name}" in arrays}
                scale = Scale(**parts) if parts else None
                order = WordOrder.load(folder / ORDER_ARRAYS) if about["order"] else None
                linear = arrays["weights"], arrays["bias"], about["sharpness"]
                return cls(about["intents"], blocks, *linear, scale, order)
        except (OSError, ValueError, KeyError, TypeError, AttributeError, EOFError, BadZipFile) as error:
            raise ModelError("Språkmodellen går inte att läsa. Träna om med: samtalskompassen train") from error


def order_weights(intents: int) -> np.ndarray:
    """The share of the reader of the order of words in each score."""
    shares = np.array([ORDER_IN_INTENTS, ORDER_IN_DANGER], dtype=np.float32)
    return np.repeat(shares, [intents, len(OUTPUTS_FOR_DANGER)])


def softmax(scores: np.ndarray) -> np.ndarray:
    """Scores as shares of 1, along the last axis."""
    shifted = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return shifted / shifted.sum(axis=-1, keepdims=True)
