"""What is written in another language is seen to be, and Swedish of every kind stays Swedish."""

import time
from collections import Counter

import pytest

from bot.language.evaluation import SETS, read_set
from bot.language.languages import UNKNOWN, find_language, is_surely_swedish, unless_swedish
from bot.language.redaction import redact

MESSAGES = read_set(SETS / "languages")


def test_messages_by_others_are_told_apart() -> None:
    # Half of the messages were read while the words were gathered; the others are told apart nearly as well.
    seen = [unless_swedish(find_language(e["text"]), redact(e["text"]).text) or "sv" for e in MESSAGES]
    wrong = Counter(e["language"] for e, language in zip(MESSAGES, seen, strict=True) if language != e["language"])
    count = Counter(e["language"] for e in MESSAGES)
    assert not wrong["sv"]
    assert sum(wrong.values()) <= 0.05 * len(MESSAGES), wrong
    assert all(wrong[language] <= 0.2 * count[language] for language in count), wrong


def test_no_swedish_test_message_is_taken_for_another_language() -> None:
    messages = [entry for entry in read_set(SETS / "messages") if entry["intent"] != "request_language"]
    assert {find_language(entry["text"]) for entry in messages} <= {None, "en"}


@pytest.mark.parametrize(
    "text",
    ["i slapped my daughter last night and i feel terrible", "my son hit his sister yesterday", "kids fight at home"],
)
def test_english_without_many_small_words_is_english(text: str) -> None:
    assert find_language(text) == "en"


@pytest.mark.parametrize("text", ["han kollar på true crime och reality hela dagarna", "hon är på date med en creep"])
def test_english_words_in_swedish_are_swedish(text: str) -> None:
    assert find_language(text) is None


def test_swedish_is_sure_from_a_few_words_on() -> None:
    assert is_surely_swedish("min dotter är rädd för några i skolan")
    assert not any(map(is_surely_swedish, ["ok", "parent", "my daughter is scared of some people", "", "мой сын не"]))
    assert not any(is_surely_swedish(e["text"]) for e in MESSAGES if e["language"] not in ("sv", "en"))


@pytest.mark.parametrize("text", ["", " ", "?", "123", "👍👍👍", "ж", "ا", "ok", "\u202e\u200f", "{}[]<>", "\x00\x01"])
def test_what_is_hardly_a_word_is_no_language(text: str) -> None:
    assert find_language(text) is None


def test_a_foreign_name_or_quotation_in_swedish_is_swedish() -> None:
    assert find_language("han skrev الله أكبر på väggen i skolan, ska jag vara orolig?") is None
    assert find_language("min dotter lyssnar på la vida loca hela natten") is None


def test_other_letters_are_not_swedish_even_when_the_language_is_not_known() -> None:
    assert find_language("мой сын не ходит в школу") == UNKNOWN
    assert find_language("我的儿子不去上学了") == UNKNOWN


@pytest.mark.parametrize("piece", ["мой ", "ابني ", "wiil ", "a" * 50, "🙂", "ሀ"])
def test_a_long_paste_takes_no_time(piece: str) -> None:
    start = time.process_time()
    find_language(piece * 5000)
    assert time.process_time() - start < 0.5
