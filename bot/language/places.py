"""Find the municipality, town or part of a town that a message names, or say between which it cannot choose."""

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

_WORD = re.compile(r"[^\W_]+")
_POSTCODE = re.compile(r"(?<![\d-])(?:se[- ]?)?(\d{3})\s?(\d{2})(?![\d-]|\s?(?:kr|kronor|spänn|st|år)\b)", re.IGNORECASE)
_LONGEST = 4
_SHORT_MESSAGE = 4


@dataclass(frozen=True)
class Place:
    """Where: one municipality, or the several that it may be. `text`, `start`, `end`: as written."""

    municipality: str | None
    district: str | None
    candidates: tuple[str, ...]
    text: str
    start: int
    end: int


@dataclass(frozen=True)
class _Meaning:
    municipality: str
    district: str | None
    is_municipality: bool


@dataclass(frozen=True)
class _Mention:
    meanings: tuple[_Meaning, ...]
    start: int
    end: int
    first: int
    last: int

    def codes(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(meaning.municipality for meaning in self.meanings))


def find_place(text: str, asked: bool = False) -> Place | None:
    """The place a message names; `asked` when the person was asked for it, so that a bare or misspelt name counts."""
    text = text[:4000]
    gazetteer = _gazetteer()
    found = _WORD.finditer(text)
    words = [(match.group(), match.start(), match.end()) for match in found]
    mentions = gazetteer.mentions(text, words, asked)
    mentions += _postcodes(text)
    if not mentions:
        return None
    return _settle(text, mentions)


def _settle(text: str, mentions: list[_Mention]) -> Place:
    """One place from all that were named: a town with its municipality is one, two municipalities are a question."""
    mentions = sorted(mentions, key=lambda mention: mention.start)
    start, end = mentions[0].start, mentions[-1].end
    named = {mention.codes()[0] for mention in mentions if len(mention.codes()) == 1}
    narrowed = []
    for mention in mentions:
        meanings = tuple(m for m in mention.meanings if m.municipality in named) if len(mention.codes()) > 1 else ()
        narrowed.append(meanings or mention.meanings)
    codes = tuple(dict.fromkeys(meaning.municipality for meanings in narrowed for meaning in meanings))
    if len(codes) > 1:
        return Place(None, None, codes, text[start:end], start, end)
    districts = {meaning.district for meanings in narrowed for meaning in meanings if meaning.district}
    district = districts.pop() if len(districts) == 1 else None
    return Place(codes[0], district, codes, text[start:end], start, end)


def _postcodes(text: str) -> list[_Mention]:
    mentions = []
    for match in _POSTCODE.finditer(text):
        code = _postcode_table().get(match[1] + match[2])
        if code:
            mentions.append(_Mention((_Meaning(code, None, False),), match.start(), match.end(), -1, -1))
    return mentions


