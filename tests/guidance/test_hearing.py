"""From what the pipeline says of a message to what guidance hears."""

from typing import Any

import pytest
from rasa_sdk import Tracker

from actions.hearing import heard_from
from bot.guidance.model import Situation
from bot.guidance.shelf import get_content

CONTENT = get_content()


def heard(text: str, guesses: dict[str, float], intent: str | None = None, at: str | None = None, **more: Any):
    ranking = [{"name": name, "confidence": confidence} for name, confidence in guesses.items()]
    message = {"text": text, "intent": {"name": intent} if intent else ranking[0], "intent_ranking": ranking, **more}
    return heard_from(Tracker("", {}, message, [], False, None, {}, "action_listen"), CONTENT, Situation(node=at), ())


@pytest.mark.parametrize(("role", "wish", "other", "intent"), [
    (0.6, 0.3, 0.1, "find_contact"),
    (0.89, 0.10, 0.01, "find_contact"),
    (0.89, 0.05, 0.04, "inform_role"),
    (0.97, 0.03, 0.0, "inform_role"),
])
def test_a_wish_beside_who_one_is_counts_from_less_when_hardly_anything_else_is_meant(role, wish, other, intent):
    said = heard("jag är ledare, vem ska jag ringa", {"inform_role": role, "find_contact": wish, "ask_help": other})
    assert said.intent == intent


def test_a_wish_beside_who_one_is_is_heard_when_neither_is_sure_but_nothing_else_is_meant():
    def said(wish: float, other: float) -> str:
        guesses = {"inform_role": 1 - wish - other, "find_contact": wish, "ask_help": other}
        return heard("jag är ledare, vem ska jag ringa", guesses, "nlu_fallback").intent

    assert said(0.27, 0.01) == "find_contact"
    assert said(0.27, 0.25) == "nlu_fallback"
    assert said(0.2, 0.01) == "nlu_fallback"


def test_nothing_is_heard_in_what_says_nothing():
    assert heard("aaaa", {"affirm": 0.7, "thank": 0.1}, "nlu_fallback", band="lost").intent == "nlu_fallback"
    assert heard("aaaa", {"affirm": 0.7, "thank": 0.1}, "nlu_fallback", band="ask").intent == "affirm"


def test_a_school_year_alone_is_an_age_and_a_longer_message_with_one_is_not():
    unsure = {"inform_age": 0.5, "concern_truancy": 0.3, "concern_isolation": 0.1}
    assert heard("åk 9", unsure, "nlu_fallback", age=15).intent == "inform_age"
    assert heard("han i åk 9 är aldrig där", unsure, "nlu_fallback", age=15).intent == "nlu_fallback"
    assert heard("åk 9", {"concern_truancy": 0.9}, age=15).intent == "concern_truancy"


def test_a_question_to_the_municipality_is_no_answer_to_who_one_is():
    there, sure = {"at": "q.role", "role": "other_adult"}, {"out_of_scope": 0.99, "inform_role": 0.01}
    assert heard("var ligger tippen", sure, **there).intent == "out_of_scope"
    assert heard("på återbruket", {"out_of_scope": 0.8, "inform_role": 0.2}, **there).intent == "inform_role"


@pytest.mark.parametrize(("level", "reason", "text", "is_a_try"), [
    ("ask", "model", "har du tagit något i helgen?", True),
    ("ask", "model", "hon har slutat svara och stängt av allt", False),
    ("ask", "violence.weapon_found", "har du en kniv i väskan?", False),
    ("today", "model", "har du tagit något i helgen?", False),
])
def test_only_a_guess_of_the_model_at_what_is_said_to_the_young_person_is_a_try(level, reason, text, is_a_try):
    step = next(node for node, step in CONTENT.steps.items() if step.own_words)
    danger = {"intent": "danger_violence", "level": level, "reason": reason}
    said = heard(text, {"out_of_scope": 0.4}, "danger_violence", step, danger=danger)
    assert said.own_words is is_a_try
    assert (said.danger is None) is is_a_try
