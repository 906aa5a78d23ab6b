"""The training data covers every intent, says nothing twice, and shares no sentence with the test sets."""

from collections import Counter
from pathlib import Path

import yaml

from bot.language.evaluation import SETS, read_set
from bot.language.words import read_words

ROOT = Path(__file__).parents[2]
# Commands and courtesies are what they are; there is only one way to write "nästa".
SHORT = 5
NEAR = 0.5
# What the cuts for danger are set by; nobody learns from it either.
CUTS = read_set(SETS / "danger", "cuts*")


def training() -> list[tuple[str, str]]:
    examples = []
    for file in sorted((ROOT / "data/nlu").glob("*.yml")):
        for block in yaml.safe_load(file.read_text(encoding="utf-8"))["nlu"]:
            examples += [(block["intent"], line.removeprefix("- ")) for line in block["examples"].splitlines()]
    return examples


def runs_of_three(words: tuple[str, ...]) -> set[tuple[str, ...]]:
    return {words[i : i + 3] for i in range(len(words) - 2)}


def test_every_intent_of_the_domain_has_examples() -> None:
    domain = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
    counts = Counter(intent for intent, _ in training())
    assert set(counts) == set(domain["intents"]) - {"choose"}
    assert min(counts.values()) >= 100


def test_no_example_holds_what_rasa_reads_as_markup() -> None:
    assert [text for _, text in training() if set(text) & set("[]{}")] == []


def test_no_sentence_has_two_intents() -> None:
    meanings: dict[str, set[str]] = {}
    for intent, text in training():
        meanings.setdefault(text.casefold(), set()).add(intent)
    assert {text: intents for text, intents in meanings.items() if len(intents) > 1} == {}


def test_no_test_message_has_a_near_copy_in_training() -> None:
    by_run: dict[tuple[str, ...], set[int]] = {}
    runs = [runs_of_three(read_words(text).words) for _, text in training()]
    for number, those in enumerate(runs):
        for run in those:
            by_run.setdefault(run, set()).add(number)
    copies = []
    for entry in [*read_set(SETS / "messages"), *read_set(SETS / "danger", "held_out*"), *CUTS]:
        words = read_words(entry["text"]).words
        if len(words) <= SHORT:
            continue
        own = runs_of_three(words)
        shared = Counter(number for run in own for number in by_run.get(run, ()))
        if any(count / len(own | runs[number]) >= NEAR for number, count in shared.items()):
            copies.append(entry["id"])
    assert copies == []
