"""Learning which words are names, from messages in which they are marked (data/masking)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from bot.language.example_files import read_example_files
from bot.language.name_order import stored_at, stored_name_order
from bot.language.name_reader import BIAS, ENGLISH_ENOUGH, candidates, known_words, weights
from bot.language.redaction_lists import masking_lists
from bot.language.word_order import stored_word_order

MASKING = Path(__file__).parents[2] / "data" / "masking"
LEXICON = Path(__file__).parent / "lexicon"
# A message and where in it names and other things to hide stand.
Marked = tuple[str, list[tuple[int, int]]]

MARKED = re.compile(r"\[\[(.+?)\]\]")
PENALTY = 1.0
SEED = 20
# Smaller than this a weight changes no answer, and the file is half as long.
SMALLEST = 0.03
WRITTEN_BY = 4
ORDINARY = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
# What share of a message's words are small English ones when it is in English.
SHARE_ENGLISH = 0.25


def read_marked(folder: Path) -> list[Marked]:
    """The messages without their marks, each with the places that were marked."""
    lines = (line for file in sorted(folder.glob("*.txt")) for line in file.read_text(encoding="utf-8").splitlines())
    return [unmark(line.replace("\\n", "\n")) for line in lines if line and not line.startswith("#")]


def unmark(text: str) -> Marked:
    """A message without `[[` and `]]`, and where what stood between them is."""
    plain, places, position = "", [], 0
    for found in MARKED.finditer(text):
        plain += text[position : found.start()]
        places.append((len(plain), len(plain) + len(found.group(1))))
        plain += found.group(1)
        position = found.end()
    return plain + text[position:], places


def learn_names(marked: Iterable[Marked]) -> dict[str, float]:
    """The weight of each feature, in log-odds, with `BIAS` among them."""
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    rows, names = [], []
    for text, places in marked:
        for start, features in candidates(text):
            rows.append(dict.fromkeys(features, 1.0))
            names.append(any(first <= start < end for first, end in places))
    columns = DictVectorizer()
    learner = LogisticRegression(C=PENALTY, solver="liblinear", random_state=SEED)
    learner.fit(columns.fit_transform(rows), names)
    learned = dict(zip(columns.get_feature_names_out(), learner.coef_[0], strict=True))
    kept = {name: round(float(weight), 2) for name, weight in learned.items() if abs(weight) >= SMALLEST}
    return {BIAS: round(float(learner.intercept_[0]), 2), **kept}


def ordinary_words(messages: Iterable[str]) -> list[str]:
    """Words that at least four messages have, in order, without those that are nothing but names."""
    seen: Counter[str] = Counter()
    for text in messages:
        seen.update({word.lower() for word in ORDINARY.findall(text)})
    lists = masking_lists()
    names = (lists.names | lists.family_names) - lists.uncertain_names
    return sorted(word for word, count in seen.items() if count >= WRITTEN_BY and word not in names)


def english_words(messages: Iterable[str]) -> list[str]:
    """The ordinary words that most often stand in messages in English, in order."""
    seen: Counter[str] = Counter()
    in_english: Counter[str] = Counter()
    small = masking_lists().english
    for text in messages:
        words = {word.lower() for word in ORDINARY.findall(text)}
        seen.update(words)
        if len(words & small) >= max(ENGLISH_ENOUGH, SHARE_ENGLISH * len(words)):
            in_english.update(words)
    return sorted(word for word, count in in_english.items() if count >= WRITTEN_BY and 2 * count > seen[word])


def write_learned() -> tuple[int, int]:
    """Writes the ordinary words and the two readers; returns how many words and how many weights."""
    from bot.language.name_order_learning import learn_name_order

    messages = [text for _, _, text in read_example_files()]
    words = ordinary_words(messages)
    (LEXICON / "known_words.txt").write_text("\n".join(words) + "\n", encoding="utf-8")
    (LEXICON / "english_words.txt").write_text("\n".join(english_words(messages)) + "\n", encoding="utf-8")
    known_words.cache_clear()
    marked = read_marked(MASKING)
    learned = learn_names(marked)
    lines = (f"{name}\t{weight}" for name, weight in sorted(learned.items()))
    (LEXICON / "name_weights.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    weights.cache_clear()
    with stored_at() as file:
        learn_name_order(marked, stored_word_order()).save(file)
    stored_name_order.cache_clear()
    return len(words), len(learned)
