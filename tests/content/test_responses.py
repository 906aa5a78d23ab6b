"""The short texts: complete, readable, owned, and free of facts that belong in the registry."""

import json
import re
from datetime import date
from pathlib import Path

import pytest
import yaml

from bot.guidance import talk
from bot.guidance.beside import fact
from bot.guidance.content import GUIDES, RESPONSES, read_responses
from bot.guidance.lix import lix
from bot.guidance.shelf import get_content

ROOT = Path(__file__).parents[2]
INTENTS = [i for i in yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))["intents"] if i != "choose"]
FAQ = [intent for intent in INTENTS if intent.startswith("faq_")]
SWEDISH = read_responses(RESPONSES / "sv")
ENGLISH = read_responses(RESPONSES / "en")
TEXTS = {f"{language}/{name}": text for language, texts in (("sv", SWEDISH), ("en", ENGLISH))
         for name, text in texts.items()}
NAMES = {
    language: yaml.safe_load((GUIDES / language / "intent_names.yml").read_text(encoding="utf-8"))
    for language in ("sv", "en")
}

WORDS_SHORT, WORDS_MORE = 60, 120
LIX_MOST, LIX_FROM_WORDS = 50, 40
TITLE_MOST = 45
# Law numbers such as 2023:196 and 2025/26:12, and years, are not phone numbers; 764 is the name of a network.
LAW = re.compile(r"\b\d{4}(?:/\d{2})?:\d+")
YEAR = re.compile(r"(?:19|20)\d\d")
NUMBERS_ALLOWED = {"112", "764"}
CLOCK = re.compile(r"(?i)\bkl(?:ockan|\.)? ?\d|\b\d{1,2}[.:]\d{2}\b|\b\d{1,2} ?[-–] ?\d{1,2}\b")
E_MAIL_OR_ADDRESS = re.compile(r"\S@\S|https?://|www\.|\b\w+\.(?:se|nu|com|org)\b")
DASH_AS_GLUE = re.compile(r"[–—]|\s-\s")
AGE_OF_RESPONSIBILITY = re.compile(r"(?i)straffbar|straffmynd|straffålder|criminal responsibility")


def faults_in(text: str) -> list[str]:
    """What does not belong in a short text; empty when all is well."""
    plain = LAW.sub("", text)
    faults = [
        f"looks like a phone number: {run}" for run in re.findall(r"\d+(?:[ -]\d+)*", plain)
        if len(run) > 2 and run not in NUMBERS_ALLOWED and not YEAR.fullmatch(run)
    ]
    patterns = {"clock": CLOCK, "address": E_MAIL_OR_ADDRESS, "dash": DASH_AS_GLUE,
                "age of responsibility": AGE_OF_RESPONSIBILITY, "exclamation mark": re.compile("!"),
                "placeholder": re.compile("[{}]"), "old share": re.compile("85")}
    return faults + [name for name, pattern in patterns.items() if pattern.search(plain)]


@pytest.mark.parametrize(
    "text",
    [
        "Ring 114 14.", "Ring 90390.", "Ring 1177.", "Ring 08-465 004 12.", "Öppet 9-15.", "Öppet kl. 9.", "Från 8.30.",
        "Skriv till hej@exempel.invalid.", "Läs på exempel.se.", "Läs https://exempel.invalid.", "Vänta – fråga sedan.",
        "Vänta - fråga sedan.", "Hej!", "Hej {namn}.", "85 procent av kommunerna.", "Den som är straffmyndig.",
    ],
)
def test_faults_are_found(text):
    assert faults_in(text)


@pytest.mark.parametrize(
    "text", ["Ring 112.", "Lag (2023:196), 9 §.", "Mellan 12 och 18 år.", "Sedan 1 april 2025.", ""]
)
def test_law_ages_dates_and_112_are_no_faults(text):
    assert faults_in(text) == []


@pytest.mark.parametrize("name", TEXTS)
def test_text_holds_nothing_that_belongs_in_the_registry(name):
    assert faults_in(TEXTS[name]["text"]) == []


@pytest.mark.parametrize("name", TEXTS)
def test_text_is_short_enough_and_readable(name):
    text = TEXTS[name]["text"]
    words = len(text.split())
    assert 0 < words <= (WORDS_MORE if name.endswith("_more") else WORDS_SHORT)
    if name.startswith("sv/") and words > LIX_FROM_WORDS:
        assert lix(text) < LIX_MOST


@pytest.mark.parametrize("name", TEXTS)
def test_text_has_owner_sources_and_review_date(name):
    metadata = TEXTS[name]["metadata"]
    assert metadata["owner"].strip()
    assert metadata["sources"] and all(source.strip() for source in metadata["sources"])
    assert date.fromisoformat(metadata["reviewed"])
    # Rasa puts metadata into its events, which must be JSON; an unquoted YAML date is not.
    assert json.dumps(metadata)


@pytest.mark.parametrize("intent", FAQ)
def test_question_has_a_short_and_a_deeper_answer_and_next_steps(intent):
    assert f"utter_{intent}_more" in SWEDISH
    following = SWEDISH[f"utter_{intent}"]["metadata"]["next"]
    assert 1 <= len(following) <= 3
    assert len(set(following)) == len(following)


