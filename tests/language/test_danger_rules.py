"""Every danger rule proves itself on the examples and traps written beside it."""

import pytest

from bot.language.danger import find_danger
from bot.language.danger_rules import RuleText, load_rule_book

RULES = [(rule.category, rule.text) for rule in load_rule_book().rules]


@pytest.mark.parametrize(("category", "rule", "example"), [(c, r, e) for c, r in RULES for e in r.examples])
def test_find_danger_fires_on_the_examples_of_a_rule(category: str, rule: RuleText, example: str) -> None:
    danger = find_danger(example)
    assert danger is not None, rule.id
    if rule.level != "ask":
        assert danger.level in ("act", "today")


@pytest.mark.parametrize(("rule", "trap"), [(r, t) for _, r in RULES for t in r.traps])
def test_find_danger_stays_silent_on_the_traps_of_a_rule(rule: RuleText, trap: str) -> None:
    danger = find_danger(trap)
    assert danger is None or danger.level == "ask", rule.id


@pytest.mark.parametrize("rule", [r for _, r in RULES], ids=lambda rule: rule.id)
def test_rule_has_examples_and_traps(rule: RuleText) -> None:
    assert len(rule.examples) >= 2
    assert len(rule.traps) >= 2
