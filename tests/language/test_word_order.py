"""The reader of the order of words: how it reads, how it learns, and that what is stored fits the rest."""

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from bot.language.classifier import Classifier
from bot.language.learning import Example, is_kept_back, learn
from bot.language.word_order import MAX_WORDS, OUTPUTS_FOR_DANGER, WordOrder, WordOrderError, stored_word_order
from bot.language.words import Written

EXAMPLES = Path(__file__).parents[2] / "data" / "nlu"
SIZE, GAZES, SEEN, OUTPUTS = 6, 2, 3, 5
HIT = ["hon slog honom", "han slog henne", "inte hon men han"]


@pytest.fixture(scope="module")
def reader() -> WordOrder:
    chance = np.random.RandomState(5)
    stems, parts = ["hon", "slog", "honom", "int"], [" ho", "on ", "slo"]
    shapes = {
        "stems": (len(stems) + 1, SIZE), "parts": (len(parts) + 1, SIZE), "kernel": (2, SIZE, 3 * SIZE),
        "recurrent": (2, SIZE, 3 * SIZE), "bias": (2, 2, 3 * SIZE), "gaze": (2 * SIZE, GAZES), "gaze_bias": (GAZES,),
        "seen": (2 * SIZE, SEEN), "seen_bias": (SEEN,), "last": (GAZES * SEEN + 3 * SIZE, OUTPUTS),
        "last_bias": (OUTPUTS,),
    }
    arrays = {name: chance.standard_normal(shape).astype(np.float32) for name, shape in shapes.items()}
    return WordOrder(["a", "b", *OUTPUTS_FOR_DANGER], stems, parts, arrays)


def test_the_same_words_in_another_order_score_otherwise(reader: WordOrder) -> None:
    one, other = reader.scores([["hon", "slog", "honom"], ["honom", "slog", "hon"]])
    assert np.abs(one - other).max() > 0.01


def test_a_message_scores_the_same_alone_as_among_longer_ones(reader: WordOrder) -> None:
    messages = [text.split() for text in HIT] + [[]]
    together = reader.scores(messages)
    for message, scores in zip(messages, together, strict=True):
        assert reader.scores([message])[0] == pytest.approx(scores, abs=1e-5)


def test_words_never_met_are_no_error(reader: WordOrder) -> None:
    assert np.isfinite(reader.scores([["zzz", "qq"], [""]])).all()


def test_of_a_paste_only_the_first_words_are_read(reader: WordOrder) -> None:
    paste = ["hon", "slog", "honom"] * 3000
    assert reader.scores([paste])[0] == pytest.approx(reader.scores([paste[:MAX_WORDS]])[0])
    assert np.abs(reader.scores([paste[: MAX_WORDS - 1]]) - reader.scores([paste])).max() > 1e-6


def test_what_is_stored_scores_as_before(reader: WordOrder, tmp_path: Path) -> None:
    reader.save(tmp_path / "order.npz")
    again = WordOrder.load(tmp_path / "order.npz")
    messages = [text.split() for text in HIT]
    assert again.outputs == reader.outputs
    assert again.scores(messages) == pytest.approx(reader.scores(messages), abs=0.02)


def test_a_message_of_unknown_words_is_left_to_the_other_reader(reader: WordOrder) -> None:
    assert reader.knows(["zzz", "hon"]) and not reader.knows(["zzz"]) and not reader.knows([])
    classifier = learn(few_examples(), reader)
    with_order = classifier.read(Written(("zzz",)))
    classifier.order = None
    assert classifier.read(Written(("zzz",))) == with_order


def few_examples() -> list[Example]:
    said = {"a": ["hon slog honom", "hon slog", "slog honom"], "b": ["snön ligger kvar", "snön", "det snöar"]}
    return [Example(name, tuple(text.split())) for name, texts in said.items() for text in texts]


def test_the_order_has_its_say_in_what_is_meant_and_is_stored_with_the_model(reader: WordOrder, tmp_path: Path) -> None:
    alone, both = learn(few_examples()), learn(few_examples(), reader)
    message = Written(("honom", "slog", "hon"))
    assert alone.read(message)[0] != both.read(message)[0]
    both.save(tmp_path)
    again = Classifier.load(tmp_path).read(message)
    for before, after in zip(both.read(message)[0], again[0], strict=True):
        assert (before.name, before.confidence) == (after.name, pytest.approx(after.confidence, abs=0.01))


