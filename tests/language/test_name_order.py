"""The reader of names by their sentence: how it reads, how it learns, and that what is stored fits the rest."""

import random
from pathlib import Path

import numpy as np
import pytest

from bot.language.name_order import TABLES, Line, NameOrder, NameOrderError, stored_at
from bot.language.name_order_learning import with_other_names
from bot.language.name_reader import line_of
from bot.language.redaction import redact
from bot.language.redaction_lists import masking_lists
from bot.language.word_order import WordOrder, stored_word_order

SIZE, SIGN_SIZE, SEEN, TOLD = 4, 2, 3, 5


@pytest.fixture(scope="module")
def word_order() -> WordOrder:
    chance = np.random.RandomState(6)
    arrays = {"stems": chance.standard_normal((3, TOLD)), "parts": chance.standard_normal((3, TOLD))}
    return WordOrder([], ["hon", "max"], [" ho", "max"], arrays)


@pytest.fixture(scope="module")
def reader(word_order: WordOrder) -> NameOrder:
    chance = np.random.RandomState(5)
    known = {"words": ["max", "med"], "parts": [" ma", "max"], "kinds": ["nkl", "-kl"], "signs": ["|,"]}
    width = SIZE + 2 * SIGN_SIZE
    shapes = {
        "words": (3, SIZE), "parts": (3, SIZE), "kinds": (3, SIZE), "signs": (2, SIGN_SIZE), "told": (TOLD, SIZE),
        "told_bias": (SIZE,), "kernel": (2, width, 3 * SIZE), "recurrent": (2, SIZE, 3 * SIZE),
        "bias": (2, 2, 3 * SIZE), "seen": (2 * SIZE + width, SEEN), "seen_bias": (SEEN,), "last": (SEEN, 1),
        "last_bias": (1,),
    }
    arrays = {name: chance.standard_normal(shape).astype(np.float32) for name, shape in shapes.items()}
    return NameOrder(known, arrays, word_order)


def line(*words: str) -> Line:
    return Line(list(words), ["nkl"] * len(words), [""] * len(words), [""] * len(words))


def test_each_word_has_a_score_that_depends_on_the_words_around_it(reader: NameOrder) -> None:
    one, other = reader.scores(line("slut", "med", "max")), reader.scores(line("max", "med", "slut"))
    assert one.shape == (3,)
    assert abs(one[2] - other[0]) > 0.001


def test_words_kinds_and_signs_never_met_are_no_error(reader: NameOrder) -> None:
    assert np.isfinite(reader.scores(Line(["zzz"], ["???"], ["¤"], ["¤"]))).all()


def test_a_sign_after_a_word_is_seen(reader: NameOrder) -> None:
    with_comma = Line(["max"], ["nkl"], [""], [","])
    assert reader.scores(with_comma)[0] != pytest.approx(reader.scores(line("max"))[0])


def test_what_is_stored_scores_as_before(reader: NameOrder, word_order: WordOrder, tmp_path: Path) -> None:
    reader.save(tmp_path / "names.npz")
    again = NameOrder.load(tmp_path / "names.npz", word_order)
    message = line("slut", "med", "max")
    assert again.scores(message) == pytest.approx(reader.scores(message), abs=0.02)


@pytest.mark.parametrize("content", [b"", b"broken"])
def test_a_broken_file_says_what_to_do(content: bytes, word_order: WordOrder, tmp_path: Path) -> None:
    (tmp_path / "names.npz").write_bytes(content)
    with pytest.raises(NameOrderError, match="samtalskompassen learn-names"):
        NameOrder.load(tmp_path / "names.npz", word_order)


def test_what_was_learned_beside_another_reader_of_the_order_of_words_is_refused(
    reader: NameOrder, word_order: WordOrder, tmp_path: Path
) -> None:
    reader.save(tmp_path / "names.npz")
    other = WordOrder([], word_order.stems, word_order.parts, {**word_order.arrays, "parts": np.ones((3, TOLD))})
    with pytest.raises(NameOrderError, match="samtalskompassen learn-names"):
        NameOrder.load(tmp_path / "names.npz", other)


def test_the_stored_readers_belong_together() -> None:
    with stored_at() as file:
        found = NameOrder.load(file, stored_word_order())
    assert all(found.known[table] for table in TABLES)


def test_the_words_of_a_message_are_described_with_the_signs_between_them() -> None:
    words, told = line_of("Hej! Max, kom.")
    assert [word.group() for word in words] == ["Hej", "Max", "kom"]
    assert (told.words, told.before, told.after) == (["hej", "max", "kom"], ["", "!", ","], ["!", ",", "."])


def test_other_names_are_written_as_those_they_stand_for() -> None:
    text = "Bengts bror OMAR slog erik på Björkskolan 4B"
    marked = [(text.index(part), text.index(part) + len(part)) for part in ("Bengts", "OMAR", "erik", "Björkskolan 4B")]
    found = set()
    for seed in range(20):
        told, places = with_other_names((text, marked), random.Random(seed))
        whose, loud, small, school = (told[start:end] for start, end in places)
        assert whose[0].isupper() and whose.endswith("s") and loud.isupper() and small.islower()
        assert school == "Björkskolan 4B"
        assert small in masking_lists().names
        found.add(small)
    assert len(found) > 10


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("dottern sover hos rosa i natt", "rosa"),
        ("jag bröt med max i våras men han väntar utanför varje kväll", "max"),
        ("Amina Hodzic går inte ut längre", "Hodzic"),
    ],
)
def test_a_name_that_is_also_a_word_is_masked_where_the_sentence_tells(text: str, name: str) -> None:
    assert name not in redact(text).text


@pytest.mark.parametrize("text", ["en rosa tröja med max två fickor", "han ville bo hos pappa i max två veckor"])
def test_the_same_words_stay_where_they_are_words(text: str) -> None:
    assert redact(text).text == text
