"""The intent model learns, is stored in plain files and comes back the same."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from bot.language.classifier import Classifier, Guess, ModelError, Urgency
from bot.language.danger import Danger
from bot.language.learning import Example, learn
from bot.language.understanding import (
    OF_A_LETTER,
    band_of,
    concerns_in,
    danger_by_model,
    second_opinion,
    sure_of_kind,
    weigh,
)
from bot.language.words import read_words

SNOW = ["plogbilen kom inte", "snön ligger kvar", "ingen har sandat", "halt på gatan", "mycket snö", "sanda vår gata"]
FEAR = ["jag är rädd", "hon är rädd", "vi är rädda nu", "min rädsla växer", "rädd varje kväll", "så rädd för honom"]

FOOD = ["vad blir det för mat", "lunchen i dag", "ingen mat i dag", "matsedeln tack", "mat och lunch", "äta lunch"]


def examples(danger: str = "", **named: list[str]) -> list[Example]:
    return [Example(name, read_words(text).words, danger=danger) for name, texts in named.items() for text in texts]


@pytest.fixture(scope="module")
def small() -> Classifier:
    return learn(examples(snow=SNOW, fear=FEAR, food=FOOD))


def test_learn_tells_unseen_messages_apart(small: Classifier) -> None:
    assert small.read(read_words("gatan är inte plogad"))[0][0].name == "snow"
    assert small.read(read_words("jag blir rädd"))[0][0].name == "fear"


def test_rank_gives_confidences_that_add_up(small: Classifier) -> None:
    assert sum(guess.confidence for guess in small.read(read_words("halt"))[0]) == pytest.approx(1)


def test_rank_of_nothing_is_not_an_error(small: Classifier) -> None:
    assert len(small.read(read_words(""))[0]) == 3


def test_save_and_load_give_the_same_ranking(small: Classifier, tmp_path: Path) -> None:
    small.save(tmp_path)
    before, after = (model.read(read_words("halt och jag är rädd"))[0] for model in (small, Classifier.load(tmp_path)))
    assert [guess.name for guess in before] == [guess.name for guess in after]
    assert before[0].confidence == pytest.approx(after[0].confidence, abs=1e-3)


def test_load_of_a_broken_model_says_what_to_do(small: Classifier, tmp_path: Path) -> None:
    small.save(tmp_path)
    for broken in (b"broken", (tmp_path / "weights.npz").read_bytes()[:500], b""):
        (tmp_path / "weights.npz").write_bytes(broken)
        with pytest.raises(ModelError, match="samtalskompassen train"):
            Classifier.load(tmp_path)


def test_load_refuses_pickled_content(tmp_path: Path) -> None:
    (tmp_path / "model.json").write_text(json.dumps({"intents": [], "sharpness": 1, "blocks": {}}))
    np.savez(tmp_path / "weights.npz", weights=np.array([object()]), bias=np.zeros(1))
    with pytest.raises(ModelError):
        Classifier.load(tmp_path)


def ranking(**confidences: float) -> tuple[Guess, ...]:
    return tuple(Guess(name, confidence) for name, confidence in confidences.items())


def test_band_follows_confidence() -> None:
    assert band_of(ranking(greet=0.95, thank=0.05)) == "sure"
    assert band_of(ranking(greet=0.5, thank=0.3, deny=0.1)) == "ask"
    assert band_of(ranking(greet=0.78, thank=0.05), OF_A_LETTER) == "ask"
    assert band_of(ranking(greet=0.05, thank=0.05, deny=0.05)) == "lost"


def test_danger_that_only_the_model_sees_is_asked_about() -> None:
    seen = ranking(danger_suicide=0.95, concern_mental_health=0.05)
    danger = danger_by_model(seen, None)
    assert danger is not None and (danger.intent, danger.level) == ("danger_suicide", "ask")
    assert danger_by_model(ranking(danger_suicide=0.6, concern_drugs=0.4), None) is None
    assert band_of(ranking(danger_suicide=0.88, greet=0.12)) == "ask"


def test_level_comes_from_the_scale_and_kind_from_the_ranking() -> None:
    danger = danger_by_model(ranking(concern_drugs=0.7, danger_medical=0.2, danger_abuse=0.1), "act")
    assert danger == Danger("medical", "act", "model")


@pytest.mark.parametrize(
    ("rule", "model", "expected"),
    [(None, None, None), ("ask", None, "ask"), (None, "ask", "ask"), ("ask", "act", "act"), ("act", "ask", "act")],
)
def test_the_model_adds_to_the_rules_and_takes_nothing_away(rule: str, model: str, expected: str) -> None:
    by_rule = Danger("violence", rule, "a_rule") if rule else None
    found = weigh(by_rule, Danger("medical", model, "model") if model else None)
    assert (found and found.level) == expected
    assert not (rule and found) or found.reason == "a_rule"


def test_a_hint_is_asked_about_unless_the_scale_agrees_or_speaks_against_it() -> None:
    firm, hint = Danger("violence", "ask", "a_rule"), Danger("missing", "act", "a_hint", hint=True)
    both, doubted = replace(hint, otherwise=firm), Urgency(doubts_hints=True)
    assert weigh(hint, None) == replace(hint, level="ask")
    assert weigh(hint, Danger("suicide", "ask", "model")) == hint
    assert weigh(hint, None, doubted) is None
    assert weigh(both, None, doubted) == firm
    assert weigh(firm, None, doubted) == firm


def test_only_a_rule_says_that_abuse_goes_on_at_this_moment() -> None:
    today, now = Danger("abuse", "today", "a.rule"), Danger("abuse", "act", "a.rule")
    by_scale = danger_by_model(ranking(danger_abuse=0.9, greet=0.1), "act")
    assert by_scale is not None and by_scale.level == "today"
    assert (weigh(now, by_scale) or today).level == "act"
    assert (weigh(today, Danger("suicide", "act", "model")) or today).level == "act"


def test_a_rule_that_neither_scale_nor_intents_agree_with_is_asked_about() -> None:
    by_rule = Danger("violence", "act", "a.rule")
    harmless, doubtful = ranking(thank=0.995, danger_violence=0.005), ranking(thank=0.9, danger_violence=0.1)
    for level in (None, "ask"):
        assert second_opinion(by_rule, harmless, Urgency(level)) == replace(by_rule, level="ask")
        assert second_opinion(by_rule, doubtful, Urgency(level)) == by_rule
    assert second_opinion(by_rule, harmless, Urgency("today")) == by_rule


def test_a_mere_hint_is_set_aside_when_neither_scale_nor_intents_see_danger() -> None:
    hint = Danger("missing", "ask", "a.hint", hint=True)
    nothing, little = ranking(concern_isolation=0.9995, danger_missing=0.0005), ranking(greet=0.99, danger_missing=0.01)
    assert second_opinion(hint, nothing, Urgency(None)) is None
    assert second_opinion(hint, little, Urgency(None)) is not None
    assert second_opinion(hint, nothing, Urgency("ask")) is not None


def test_the_scale_alone_counts_for_less_when_the_intents_see_hardly_any_danger() -> None:
    def ranking(danger: float) -> tuple[Guess, ...]:
        return Guess("inform_role", 1 - danger), Guess("danger_abuse", danger)

    assert danger_by_model(ranking(0.005), "act", alone=True) is None
    assert danger_by_model(ranking(0.05), "act", alone=True) == Danger("abuse", "ask", "model")
    assert danger_by_model(ranking(0.35), "act", alone=True) == Danger("abuse", "today", "model")
    assert danger_by_model(ranking(0.01), "act") == Danger("abuse", "today", "model")


def test_a_model_that_is_sure_decides_the_kind_of_danger_and_never_how_urgent_a_rule_says_it_is() -> None:
    by_rule, by_model = Danger("missing", "act", "a_rule"), Danger("medical", "ask", "model")
    assert weigh(by_rule, by_model, kind_is_sure=True) == replace(by_rule, category="medical")
    assert weigh(by_rule, by_model) == by_rule
    assert weigh(by_rule, None, kind_is_sure=True) == by_rule
    assert sure_of_kind(Guess("danger_medical", 0.8)) and not sure_of_kind(Guess("danger_medical", 0.79))
    assert not sure_of_kind(Guess("concern_drugs", 0.99))


def test_what_a_rule_sees_is_asked_about_rather_than_dropped() -> None:
    found = weigh(Danger("violence", "act", "a_rule"), None, Urgency(doubts_hints=True, doubts_rules=True))
    assert found == Danger("violence", "ask", "a_rule")


@pytest.fixture(scope="module")
def weighed() -> Classifier:
    now = ["han har vapen nu", "vapen i skolan nu", "han står här nu med vapen", "nu", "vapen nu"]
    lately = ["han hotade i går", "hot i går kväll", "de hotade oss i går", "hotade henne"]
    perhaps = ["något med vapen kanske", "kanske vapen i väskan", "väskan kanske", "kanske"]
    harmless = ["en film om vapen", "ett spel med vapen", "vapen i en bok", "filmen", "boken om vapen", "spelet"]
    return learn([
        *examples("act", danger_violence=now), *examples("today", danger_violence=lately),
        *examples("ask", danger_violence=perhaps), *examples("none", out_of_scope=harmless),
        *examples(snow=SNOW, fear=FEAR, food=FOOD),
    ])


def test_scale_tells_danger_from_what_only_sounds_like_it(weighed: Classifier) -> None:
    assert weighed.read(read_words("han har vapen här nu"))[1].level == "act"
    assert weighed.read(read_words("en bok om vapen"))[1].level is None
    assert weighed.read(read_words("snön ligger på gatan"))[1].level is None


def test_hints_teach_the_scale_and_not_the_intents(weighed: Classifier) -> None:
    assert weighed.read(read_words("kanske väskan"))[0][0].name != "danger_violence"


def test_scale_comes_back_the_same(weighed: Classifier, tmp_path: Path) -> None:
    weighed.save(tmp_path)
    stored = Classifier.load(tmp_path).scale
    assert stored is not None and weighed.scale is not None
    assert np.allclose(stored.weights, weighed.scale.weights, atol=1e-3)
    assert np.array_equal(stored.from_scores, weighed.scale.from_scores)


def test_concerns_in_lists_them_strongest_first() -> None:
    seen = ranking(concern_drugs=0.5, concern_crime=0.3, greet=0.15, concern_hate=0.05)
    assert concerns_in(seen) == ("concern_drugs", "concern_crime")


def test_a_concern_told_beside_a_wish_is_heard_when_hardly_any_other_could_be_meant() -> None:
    wish = Guess("ask_set_limits", 0.87)
    assert concerns_in((wish, Guess("concern_extremism", 0.09), Guess("concern_hate", 0.005))) == ("concern_extremism",)
    assert concerns_in((wish, Guess("concern_hate", 0.08), Guess("concern_extremism", 0.03))) == ("concern_hate",)
    assert concerns_in((wish, Guess("concern_hate", 0.06), Guess("concern_extremism", 0.05))) == ()
    assert concerns_in((wish, Guess("concern_hate", 0.02), Guess("concern_extremism", 0.008))) == ()
    assert concerns_in((wish, Guess("concern_drugs", 0.02))) == ("concern_drugs",)
    assert concerns_in((wish, Guess("concern_drugs", 0.003))) == ()
    assert concerns_in((Guess("ask_own_feelings", 0.9), Guess("concern_mental_health", 0.09))) == ()


def test_learn_does_not_depend_on_the_order_of_examples() -> None:
    given = examples(snow=SNOW, fear=FEAR, food=FOOD)
    one, other = learn(given), learn(given[::-1])
    assert np.array_equal(one.weights, other.weights)


def test_a_worry_is_sure_when_all_worries_together_are_and_it_is_clearly_the_first() -> None:
    clear = ranking(concern_extremism=0.71, faq_freedom_of_opinion=0.2, concern_hate=0.05)
    between_two = ranking(concern_extremism=0.5, concern_hate=0.4, greet=0.1)
    assert band_of(clear) == "sure"
    assert band_of(between_two) == "ask"
