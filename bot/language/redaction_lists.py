"""The word lists of masking: names, what introduces them, what only looks like one, schools and public numbers."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

from bot.language.gazetteer import get_gazetteer
from bot.language.name_reader import Lists
from bot.language.redaction_patterns import WORD


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
    names: set[str] = {*words["nicknames"], *_lines("further_given_names.txt")}
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
        introduces_name=frozenset(words["introduces_name"]),
        calls=frozenset(words["calls"]),
        the_called=frozenset(words["the_called"]),
        explains_name=frozenset(words["explains_name"]),
        introduces_person=frozenset(words["introduces_person"]),
        nameless=frozenset(words["nameless"]),
        someone=frozenset(words["introduces_person"]) | frozenset(words["someone"]),
        not_a_name=frozenset(words["not_a_name"]),
        english=frozenset(words["english"]),
        verbs_after_name=frozenset(words["verbs_after_name"]),
        no_name_at_the_beginning=frozenset(words["no_name_at_the_beginning"]),
        not_a_school=frozenset(words["not_a_school"]),
        kinds_of_school=frozenset(words["kinds_of_school"]),
        known_schools=re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words['known_schools']))})(?!\w)", re.I),
        public_emails=frozenset(words["public_emails"]),
        public_numbers=frozenset(words["public_numbers"]),
        public_prefixes=tuple(words["public_prefixes"]),
    )


def _lines(name: str) -> list[str]:
    text = files("bot.language").joinpath("rules", name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


@cache
def name_lists() -> Lists:
    """What the name reader needs to know of words."""
    lists = masking_lists()
    return Lists(
        given=lists.names,
        uncertain=lists.uncertain_names,
        places=lists.place_names,
        family=lists.family_names,
        not_names=lists.not_a_name,
        english=lists.english,
        is_place=lambda written: bool(get_gazetteer().look_up(written)),
    )
