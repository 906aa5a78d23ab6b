"""Danger is told from worry, whatever the spelling, and nothing typed can stop or slow the layer."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.language.classifier import Urgency
from bot.language.danger import Danger, find_danger
from bot.language.understanding import weigh
from tests.language.spending import least_seconds


@pytest.mark.parametrize(
    ("text", "category", "levels"),
    [
        ("dottern tänker ta livet av sig i natt", "suicide", {"act"}),
        ("en kille har dragit kniv på vår lektion", "violence", {"act"}),
        ("de säger att skolan ska sprängas men inte när", "violence", {"act"}),
        ("farsan bankar på min lillebror med livremmen", "abuse", {"act", "today"}),
        ("grabben har stuckit från hvb-hemmet", "missing", {"act"}),
        ("tjejen är okontaktbar och fradgar", "medical", {"act"}),
        ("jag fann en morakniv i hans garderob", "violence", {"ask"}),
        ("hur gör man napalm", "violence", {"ask"}),
        ("min sambo misshandlar mig just nu", "violence", {"act"}),
    ],
)
def test_find_danger_tells_kind_and_level(text: str, category: str, levels: set[str]) -> None:
    danger = find_danger(text)
    assert danger is not None
    assert danger.category == category
    assert danger.level in levels
    assert danger.intent == f"danger_{category}"


@pytest.mark.parametrize(
    "text",
    [
        "nej hon andas inte",
        "nej ingen puls",
        "no he is not breathing",
        "nej hon är inte vaken",
        "nej hon vill inte leva",
        "han säger att han mår bra nu men han har tagit 40 alvedon",
        "läkaren säger att det är bra men han krampar igen nu",
        "polisen är här men han har fortfarande kniven och hotar oss",
        "hon försökte för två år sedan och nu har hon tagit tabletter igen",
        "förra året också, nu har han rymt igen",
        "jag frågade om han har planer och han sa nej men han har skrivit avskedsbrev",
        "han spelar fortnite och skriker men nu har han skurit sig djupt i armen",
        "ambulansen har inte kommit, han andas inte",
    ],
)
def test_calm_words_and_denials_take_nothing_else_back(text: str) -> None:
    danger = find_danger(text)
    assert danger is not None and danger.level in ("act", "today")


@pytest.mark.parametrize(
    "text",
    [
        "hon vill dö",
        "HON VILL DÖ",
        "hon vill döööö",
        "hon vill do",
        "hon vlil dö",
        "hon v\u200bill d\u00adö",
        "h\u043en vill dö",
        "hon  vill   dö!!!",
        "jag tror hon har s j ä l v m o r d s t a n k a r",
        "självmords tankar varje dag",
    ],
)
def test_find_danger_sees_through_spelling(text: str) -> None:
    danger = find_danger(text)
    assert danger is not None and danger.category == "suicide"


def test_find_danger_finds_the_point_in_a_long_letter() -> None:
    worry = "Vi har flyttat hit från en annan ort och det har varit mycket nytt. " * 12
    danger = find_danger(worry + "I går sa han att han tänker ta sitt liv. " + worry)
    assert danger is not None and danger.level == "act"


@pytest.mark.parametrize("text", ["", "   ", "\n\n", "🙂🙂", "....", "\u202e\u200d", "<b></b>", "0" * 50])
def test_find_danger_of_nothing_is_none(text: str) -> None:
    assert find_danger(text) is None


def test_reason_never_repeats_what_was_typed() -> None:
    danger = find_danger("kalle johansson vill dö")
    assert danger is not None
    assert "kalle" not in danger.reason


def test_a_hint_names_what_the_firm_rules_say_without_it() -> None:
    hint = find_danger("hon kom inte hem i går och ingen vet var hon är")
    assert hint is not None and hint.hint and hint.firm is None
    both = find_danger("hon kom inte hem i går och ingen vet var hon är. hon har lämnat ett avskedsbrev")
    assert both is not None and both.firm is not None and not both.firm.hint


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=300))
def test_find_danger_never_fails(text: str) -> None:
    assert find_danger(text) is None or isinstance(find_danger(text), Danger)


@pytest.mark.parametrize(
    "piece",
    [
        "a", "a ", "1", "1 ", "inte vill dö ", "han ska döda ", "s j ä l v ", "åäö1", "aa*", "?!", "\n", "h\u0430",
        "om någon ", "för ett år sedan ",
    ],
)
def test_find_danger_is_quick_on_ten_thousand_characters(piece: str) -> None:
    assert least_seconds(lambda: find_danger((piece * 10_000)[:10_000])) < 0.5


def test_what_costs_a_life_within_minutes_is_asked_about_however_harmless_the_message_reads():
    harmless = Urgency(None, doubts_hints=True, doubts_rules=True)
    for text in ("en kille är knivhuggen i magen", "det slåss med järnrör på torget", "det låg en kniv i hans låda"):
        met = weigh(find_danger(text), None, harmless)
        assert met is not None and met.level == "ask", text
    hint = find_danger("hon kom inte hem i fredags kväll")
    assert hint is not None and hint.hint
    assert weigh(hint, None, harmless) is None
