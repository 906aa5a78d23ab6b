"""E-mail addresses: only role mailboxes belong in the registry, not a person's address."""

from __future__ import annotations

import csv
import re
from functools import lru_cache

from bot.registry.content import FACTS
from bot.registry.folding import fold

ADDRESS = re.compile(r"[^@\s<>\"',;]+@[a-z0-9åäö-]+(?:\.[a-z0-9åäö-]+)+", re.IGNORECASE)


def is_address(text: str) -> bool:
    """Whether it has the shape of one e-mail address."""
    return ADDRESS.fullmatch(text) is not None


def is_personal(address: str) -> bool:
    """Whether the part before @ begins or is a given name (SCB's list, words of the language left out)."""
    return is_given_name(re.split(r"[._\-]", address.split("@")[0])[0])


def is_given_name(word: str) -> bool:
    """Whether a word is a given name and nothing else in the language."""
    return fold(word) in _given_names()


def name_in(text: str) -> str | None:
    """The first given name among the words of a text, None if there is none."""
    return next((word for word in re.findall(r"\w+", text) if is_given_name(word)), None)


@lru_cache(maxsize=1)
def _given_names() -> frozenset[str]:
    with (FACTS / "given_names.csv").open(encoding="utf-8", newline="") as file:
        return frozenset(
            fold(row["name"]) for row in csv.DictReader(file)
            if row["is_dictionary_word"] == "no" and row["is_place"] == "no" and row["is_municipality"] == "no"
        )
