"""Word lists give a meaning to words that no training sentence holds."""

import pytest

from bot.language.concepts import ConceptLists, concepts_in
from bot.language.words import read_words


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("det ligger kontanter under sängen", "money_and_things"),
        ("bygglovet för altanen dröjer", "building_services"),
        ("hon bar långärmat i juli", "self_harm"),
        ("vem har tystnadsplikten", "secrecy"),
        ("sopkarlet ar fullt", "waste_services"),
    ],
)
def test_concepts_in_finds_the_concept(text: str, concept: str) -> None:
    assert concept in concepts_in(read_words(text).words)


def test_concepts_in_nothing_is_nothing() -> None:
    assert concepts_in(()) == []


def test_concept_lists_match_beginnings_endings_middles_and_phrases() -> None:
    lists = ConceptLists({"a": ["snö*"], "b": ["*lov"], "c": ["*kniv*"], "d": ["skär sig"]})
    assert lists.of_word("snoplog") == ("a",)
    assert lists.of_word("sommarlov") == ("b",)
    assert lists.of_word("fickkniven") == ("c",)
    assert list(lists.in_phrases(("hon", "skar", "sig"))) == ["d"]
