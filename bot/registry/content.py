"""The registry's content files, read once: card texts and kinds of contact."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
FACTS = HERE.parent / "facts"


def read_yaml(path: Path) -> Any:
    """A YAML file's content, with libyaml where it is there: ten times faster."""
    with path.open(encoding="utf-8") as file:
        return yaml.load(file, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506


@lru_cache(maxsize=1)
def texts() -> Any:
    """texts.yml."""
    return read_yaml(HERE / "texts.yml")


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


def label_of(kind: str, code: str) -> str:
    """The Swedish word for a code, as files use it."""
    return str(vocabulary()[kind][code]["label"])


def function_order(concern: str | None, role: str | None) -> dict[str, int]:
    """Rank of each kind of local contact for a concern and a role, 0 first."""
    orders = vocabulary()
    default = orders["order"]["default"]
    chosen = orders["order_young"] if role == "young_person" else orders["order"].get(concern, default)
    rest = [function for function in default if function not in chosen]
    return {function: rank for rank, function in enumerate([*chosen, *rest])}
