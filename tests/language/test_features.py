"""What training counts for all messages at once is what reading counts for one."""

import numpy as np

from bot.language.classifier import Classifier
from bot.language.features import describe
from bot.language.learning import _features
from bot.language.words import stem

TEXTS = ["han röker och röker igen", "hon röker inte", "han är borta från skolan", "hon är borta", "skolan ringde", "",
         "hon är borta från skolan igen"]


def test_columns_and_values_are_the_same_in_training_as_in_reading() -> None:
    described = [describe(text.split()) for text in TEXTS]
    about = np.array([True, True, True, True, False, True, True])
    blocks, matrix = _features(described, about)
    reader = Classifier(["a"], blocks, np.empty(0), np.empty(0), 1.0)
    for row, found in enumerate(described):
        columns, values = reader.columns(found)
        seen = np.zeros(matrix.shape[1])
        seen[columns] = values
        assert np.allclose(matrix[row].toarray()[0], seen, atol=1e-6)
    # Seen three times, but only twice in messages that are about something.
    assert stem("skolan") not in blocks["words"].names
    assert {stem("hon"), stem("borta")} <= set(blocks["words"].names)
