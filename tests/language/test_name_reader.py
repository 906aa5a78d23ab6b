"""Names that no list and no frame gives away are read from their surroundings; the words they look like stay."""

from collections import Counter
from pathlib import Path

import pytest

from bot.language.evaluation import SETS, read_set
from bot.language.name_learning import english_words, learn_names, read_marked, unmark
from bot.language.name_reader import weights
from bot.language.redaction import redact
from bot.language.words import read_words

MARKED = Path(__file__).parents[2] / "data" / "masking"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("läraren säger att saga slog först", "saga"),
        ("hon sover över hos nova nästan jämt", "nova"),
        ("jag fick ett sms av jasmin i natt", "jasmin"),
        ("jag fick höra det av nyberg som har dem i slöjd", "nyberg"),
        ("lill-anders lånar pengar av alla", "lill-anders"),
        ("en som kallar sig wolfie_0x skriver till honom", "wolfie_0x"),
    ],
)
def test_names_are_masked_where_no_frame_gives_them_away(text: str, name: str) -> None:
    assert name not in redact(text).text


@pytest.mark.parametrize(
    "text",
    [
        "hela historien är som en saga",
        "vi väntade i två tim på akuten",
        "hennes liv är skolan, inget annat",
        "my son can talk to his teacher",
        "läs på 1177.se först",
    ],
)
def test_words_that_look_like_names_stay(text: str) -> None:
    assert redact(text).text == text


def test_marks_are_taken_away_and_remembered() -> None:
    assert unmark("så [[Bo]] gick, [[Åsa Ek]] stannade") == ("så Bo gick, Åsa Ek stannade", [(3, 5), (12, 18)])


def test_stored_weights_are_those_learned_from_the_marked_messages() -> None:
    learned = learn_names(read_marked(MARKED))
    stored = weights()
    features = learned.keys() | stored.keys()
    differing = [name for name in features if abs(learned.get(name, 0) - stored.get(name, 0)) > 0.05]
    assert differing == [], "kör samtalskompassen learn-names"


def test_ordinary_words_are_english_when_most_messages_that_have_them_are() -> None:
    english = ["my son is at the game", "what is the game about", "he said the game is on", "she was at the game"]
    swedish = ["min son är hemma", "hon är son till en vän", "vad gör en son", "vår son sover", "ingen son här"]
    assert "game" in english_words(english + swedish)
    assert "son" not in english_words(english + swedish)


def test_no_marked_message_is_a_near_copy_of_a_test_message() -> None:
    def runs(text: str) -> set[tuple[str, ...]]:
        words = read_words(text).words
        return {words[i : i + 3] for i in range(len(words) - 2)}

    by_run: dict[tuple[str, ...], list[int]] = {}
    marked = [runs(text) for text, _ in read_marked(MARKED)]
    for number, those in enumerate(marked):
        for run in those:
            by_run.setdefault(run, []).append(number)
    copies = []
    for entry in read_set(SETS / "masking"):
        own = runs(entry["text"])
        shared = Counter(number for run in own for number in by_run.get(run, ()))
        if len(own) > 3 and any(count / len(own | marked[number]) >= 0.5 for number, count in shared.items()):
            copies.append(entry["id"])
    assert copies == []
