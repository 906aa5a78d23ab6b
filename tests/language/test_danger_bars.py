"""The danger rules and the masking on their evaluation sets: no change may lose what has been reached."""

import json
from pathlib import Path

import pytest

from bot.language.danger import find_danger
from bot.language.redaction import redact

SETS = Path(__file__).parents[1] / "evaluation"


def read(kind: str) -> list[dict]:
    """The first writer's sets; what later writers wrote is judged at the reply, in the report."""
    paths = [path for path in sorted((SETS / kind).glob("*.jsonl")) if not path.stem.endswith("_writer")]
    return [json.loads(line) for path in paths for line in path.read_text("utf-8").splitlines()]


def share(hits: list[bool]) -> float:
    return sum(hits) / len(hits)


@pytest.fixture(scope="module")
def judged() -> list[tuple[dict, str | None]]:
    return [(row, danger.level if (danger := find_danger(row["text"])) else None) for row in read("danger")]


def test_danger_sets_are_large_enough(judged: list[tuple[dict, str | None]]) -> None:
    rows = [row for row, _ in judged]
    assert len(rows) >= 600
    assert sum(row["kind"] == "trap" for row in rows) >= 250
    for category in ("suicide", "violence", "abuse", "missing", "medical"):
        assert sum(row["category"] == category and row["kind"] == "explicit" for row in rows) >= 40
        assert sum(row["category"] == category and row["kind"] == "oblique" for row in rows) >= 25


def test_explicit_danger_is_act_or_today(judged: list[tuple[dict, str | None]]) -> None:
    assert share([level in ("act", "today") for row, level in judged if row["kind"] == "explicit"]) >= 0.965


def test_oblique_danger_is_seen(judged: list[tuple[dict, str | None]]) -> None:
    assert share([level is not None for row, level in judged if row["kind"] == "oblique"]) >= 0.90


def test_traps_are_left_alone(judged: list[tuple[dict, str | None]]) -> None:
    traps = [level for row, level in judged if row["kind"] == "trap"]
    assert share([level in ("act", "today") for level in traps]) <= 0.03
    assert share([level == "ask" for level in traps]) <= 0.10


def test_masking_hides_and_keeps() -> None:
    rows = [(row, redact(row["text"]).text) for row in read("masking")]
    assert len(rows) >= 200
    assert share([secret not in text for row, text in rows for secret in row["hide"]]) >= 0.97
    assert share([needed in text for row, text in rows for needed in row["keep"]]) >= 0.99
