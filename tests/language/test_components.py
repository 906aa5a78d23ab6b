"""The adapters take what others have found out already."""

import pytest
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.language.classifier import Classifier
from bot.language.components import MessageReader
from bot.language.danger import Danger
from bot.language.learning import Example, learn
from bot.language.words import read_words


@pytest.fixture(scope="module")
def classifier() -> Classifier:
    texts = ["plogbilen kom inte", "mycket snö", "sanda vår gata", "vad blir det för mat", "äta lunch", "ingen mat"]
    named = {"snow": texts[:3], "food": texts[3:], "fear": ["jag är rädd", "hon är rädd", "så rädda vi är"]}
    return learn([Example(name, read_words(text).words) for name, those in named.items() for text in those])


def read(classifier: Classifier, text: str, **known: object) -> Message:
    message = Message({TEXT: text, "metadata": known})
    MessageReader(None, None, classifier).process([message])
    return message


def test_danger_is_looked_for_when_nobody_has(classifier: Classifier) -> None:
    danger = read(classifier, "han ligger medvetslös och andas inte").get("danger")
    assert danger["level"] == "act"


@pytest.mark.parametrize("text", ["...", "😀😀", "a" * 40, "\u202e"])
def test_what_says_nothing_is_not_understood_as_anything(classifier: Classifier, text: str) -> None:
    assert read(classifier, text).get("band") == "lost"


def test_danger_found_before_masking_is_not_looked_for_again(
    classifier: Classifier, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr("bot.language.understanding.find_danger")
    found = Danger("suicide", "today", "some_rule")
    assert read(classifier, "[namn] mår dåligt", danger=found).get("intent")["name"] == "danger_suicide"
    assert read(classifier, "mycket snö", danger=None).get("danger") is None
