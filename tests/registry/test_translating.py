"""Cards in English: every text of ours has its English, and what others wrote stays theirs, marked as Swedish."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
import yaml

from bot.registry import Registry
from bot.registry.cards import make_card
from bot.registry.content import FACTS, known_language, texts, vocabulary
from bot.registry.facts import read_csv
from bot.registry.lines import fallback_lines
from bot.registry.marking import END, START, mark_brackets, marked_in, quoted, unmarked
from bot.registry.opening import find_opening
from bot.registry.records import ContactRecord, Phone
from bot.registry.support_lines import read_support_lines

DAY = datetime(2026, 11, 24, 10, 0)
EVENING = datetime(2026, 11, 24, 20, 0)
# What only those who run the service read.
FOR_STAFF = {"owner", "reviewed", "unavailable", "check", "letter"}
LINES = {line.id: line for line in read_support_lines()}
ENGLISH = yaml.safe_load((FACTS / "support_lines.en.yml").read_text(encoding="utf-8"))["lines"]
SWEDISH_WORDS = re.compile(
    r"[åäö]|\b(?:och|att|inte|ring|eller|det|den|nummer|har|kommun|vardagar|dagar|du|svarar|av|till)\b", re.IGNORECASE
)
OWN = ContactRecord(
    id="x", function="ssp", organisation="X", label="Samordnaren", municipalities=("9999",), mark="confident",
    phones=(Phone("031-390 06 10", "+46313900610", "val 2"),), opening_hours="Mo-Fr 08:00-16:30",
    note="Fråga i receptionen.", next_step="Vi ringer upp.", age_min=12, age_max=18, verified_on=DAY.date(),
)


def flat(content: Any, path: str = "") -> dict[str, str]:
    """Every text of a content file by its path."""
    if isinstance(content, dict):
        return {p: t for key, value in content.items() for p, t in flat(value, f"{path}/{key}").items()}
    if isinstance(content, list):
        return {p: t for number, value in enumerate(content) for p, t in flat(value, f"{path}/{number}").items()}
    return {path: str(content)}


def words_of_ours(card) -> str:
    """Everything a card says, without the words that it tells are Swedish."""
    message = card.as_message()
    said = [
        *(message[field] for field in ("name", "label", "ages", "why", "note", "what_happens", "email_note")),
        message["open"]["text"], *(phone["note"] for phone in message["phones"]),
    ]
    text = " | ".join(part for part in said if part)
    for piece in message["swedish"]:
        assert piece in text
        text = text.replace(piece, "")
    # Names of places are the same in every language.
    return re.sub(r"\b(?:Höganäs|Södertälje|Göteborg|Upplands Väsby)\b", "", text)


def test_every_swedish_text_of_a_card_has_its_english_with_the_same_gaps() -> None:
    gaps = re.compile(r"\{\w+\}")
    swedish = {path: text for path, text in flat(texts()).items() if path.split("/")[1] not in FOR_STAFF}
    english = flat(texts("en"))
    assert set(swedish) <= set(english)
    for path, text in swedish.items():
        assert sorted(gaps.findall(text)) == sorted(gaps.findall(english[path])), path
        assert english[path].strip()


def test_every_kind_of_contact_and_everything_to_ask_for_has_its_english() -> None:
    english = texts("en")
    assert set(english["functions"]) == set(vocabulary()["functions"])
    asked = {row["be om"] for row in read_csv("contacts_published.csv")} | {line.ask_for for line in LINES.values()}
    assert asked - {"", None} == set(english["asks"])


def test_english_of_lines_is_there_for_each_line_and_no_other() -> None:
    assert list(ENGLISH) == list(LINES)


@pytest.mark.parametrize("line", LINES.values(), ids=LINES.keys())
def test_every_text_of_a_line_has_its_english(line: ContactRecord) -> None:
    english = ENGLISH[line.id]
    happens = english.get("what_happens", {})
    assert set(english) <= {"explained", "name", "phones", "hours_text", "note", "what_happens"}
    for field in ("hours_text", "note"):
        assert bool(getattr(line, field)) == bool(english.get(field)), field
    for field in ("answered_by", "they_ask", "anonymous", "next_step"):
        assert bool(getattr(line, field)) == bool(happens.get(field)), field
    if any(phone.note for phone in line.phones):
        assert [bool(note) for note in english["phones"]] == [bool(phone.note) for phone in line.phones]
    # A fact is no other fact in English: the same figures, and no new ones.
    figures = re.compile(r"\d+")
    for field in ("note", "hours_text", "answered_by", "they_ask", "anonymous", "next_step"):
        said = english.get(field) or happens.get(field) or ""
        assert figures.findall(getattr(line, field) or "") == figures.findall(said), field


@pytest.mark.parametrize("at", [DAY, EVENING])
@pytest.mark.parametrize("code", ["9999", "0181", "1284", "1480", "0114", None])
def test_cards_in_english_hold_no_swedish_word_of_ours(shared: Registry, code: str | None, at: datetime) -> None:
    for role in ("parent", "young_person"):
        for card in shared.find_contacts(code, role=role, concern="extremism", age=11, at=at, language="en"):
            assert card.language == "en"
            assert not SWEDISH_WORDS.search(words_of_ours(card)), words_of_ours(card)


def test_lines_in_english_hold_no_swedish_word_of_ours_and_no_marks() -> None:
    for line in LINES.values():
        card = make_card(line, why="", at=DAY, language="en")
        assert not SWEDISH_WORDS.search(words_of_ours(card)), words_of_ours(card)
        assert not {START, END} & set(str(card.as_message()))


def test_english_changes_words_and_nothing_else(shared: Registry) -> None:
    for code in ("9999", "0181", None):
        both = [shared.find_contacts(code, role="parent", at=EVENING, language=each) for each in ("sv", "en")]
        for swedish, english in zip(*both, strict=True):
            assert (swedish.id, swedish.url, swedish.email, swedish.stale, swedish.confirmed, swedish.source_date) == (
                english.id, english.url, english.email, english.stale, english.confirmed, english.source_date
            )
            assert [phone.tel for phone in swedish.phones] == [phone.tel for phone in english.phones]
            assert (swedish.open.now, swedish.open.until, swedish.open.next) == (
                english.open.now, english.open.until, english.open.next
            )
            assert swedish.swedish == ()


@pytest.mark.parametrize(("at", "said"), [
    (datetime(2026, 11, 24, 10, 0), "Open now until 16.30"),
    (datetime(2026, 11, 24, 20, 0), "Closed now, opens tomorrow 08.00"),
    (datetime(2026, 11, 28, 10, 0), "Closed now, opens Monday 08.00"),
])
def test_opening_is_said_in_english(at: datetime, said: str) -> None:
    assert find_opening("Mo-Fr 08:00-16:30", at, "en").text == said


def test_what_a_municipality_has_written_stays_and_is_told_to_be_swedish() -> None:
    card = make_card(OWN, why="", place="Orten", at=DAY, age=20, language="en")
    assert card.name == "Samordnaren, Orten"
    assert set(card.swedish) == {"Samordnaren", "Fråga i receptionen.", "Vi ringer upp."}
    assert card.phones[0].note == "option 2"
    assert "Fråga i receptionen." in card.note and "12–18" in card.note
    assert card.what_happens.endswith("Vi ringer upp.") and card.what_happens != "Vi ringer upp."


@pytest.mark.parametrize("field", ["note", "next_step", "hours_text", "label"])
def test_line_that_the_operator_has_changed_is_not_given_the_old_english(field: str) -> None:
    changed = replace(LINES["orostelefonen"], **{field: "Något nytt"})
    assert "Något nytt" in make_card(changed, why="", at=DAY, language="en").swedish


def test_way_over_112_is_told_with_the_word_to_say_in_swedish() -> None:
    card = make_card(LINES["socialjour_112"], why="", at=DAY, language="en")
    assert "112" in card.note and "socialjouren" in card.note and "social emergency duty" in card.note
    assert "socialjouren" in card.swedish


def test_hours_that_could_be_read_are_said_in_english_without_adding_to_the_source() -> None:
    unconfirmed = replace(OWN, mark="dated", opening_hours="Mo-Fr 08:00-16:30; PH off", hours_text="mån-fre 8-16.30")
    said = make_card(unconfirmed, why="", at=DAY, language="en").open.text
    assert "Mon–Fri 08.00–16.30" in said and "holiday" not in said
    stated = replace(unconfirmed, hours_text="mån-fre 8-16.30, röda dagar stängt")
    assert "holiday" in make_card(stated, why="", at=DAY, language="en").open.text
    unread = replace(unconfirmed, opening_hours=None, hours_text="när vi kan")
    assert "när vi kan" in make_card(unread, why="", at=DAY, language="en").swedish


@pytest.mark.parametrize(("wanted", "language"), [
    ("en", "en"), ("en-GB", "en"), ("EN", "en"), ("sv", "sv"), ("ar", "sv"), (None, "sv"), ("", "sv"), ("../", "sv"),
])
def test_language_without_texts_gives_swedish(wanted: str | None, language: str) -> None:
    assert known_language(wanted) == language
    assert fallback_lines(language=wanted)[0].language == language


def test_marks_are_found_longest_first_and_taken_away() -> None:
    text = f"Ask for {quoted('jouren')} or {quoted('socialjouren')}, {quoted('jouren')}, {quoted('112')}"
    assert marked_in(text, None) == ("socialjouren", "jouren")
    assert unmarked(text) == "Ask for jouren or socialjouren, jouren, 112"
    assert mark_brackets({"a": ["b [c]", 1]}) == {"a": [f"b {quoted('c')}", 1]}
