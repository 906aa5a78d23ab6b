"""Years of age from Swedish and English ways of saying them; the text is in lower case without å, ä, ö."""

from __future__ import annotations

import re

_SWEDISH = ["noll", "ett", "tva", "tre", "fyra", "fem", "sex", "sju", "atta", "nio", "tio", "elva", "tolv", "tretton",
            "fjorton", "femton", "sexton", "sjutton", "arton", "nitton", "tjugo"]
_ENGLISH = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
            "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"]
_NUMBERS = {word: number for words in (_SWEDISH, _ENGLISH) for number, word in enumerate(words)}
_NUMBERS |= {"aderton": 18, "tjugoett": 21, "tjugotva": 22, "tjugotre": 23, "tjugofyra": 24, "tjugofem": 25}
_N = r"(\d{1,2}|" + "|".join(sorted((w for w, n in _NUMBERS.items() if n > 4), key=len, reverse=True)) + r")"
_ORDINALS = {
    "forsta": 1, "andra": 2, "tredje": 3, "fjarde": 4, "femte": 5, "sjatte": 6, "sjunde": 7, "attonde": 8, "nionde": 9,
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
}
_CLASSES = {
    "ettan": 1, "tvaan": 2, "trean": 3, "fyran": 4, "femman": 5, "sexan": 6, "sjuan": 7, "attan": 8, "nian": 9,
    "ettor": 1, "tvaor": 2, "treor": 3, "fyror": 4, "femmor": 5, "sexor": 6, "sjuor": 7, "attor": 8, "nior": 9,
    "femma": 5, "sexa": 6, "sjua": 7, "atta": 8, "nia": 9,
}
_YEARS_OF_GYMNASIUM = {"ettan": 1, "forsta": 1, "tvaan": 2, "andra": 2, "trean": 3, "tredje": 3}
YOUNGEST, OLDEST = 5, 25

_YEAR = r"(1|2|3|ettan|tvaan|trean|forsta|andra|tredje)"
_SCHOOL = r"(?:gymnasiet|gymnasie\w*|gymnasium\w*|gymmet|gy)"
_GYMNASIUM = re.compile(
    rf"\b{_SCHOOL}[ ,]*(?:ak|arskurs|ar|i)? ?{_YEAR}\b"
    rf"|\b{_YEAR}(?: ?:?an|:e)?(?: (?:aret|arskursen|ring))? (?:pa |i |av )?{_SCHOOL}\b|\bgy ?(1|2|3)\b"
)
_YEARS_OLD = re.compile(
    rf"\b{_N}(?:[ -]?(?:och|o) (?:ett|en) halvt?)?[ -]?"
    r"(?:ars?(?:ig\w*|aldern|ald\w*)?|aring\w*|bast|yo|y/o|years?[ -]old|yrs?(?:[ -]old)?)\b"
)
# What follows a number that is no age.
_NO_AGE = (
    r"(?!\s?(?:kr\b|kronor|%|procent|min|tusen|tim|dag|veck|man\w*\b|ggr|gang|st\b|stycken|person|elev|kompis|barn"
    r"|syskon|i taget|av|[:.]\d|poang|mil\b|km\b|meter|kilo|kg|ar (?:sen|sedan|i rad|nu)|years? (?:ago|now)"
    r"|killar|tjejer|pojkar|flickor|andra|ganger))"
)
_ABOUT = r"(?:bara |bra |precis |nu |just |nyss |typ |runt |ungefar |cirka |nastan |redan |val |kanske |hogst |han |hon "
_ABOUT += r"|only |just |about |around |c?irka )*"
_IS = re.compile(
    r"\b(?:pa|aged?|alder(?:n)?:?|ar|e|a|is|turned|fyllt|fyllde|blivit|runt|ca|cirka|ungefar|typ|nastan|just|ha|har"
    r"|har bara|bara|precis|kring|omkring|kanske|she's|he's|shes|hes|i'm|im|val|hogst|max|yngste?a?|aldste?a?) "
    rf"{_ABOUT}{_N}\b{_NO_AGE}"
)
_SOON = re.compile(
    r"\b(?:snart|fyller|blir|nastan|strax under|inte fyllt|ej fyllt|turning|almost|nearly|turns) "
    rf"(?:snart |strax |precis |inte )?{_N}\b(?! (?:kr|min))"
)
_TURNED = re.compile(
    rf"\b(?:nyss |precis |just |nyligen )?(?:fyllt|fyllde|fyllda|turned|blev|blivit) (?:nyss |precis |just )?{_N}\b"
)
_CLASS = re.compile(
    r"\b(?:ak|arskurs|arskus|klass|grade|year|ars-?kurs|ring)\.? ?:?(\d)(?:[a-f]|:?an)?\b"
    r"|\b(\d)(?::an|an|:e klass|e klass|:e|th grade|[a-f]\b)"
    r"|\b(" + "|".join(_ORDINALS) + r") (?:klass|arskurs\w*|grade|klassen)\b"
    r"|\b(?:i|ur|till|borjat|borja|borjar|borjade|gar|en|var|min|mina|vara|fran|klass|gang) (" + "|".join(_CLASSES)
    + r")\b"
)
_BORN = re.compile(r"\b(?:fodd(?:a)?|born)(?: ar| in|:)? ?(?:-|'|’)?(20[01]\d|[01]\d)\b")
_TEAM = re.compile(r"\b[pf][ -]?(0\d|1[0-3]|20[01]\d)\b")
_IN_BRACKETS = re.compile(r"\((\d{1,2})\)")
# A stretch of time or a rule, not somebody's age.
_ELAPSED = re.compile(
    r"\b(?:for|i|sen|sedan|over|under|efter|inom|last|past|de senaste|senaste|har jobbat|jobbat|arbetat|varit) "
    rf"(?:\w+ )?{_N} ?ar\b(?! gammal)"
    rf"|{_N} ?ar (?:sedan|sen|i rad|tillbaka|framover|till|ago|nu|i yrket|inom|som|i fangelse|av|pa|erfarenhet)\b"
    r"|\b(?:18|15|13|20)[ -]?ars(?:grans|dag|spel|kalas|fest)\w*"
)