class Gazetteer:
    """Every name of a place, as spelt and as folded."""

    def __init__(self, lexicon: dict[str, Any]) -> None:
        self.spelt: dict[str, tuple[_Meaning, ...]] = {}
        self.folded: dict[str, tuple[_Meaning, ...]] = {}
        self.doubtful = {fold(name) for name in lexicon["only_where_said_to_be_a_place"]}
        self.follows = set(lexicon["follows"])
        self.strong = {tuple(cue.split()) for cue in lexicon["says_where"]["strong"]}
        self.weak = {tuple(cue.split()) for cue in lexicon["says_where"]["weak"]}
        self.needs_city = {fold(name) for name in lexicon["parts_that_need_their_city"]}

    def add(self, name: str, meaning: _Meaning) -> None:
        """A further meaning of a name. A municipality's own name means the municipality."""
        for table, key in ((self.spelt, _key(name)), (self.folded, fold(_key(name)))):
            known = table.get(key, ())
            if any(m.is_municipality for m in known):
                continue
            if meaning.is_municipality:
                known = ()
            if meaning not in known:
                table[key] = (*known, meaning)

    def look_up(self, written: str) -> tuple[_Meaning, ...]:
        """What a run of words may mean: as spelt, without å/ä/ö, without a genitive s."""
        for form in (written, written[:-1] if written.endswith("s") and len(written) > 4 else ""):
            if form and (found := self.spelt.get(form) or self.folded.get(fold(form))):
                return found
        return ()

    def mentions(self, text: str, words: list[tuple[str, int, int]], asked: bool) -> list[_Mention]:
        """The names in a message, longest first, each only where it is a place."""
        lowered = [word.lower() for word, _, _ in words]
        short = asked and len(words) <= _SHORT_MESSAGE
        found: list[_Mention] = []
        position = 0
        while position < len(words):
            mention = self._mention_at(text, words, lowered, position, asked, short)
            if mention:
                found.append(mention)
                position = mention.last + 1
            else:
                position += 1
        cities = {code for mention in found for code in mention.codes() if not self._needs_city(lowered, mention)}
        kept = []
        for mention in found:
            if self._needs_city(lowered, mention):
                meanings = tuple(m for m in mention.meanings if m.municipality in cities)
                if meanings:
                    kept.append(_Mention(meanings, mention.start, mention.end, mention.first, mention.last))
            else:
                kept.append(mention)
        return kept

    def _needs_city(self, lowered: list[str], mention: _Mention) -> bool:
        return mention.first == mention.last and fold(lowered[mention.first]) in self.needs_city

    def _mention_at(
        self, text: str, words: list[tuple[str, int, int]], lowered: list[str], first: int, asked: bool, short: bool
    ) -> _Mention | None:
        for length in range(min(_LONGEST, len(words) - first), 0, -1):
            last = first + length - 1
            between = text[words[first][1] : words[last][2]]
            if length > 1 and re.search(r"[^\w\s\-]|\n", between):
                continue
            written = " ".join(lowered[first : last + 1])
            meanings = self.look_up(written)
            if not meanings:
                continue
            strong, weak = self._said_before(lowered, first)
            followed = last + 1 < len(lowered) and lowered[last + 1] in self.follows
            if fold(written) in self.doubtful or fold(written).removesuffix("s") in self.doubtful:
                capital = words[first][0][0].isupper() and weak
                if not (strong or followed or short or capital):
                    continue
            if followed:
                last += 1
            return _Mention(meanings, words[first][1], words[last][2], first, last)
        return self._misspelt(words, lowered, first, short)

    def _said_before(self, lowered: list[str], first: int) -> tuple[bool, bool]:
        strong = any(tuple(lowered[max(0, first - n) : first]) in self.strong for n in (1, 2, 3, 4) if n <= first)
        weak = any(tuple(lowered[max(0, first - n) : first]) in self.weak for n in (1, 2) if n <= first)
        return strong, weak

    def _misspelt(
        self, words: list[tuple[str, int, int]], lowered: list[str], first: int, short: bool
    ) -> _Mention | None:
        word = lowered[first]
        strong, _ = self._said_before(lowered, first)
        followed = first + 1 < len(lowered) and lowered[first + 1] in ("kommun", "kommuns", "kn", "stad")
        if len(word) < 5 or not (strong or followed or short):
            return None
        name = _nearest(fold(word))
        if name is None:
            return None
        last = first + 1 if followed else first
        return _Mention(self.folded[name], words[first][1], words[last][2], first, last)


def _key(name: str) -> str:
    return " ".join(_WORD.findall(name.lower()))


@cache
def _gazetteer() -> Gazetteer:
    lexicon = yaml.safe_load(LEXICON.read_text(encoding="utf-8"))
    gazetteer = Gazetteer(lexicon)
    municipalities = _rows("municipalities.csv")
    codes = {row["name"]: row["code"] for row in municipalities}
    for row in municipalities:
        meaning = _Meaning(row["code"], None, True)
        gazetteer.add(row["name"], meaning)
    gazetteer.add("Exempelkommun", _Meaning("9999", None, True))
    for row in _rows("districts.csv"):
        moved = re.search(r"-> (.+)$", row["status"])
        district = moved[1] if moved else row["name"]
        if "upphörd 2013" in row["status"]:
            district = moved[1] if moved else None
        for name in (row["name"], *filter(None, row["aliases"].split("|"))):
            gazetteer.add(name, _Meaning(row["municipality_code"], district, False))
    for row in _rows("places.csv"):
        if row["main_municipality"] == "nej":
            continue
        gazetteer.add(row["name"], _Meaning(row["municipality_code"], row["part_of"] or None, False))
    for name, others in lexicon["also_written"].items():
        if name in codes:
            for other in others:
                gazetteer.add(other, _Meaning(codes[name], None, True))
    return gazetteer


@cache
def _postcode_table() -> dict[str, str]:
    return {row["postcode"]: row["municipality_code"] for row in _rows("postcodes.csv")}


@cache
def _municipality_names() -> tuple[str, ...]:
    return tuple(key for key, meanings in _gazetteer().folded.items() if meanings[0].is_municipality and len(key) > 4)


def _nearest(folded: str) -> str | None:
    """The one municipality name within a letter or two of what was written."""
    from rapidfuzz import process
    from rapidfuzz.distance import DamerauLevenshtein

    reach = 1 if len(folded) < 8 else 2
    for form in (folded, folded.removesuffix("s")):
        near = process.extract(form, _municipality_names(), scorer=DamerauLevenshtein.distance, score_cutoff=reach, limit=2)
        if near and (len(near) == 1 or near[0][1] < near[1][1]):
            return str(near[0][0])
    return None


def _rows(name: str) -> list[dict[str, str]]:
    with (FACTS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
