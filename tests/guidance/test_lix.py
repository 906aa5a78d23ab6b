"""LIX counts words, sentences and long words as Björnsson does."""

import pytest

from bot.guidance.lix import lix


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", 0.0),
        ("...", 0.0),
        ("Du ser den unga.", 4.0),
        ("Du ser. Du hör.", 2.0),
        ("Socialtjänsten hjälper.", 102.0),
        ("Enligt 19 kap. 1 § gäller det.", 6.0),
        ("Säg så här: \"Hur mår du?\" Vänta.", 2 + 1 / 3),
        ("Tid\nLedning", 51.0),
    ],
)
def test_lix_of_short_texts(text, expected):
    assert lix(text) == pytest.approx(expected)


def test_lix_counts_words_set_apart_as_short():
    assert lix("Samtycke ger hjälp.", apart=["samtycke"]) == 3.0
