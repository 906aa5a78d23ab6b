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
        self.spellings: dict[str, set[str]] = {}
        self.doubtful = {fold(name) for name in lexicon["only_where_said_to_be_a_place"]}
        self.follows = set(lexicon["follows"])
        self.strong = {tuple(cue.split()) for cue in lexicon["says_where"]["strong"]}
        self.weak = {tuple(cue.split()) for cue in lexicon["says_where"]["weak"]}
        self.wider = {_key(name) for name in lexicon["wider_areas"]}
        self.joins = set(lexicon["says_where"]["joins"])
        self.negations = set(lexicon["says_where"]["negations"])
        self.fillers = set(lexicon["says_where"]["fillers"])
        self.needs_city = {fold(name) for name in lexicon["parts_that_need_their_city"]}

    def add(self, name: str, meaning: _Meaning) -> None:
        """A further meaning of a name. A municipality's own name means the municipality."""
        self.spellings.setdefault(fold(_key(name)), set()).add(_key(name))
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
        for form in (written, written[:-1] if written.endswith("s") and len(written) > 3 else ""):
            if form in self.spelt:
                return self.spelt[form]
            if any(_only_dots_missing(form, name) for name in self.spellings.get(fold(form), ())):
                return self.folded[fold(form)]
        return ()

    def mentions(self, text: str, words: list[tuple[str, int, int]], asked: bool) -> list[_Mention]:
        """The names in a message, longest first, each only where it is a place."""
        lowered = [word.lower() for word, _, _ in words]
        short = asked and len(words) <= _SHORT_MESSAGE
        alone = asked and len([word for word in lowered if word not in self.fillers]) == 1
        found: list[_Mention] = []
        position = 0
        while position < len(words):
            skipped = self._wider_area_at(lowered, position)
            if skipped:
                position += skipped
                continue
            mention = self._mention_at(text, words, lowered, position, short, alone, found)
            if mention:
                if not position or lowered[position - 1] not in self.negations:
                    found.append(mention)
                position = mention.last + 1
            else:
                position += 1
        whole = [mention for mention in found if not self._is_part(lowered, mention)]
        return [kept for mention in found if (kept := self._beside_its_city(lowered, mention, whole))]

    def _wider_area_at(self, lowered: list[str], first: int) -> int:
        """How many words a county or a country takes here, 0 when there is none."""
        return next((n for n in (3, 2, 1) if " ".join(lowered[first : first + n]) in self.wider), 0)

    def _is_part(self, lowered: list[str], mention: _Mention) -> bool:
        return mention.first == mention.last and fold(lowered[mention.first]) in self.needs_city

    def _beside_its_city(self, lowered: list[str], mention: _Mention, whole: list[_Mention]) -> _Mention | None:
        """ "Söder i Malmö" and "Malmö norr" are parts of a city, "norr om Malmö" is not."""
        if mention in whole:
            return mention
        for city in whole:
            before = city.last == mention.first - 1
            after = city.first == mention.last + 1 or lowered[mention.last + 1 : city.first] == ["i"]
            meanings = tuple(m for m in mention.meanings if m.municipality in city.codes())
            if (before or after) and meanings:
                return _Mention(meanings, mention.start, mention.end, mention.first, mention.last)
        return None

    def _mention_at(
        self,
        text: str,
        words: list[tuple[str, int, int]],
        lowered: list[str],
        first: int,
        short: bool,
        alone: bool,
        found: list[_Mention],
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
            strong, weak = self._said_before(text, words, lowered, first)
            followed = last + 1 < len(lowered) and lowered[last + 1] in self.follows
            if {fold(written), fold(written).removesuffix("s")} & self.doubtful and length == 1:
                capital = words[first][0][0].isupper() and weak
                listed = found and found[-1].last == first - 2 and lowered[first - 1] in self.joins
                part = fold(written) in self.needs_city
                town = followed and meanings[0].is_municipality
                if not (strong or town or alone or capital or listed or part):
                    continue
            if followed:
                last += 1
            return _Mention(meanings, words[first][1], words[last][2], first, last)
        return self._misspelt(text, words, lowered, first, short, alone)

    def _said_before(
        self, text: str, words: list[tuple[str, int, int]], lowered: list[str], first: int
    ) -> tuple[bool, bool]:
        if first and re.search(r"[.!?,;:\n]", text[words[first - 1][2] : words[first][1]]):
            return False, False
        runs = [tuple(lowered[first - n : first]) for n in range(1, 5) if n <= first]
        return any(run in self.strong for run in runs), any(run in self.weak for run in runs)

    def _misspelt(
        self,
        text: str,
        words: list[tuple[str, int, int]],
        lowered: list[str],
        first: int,
        short: bool,
        alone: bool,
    ) -> _Mention | None:
        word = lowered[first]
        strong, _ = self._said_before(text, words, lowered, first)
        followed = first + 1 < len(lowered) and lowered[first + 1] in ("kommun", "kommuns", "kn")
        if len(word) < 5 or not (strong or followed or short):
            return None
        name = _nearest(fold(word), 2 if alone or followed else 1)
        if name is None:
            return None
        last = first + 1 if followed else first
        return _Mention(self.folded[name], words[first][1], words[last][2], first, last)


def _only_dots_missing(written: str, name: str) -> bool:
    """Whether the name was typed with some or none of its å, ä, ö, and with no others."""
    return len(written) == len(name) and all(w in (n, fold(n)) for w, n in zip(written, name, strict=True))


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


def _nearest(folded: str, most: int) -> str | None:
    """The one municipality name within a letter or two of what was written."""
    from rapidfuzz import process
    from rapidfuzz.distance import DamerauLevenshtein

    meant = _gazetteer().folded
    for form in (folded, folded.removesuffix("s")):
        reach = 1 if len(form) < 6 else 2 if len(form) > 8 else most
        near = process.extract(
            form, _municipality_names(), scorer=DamerauLevenshtein.distance, score_cutoff=reach, limit=5
        )
        nearest = [name for name, distance, _ in near if distance == near[0][1] and name[0] == form[0]]
        if len({meant[name] for name in nearest}) == 1:
            return str(nearest[0])
    return None


def _rows(name: str) -> list[dict[str, str]]:
    with (FACTS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
