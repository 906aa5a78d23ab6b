"""The word lists of masking: names, what introduces them, what only looks like one, schools and public numbers."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

from bot.language.redaction_patterns import WORD

# The lists of redaction.yml that are taken as they stand there.
AS_WRITTEN = (
    "introduces_name", "calls", "the_called", "explains_name", "introduces_person", "nameless", "not_a_name",
    "english", "verbs_after_name", "no_name_at_the_beginning", "not_a_school", "kinds_of_school", "kinds_of_road",
    "medicines", "titles", "months_and_holidays", "says_when", "public_emails",
    "public_numbers",
)
# How many words a message must have, and what share of them a capital, to be written with capitals throughout.
_ENOUGH_WORDS, _NEARLY_ALL = 6, 0.85


@dataclass(frozen=True)
class MaskingLists:
    """Words that masking goes by, all in small letters."""

    names: frozenset[str]
    uncertain_names: frozenset[str]
    place_names: frozenset[str]
    public_names: dict[str, list[tuple[str, ...]]]
    family_names: frozenset[str]
    introduces_name: frozenset[str]
    calls: frozenset[str]
    the_called: frozenset[str]
    explains_name: frozenset[str]
    introduces_person: frozenset[str]
    nameless: frozenset[str]
    someone: frozenset[str]
    not_a_name: frozenset[str]
    english: frozenset[str]
    verbs_after_name: frozenset[str]
    no_name_at_the_beginning: frozenset[str]
    not_a_school: frozenset[str]
    kinds_of_school: frozenset[str]
    kinds_of_road: frozenset[str]
    medicines: frozenset[str]
    titles: frozenset[str]
    months_and_holidays: frozenset[str]
    says_when: frozenset[str]
    known_schools: re.Pattern[str]
    public_emails: frozenset[str]
    public_numbers: frozenset[str]
    public_prefixes: tuple[str, ...]


@cache
def masking_lists() -> MaskingLists:
    """The word lists, read once; given names from SCB (2020, at least 100 bearers)."""
    words = yaml.load(  # every scalar stays a string
        files("bot.language").joinpath("rules", "redaction.yml").read_text(encoding="utf-8"),
        Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader),  # noqa: S506
    )
    names: set[str] = {*words["nicknames"], *_lines("further_given_names.txt"), *_lines("names_of_the_world.txt")}
    uncertain: set[str] = set(words["also_words"])
    places: set[str] = set()
    table = files("bot.facts").joinpath("given_names.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(table.splitlines()):
        name = row["name"].lower()
        names.add(name)
        if row["is_dictionary_word"] == "yes" or len(name) < 3:
            uncertain.add(name)
        if row["is_place"] == "yes" or row["is_municipality"] == "yes":
            places.add(name)
    public: dict[str, list[tuple[str, ...]]] = {}
    for known in (*words["public_figures"], *_lines("public_names.txt")):
        name_words = tuple(found.group().lower() for found in WORD.finditer(known))
        public.setdefault(name_words[0].removesuffix("s"), []).append(name_words)
    return MaskingLists(
        names=frozenset(names),
        uncertain_names=frozenset(uncertain - set(words["names_in_lower_case"])),
        place_names=frozenset(places),
        public_names=public,
        family_names=frozenset(_lines("family_names.txt")),
        someone=frozenset(words["introduces_person"]) | frozenset(words["someone"]),
        known_schools=re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words['known_schools']))})(?!\w)", re.I),
        public_prefixes=tuple(words["public_prefixes"]),
        **{name: frozenset(words[name]) for name in AS_WRITTEN if name != "not_a_name"},
        not_a_name=frozenset(words["not_a_name"]) | frozenset(words["medicines"]),
    )


def _lines(name: str) -> list[str]:
    text = files("bot.language").joinpath("rules", name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def without_english_s(word: str) -> str:
    """The word without the ending of an English genitive: "josefin's" is Josefin."""
    return word[:-2] if word.endswith(("'s", "’s")) else word


def opens_sentence(text: str, start: int) -> bool:
    """Whether what begins here begins a sentence, where a capital says nothing."""
    before = text[max(start - 3, 0) : start].rstrip(" \"'”“(")
    return not before or before[-1] in ".!?:\n"


def is_all_capitalised(text: str) -> bool:
    """Whether The Phone Writes Like This, so that a capital says nothing."""
    words = [found.group() for found in WORD.finditer(text)]
    return len(words) >= _ENOUGH_WORDS and sum(word[0].isupper() for word in words) >= _NEARLY_ALL * len(words)
