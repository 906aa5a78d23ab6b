"""Read the danger rules from bot/language/rules/danger_*.yml into patterns that can be searched for."""

from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from bot.language.normalise import fold
from bot.language.patterns import Pattern, PatternError, Shortlist, Vocabulary, parse_pattern

Category = Literal["suicide", "violence", "abuse", "missing", "medical"]
Level = Literal["act", "today", "ask"]
Frame = Literal["negated", "negated_after", "general", "fiction", "long_ago", "some_time_ago", "denied", "resolved"]
CATEGORIES: tuple[Category, ...] = ("medical", "suicide", "violence", "abuse", "missing")
_WORD_FILES = ("danger_words.yml", "danger_events.yml", "danger_frames.yml")
# A category may have a second file, for what is told as an event or hinted at rather than named.
_RULE_FILES = tuple(f"danger_{category}{part}.yml" for part in ("", "_told") for category in CATEGORIES)


class _Sheet(BaseModel):
    model_config = ConfigDict(extra="forbid")


class WordSheet(_Sheet):
    """A file of concepts that every category may use."""

    spellings: dict[str, str] = {}
    never_corrected: list[str] = []
    never_dotted: list[str] = []
    idioms: list[str] = []
    concepts: dict[str, list[str]] = {}


class RuleText(_Sheet):
    """One rule as its author writes it."""

    id: str
    level: Level
    # As often heard of worries as of danger: counts only where the learned scale does not speak against it.
    # What costs a life within minutes is "asked" about even then.
    hint: bool | Literal["asked"] = False
    why: str = ""
    when: list[str]
    together_with: list[str] = []
    near: int = 12
    without: list[str] = []
    without_within: int = 8
    act_with: list[str] = []
    despite: list[Frame] = []
    general_question: Literal["ask", "ignore"] = "ignore"
    examples: list[str]
    traps: list[str]


class RuleSheet(_Sheet):
    """A file with the rules of one category."""

    category: Category
    taken_back_by: list[Frame]
    concepts: dict[str, list[str]] = {}
    rules: list[RuleText]


@dataclass(frozen=True)
class Rule:
    """A rule ready to be matched."""

    text: RuleText
    category: Category
    patterns: tuple[Pattern, ...]
    companions: tuple[tuple[str, ...], ...]
    exceptions: tuple[str, ...]
    hastening: tuple[str, ...]
    taken_back_by: frozenset[Frame]


@dataclass(frozen=True)
class RuleBook:
    """Vocabulary, idioms, concept patterns in the order to apply them, and rules.

    A concept is a row of (name, pattern) for each of its patterns. Each shortlist is of the rows beside it.
    """

    vocabulary: Vocabulary
    idioms: tuple[Pattern, ...]
    concepts: tuple[tuple[str, Pattern], ...]
    rules: tuple[Rule, ...]

    @cached_property
    def idiom_shortlist(self) -> Shortlist:
        """Of the idioms."""
        return Shortlist(self.idioms)

    @cached_property
    def concept_shortlist(self) -> Shortlist:
        """Of the concepts' patterns."""
        return Shortlist([pattern for _, pattern in self.concepts])

    @cached_property
    def rule_patterns(self) -> tuple[tuple[Rule, Pattern], ...]:
        """Every pattern that some rule is made of, with its rule."""
        return tuple((rule, pattern) for rule in self.rules for pattern in rule.patterns)

    @cached_property
    def rule_shortlist(self) -> Shortlist:
        """Of the rules' patterns."""
        return Shortlist([pattern for _, pattern in self.rule_patterns])


@cache
def load_rule_book() -> RuleBook:
    """The rule book of this release, read once. Raises PatternError when a file cannot be read."""
    words = [WordSheet.model_validate(_read(name)) for name in _WORD_FILES]
    sheets = [_read_rules(name) for name in _RULE_FILES]
    spellings = {form: usual for sheet in words for form, usual in sheet.spellings.items()}
    kept = {fold(word) for sheet in words for word in sheet.never_corrected}
    vocabulary = Vocabulary(spellings, kept, {word for sheet in words for word in sheet.never_dotted})
    names: set[str] = set()
    concepts: list[tuple[str, Pattern]] = []
    every = [sheet.concepts for sheet in words] + [sheet.concepts for sheet in sheets]
    for name, entries in [item for concepts_of_sheet in every for item in _words_first(concepts_of_sheet)]:
        if name in names:
            raise PatternError(f"The concept {name} is defined twice.")
        concepts += [(name, pattern) for pattern in _read_concept(name, entries, vocabulary, frozenset(names))]
        names.add(name)
    known = frozenset(names)
    idioms = tuple(row for sheet in words for text in sheet.idioms for row in parse_pattern(text, vocabulary, known))
    rules = tuple(_read_rule(rule, sheet, vocabulary, known) for sheet in sheets for rule in sheet.rules)
    return RuleBook(vocabulary, idioms, tuple(concepts), rules)


def _read(name: str) -> object:
    text = files("bot.language").joinpath("rules", name).read_text(encoding="utf-8")
    # The base loader builds nothing but strings: "no" stays a word, and it is the quickest.
    return yaml.load(text, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))  # noqa: S506


def _read_rules(name: str) -> RuleSheet:
    try:
        return RuleSheet.model_validate(_read(name))
    except ValidationError as error:
        raise PatternError(f"{name}: {error}") from error


def _words_first(concepts: dict[str, list[str]]) -> list[tuple[str, list[str]]]:
    """Concepts without patterns before those with, so that authors may order a file as it reads best."""
    return sorted(concepts.items(), key=lambda item: any("<" in entry for entry in item[1]))


def _read_concept(name: str, entries: list[str], vocabulary: Vocabulary, names: frozenset[str]) -> tuple[Pattern, ...]:
    """Single words are filed in the vocabulary at once; the rest are patterns to search for."""
    patterns: list[Pattern] = []
    for entry in entries:
        if any(sign in entry for sign in " <|?~"):
            patterns.extend(parse_pattern(entry, vocabulary, names))
        else:
            vocabulary.add(entry, name)
    return tuple(patterns)


def _read_rule(rule: RuleText, sheet: RuleSheet, vocabulary: Vocabulary, names: frozenset[str]) -> Rule:
    def split(wanted: str) -> tuple[str, ...]:
        parts = tuple(wanted.split("|"))
        if unknown := set(parts) - names:
            raise PatternError(f"Rule {rule.id} names {sorted(unknown)[0]}, which is no concept.")
        return parts

    return Rule(
        text=rule,
        category=sheet.category,
        patterns=tuple(row for text in rule.when for row in parse_pattern(text, vocabulary, names)),
        companions=tuple(split(wanted) for wanted in rule.together_with),
        exceptions=tuple(part for wanted in rule.without for part in split(wanted)),
        hastening=tuple(part for wanted in rule.act_with for part in split(wanted)),
        taken_back_by=frozenset(sheet.taken_back_by) - frozenset(rule.despite),
    )
