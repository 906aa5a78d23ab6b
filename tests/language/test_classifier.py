"""The intent model learns, is stored in plain files and comes back the same."""

import json
from pathlib import Path

import numpy as np
import pytest

from bot.language.classifier import Classifier, Guess, ModelError
from bot.language.learning import learn
from bot.language.understanding import band_of, concerns_in, danger_by_model
from bot.language.words import read_words

SNOW = ["plogbilen kom inte", "snön ligger kvar", "ingen har sandat", "halt på gatan", "mycket snö", "sanda vår gata"]
FEAR = ["jag är rädd", "hon är rädd", "vi är rädda nu", "min rädsla växer", "rädd varje kväll", "så rädd för honom"]

FOOD = ["vad blir det för mat", "lunchen i dag", "ingen mat i dag", "matsedeln tack", "mat och lunch", "äta lunch"]


@pytest.fixture(scope="module")
def small() -> Classifier:
    return learn([read_words(text) for text in SNOW + FEAR + FOOD], ["snow"] * 6 + ["fear"] * 6 + ["food"] * 6)


def test_learn_tells_unseen_messages_apart(small: Classifier) -> None:
    assert small.rank(read_words("gatan är inte plogad"))[0].name == "snow"
    assert small.rank(read_words("jag blir rädd"))[0].name == "fear"


def test_rank_gives_confidences_that_add_up(small: Classifier) -> None:
    assert sum(guess.confidence for guess in small.rank(read_words("halt"))) == pytest.approx(1)


def test_rank_of_nothing_is_not_an_error(small: Classifier) -> None:
    assert len(small.rank(read_words(""))) == 3


def test_save_and_load_give_the_same_ranking(small: Classifier, tmp_path: Path) -> None:
    small.save(tmp_path)
    before, after = (model.rank(read_words("halt och jag är rädd")) for model in (small, Classifier.load(tmp_path)))
    assert [guess.name for guess in before] == [guess.name for guess in after]
    assert before[0].confidence == pytest.approx(after[0].confidence, abs=1e-3)


def test_load_of_a_broken_model_says_what_to_do(small: Classifier, tmp_path: Path) -> None:
    small.save(tmp_path)
    (tmp_path / "weights.npz").write_bytes(b"broken")
    with pytest.raises(ModelError, match="samtalskompassen train"):
        Classifier.load(tmp_path)


def test_load_refuses_pickled_content(tmp_path: Path) -> None:
    (tmp_path / "model.json").write_text(json.dumps({"intents": [], "sharpness": 1, "blocks": {}}))
    np.savez(tmp_path / "weights.npz", weights=np.array([object()]), bias=np.zeros(1))
    with pytest.raises(ModelError):
        Classifier.load(tmp_path)


def ranking(**confidences: float) -> tuple[Guess, ...]:
    return tuple(Guess(name, confidence) for name, confidence in confidences.items())


def test_band_follows_confidence() -> None:
    assert band_of(ranking(greet=0.95, thank=0.05)) == "sure"
    assert band_of(ranking(greet=0.5, thank=0.3, deny=0.1)) == "ask"
    assert band_of(ranking(greet=0.05, thank=0.05, deny=0.05)) == "lost"


def test_danger_that_only_the_model_sees_is_asked_about() -> None:
    seen = ranking(danger_suicide=0.95, concern_mental_health=0.05)
    danger = danger_by_model(seen)
    assert danger is not None and (danger.intent, danger.level) == ("danger_suicide", "ask")
    assert danger_by_model(ranking(danger_suicide=0.6, concern_drugs=0.4)) is None
    assert band_of(ranking(danger_suicide=0.88, greet=0.12)) == "ask"


def test_concerns_in_lists_them_strongest_first() -> None:
    seen = ranking(concern_drugs=0.5, concern_crime=0.3, greet=0.15, concern_hate=0.05)
    assert concerns_in(seen) == ("concern_drugs", "concern_crime")


def test_learn_does_not_depend_on_the_order_of_examples() -> None:
    named = {"snow": SNOW, "fear": FEAR, "food": FOOD}
    examples = [(read_words(text), name) for name, texts in named.items() for text in texts]
    one, other = (learn(*zip(*order, strict=True)) for order in (examples, examples[::-1]))
    assert np.array_equal(one.weights, other.weights)
