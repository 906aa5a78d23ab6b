"""Who writes and about whom, from what is said in passing: role, relation, pronoun, age, employment."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bot.language.ages import age_in
from bot.language.normalise import fold
from bot.language.words import MAX_CHARACTERS

LEXICON = Path(__file__).parent / "lexicon" / "people.yml"
OWN_CHILD = ("son", "daughter", "child")
# Who a girl or a boy is to somebody who writes at work.
AT_WORK = {"teacher": "pupil", "leisure_leader": "member"}
_OUR = re.compile(r"\bvår[ta]?\b")


def _plain(text: str) -> str:
    lowered = unicodedata.normalize("NFKC", text[:MAX_CHARACTERS]).lower()
    # Folded, "vår" would read as "var" (where, was).
    return re.sub(r"\s+", " ", fold(_OUR.sub("min", lowered))).strip()


def find_role(text: str) -> str | None:
    """parent, teacher, leisure_leader, other_adult or young_person; None when the message does not say."""
    plain = _plain(text)
    patterns = _patterns()
    for role, pattern in patterns["before_relation"]:
        if pattern.search(plain):
            return role
    relation = _relation(plain)
    said = _said_role(plain)
    # A teacher or a coach who writes about "min son" writes as a parent; a grandmother about "min dotter" does not.
    if said == "parent" or (said and not (relation in OWN_CHILD and not patterns["kin"][0][1].search(plain))):
        return said
    if relation:
        return _lexicon()["relations"][relation].get("role") if relation != "other" else "other_adult"
    if patterns["workplace"][0][1].search(plain):
        return next((role for role, pattern in patterns["trade"] if pattern.search(plain)), "other_adult")
    return next((role for role, pattern in patterns["setting"] if pattern.search(plain)), None)


def find_relation(text: str) -> str | None:
    """Who the young person is to the one who writes: son, daughter, child, pupil, member, grandchild and so on."""
    return _relation(_plain(text))


def _relation(plain: str) -> str | None:
    found = [
        (match.start(), number, relation, match[0])
        for number, (relation, pattern) in enumerate(_patterns()["relation"])
        if (match := pattern.search(plain))
    ]
    if not found:
        return None
    # Somebody else in the family may be named first ("min make och jag har en dotter").
    others = [entry for entry in found if entry[2] not in ("partner", "friend", "sibling")]
    _, _, relation, words = min(others or found)
    # To somebody who works in a school or leads a team, "vår flicka" is a pupil or a member.
    girl_or_boy = any(pattern.search(words) for _, pattern in _patterns()["girl_or_boy"])
    return AT_WORK.get(_said_role(plain) or "", relation) if girl_or_boy else relation


def _said_role(plain: str) -> str | None:
    return next((role for role, pattern in _patterns()["self"] if pattern.search(plain)), None)


def find_pronoun(text: str) -> str | None:
    """han, hon or hen for the young person; None when the message does not say or says both equally often."""
    plain = _plain(text)
    relation = _relation(plain)
    if relation in ("son", "daughter"):
        return str(_lexicon()["relations"][relation]["pronoun"])
    counts = {pronoun: len(pattern.findall(plain)) for pronoun, pattern in _patterns()["pronoun"]}
    most = max(counts.values())
    likeliest = [pronoun for pronoun, count in counts.items() if count == most]
    return likeliest[0] if most and len(likeliest) == 1 else None


def find_employment(text: str) -> str | None:
    """employed or volunteer; None when the message does not say."""
    plain = _plain(text)
    return next((kind for kind, pattern in _patterns()["employment"] if pattern.search(plain)), None)


def find_age(text: str, asked: bool = False, today: date | None = None) -> int | None:
    """The young person's age in years, a school year as the age most pupils have in it ("åk 8" → 14)."""
    return age_in(_plain(text), asked, (today or date.today()).year)


@cache
def _lexicon() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(LEXICON.read_text(encoding="utf-8"))
    return loaded