def test_the_order_has_its_say_in_how_dangerous_it_is(reader: WordOrder) -> None:
    weighed = [replace(example, danger={"a": "act", "b": "none"}[example.intent]) for example in few_examples()]
    classifier = learn(weighed, reader)
    message = Written(("det", "snöar", "hon"))
    for loudness, level in ((100.0, "act"), (-100.0, None)):
        said = {**reader.arrays, "last_bias": np.array([0, 0, *[loudness] * 3], dtype=np.float32)}
        classifier.order = WordOrder(reader.outputs, reader.stems, reader.parts, said)
        assert classifier.read(message)[1].level == level


def test_a_reader_that_knows_other_intents_is_refused(reader: WordOrder) -> None:
    with pytest.raises(WordOrderError, match="samtalskompassen learn-order"):
        learn([*few_examples(), Example("c", ("ny", "avsikt"))], reader)


def test_what_is_kept_back_is_the_same_whatever_it_is_said_to_mean() -> None:
    examples = [Example("a", (f"ord{number}", "sade", "hon")) for number in range(4000)]
    kept = [is_kept_back(example) for example in examples]
    assert 0.03 < np.mean(kept) < 0.07
    assert kept == [is_kept_back(replace(example, intent="b", question=("va",))) for example in examples]
    assert 0.12 < np.mean([is_kept_back(replace(example, danger="act")) for example in examples]) < 0.18


@pytest.mark.parametrize("content", [b"", b"broken"])
def test_a_broken_file_says_what_to_do(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "order.npz").write_bytes(content)
    with pytest.raises(WordOrderError, match="samtalskompassen learn-order"):
        WordOrder.load(tmp_path / "order.npz")


def test_stored_content_that_could_run_is_refused(tmp_path: Path) -> None:
    np.savez(tmp_path / "order.npz", outputs=np.array([object()]), stems=np.array([]), parts=np.array([]))
    with pytest.raises(WordOrderError):
        WordOrder.load(tmp_path / "order.npz")


def test_the_stored_reader_knows_the_intents_of_the_training_data() -> None:
    named = {name for file in EXAMPLES.glob("*.yml") for name in re.findall(r"intent: (\w+)", file.read_text("utf-8"))}
    assert stored_word_order().outputs == [*sorted(named), *OUTPUTS_FOR_DANGER], "kör samtalskompassen learn-order"


@pytest.mark.model
def test_learning_tells_messages_apart_that_differ_only_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    from bot.language import word_order_learning
    from bot.language.word_order_learning import learn_word_order

    monkeypatch.setattr(word_order_learning, "EPOCHS", 60)
    # Who comes first decides; the words are the same.
    who = ["hon", "han", "pappa", "mamma", "lisa", "omar", "farfar", "ali"]
    examples = [
        Example("first" if who.index(one) < who.index(other) else "second", (one, "slog", other))
        for one in who for other in who if one != other
    ]
    left_out = [example for example in examples if is_kept_back(example)] + examples[::9]
    reader = learn_word_order([example for example in examples if example not in left_out])
    likeliest = reader.scores([example.words for example in left_out])[:, :2].argmax(axis=1)
    assert np.mean([reader.outputs[best] == told.intent for best, told in zip(likeliest, left_out, strict=True)]) > 0.8


@pytest.mark.model
def test_reading_gives_what_learning_gave() -> None:
    import tensorflow as tf

    from bot.language.word_order_learning import _Network, _numbered, _padded

    examples = [Example("a", tuple(text.split())) for text in HIT]
    messages, words = _numbered(examples)
    blank = WordOrder(["a", *OUTPUTS_FOR_DANGER], ["hon", "slog"], [" ho", "on "], {})
    network = _Network(tf, blank, words)
    reader = WordOrder(blank.outputs, blank.stems, blank.parts, network.arrays())
    learned = network._scores(tf.constant(_padded(messages)), learning=False).numpy()
    assert reader.scores([example.words for example in examples]) == pytest.approx(learned, abs=1e-5)
