"""How well messages are understood: the project's own test sets, measured at the reply the person sees."""

from __future__ import annotations

import hashlib
import json
import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from bot.language.classifier import Classifier
from bot.language.people import find_age, find_role
from bot.language.places import find_place
from bot.language.redaction import redact
from bot.language.understanding import Reading, understand, wishes_in

SETS = Path(__file__).parents[2] / "tests" / "evaluation"
# How the ids begin of what a second and a third writer wrote after the model was chosen; nobody has read them.
LATER_WRITERS = ("f", "u")
# What can be offered beside a danger; a greeting or a no is not taken up again.
OFFERED = ("concern_", "ask_", "faq_", "find_", "practise_", "request_")
# Ages by birth year are judged as of the day the sets were written.
WRITTEN_ON = date(2026, 11, 23)


@dataclass(frozen=True)
class Share:
    """So many of so many, with a Wilson 95 % interval."""

    hits: int
    total: int

    @property
    def value(self) -> float:
        """The share, 0 when there is nothing to count."""
        return self.hits / self.total if self.total else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Lowest and highest plausible share."""
        if not self.total:
            return 0.0, 1.0
        z, n, p = 1.96, self.total, self.value
        middle = (p + z * z / (2 * n)) / (1 + z * z / n)
        reach = z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)
        return max(0.0, middle - reach), min(1.0, middle + reach)


@dataclass
class Results:
    """Figures by name, F1 by intent, and what was taken for what."""

    shares: dict[str, Share] = field(default_factory=dict)
    macro_f1: float = 0.0
    f1: dict[str, float] = field(default_factory=dict)
    confusion: Mapping[tuple[str, str], int] = field(default_factory=dict)

    def figures(self) -> dict[str, float]:
        """Every figure that a bar can be set for."""
        lowest = min(self.f1.values(), default=0.0)
        return {"intent_macro_f1": self.macro_f1, "intent_lowest_f1": lowest} | {
            name: share.value for name, share in self.shares.items()
        }


def is_held_out(entry_id: str) -> bool:
    """Whether a message counts in the report: all by the later writers, and half of the first writer's by a hash."""
    return entry_id.startswith(LATER_WRITERS) or int(hashlib.sha256(entry_id.encode()).hexdigest(), 16) % 2 == 0


def evaluate(classifier: Classifier, sets: Path = SETS) -> Results:
    """Every figure on the held-out sets."""
    results = Results()
    messages = [entry for entry in read_set(sets / "messages") if is_held_out(entry["id"])]
    readings = [understand(entry["text"], classifier) for entry in messages]
    _measure_intents(messages, readings, results)
    _measure_people(read_set(sets / "people"), results)
    _measure_danger(read_set(sets / "danger", "held_out*"), classifier, results)
    _measure_places(read_set(sets / "places"), results)
    _measure_masking(read_set(sets / "masking", "held_out*"), results)
    return results


def read_set(folder: Path, pattern: str = "*") -> list[dict[str, Any]]:
    """The entries of a set, in the order of its files."""
    files = sorted(folder.glob(f"{pattern}.jsonl"))
    return [json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines() if line]


def _share(of: Iterable[bool]) -> Share:
    answers = list(of)
    return Share(sum(answers), len(answers))


def is_right(entry: dict[str, Any], intent: str) -> bool:
    """Whether an intent is the one expected or as good."""
    return intent == entry["intent"] or intent in entry.get("alternatives", ())


def is_answered_right(entry: dict[str, Any], reading: Reading) -> bool:
    """Whether the person gets the right reply at once."""
    if reading.danger and reading.danger.level != "ask":
        return is_right(entry, reading.danger.intent)
    return reading.danger is None and reading.band == "sure" and is_right(entry, reading.intent.name)


def is_answered_wrong(entry: dict[str, Any], reading: Reading) -> bool:
    """Whether the person gets a wrong reply without being asked."""
    asked = reading.danger.level == "ask" if reading.danger else reading.band != "sure"
    return not asked and not is_answered_right(entry, reading)


def is_offered(entry: dict[str, Any], reading: Reading) -> bool:
    """Whether one question leads to the right reply: about danger, or which of the likeliest intents is meant.

    Who answers no to the question about danger goes on with what was surely heard besides, or is offered the likeliest.
    """
    if reading.danger:
        besides = [name for name in wishes_in(reading.ranking) if name.startswith(OFFERED)]
        return reading.danger.level == "ask" and any(is_right(entry, i) for i in (reading.danger.intent, *besides))
    return reading.band == "ask" and any(is_right(entry, guess.name) for guess in reading.ranking[:3])