def _any_of(words: list[str]) -> str:
    parts = [re.escape(word.rstrip("*").replace("_", " ")) + (r"\w*" if word.endswith("*") else "") for word in words]
    return "(?:" + "|".join(sorted(parts, key=len, reverse=True)) + ")"


_MINE = r"(?:min|mitt|mina|my|our|mi|mine|har (?:en|ett|tva|tre|fyra|fem)|have (?:a|two|three))"
_A_WORD_OR_TWO = r"(?:[\w-]+ ){0,2}?"
# Words that may stand between "jag är" and what somebody is; none of these starts a different clause.
_DESCRIBING = (
    r"(?:(?!det|din|dina|min|mitt|mina|nagon|na[nr]|ni|du|han|hon|vi|ska|for|att|om|och|som|i|pa|av|dig|er)[\w-]+ )"
    r"{0,2}?"
)
_I_AM = (
    r"(?:\b(?:jag|ja|jg) (?:\w+ )?(?:ar|e|a|ir|va|var|jobbar som|arbetar som|skriver som|vikarierar som|verkar som)"
    r"|\b(?:vi|bada) (?:ar|e)|\bi(?: a|')?m|\bi (?:am|work as|was)|\b(?:arbetar|jobbar|skriver|verkar) som|^som"
    r"|^(?:ar|e)(?= (?:en )?[\w-]+(?: [a-z]+)?$)|^(?:ar|e) (?=sjalv|bara)|\b(?:jag|vi|oss|mig|man|behover) som"
    r"|\bjag har (?:varit|jobbat som|arbetat som)|\bjag \w+ (?:ideellt |extra |heltid )?som)"
)
_ARTICLE = r"(?:en|ett|a|an|the|hans|hennes|deras|his|her|their|ju|alltsa|sjalv|ocksa|dock|bara|din|era)"
_WHOM = r"(?:till|at|for|pa|i|of|to|har|med|fran|och|vid)"
_KIN = (
    r"\b(?:mormor|morfar|farmor|farfar|moster|faster|morbror|farbror"
    r"|grandmother|grandfather|grandma|grandpa|aunt|uncle)\b"
)

Patterns = list[tuple[str, re.Pattern[str]]]


@cache
def _patterns() -> dict[str, Patterns]:
    lexicon = _lexicon()
    says = lexicon["says"]
    mine = [
        (name, re.compile(rf"\b{_MINE} {_A_WORD_OR_TWO}{_any_of(entry['words'])}s?\b"))
        for name, entry in lexicon["relations"].items()
    ]
    return {
        "before_relation": _rules(says["before_relation"]),
        "self": [(role, _says_to_be(words)) for role, words in lexicon["roles"].items()],
        "kin": [("other_adult", re.compile(_KIN))],
        "relation": _rules(says["relation"]) + mine,
        "setting": _rules(says["setting"]),
        "trade": [*_rules(says["setting"]), ("teacher", re.compile(r"\bskol|\bforskol|gymnasi|elev"))],
        "girl_or_boy": [("other", re.compile(says["girl_or_boy"]))],
        "workplace": [("other_adult", re.compile(says["workplace"]))],
        "employment": _rules(says["employment"]),
        "pronoun": [(name, re.compile(rf"\b{_any_of(words)}\b")) for name, words in lexicon["pronouns"].items()],
    }


def _says_to_be(words: list[str]) -> re.Pattern[str]:
    """ "Jag är mormor till …", or a message that begins with nothing but "mormor till …" or "lärare. …"."""
    nouns = _any_of(words)
    return re.compile(
        rf"{_I_AM} (?:{_ARTICLE} )?{_DESCRIBING}{nouns}\b"
        rf"|^(?:hej[ ,.!]*)?(?:{_ARTICLE} )?{nouns}(?:(?: {_WHOM}\b|,)[^?]*)?[ .!,]*$|^(?:hej[ ,.!]*)?{nouns}[.:] "
    )


def _rules(entries: list[dict[str, str]]) -> Patterns:
    return [(name, re.compile(pattern)) for entry in entries for name, pattern in entry.items()]
