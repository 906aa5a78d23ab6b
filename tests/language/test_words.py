"""Messages become folded words, and the last question of a longer message is kept apart."""

import pytest

from bot.language.words import read_words, stem
from tests.language.spending import least_seconds


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", ()),
        ("!!! ... 🙂", ()),
        ("Hur GÅR det?", ("hur", "gar", "det")),
        ("för\u200bälder", ("foralder",)),
        ("e-post/sms", ("e", "post", "sms")),
    ],
)
def test_read_words_folds_and_drops_what_is_no_word(text: str, words: tuple[str, ...]) -> None:
    assert read_words(text).words == words


def test_read_words_keeps_the_last_question_of_several_sentences() -> None:
    written = read_words("Han är arg. Varför? Jag vet inte. Hur börjar jag?")
    assert written.question == ("hur", "borjar", "jag")


def test_read_words_has_no_question_when_the_message_is_one_sentence() -> None:
    assert read_words("Hur börjar jag?").question == ()


def test_read_words_reads_a_very_long_paste_to_its_limit() -> None:
    assert len(read_words("oro " * 10_000).words) == 1000


def test_stem_joins_forms_of_a_word() -> None:
    assert stem("samtalet") == stem("samtalen")


@pytest.mark.parametrize("text", ["(" * 10_000, "!?" * 5_000, "a(" * 5_000, "🙂" * 5_000, "\x00\x1b" * 5_000])
def test_read_words_is_quick_whatever_is_pasted(text: str) -> None:
    assert least_seconds(lambda: read_words(text)) < 1