def _number(word: str) -> int:
    return int(word) if word.isdigit() else _NUMBERS[word]


def age_in(plain: str, asked: bool, year: int) -> int | None:
    """The first age said about a young person; `asked`: a bare number counts."""
    text = _ELAPSED.sub(" ", plain)
    found: list[tuple[int, int]] = []

    def add(position: int, age: int) -> None:
        if YOUNGEST <= age <= OLDEST:
            found.append((position, age))

    for match in _GYMNASIUM.finditer(text):
        word = next(group for group in match.groups() if group)
        level = _YEARS_OF_GYMNASIUM.get(word) or int(word)
        add(match.start(), 15 + level)
    text = _GYMNASIUM.sub(lambda m: " " * len(m[0]), text)
    for match in _SOON.finditer(text):
        add(match.start(), _number(match[1]) - 1)
    text = _SOON.sub(lambda m: " " * len(m[0]), text)
    for pattern in (_TURNED, _YEARS_OLD, _IS):
        for match in pattern.finditer(text):
            add(match.start(), _number(match[1]))
    certain = min(found, default=None)
    if certain:
        return certain[1]
    for match in _CLASS.finditer(text):
        word = next(group for group in match.groups() if group)
        level = _ORDINALS.get(word) or _CLASSES.get(word) or (int(word) if word.isdigit() else 0)
        if 1 <= level <= 9:
            add(match.start(), level + 6)
    for match in _BORN.finditer(text):
        add(match.start(), year - _century(match[1]))
    for match in _TEAM.finditer(text):
        add(match.start(), year - _century(match[1]))
    bare_class = re.fullmatch(r"\W*(?:i )?(" + "|".join(_CLASSES) + r")\W*", text) if asked else None
    if bare_class:
        add(0, _CLASSES[bare_class[1]] + 6)
    for match in _IN_BRACKETS.finditer(text):
        add(match.start(), int(match[1]))
    if not found and (asked or re.fullmatch(rf"\W*{_N}\W*", text)):
        for match in re.finditer(rf"\b{_N}\b", text):
            add(match.start(), _number(match[1]))
    return min(found)[1] if found else None


def _century(digits: str) -> int:
    return int(digits) if len(digits) == 4 else 2000 + int(digits)