def _measure_intents(messages: list[dict[str, Any]], readings: list[Reading], results: Results) -> None:
    pairs = list(zip(messages, readings, strict=True))
    kinds = {kind: [pair for pair in pairs if pair[0]["kind"] == kind] for kind in ("message", "told", "out_of_scope")}
    right = {kind: _share(is_right(e, r.intent.name) for e, r in those) for kind, those in kinds.items()}
    counted = [
        (entry["intent"], entry["intent"] if is_right(entry, reading.intent.name) else reading.intent.name)
        for entry, reading in kinds["message"]
    ]
    results.f1 = f1_by_name(counted)
    results.macro_f1 = sum(results.f1.values()) / len(results.f1) if results.f1 else 0.0
    results.confusion = Counter(pair for pair in counted if pair[0] != pair[1])
    told = kinds["told"]
    results.shares |= {
        "messages_right": right["message"],
        "told_right": right["told"],
        "told_right_or_offered": _share(is_answered_right(e, r) or is_offered(e, r) for e, r in told),
        "told_top_three": _share(any(is_right(e, g.name) for g in r.ranking[:3]) for e, r in told),
        "out_of_scope_right": right["out_of_scope"],
        "reply_right": _share(is_answered_right(e, r) for e, r in pairs),
        "reply_right_after_one_question": _share(is_offered(e, r) for e, r in pairs),
        "reply_failed": _share(not is_answered_right(e, r) and not is_offered(e, r) for e, r in pairs),
        "wrong_with_confidence": _share(is_answered_wrong(e, r) for e, r in pairs),
    }


def f1_by_name(pairs: list[tuple[str, str]]) -> dict[str, float]:
    """F1 of each expected name, from pairs of expected and seen."""
    scores = {}
    for name in sorted({expected for expected, _ in pairs}):
        right = sum(expected == seen == name for expected, seen in pairs)
        wrong = sum((expected == name) != (seen == name) for expected, seen in pairs)
        scores[name] = 2 * right / (2 * right + wrong)
    return scores


def _measure_people(entries: list[dict[str, Any]], results: Results) -> None:
    results.shares["role_right"] = _share(find_role(e["text"]) == e["role"] for e in entries)
    results.shares["age_right"] = _share(
        find_age(e["text"], asked=e.get("asked") == "age", today=WRITTEN_ON) == e["age"] for e in entries
    )


def _measure_danger(entries: list[dict[str, Any]], classifier: Classifier, results: Results) -> None:
    seen = [(entry, understand(entry["text"], classifier).danger) for entry in entries]
    explicit = [(e, d) for e, d in seen if e["kind"] == "explicit"]
    oblique = [(e, d) for e, d in seen if e["kind"] == "oblique"]
    traps = [d for e, d in seen if e["kind"] == "trap"]
    urgent = ("act", "today")
    shares = results.shares
    shares["danger_explicit"] = _share(d is not None and d.level in urgent for _, d in explicit)
    shares["danger_oblique"] = _share(d is not None for _, d in oblique)
    for category in sorted({e["category"] for e, _ in explicit}):
        shares[f"danger_explicit_{category}"] = _share(
            d is not None and d.level in urgent for e, d in explicit if e["category"] == category
        )
        shares[f"danger_oblique_{category}"] = _share(d is not None for e, d in oblique if e["category"] == category)
    shares["danger_traps_urgent"] = _share(d is not None and d.level in urgent for d in traps)
    shares["danger_traps_asked"] = _share(d is not None and d.level == "ask" for d in traps)


def _measure_places(entries: list[dict[str, Any]], results: Results) -> None:
    def right(entry: dict[str, Any]) -> bool:
        place = find_place(entry["text"], asked=entry.get("asked") == "place")
        if place is None:
            return not entry["candidates"]
        district_fits = entry["district"] in (None, place.district)
        return sorted(place.candidates) == sorted(entry["candidates"]) and district_fits

    results.shares["places_right"] = _share(right(entry) for entry in entries)


def _measure_masking(entries: list[dict[str, Any]], results: Results) -> None:
    masked = [(entry, redact(entry["text"]).text) for entry in entries]
    results.shares["masking_hidden"] = _share(part not in text for entry, text in masked for part in entry["hide"])
    results.shares["masking_kept"] = _share(part in text for entry, text in masked for part in entry["keep"])