@pytest.mark.parametrize("name", TEXTS)
def test_next_steps_are_intents_and_lead_elsewhere(name):
    following = TEXTS[name]["metadata"].get("next", [])
    assert set(following) <= set(INTENTS)
    assert not any(name.split("/utter_")[1].startswith(intent) for intent in following)


def test_no_answer_is_left_from_an_intent_that_is_gone():
    asked = {name.removeprefix("utter_").removesuffix("_more") for name in SWEDISH if name.startswith("utter_faq_")}
    assert asked - {"faq_duty_to_report_employed", "faq_duty_to_report_volunteer"} == set(FAQ)


@pytest.mark.parametrize(
    "name", [n for n in TEXTS if re.search("duty_to_report|faq_report|after_report|faq_anonymity", n)]
)
def test_every_answer_about_reporting_says_that_writing_here_is_no_report(name):
    said = "Writing here is not a report." if name.startswith("en/") else "Att skriva här är ingen anmälan."
    assert TEXTS[name]["text"].endswith(said)


def test_duty_to_report_differs_between_employed_and_volunteer():
    must, should = (SWEDISH[f"utter_faq_duty_to_report_{kind}"]["text"] for kind in ("employed", "volunteer"))
    assert "måste du genast anmäla" in must and "19 kap. 1 §" in must
    assert "inte skyldig" in should and "bör" in should and "måste" not in should
    both = SWEDISH["utter_faq_duty_to_report"]["text"]
    assert "måste" in both and "bör" in both


def test_success_factors_are_named_in_both_answers():
    factors = ("tid", "ledning", "struktur", "relationer", "kontinuitet", "samsyn", "gemensamt mål")
    for name in ("utter_faq_cooperation_success_factors", "utter_faq_cooperation_success_factors_more"):
        assert [f for f in factors if f not in SWEDISH[name]["text"].lower()] == []


def test_opinions_are_a_right_and_violence_a_crime():
    text = SWEDISH["utter_faq_freedom_of_opinion"]["text"]
    assert "rätt" in text and "brott" in text


def test_opinion_and_law_answers_name_their_paragraphs():
    for name, law in {
        "utter_faq_freedom_of_opinion_more": "2 kap. 1 §", "utter_faq_symbols_more": "16 kap. 8 §",
        "utter_faq_secrecy_more": "10 kap. 18 a §", "utter_faq_municipality_police_agreement_more": "2023:196",
        "utter_faq_duty_to_report_more": "19 kap. 1 §", "utter_faq_ssp_consent_more": "2025:170",
    }.items():
        assert law in SWEDISH[name]["text"], name


@pytest.mark.parametrize("name", [n for n, text in SWEDISH.items() if "§" in text["text"]])
def test_a_text_that_names_a_paragraph_rests_on_the_statute_and_says_when_it_was_read(name):
    statute = re.compile(r"\(\d{4}:\d+\)|\d{4}:\d+|\d{4}/\d{2}:\d+")
    metadata = SWEDISH[name]["metadata"]
    assert any(statute.search(source) for source in metadata["sources"])
    shown = fact(get_content(), name)
    assert shown[0] == {"type": "response", "name": name}
    assert metadata["reviewed"] in shown[1]["text"]


def test_target_group_says_the_ages_and_that_they_differ():
    text = SWEDISH["utter_faq_ssp_target_group"]["text"]
    assert "12" in text and "18" in text and "mellan kommuner" in text


@pytest.mark.parametrize(
    "intent", [i for i in INTENTS if talk.answer_to(i) in (talk.converse, talk.give_tips, talk.explain)]
)
def test_every_intent_answered_by_a_text_has_one(intent):
    assert f"utter_{intent}" in SWEDISH


def test_every_text_named_in_code_exists():
    named = set()
    for folder in ("actions", "bot/guidance"):
        for file in (ROOT / folder).rglob("*.py"):
            named |= set(re.findall(r'["\'](utter_[a-z_]*[a-z])["\']', file.read_text(encoding="utf-8")))
    named.discard("utter_message")
    assert named
    assert named - set(SWEDISH) == set()


@pytest.mark.parametrize("question", get_content().questions)
def test_every_question_teaches_by_an_example_of_its_own(question):
    assert f"utter_fall_back_{question}" in SWEDISH


def test_english_texts_have_swedish_counterparts():
    assert set(ENGLISH) <= set(SWEDISH)


@pytest.mark.parametrize("language", NAMES)
@pytest.mark.parametrize("intent", INTENTS)
def test_every_intent_has_a_name_that_fits_on_a_button(intent, language):
    name = NAMES[language][intent]
    assert 0 < len(name) <= TITLE_MOST
    assert name[0].isupper() and name[-1].isalpha()
    assert faults_in(name) == []


@pytest.mark.parametrize("names", NAMES.values(), ids=NAMES)
def test_intent_names_are_distinct_and_all_in_use(names):
    assert set(names) == set(INTENTS)
    assert len(set(names.values())) == len(names)
