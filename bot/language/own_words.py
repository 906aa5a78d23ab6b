"""Whether a message reads like a sentence tried out on the young person, rather than a word to the assistant."""

import re
from functools import cache
from importlib.resources import files

import yaml

from bot.language.normalise import fold, normalise

_WORDS = re.compile(r"[^\W_]+")
_QUOTED = re.compile(r"^\W*[\"”“„'’»].{4,}[\"”“'’«]\W*$", re.DOTALL)


@cache
def _phrases(name: str) -> tuple[str, ...]:
    text = files("bot.language").joinpath("rules", "answers.yml").read_text(encoding="utf-8")
    data = yaml.load(text, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))  # noqa: S506 (builds strings only)
    return tuple(f" {fold(phrase)} " for phrase in data[name])


def reads_as_said(text: str) -> bool:
    """True for something in quotation marks, "jag skulle säga …", or a sentence that turns to a "du"."""
    if _QUOTED.match(text.strip()):
        return True
    words = f" {' '.join(_WORDS.findall(fold(normalise(text))))} "
    if any(phrase in words for phrase in _phrases("asked_the_assistant")):
        return False
    if any(words.startswith(phrase) for phrase in _phrases("said_openings")):
        return True
    return any(word in words for word in _phrases("said_to_someone"))
