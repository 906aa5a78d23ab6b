"""What is worked out for words is kept within bounds."""

from __future__ import annotations

from bot.language.remembering import LONGEST, MOST, remembered


def test_remembered_works_out_a_short_word_once_and_a_long_one_each_time() -> None:
    asked: list[str] = []

    @remembered
    def length(word: str) -> int:
        asked.append(word)
        return len(word)

    long = "å" * (LONGEST + 1)
    assert [length("oro"), length("oro"), length(long), length(long)] == [3, 3, LONGEST + 1, LONGEST + 1]
    assert asked == ["oro", long, long]


def test_remembered_forgets_the_oldest() -> None:
    asked: list[str] = []
    answer = remembered(asked.append)
    for number in range(MOST + 1):
        answer(str(number))
    answer("0")
    assert asked[-1] == "0" and len(asked) == MOST + 2
