"""Find the municipality, town or part of a town that a message names, or say between which it cannot choose."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.language.concepts import concepts_in
from bot.language.gazetteer import WORD, Gazetteer, Meaning, get_gazetteer, nearest_municipality, postcodes
from bot.language.normalise import fold
from bot.language.words import MAX_CHARACTERS

_POSTCODE = re.compile(
    r"(?<![\d-])(?:se[- ]?)?(\d{3})\s?(\d{2})(?![\d-]|\s?(?:kr|kronor|spänn|st|år)\b)", re.IGNORECASE
)
_LONGEST = 4
_SHORT_MESSAGE = 4
# A misspelt word this long after a bare "i", or all alone, is a town: of 96,000 messages two have another such word.
_LONG_WORD = 7


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
class _Mention:
    """A name in the message: characters `start` to `end`, words `first` to `last`."""

    meanings: tuple[Meaning, ...]
    start: int
    end: int
    first: int
    last: int

    def codes(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(meaning.municipality for meaning in self.meanings))


def find_place(text: str, asked: bool = False) -> Place | None:
    """The place a message names; `asked` when the person was asked for it, so that a bare or misspelt name counts."""
    text = text[:MAX_CHARACTERS]
    mentions = _Reader(text, asked, get_gazetteer()).mentions() + _postcodes(text)
    return _settle(text, mentions) if mentions else None


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
    found = [(match, postcodes().get(match[1] + match[2])) for match in _POSTCODE.finditer(text)]
    return [_Mention((Meaning(code, None, False),), m.start(), m.end(), -1, -1) for m, code in found if code]


class _Reader:
    """One message, read for names."""

    def __init__(self, text: str, asked: bool, names: Gazetteer) -> None:
        self.text = text
        self.names = names
        self.words = [(match.group().lower(), match.start(), match.end()) for match in WORD.finditer(text)]
        self.lowered = [word for word, _, _ in self.words]
        # An answer to "where" may be nothing but a name, even one that is an ordinary word.
        self.short = asked and len(self.words) <= _SHORT_MESSAGE
        self.alone = asked and len([word for word in self.lowered if word not in names.fillers]) == 1
        self.found: list[_Mention] = []

    def mentions(self) -> list[_Mention]:
        """The names in the message, longest first, each only where it is a place."""
        position = 0
        while position < len(self.words):
            skipped = self._wider_area_at(position)
            mention = None if skipped else self._mention_at(position)
            if mention and not (position and self.lowered[position - 1] in self.names.negations):
                self.found.append(mention)
            position = mention.last + 1 if mention else position + max(1, skipped)
        whole = [mention for mention in self.found if not self._is_part(mention)]
        return [kept for mention in self.found if (kept := self._beside_its_city(mention, whole))]

    def _wider_area_at(self, first: int) -> int:
        """How many words a county or a country takes here, 0 when there is none."""
        return next((n for n in (3, 2, 1) if " ".join(self.lowered[first : first + n]) in self.names.wider), 0)

    def _is_part(self, mention: _Mention) -> bool:
        return mention.first == mention.last and fold(self.lowered[mention.first]) in self.names.needs_city

    def _beside_its_city(self, mention: _Mention, whole: list[_Mention]) -> _Mention | None:
        """ "Söder i Malmö" and "Malmö norr" are parts of a city, "norr om Malmö" is not."""
        if mention in whole:
            return mention
        for city in whole:
            before = city.last == mention.first - 1
            after = city.first == mention.last + 1 or self.lowered[mention.last + 1 : city.first] == ["i"]
            meanings = tuple(m for m in mention.meanings if m.municipality in city.codes())
            if (before or after) and meanings:
                return _Mention(meanings, mention.start, mention.end, mention.first, mention.last)
        return None

    def _mention_at(self, first: int) -> _Mention | None:
        for length in range(min(_LONGEST, len(self.words) - first), 0, -1):
            last = first + length - 1
            between = self.text[self.words[first][2] : self.words[last][1]] if length > 1 else ""
            if re.search(r"[^\w\s\-]|\n", between):
                continue
            written = " ".join(self.lowered[first : last + 1])
            meanings = self.names.look_up(written)
            if not meanings:
                continue
            followed = last + 1 < len(self.lowered) and self.lowered[last + 1] in self.names.follows
            town = followed and meanings[0].is_municipality
            if length == 1 and self.names.is_doubtful(written) and not (town or self._is_place_here(first)):
                continue
            end = last + 1 if followed else last
            return _Mention(meanings, self.words[first][1], self.words[end][2], first, end)
        return self._misspelt(first)

    def _is_place_here(self, first: int) -> bool:
        """Whether a name that is also a word is a place at this position."""
        strong, weak = self._said_before(first)
        capital = self.text[self.words[first][1]].isupper() and weak
        before = self.lowered[first - 1] if first else ""
        listed = bool(self.found) and self.found[-1].last == first - 2 and before in self.names.joins
        alone = self.alone and self.lowered[first] not in self.names.fillers
        return strong or alone or capital or listed or fold(self.lowered[first]) in self.names.needs_city

    def _said_before(self, first: int) -> tuple[bool, bool]:
        if first and re.search(r"[.!?,;:\n]", self.text[self.words[first - 1][2] : self.words[first][1]]):
            return False, False
        runs = [tuple(self.lowered[first - n : first]) for n in range(1, 5) if n <= first]
        return any(run in self.names.strong for run in runs), any(run in self.names.weak for run in runs)

    def _misspelt(self, first: int) -> _Mention | None:
        word = self.lowered[first]
        followed = self.lowered[first + 1 : first + 2] in (["kommun"], ["kommuns"], ["kn"])
        stands = len(self.words) == 1 or (first and self.lowered[first - 1] in self.names.before_misspelt)
        long = stands and len(word) >= _LONG_WORD
        if len(word) < 5 or not (followed or self.short or self._said_before(first)[0] or long):
            return None
        # A word that is known to mean something else is no misspelt town.
        if concepts_in([fold(word)]):
            return None
        name = nearest_municipality(fold(word), 2 if self.alone or followed else 1)
        if name is None:
            return None
        last = first + 1 if followed else first
        return _Mention(self.names.folded[name], self.words[first][1], self.words[last][2], first, last)
