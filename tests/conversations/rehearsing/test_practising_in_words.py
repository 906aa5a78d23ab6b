"""The rehearsal through Rasa: by choices, by the offered sentences in words, and by one's own words."""

import pytest

from bot.guidance import walk
from bot.guidance.model import Situation

WORRY = "min son på 15 har börjat röka gräs"


@pytest.fixture
def practising(someone):
    """A parent at the beginning of the rehearsal."""
    return someone().says(WORRY).says("nej").says("kan vi öva på samtalet")


def text_of(content, node):
    known = Situation(role="parent", relation="son", pronoun="han", age=15, concern="drugs", node=node)
    return walk.show(content, known).parts[0]["text"]


def test_an_offered_sentence_can_be_typed(practising, content):
    sentence = practising.titles[0]
    practising.says(sentence.lower())
    assert text_of(content, "rehearse.answers") in practising.text


@pytest.mark.parametrize("own", [
    "jag hittade något i din jacka och blev orolig för dig",
    "jag skulle säga att jag älskar honom och undrar vad som händer",
    "har du tagit något i helgen?",
])
def test_own_words_stay_in_the_rehearsal_and_are_not_judged_or_kept(practising, content, own):
    practising.says(own)
    assert practising.text == text_of(content, "rehearse.own_first")
    practising.picks("Se hur han kan svara").picks("Ilska")
    practising.says("du har rätt att vara arg men jag släpper inte det här")
    assert practising.text == text_of(content, "rehearse.own_reply")
    practising.picks("Försök igen")
    assert text_of(content, "rehearse.angry") in practising.text
    practising.says("kan jag få min plan")
    assert own not in str(practising.reply)


@pytest.mark.parametrize(
    "aside", ["vem kan jag ringa", "är det du som är en robot?", "vad är SSP", "vad ska jag undvika"]
)
def test_a_question_in_the_rehearsal_is_answered_and_is_no_try(practising, content, aside):
    practising.says(aside)
    assert text_of(content, "rehearse.own_first") not in practising.text


def test_danger_comes_first_in_the_rehearsal_too(practising):
    practising.says("han säger att han ska ta livet av sig nu")
    assert practising.types[0] == "emergency"


def test_step_words_are_understood_where_they_are_offered(someone, content):
    person = someone().says(WORRY).says("nej").says("han vägrar prata")
    person.says("han bara skriker")
    assert text_of(content, "stuck.angry") in person.text
