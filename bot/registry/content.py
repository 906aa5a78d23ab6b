"""The registry's content files, read once: card texts and kinds of contact."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from bot.registry.marking import mark_brackets

HERE = Path(__file__).parent
FACTS = HERE.parent / "facts"
HOME = "sv"


def read_yaml(path: Path) -> Any:
    """A YAML file's content, with libyaml where it is there: ten times faster."""
    with path.open(encoding="utf-8") as file:
        return yaml.load(file, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506


@lru_cache(maxsize=8)
def texts(language: str = HOME) -> Any:
    """texts.yml, or its parts for cards in another language, where Swedish words are marked (see `marking`)."""
    return read_yaml(HERE / "texts.yml") if language == HOME else read_marked(HERE / f"texts.{language}.yml")


def read_marked(path: Path) -> Any:
    """A content file whose [Swedish words] become marked."""
    return mark_brackets(read_yaml(path))


@lru_cache(maxsize=32)
def known_language(language: str | None) -> str:
    """The language cards can be had in that comes nearest: Swedish if there are no texts."""
    short = (language or "")[:2].lower()
    return short if short.isalpha() and (HERE / f"texts.{short}.yml").is_file() else HOME


@lru_cache(maxsize=1)
def vocabulary() -> Any:
    """vocabulary.yml."""
    return read_yaml(HERE / "vocabulary.yml")


@lru_cache(maxsize=8)
def codes_by_name(kind: str) -> dict[str, str]:
    """Words people write for functions, roles, concerns or columns, in lower case, to their codes."""
    names = {}
    for code, entry in vocabulary()[kind].items():
        for name in (code, entry["label"], *entry["names"]):
            names[name.lower()] = code
    return names


@lru_cache(maxsize=1)
def local_functions() -> tuple[str, ...]:
    """The kinds of contact that a municipality can have; the others are national."""
    return tuple(code for code, entry in vocabulary()["functions"].items() if entry["names"])


def label_of(kind: str, code: str, language: str = HOME) -> str:
    """The word for a code: the Swedish one, as files use it, or that of a function in another language."""
    if language != HOME:
        return str(texts(language)[kind][code])
    return str(vocabulary()[kind][code]["label"])


def function_order(concern: str | None, role: str | None) -> dict[str, int]:
    """Rank of each kind of local contact for a concern and a role, 0 first."""
    orders = vocabulary()
    default = orders["order"]["default"]
    chosen = orders["order_young"] if role == "young_person" else orders["order"].get(concern, default)
    rest = [function for function in default if function not in chosen]
    return {function: rank for rank, function in enumerate([*chosen, *rest])}
