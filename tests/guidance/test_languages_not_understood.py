"""Who writes in a language that is not understood gets fixed words in it, 112 first, and keeps their place."""

from dataclasses import replace

import pytest

from bot.guidance import safety, talk, walk
from bot.guidance.model import Situation
from bot.guidance.shelf import get_content
from bot.language.languages import LATIN, UNKNOWN

CONTENT = get_content()
PERSON = Situation(node="q.role", resume="start")


@pytest.mark.parametrize("language", [*LATIN, "ar", "fa", "ckb", "ti", "uk"])
def test_every_language_that_is_told_apart_has_its_words(language):
    reply = talk.respond(CONTENT, PERSON, talk.Heard("nlu_fallback", written_in=language))
    assert {part["lang"] for part in reply.parts} == {language}
    assert "112" in reply.parts[0]["text"]
    assert (reply.offers[0].option, reply.offers[0].language) == (f"go:{walk.CONTACTS}", language)
    assert reply.situation.node == PERSON.node


@pytest.mark.parametrize("intent", ["deny", "concern_drugs", "request_language", "nlu_fallback", "repeat_step"])
def test_what_the_model_makes_of_it_does_not_count(intent):
    reply = talk.respond(CONTENT, PERSON, talk.Heard(intent, written_in=UNKNOWN, concerns=("drugs",)))
    assert {part["lang"] for part in reply.parts} == {"en"}
    assert reply.situation == PERSON


def test_danger_is_still_first():
    heard = talk.Heard("danger_violence", written_in="es", danger=("violence", "act"))
    reply = talk.respond(CONTENT, PERSON, heard)
    assert [part["type"] for part in reply.parts][:2] == ["emergency", "text"]
    assert reply.situation.alarm


def test_a_choice_is_a_choice_in_any_language():
    heard = talk.Heard("choose", option="set:role=parent", written_in="ar")
    assert talk.respond(CONTENT, PERSON, heard).situation.role == "parent"


def test_words_without_112_are_refused():
    silent = CONTENT.others["fi"].model_copy(update={"say": ("Hei.", "Soita 112.")})
    faulty = replace(CONTENT, others={**CONTENT.others, "fi": silent})
    assert [fault.place for fault in safety.check_other_languages(faulty)] == ["other_languages.yml"]
    assert not list(safety.check_other_languages(CONTENT))
