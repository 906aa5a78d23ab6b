"""Who writes and about whom, from what is said in passing: role, relation, pronoun, age, employment."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bot.language.normalise import fold

LEXICON = Path(__file__).parent / "lexicon" / "people.yml"
YOUNGEST, OLDEST = 5, 25


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", fold(unicodedata.normalize("NFKC", text[:4000]).lower())).strip()


def find_role(text: str) -> str | None:
    """parent, teacher, leisure_leader, other_adult or young_person; None when the message does not say."""
    plain = _plain(text)
    patterns = _patterns()
    for role, pattern in patterns["self"]:
        if pattern.search(plain):
            return role
    relation = _relation(plain)
    if relation:
        return _lexicon()["relations"].get(relation, {}).get("role", "other_adult")
    for role, pattern in patterns["setting"]:
        if pattern.search(plain):
            return role
    return None


def find_relation(text: str) -> str | None:
    """Who the young person is to the one who writes: son, daughter, child, pupil, member, grandchild and so on."""
    return _relation(_plain(text))


def _relation(plain: str) -> str | None:
    found = [
        (match.start(), relation) for relation, pattern in _patterns()["relation"] if (match := pattern.search(plain))
    ]
    return min(found)[1] if found else None


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
    if re.search(r"\b(ideel\w*|volontar\w*|volunteer\w*|frivillig\w*|obetal\w*|pa min fritid|utan lon|inte anstalld|ej anstalld|unpaid)\b", plain):
        return "volunteer"
    if re.search(
        r"\b(anstalld\w*|avlonad\w*|kommunanstalld\w*|i tjansten|i min tjanst|yrkesverksam|employed|jag (jobbar|arbetar)|jobbar (som|pa|i)|arbetar (som|pa|i)|i work (as|at|in)|har lon|far lon|betald)\b", plain
    ):
        return "employed"
    return None


def find_age(text: str, asked: bool = False, today: date | None = None) -> int | None:
    """The young person's age in years, a school year as the age most pupils have in it ("åk 8" → 14)."""
    from bot.language.ages import age_in

    return age_in(_plain(text), asked, (today or date.today()).year)


@cache
def _lexicon() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(LEXICON.read_text(encoding="utf-8"))
    return loaded


def _any_of(words: list[str]) -> str:
    parts = [re.escape(word.rstrip("*").replace("_", " ")) + (r"\w*" if word.endswith("*") else "") for word in words]
    return "(?:" + "|".join(sorted(parts, key=len, reverse=True)) + ")"


@cache
def _patterns() -> dict[str, list[tuple[str, re.Pattern[str]]]]:
    lexicon = _lexicon()
    mine = r"(?:min|mitt|mina|vår|var|vart|vara|my|our|mi|mine)"
    between = r"(?:\w+(?:-\w+)? ){0,2}?"
    article = r"(?:en|ett|a|an|the|hans|hennes|deras|dennes|his|her|their|just|ju|alltsa|sjalv|ocksa|dock|bara)"
    adjectives = r"(?:\w+ ){0,2}?"
    i_am = rf"(?:\bjag (?:\w+ )??(?:ar|e|ir|jobbar som|arbetar som|skriver som|vikarierar som|verkar som)|\bja (?:a|e|ar|jobbar som)|\bi(?: a|')?m(?: a| an| the)?|\bi am|\bi work as|\bvi (?:ar|e)|^(?:ar|e|som)|\bsom|\bsjalv (?:ar jag)?)"
    self_patterns = []
    for role in ("parent", "teacher", "leisure_leader", "other_adult", "young_person"):
        nouns = _any_of(lexicon["roles"][role])
        pattern = rf"{i_am} (?:{article} )?{adjectives}{nouns}\b|^(?:hej )?(?:{article} )?{nouns}(?: (?:till|at|for|pa|i|of|to|har)\b.*)?[ .!]*$"
        self_patterns.append((role, re.compile(pattern)))
    relation = []
    for name, entry in lexicon["relations"].items():
        nouns = _any_of(entry["words"])
        relation.append((name, re.compile(rf"\b{mine} {between}{nouns}\b")))
    for name, words in (
        ("son", "sonen|bonussonen|fostersonen|styvsonen"), ("daughter", "dottern|bonusdottern|fosterdottern|styvdottern|dottra"),
        ("pupil", r"elev|eleven|elever|eleverna|elevens|mentorselev|pupil|a student"),
        ("grandchild", "barnbarnet|sonsonen|dottersonen|sondottern|dotterdottern"),
        ("member", r"spelare|spelaren|adepten|konfirmand|konfirmanden|scouten|scout"),
        ("neighbour_child", r"grannens (?:\w+ )?(?:son|dotter|barn|pojke|flicka|kille|tjej|grabb|unge|ungar)|" + _any_of(lexicon["relations"]["neighbour_child"]["words"])),
        ("niece_nephew", r"min (?:bror|brors|syster|systers|svager|svagers|svagerskas) (?:\w+ )?(?:son|dotter|barn|kille|tjej|pojke|flicka)"),
    ):
        relation.append((name, re.compile(rf"\b(?:{words})\b")))
    setting = [
        ("leisure_leader", re.compile(r"\b(?:fritidsgard\w*|ungdomsgard\w*|i mitt lag|i laget|mitt lag|vart lag|i var klubb|i foreningen|i var forening|i var grupp|ungdomsgrupp\w*|pa traningen|min traning|i kyrkan|konfagrupp\w*|scoutkar\w*|pa ridskolan|in my team|on my team|i forsamlingen)\b")),
        ("teacher", re.compile(r"\b(?:i min klass|i klassen jag|min klass|mina lektioner|min lektion|pa min lektion|pa var skola|pa skolan dar jag|pa skolan jag|lararrummet|elevhalsan|in my class|my class|var skola|i min mentorsgrupp|min attor|mina attor|mina nior|mina sjuor)\b")),
        ("young_person", re.compile(r"\b(?:mina foraldrar|min mamma|min pappa|mamma och pappa|min lararen?|jag blir mobbad|min klasskompis|mina kompisar|i min klass|my parents|my mom|my dad)\b")),
    ]
    pronoun = [(name, re.compile(rf"\b{_any_of(words)}\b")) for name, words in lexicon["pronouns"].items()]
    return {"self": self_patterns, "relation": relation, "setting": setting, "pronoun": pronoun}
