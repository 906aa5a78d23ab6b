"""The shortlist saves work and nothing else: what a full search finds is on it."""

import pytest

from bot.language.danger_rules import load_rule_book
from bot.language.normalise import normalise, split_words
from bot.language.patterns import Shortlist, Tagged, Vocabulary, parse_pattern

BOOK = load_rule_book()
EXAMPLES = [text for rule in BOOK.rules for text in (rule.text.examples[0], rule.text.traps[0])]


def tag(text: str) -> Tagged:
    return Tagged(split_words(normalise(text)), BOOK.vocabulary)


@pytest.mark.parametrize("text", EXAMPLES)
def test_shortlist_holds_every_pattern_that_fits(text: str) -> None:
    tagged = tag(text)
    rows = [
        (BOOK.idiom_shortlist, BOOK.idioms),
        (BOOK.concept_shortlist, [pattern for _, pattern in BOOK.concepts]),
        (BOOK.rule_shortlist, [pattern for _, pattern in BOOK.rule_patterns]),
    ]
    for name, pattern in BOOK.concepts:
        for span in tagged.find(pattern):
            tagged.mark(name, span)
    for shortlist, patterns in rows:
        fitting = {index for index, pattern in enumerate(patterns) if tagged.find(pattern)}
        assert fitting <= shortlist.asking_for(tagged.present())


def test_shortlist_of_an_everyday_sentence_is_short() -> None:
    possible = BOOK.rule_shortlist.asking_for(tag("min dotter har fått nya kompisar och kommer hem sent").present())
    assert len(possible) < len(BOOK.rule_patterns) / 10


def test_shortlist_goes_by_the_element_that_few_patterns_ask_for() -> None:
    vocabulary = Vocabulary({}, ())
    patterns = [row for text in ("han slog", "han kniv", "hon|han gömmer") for row in parse_pattern(
        text, vocabulary, frozenset())]
    shortlist = Shortlist(patterns)
    assert shortlist.asking_for(["=han"]) == set()
    assert shortlist.asking_for(["=kniv", "=gömmer"]) == {1, 2}


def test_number_is_read_anew_each_time_and_a_word_is_remembered() -> None:
    vocabulary = Vocabulary({}, ())
    vocabulary.add("kniv", "weapon")
    assert vocabulary.features("kniv", False) == {"weapon"}
    vocabulary.add("kniv", "sharp")
    assert vocabulary.features("kniv", False) == {"weapon", "sharp"}
    vocabulary.features("19900101", False)
    assert vocabulary._read_before.cache_info().currsize == 1
