"""Every name of a municipality, town and part of a town, as spelt and as people type it."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bot.language.normalise import fold

FACTS = Path(__file__).parents[1] / "facts"
LEXICON = Path(__file__).parent / "lexicon" / "places.yml"
DEMO_MUNICIPALITY = ("Exempelkommun", "9999")

WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Meaning:
    """What a name may stand for: a municipality code, and the district within it when it is a part of a city."""

    municipality: str
    district: str | None
    is_municipality: bool


class Gazetteer:
    """Names and their meanings, and the words around names that tell whether they are places."""

    def __init__(self, lexicon: dict[str, Any]) -> None:
        self.spelt: dict[str, tuple[Meaning, ...]] = {}
        self.folded: dict[str, tuple[Meaning, ...]] = {}
        self.spellings: dict[str, set[str]] = {}
        self.doubtful = {fold(name) for name in lexicon["only_where_said_to_be_a_place"]}
        self.needs_city = {fold(name) for name in lexicon["parts_that_need_their_city"]}
        self.wider = {name_key(name) for name in lexicon["wider_areas"]}
        self.follows = set(lexicon["follows"])
        where = lexicon["says_where"]
        self.strong = {tuple(cue.split()) for cue in where["strong"]}
        self.weak = {tuple(cue.split()) for cue in where["weak"]}
        self.before_misspelt = set(where["misspelt"])
        self.joins = set(where["joins"])
        self.fillers = set(where["fillers"])
        self.negations = set(where["negations"])

    def add(self, name: str, meaning: Meaning) -> None:
        """A further meaning of a name. A municipality's own name means the municipality."""
        key = name_key(name)
        self.spellings.setdefault(fold(key), set()).add(key)
        for table, form in ((self.spelt, key), (self.folded, fold(key))):
            known = table.get(form, ())
            if any(m.is_municipality for m in known):
                continue
            if meaning.is_municipality:
                known = ()
            if meaning not in known:
                table[form] = (*known, meaning)

    def look_up(self, written: str) -> tuple[Meaning, ...]:
        """What a run of words may mean: as spelt, without å/ä/ö, without a genitive s."""
        for form in (written, written[:-1] if written.endswith("s") and len(written) > 3 else ""):
            if form in self.spelt:
                return self.spelt[form]
            if any(_only_dots_missing(form, name) for name in self.spellings.get(fold(form), ())):
                return self.folded[fold(form)]
        return ()

    def is_doubtful(self, written: str) -> bool:
        """Whether the name is an ordinary word or somebody's name as well."""
        folded = fold(written)
        return bool({folded, folded.removesuffix("s")} & self.doubtful)


def name_key(name: str) -> str:
    """A name in lower case with single spaces for hyphens and the like."""
    return " ".join(WORD.findall(name.lower()))


def _only_dots_missing(written: str, name: str) -> bool:
    """Whether the name was typed with some or none of its å, ä, ö, and with no others."""
    return len(written) == len(name) and all(w in (n, fold(n)) for w, n in zip(written, name, strict=True))


@cache
def get_gazetteer() -> Gazetteer:
    """The names in bot/facts and lexicon/places.yml, read once."""
    lexicon = yaml.safe_load(LEXICON.read_text(encoding="utf-8"))
    gazetteer = Gazetteer(lexicon)
    codes = {row["name"]: row["code"] for row in read_rows("municipalities.csv")}
    codes |= dict([DEMO_MUNICIPALITY])
    for name, code in codes.items():
        gazetteer.add(name, Meaning(code, None, True))
    for row in read_rows("districts.csv"):
        moved = re.search(r"-> (.+)$", row["status"])
        district = moved[1] if moved else row["name"]
        for name in (row["name"], *filter(None, row["aliases"].split("|"))):
            gazetteer.add(name, Meaning(row["municipality_code"], district, False))
    for row in read_rows("places.csv"):
        if row["main_municipality"] != "nej":
            gazetteer.add(row["name"], Meaning(row["municipality_code"], row["part_of"] or None, False))
    for name, others in lexicon["also_written"].items():
        for other in others:
            gazetteer.add(other, Meaning(codes[name], None, True))
    return gazetteer


@cache
def postcodes() -> dict[str, str]:
    """Municipality code by postcode of five digits."""
    return {row["postcode"]: row["municipality_code"] for row in read_rows("postcodes.csv")}


@cache
def _municipality_names() -> tuple[str, ...]:
    names = get_gazetteer().folded.items()
    return tuple(key for key, meanings in names if meanings[0].is_municipality and len(key) > 4)


def nearest_municipality(folded: str, most: int) -> str | None:
    """The one municipality name within a letter or `most` letters of what was written, folded."""
    from rapidfuzz import process
    from rapidfuzz.distance import DamerauLevenshtein

    meant = get_gazetteer().folded
    for form in (folded, folded.removesuffix("s")):
        reach = 1 if len(form) < 6 else 2 if len(form) > 8 else most
        near = process.extract(
            form, _municipality_names(), scorer=DamerauLevenshtein.distance, score_cutoff=reach, limit=5
        )
        nearest = [name for name, distance, _ in near if distance == near[0][1] and name[0] == form[0]]
        if len({meant[name] for name in nearest}) == 1:
            return str(nearest[0])
    return None


def read_rows(name: str) -> list[dict[str, str]]:
    """The rows of a table in bot/facts."""
    with (FACTS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
