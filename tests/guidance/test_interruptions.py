"""Whatever is said at whatever place: danger first, the walk keeps its place, nothing known is lost."""

import importlib
import re
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from bot.guidance import advice, alarm, talk, walk
from bot.guidance.guessing import guesses
from bot.guidance.model import Situation
from bot.guidance.shelf import get_content
from bot.language.evaluation import OFFERED

ROOT = Path(__file__).parents[2]
INTENTS = [i for i in yaml.safe_load((ROOT / "domain.yml").read_text())["intents"] if i != "choose"]
CONTENT = get_content()
KNOWN = Situation(
    role="leisure_leader", employment="employed", concern="extremism", concerns=("extremism",), age=15, acute="no",
    goal="prepare", municipality="1490", trail=("understand.behind",), relation="member",
)
ADULT_PLACES = [node for node in CONTENT.steps if not node.startswith("young.")]
PLACES = [*CONTENT.steps, *(f"q.{q}" for q in CONTENT.questions)]
FAQ = [i for i in INTENTS if i.startswith("faq_")]
# Answered beside the walk, which stays exactly where it was.
SIDE = [*FAQ, "thank", "goodbye", "bot_challenge", "ask_privacy", "insult", "out_of_scope", "feedback_positive",
        "feedback_negative", "ask_support_lines", "request_human", "ask_emergency_number", "ask_what_to_avoid",
        "ask_questions_to_ask", "ask_how_to_start", "ask_set_limits", "ask_help", "delete_conversation",
        "request_language", "greet", "nlu_fallback"]
# Answered by a step of its own, from which one goes back to where one was.
DETOUR = ["ask_refuses_to_talk", "ask_follow_up", "ask_own_feelings", "practise_conversation", "ask_summary",
          "find_contact", "ask_opening_hours"]
# What a message may tell in passing; a question about facts never does.
PASSING = {"role": "teacher", "age": 13, "relation": "daughter", "pronoun": "hon", "employment": "volunteer",
           "concerns": ("hate", "drugs"), "places": (("0180", "Stockholm"),)}
ASKED = {"role": "parent", "employment": "volunteer", "concern": "drugs", "acute": "no", "goal": "prepare", "age": 17,
         "municipality": "0180"}


def at(node: str) -> Situation:
    """A person at this node; the answer to its own question is not known yet."""
    if node.startswith("young."):
        return KNOWN.but(node=node, role="young_person", employment=None, relation=None)
    if not node.startswith("q."):
        return KNOWN.but(node=node)
    person = KNOWN.but(node=node, resume="open.first_words")
    if node == "q.which_concern":
        return person.but(concern=None, concerns=("extremism", "drugs"), resume="start")
    return person.but(**{CONTENT.questions[node.removeprefix("q.")].slot: None})


def shown(person: Situation) -> list[dict]:
    """What is on screen at the person's place."""
    return walk.show(CONTENT, person).parts


@pytest.mark.parametrize("node", PLACES)
def test_danger_is_answered_first_and_the_place_is_kept(node):
    for category in ("suicide", "violence", "abuse", "missing", "medical"):
        for level in ("act", "today", "ask"):
            heard = talk.Heard(f"danger_{category}", danger=(category, level))
            reply = talk.answer_to(heard.intent)(CONTENT, at(node), heard)
            assert reply.parts[0] == {"type": "emergency", "category": category, "level": level}
            told = {"concern": at(node).concern, "concerns": at(node).concerns}
            assert reply.situation.but(alarm=None, **told) == at(node)
            assert reply.offers


@pytest.mark.parametrize("intent", ["previous_step", "next_step"])
def test_back_and_on_in_words_lead_from_an_emergency_to_the_very_same_step(intent):
    alarmed = at("prepare.facts").but(alarm=("suicide", "act"))
    reply = talk.answer_to(intent)(CONTENT, alarmed, talk.Heard(intent))
    assert reply.situation.node == "prepare.facts"
    assert reply.parts == shown(at("prepare.facts"))


def test_danger_that_only_the_model_sees_is_asked_about_as_that_danger():
    heard = talk.Heard("danger_abuse", likely=("danger_abuse",))
    reply = talk.meet_danger(CONTENT, at("prepare.facts"), heard)
    assert reply.parts[0] == {"type": "emergency", "category": "abuse", "level": "today"}
    guess = talk.Heard("nlu_fallback", likely=("danger_medical", "thank"))
    unsure = talk.fall_back(CONTENT, at("prepare.facts"), guess)
    assert unsure.parts[0] == {"type": "emergency", "category": "medical", "level": "ask"}


def test_concerns_heard_beside_a_danger_that_is_none_are_both_offered():
    said = {"danger": ("violence", "ask"), "role": "parent"}
    heard = talk.Heard("danger_violence", age=15, concerns=("bullying", "truancy"), **said)
    asked = talk.meet_danger(CONTENT, Situation(), heard)
    after = talk.choose(CONTENT, asked.situation, "set:acute=no")
    assert after.situation.node == "q.which_concern"
    assert {"concern:bullying", "concern:truancy"} <= {offer.option for offer in after.offers}
    nothing = talk.meet_danger(CONTENT, Situation(), talk.Heard("danger_violence", **said))
    assert nothing.situation.concern == "violence"


def test_what_was_asked_beside_a_danger_that_is_none_is_taken_up_again():
    likely = ("danger_abuse", "ask_follow_up", "concern_crime", "thank")
    heard = talk.Heard("danger_abuse", danger=("abuse", "ask"), concerns=("crime",), likely=likely)
    asked = talk.meet_danger(CONTENT, at("prepare.facts"), heard)
    after = talk.choose(CONTENT, asked.situation, "set:acute=no")
    assert [offer.option for offer in after.offers[:2]] == ["intent:ask_follow_up", "intent:concern_crime"]
    assert after.situation.node == "prepare.facts"
    assert not after.situation.wishes
    one = talk.meet_danger(CONTENT, at("prepare.facts"), replace(heard, likely=("ask_follow_up",)))
    assert talk.choose(CONTENT, one.situation, "set:acute=no").situation.node == "afterwards.how"
    elsewhere = talk.choose(CONTENT, asked.situation, "move:resume").situation
    assert talk.choose(CONTENT, elsewhere, "set:acute=no").parts == shown(at("prepare.facts"))


def asked_about_danger(person: Situation, **more: object) -> Situation:
    """Somebody who has just read an emergency reply that ends in a question."""
    reply = alarm.meet_danger(CONTENT, person, talk.Heard("danger_abuse", danger=("abuse", "ask"), **more))
    return reply.situation.but(offered=tuple((offer.option, offer.title) for offer in reply.offers))


def test_news_is_kept_and_danger_is_asked_about_once_more_but_not_for_ever():
    person = asked_about_danger(Situation(node="q.role", resume="start"))
    for heard in (talk.Heard("inform_age", age=16), talk.Heard("inform_role", role="parent", age=16),
                  talk.Heard("concern_drugs", concerns=("drugs",), age=16), talk.Heard("nlu_fallback"),
                  talk.Heard("ask_conversation_tips", age=16)):
        again = talk.respond(CONTENT, person, heard)
        assert {"danger:yes", "set:acute=no"} <= {offer.option for offer in again.offers}, heard.intent
        assert again.parts[0]["name"] == "utter_fall_back_danger"
        assert again.situation.age == heard.age
        here = again.situation.but(offered=person.offered)
        assert talk.respond(CONTENT, here, heard).parts[0].get("name") != "utter_fall_back_danger", heard.intent
    wish = talk.respond(CONTENT, person, talk.Heard("ask_conversation_tips")).situation
    assert talk.choose(CONTENT, wish, "set:acute=no").parts
    assert wish.wishes == ("ask_conversation_tips",)


def told_to_call(person: Situation, level: str = "act") -> Situation:
    """Somebody who has just been told to call."""
    reply = alarm.meet_danger(CONTENT, person, talk.Heard("danger_abuse", danger=("abuse", level)))
    return reply.situation.but(offered=tuple((offer.option, offer.title) for offer in reply.offers))


@pytest.mark.parametrize("node", ["q.role", "q.danger", "prepare.facts"])
def test_who_says_that_it_is_not_now_gets_the_help_of_today_for_that_very_danger(node):
    asked = talk.respond(CONTENT, told_to_call(at(node)), talk.Heard("deny"))
    assert asked.parts == [{"type": "response", "name": "utter_not_now"}]
    happened, otherwise, _ = (offer.option for offer in asked.offers)
    today = talk.respond(CONTENT, asked.situation, talk.Heard("choose", option=happened))
    assert today.parts == [{"type": "emergency", "category": "abuse", "level": "today"}]
    assert talk.respond(CONTENT, asked.situation, talk.Heard("choose", option=otherwise)).situation.node == node


def test_who_goes_on_after_an_alarm_is_not_asked_what_worries_them_as_if_nothing_had_been_said():
    person = told_to_call(Situation(role="parent", node="q.concern", resume="start"))
    on = talk.respond(CONTENT, person, talk.Heard("choose", option="move:resume"))
    assert on.situation.node == "q.concern"
    assert on.parts == [{"type": "response", "name": "utter_anything_else"}]
    assert {"concern:drugs", f"go:{walk.CONTACTS}"} <= {offer.option for offer in on.offers}


def test_who_may_ask_for_a_number_after_an_alarm_is_shown_numbers():
    unclear = talk.Heard("nlu_fallback", likely=("faq_after_report", "find_contact"))
    nowhere = at("prepare.facts").but(municipality=None)
    after = talk.respond(CONTENT, told_to_call(nowhere, "today"), unclear)
    assert {"type": "lines", "intent": "ask_support_lines"} in after.parts
    # Who was told to call now gets just that again, with what to say.
    for asked in (unclear, talk.Heard("ask_emergency_number")):
        again = talk.respond(CONTENT, told_to_call(at("prepare.facts")), asked)
        assert again.parts == [{"type": "emergency", "category": "abuse", "level": "act"}]


def test_whoever_asks_whom_to_talk_to_after_an_alarm_gets_those_who_act_where_they_live():
    alarmed = told_to_call(at("prepare.facts").but(municipality="1381"), "today")
    for asked in ("ask_support_lines", "request_human", "find_contact"):
        assert {"type": "contacts"} in talk.respond(CONTENT, alarmed, talk.Heard(asked)).parts


def test_people_to_turn_to_are_not_shown_twice_in_one_reply():
    young = Situation(role="young_person", node="q.role", resume="start")
    shown = talk.respond(CONTENT, young, talk.Heard("ask_support_lines"))
    assert shown.situation.node == walk.YOUNG
    assert [part["type"] for part in shown.parts].count("lines") == 1


def test_going_on_at_the_question_about_the_worry_leads_past_it():
    on = talk.respond(CONTENT, Situation(role="parent", node="q.concern", resume="start"), talk.Heard("next_step"))
    assert on.situation.concern == "unspecified"
    assert on.situation.node != "q.concern"


def test_a_no_to_the_help_of_today_does_not_show_it_again():
    after = talk.respond(CONTENT, told_to_call(at("prepare.facts"), "today"), talk.Heard("deny"))
    assert after.parts == [{"type": "response", "name": "utter_after_danger"}]


def test_what_is_told_after_a_call_to_112_is_kept_and_nobody_is_asked_what_worries_them():
    person = told_to_call(Situation(node="q.role", resume="start"))
    after = talk.respond(CONTENT, person, talk.Heard("inform_age", age=16))
    assert after.parts == [{"type": "response", "name": "utter_after_danger"}]
    assert after.situation.age == 16


def test_what_was_told_beside_something_unclear_is_kept_but_not_the_worry_that_is_asked_about():
    told = {"age": 15, "relation": "son", "pronoun": "han", "concerns": ("hate",)}
    unclear = talk.Heard("nlu_fallback", likely=("ask_set_limits", "ask_how_to_start"), **told)
    person = talk.respond(CONTENT, Situation(node="q.role", resume="start"), unclear).situation
    assert (person.age, person.relation, person.concern) == (15, "son", "hate")
    which = replace(unclear, likely=("concern_hate", "concern_extremism"))
    person = talk.respond(CONTENT, Situation(node="q.role", resume="start"), which).situation
    assert (person.age, person.relation, person.concern) == (15, "son", None)


def test_a_no_to_what_was_offered_is_no_answer_to_the_question_before_it():
    heard = talk.Heard("nlu_fallback", likely=("concern_crime", "concern_isolation"))
    guessed = talk.respond(CONTENT, at("q.danger"), heard)
    person = guessed.situation.but(offered=tuple((offer.option, offer.title) for offer in guessed.offers))
    after = talk.respond(CONTENT, person, talk.Heard("deny"))
    assert after.situation.acute is None
    assert after.situation.node == "q.danger"


def test_who_writes_is_noted_and_what_they_want_is_asked():
    likely = ("faq_duty_to_report", "faq_anonymity", "faq_after_report")
    heard = talk.Heard("nlu_fallback", role="parent", likely=likely)
    reply = talk.respond(CONTENT, Situation(node="q.role", resume="start"), heard)
    assert reply.situation.role == "parent"
    assert [offer.option for offer in reply.offers[:2]] == [f"intent:{intent}" for intent in likely[:2]]
    plain = talk.respond(CONTENT, Situation(node="q.role", resume="start"), replace(heard, likely=()))
    assert (plain.situation.role, plain.situation.node) == ("parent", "q.concern")


def test_a_longer_yes_or_no_answers_the_question_about_danger():
    person = asked_about_danger(at("prepare.facts"))
    assert talk.respond(CONTENT, person, talk.Heard("affirm")).parts[0]["level"] == "act"
    assert talk.respond(CONTENT, person, talk.Heard("deny")).parts == shown(at("prepare.facts"))
    assert talk.respond(CONTENT, person, talk.Heard("deny", unsure=True)).parts[0]["type"] == "emergency"
    where = talk.respond(CONTENT, person, talk.Heard("find_contact", places=(("1490", "Borås"),)))
    assert any(part["type"] == "contacts" for part in where.parts)


def test_the_report_counts_only_what_can_be_offered():
    counted = {intent for intent in INTENTS if intent.startswith(OFFERED)}
    assert counted
    assert counted == set(guesses(CONTENT, KNOWN, sorted(counted)))


def test_not_knowing_is_never_a_no_to_danger():
    asked = at("q.danger")
    for intent in ("deny", "nlu_fallback", "affirm", "inform_role"):
        reply = talk.answer_to(intent)(CONTENT, asked, talk.Heard(intent, unsure=True))
        assert reply.parts[0]["type"] == "emergency", intent


def test_an_age_said_with_doubt_is_still_an_age():
    reply = talk.answer(CONTENT, at("q.age"), talk.Heard("inform_age", age=13, unsure=True))
    assert reply.situation.age == 13


def test_somebody_who_comes_back_from_danger_is_met_once_and_can_go_on():
    person = alarm.emergency(CONTENT, at("q.concern"), "violence", "act").situation
    met = talk.fall_back(CONTENT, person, talk.Heard("nlu_fallback"))
    assert met.parts == [{"type": "response", "name": "utter_after_danger"}]
    assert "move:resume" in [offer.option for offer in met.offers]
    again = talk.fall_back(CONTENT, met.situation, talk.Heard("nlu_fallback"))
    assert again.parts != met.parts


def test_going_on_without_an_answer_never_goes_round():
    person = at("q.age")
    assert talk.choose(CONTENT, person, "move:next").situation.node == "open.first_words"
    assert talk.answer(CONTENT, person, talk.Heard("nlu_fallback", unsure=True)).situation.node == "open.first_words"
    two = KNOWN.but(node="q.which_concern", resume="start", concern=None, concerns=("drugs", "truancy"))
    assert talk.answer(CONTENT, two, talk.Heard("affirm")).situation.concern == "drugs"
    nobody = Situation(node="q.role", resume="start")
    assert talk.answer(CONTENT, nobody, talk.Heard("nlu_fallback", unsure=True)).situation.node == "q.concern"


@pytest.mark.parametrize("node", PLACES)
def test_side_question_is_answered_and_the_walk_returns_to_the_very_same_step(node):
    turns = node in CONTENT.steps and walk.has_more(CONTENT, at(node), CONTENT.steps[node])
    person = at(node).but(page=int(turns))
    for intent in SIDE:
        if person.role == "young_person" and intent.startswith("ask_") and intent in (*advice.PEEKS, *advice.DETOURS):
            continue  # someone young is helped to tell an adult instead
        reply = talk.respond(CONTENT, person, talk.Heard(intent))
        assert reply.parts, intent
        assert reply.situation.but(misses=0, offered=()) == person, intent
        if node.startswith("q."):
            again = [part for part in reply.parts if part["type"] == "text"]
            asked = {o.option for o in walk.ask(CONTENT, person, CONTENT.questions[node[2:]]).offers}
            assert again and asked <= {o.option for o in reply.offers}, intent
        else:
            back = talk.choose(CONTENT, reply.situation, "move:return")
            assert "move:return" in [offer.option for offer in reply.offers], intent
            assert back.parts == shown(person) and back.situation.page == person.page, intent


@pytest.mark.parametrize("node", ADULT_PLACES)
def test_after_a_detour_one_step_back_is_where_one_was(node):
    for intent in DETOUR:
        person = at(node)
        reply = talk.respond(CONTENT, person, talk.Heard(intent))
        assert reply.situation.node in CONTENT.steps, intent
        if reply.situation.node != node:
            back = talk.choose(CONTENT, reply.situation, "move:back")
            assert back.situation.node == node, intent
            assert back.parts == shown(person), intent


@pytest.mark.parametrize("node", PLACES)
def test_every_intent_at_every_place_gets_an_answer_and_loses_nothing(node):
    kept = ("role", "concern", "age", "municipality", "employment", "relation", "acute", "goal")
    for intent in [*INTENTS, "nlu_fallback"]:
        if intent in ("restart_conversation", "previous_step", "stop_guidance"):
            continue
        for more in ({}, {"unsure": True}, {"likely": ("thank", "greet")}):
            heard = talk.Heard(intent, **more)
            person = at(node)
            reply = talk.respond(CONTENT, person, heard)
            assert reply.parts or reply.offers, intent
            assert reply.offers or reply.input or reply.parts[0]["type"] == "emergency", intent
            for name in kept:
                known = getattr(person, name)
                young_concern = name == "concern" and person.role == "young_person" and intent.startswith("concern_")
                if known is not None and not young_concern and not (name == "acute" and node == "q.danger"):
                    assert getattr(reply.situation, name) == known, (intent, name)


@pytest.mark.parametrize("node", PLACES)
def test_an_answer_once_given_is_only_changed_by_the_one_who_gave_it(node):
    """What is told in passing never overwrites what is known."""
    for intent in INTENTS:
        if intent.startswith("inform_") or intent in ("restart_conversation", "previous_step", "find_contact",
                                                      "ask_opening_hours"):
            continue
        person = at(node).but(role="parent", employment=None) if not node.startswith(("q.", "young.")) else at(node)
        reply = talk.respond(CONTENT, person, talk.Heard(intent, **PASSING | {"places": ()}))
        for name in ("role", "age", "relation"):
            if getattr(person, name) is not None:
                assert getattr(reply.situation, name) == getattr(person, name), (intent, name)


@pytest.mark.parametrize("question", CONTENT.questions)
def test_a_question_is_never_stored_as_an_answer(question):
    """Asking about facts or about the assistant fills no slot, whatever the question names in passing."""
    person = at(f"q.{question}")
    slot = CONTENT.questions[question].slot
    for intent in [*FAQ, "ask_privacy", "ask_help", "bot_challenge", "out_of_scope", "request_language", "thank",
                   "feedback_negative", "insult", "delete_conversation"]:
        reply = talk.respond(CONTENT, person, talk.Heard(intent, **PASSING))
        assert getattr(reply.situation, slot) is None, intent
        assert reply.situation.node == person.node, intent


@pytest.mark.parametrize("question", [q for q in CONTENT.questions if q not in ("which_concern", "place")])
def test_an_answer_is_taken_and_not_asked_for_again(question):
    person = at(f"q.{question}").but(node=f"q.{question}")
    slot = CONTENT.questions[question].slot
    option = f"concern:{ASKED[slot]}" if slot == "concern" else f"set:{slot}={ASKED[slot]}"
    reply = talk.respond(CONTENT, person, talk.Heard("choose", option=option))
    assert getattr(reply.situation, slot) == ASKED[slot]
    assert reply.situation.node != f"q.{question}"


@pytest.mark.parametrize("node", [n for n in PLACES if n != "q.place"])
def test_every_offer_leads_somewhere(node):
    reply = walk.show(CONTENT, at(node))
    assert reply.parts and reply.offers
    for offer in reply.offers:
        onward = talk.choose(CONTENT, reply.situation, offer.option)
        assert onward.parts or onward.offers, offer


@pytest.mark.parametrize("node", [n for n, step in CONTENT.steps.items() if step.aside])
def test_a_side_step_leads_back_into_the_walk(node):
    beside = talk.choose(CONTENT, KNOWN.but(node="prepare.facts"), f"go:{node}").situation
    assert talk.choose(CONTENT, beside, "move:main").situation.node == "prepare.facts"
    onward = talk.choose(CONTENT, beside, "move:next").situation.node
    assert onward == CONTENT.main_nodes[CONTENT.main_nodes.index("prepare.facts") + 1]


@pytest.mark.parametrize("node", PLACES)
def test_fallback_teaches_for_that_place_and_then_offers_someone_to_call(node):
    person = at(node)
    first = talk.respond(CONTENT, person, talk.Heard("nlu_fallback"))
    second = talk.respond(CONTENT, first.situation, talk.Heard("nlu_fallback"))
    calling = {"type": "lines", "intent": "request_human"}
    assert calling not in first.parts and calling in second.parts
    assert first.situation.node == second.situation.node == node
    if node.startswith("q."):
        assert first.parts[0]["name"] in (f"utter_fall_back_{node[2:]}", "utter_place_unknown")
    else:
        # The examples are things that can be said at this very step.
        titles = [o.title for o in walk.step_offers(CONTENT, person, CONTENT.steps[node])]
        quoted = re.findall("”(.*?)”", first.parts[0]["text"].split(" Du kan också")[0])
        possible = {t.lower().rstrip(".") for t in (*titles, *CONTENT.opening.moves.values())}
        assert {example.lower() for example in quoted} <= possible
        assert len(set(quoted)) == 2


def test_what_is_taught_differs_between_steps():
    taught = {walk.teaching(CONTENT, at(node)) for node in CONTENT.steps}
    assert len(taught) > 25


@pytest.mark.parametrize("between", ["thank", "faq_ssp_model", "next_step", "ask_what_to_avoid", "find_contact"])
def test_something_understood_ends_a_row_of_misses(between):
    miss = talk.Heard("nlu_fallback")
    person = talk.respond(CONTENT, at("prepare.facts"), miss).situation
    person = talk.respond(CONTENT, person, talk.Heard(between)).situation
    again = talk.respond(CONTENT, person, miss)
    assert {"type": "lines", "intent": "request_human"} not in again.parts


UNSURE = talk.Heard("nlu_fallback", likely=("faq_ssp_model", "find_contact"))
A_PERSON = {"type": "lines", "intent": "request_human"}


def test_who_meant_none_of_these_is_taught_and_then_offered_a_person():
    asked = talk.respond(CONTENT, at("prepare.facts"), UNSURE)
    assert asked.parts[0]["name"] == "utter_did_you_mean"
    none = talk.respond(CONTENT, asked.situation, talk.Heard("choose", option="move:none_of_these"))
    assert A_PERSON not in none.parts
    assert A_PERSON in talk.respond(CONTENT, none.situation, talk.Heard("nlu_fallback")).parts


def test_who_is_unclear_twice_is_asked_again_with_a_way_out_and_then_offered_a_person():
    asked = talk.respond(CONTENT, at("prepare.facts"), UNSURE)
    twice = talk.respond(CONTENT, asked.situation, UNSURE)
    assert twice.parts[0]["name"] == "utter_did_you_mean"
    assert f"go:{walk.CONTACTS}" in [offer.option for offer in twice.offers]
    assert f"go:{walk.CONTACTS}" not in [offer.option for offer in asked.offers]
    for heard in (UNSURE, talk.Heard("choose", option="move:none_of_these"), talk.Heard("nlu_fallback")):
        assert A_PERSON in talk.respond(CONTENT, twice.situation, heard).parts


@pytest.mark.parametrize("intent", ["inform_age", "inform_role", "affirm"])
def test_what_is_told_after_did_you_mean_leaves_the_guesses_on_offer(intent):
    asked = talk.respond(CONTENT, Situation(node="q.role", resume="start"), UNSURE)
    person = asked.situation.but(offered=tuple((offer.option, offer.title) for offer in asked.offers))
    told = talk.respond(CONTENT, person, talk.Heard(intent, age=14, role="parent"))
    assert [offer.option for offer in told.offers] == [offer.option for offer in asked.offers]
    if intent != "affirm":
        assert (told.situation.age, told.situation.role) == (14, "parent")


@pytest.mark.parametrize("node", PLACES)
def test_a_person_to_talk_to_is_offered_everywhere(node):
    reply = talk.respond(CONTENT, at(node), talk.Heard("request_human"))
    assert reply.parts[0]["name"] == "utter_request_human"
    assert reply.parts[1]["type"] in ("contacts", "lines")
    assert f"go:{walk.CONTACTS}" in [offer.option for offer in reply.offers]


def test_every_rule_leads_to_the_action_that_answers_its_intent():
    for module in ("conversation", "guiding", "helping"):
        importlib.import_module(f"actions.{module}")
    from actions.guidance_action import GuidanceAction

    by_name = {cls().name(): cls.answer for cls in GuidanceAction.__subclasses__()}
    routed = {}
    for file in (ROOT / "data/stories").glob("*.yml"):
        for rule in yaml.safe_load(file.read_text()).get("rules", []):
            first, action = rule["steps"]
            for step in first.get("or", [first]):
                assert step["intent"] not in routed, f"{step['intent']} has two rules"
                routed[step["intent"]] = action["action"]
    assert set(routed) == {*INTENTS, "choose", "nlu_fallback"}
    for intent in INTENTS:
        assert by_name[routed[intent]] is talk.answer_to(intent), intent


def test_somebody_who_has_called_is_not_told_to_call_again():
    after = talk.respond(CONTENT, told_to_call(at("prepare.facts")), talk.Heard("nlu_fallback", alarm_news="called"))
    assert after.parts == [{"type": "response", "name": "utter_help_is_called"}]
    assert "move:resume" in [offer.option for offer in after.offers]
    # Thanks, and "what do I do now", are not met with "have you not called yet" either, nor with the same words again.
    for said in (talk.Heard("thank"), talk.Heard("ask_help"), talk.Heard("nlu_fallback")):
        until = talk.respond(CONTENT, after.situation, said)
        assert until.parts == [{"type": "response", "name": "utter_until_help_comes"}]
        assert {"move:resume", "set:goal=support"} <= {offer.option for offer in until.offers}
    young = talk.respond(CONTENT, after.situation.but(role="young_person"), talk.Heard("ask_help"))
    assert "set:goal=support" not in {offer.option for offer in young.offers}
    arrived = talk.Heard("nlu_fallback", alarm_news="called")
    assert talk.respond(CONTENT, after.situation, arrived).parts == after.parts
    alone = talk.respond(CONTENT, after.situation, talk.Heard("ask_own_feelings", alarm_news="cannot_call"))
    assert alone.parts[1] == {"type": "emergency", "category": "abuse", "level": "act"}


def test_somebody_who_dares_not_call_gets_a_way_and_the_numbers():
    heard = talk.Heard("ask_own_feelings", alarm_news="cannot_call")
    after = talk.respond(CONTENT, told_to_call(at("prepare.facts")), heard)
    assert [part.get("name", part["type"]) for part in after.parts] == ["utter_cannot_call", "emergency"]


def test_a_no_that_tells_of_danger_is_no_no():
    heard = talk.Heard("deny", option="set:acute=no", alarm_news="goes_on")
    for person in (told_to_call(at("prepare.facts")), asked_about_danger(at("prepare.facts"))):
        after = talk.respond(CONTENT, person, heard)
        assert (after.parts[0]["type"], after.parts[0]["level"]) == ("emergency", "act")
        assert after.parts[0]["category"] == person.alarm[0]


def test_somebody_missing_who_is_back_is_no_alarm_any_more_but_one_who_hits_is():
    heard = talk.Heard("deny", alarm_news="found")
    missing = alarm.emergency(CONTENT, at("prepare.facts"), "missing", "act").situation
    back = talk.respond(CONTENT, missing, heard)
    assert back.parts == [{"type": "response", "name": "utter_not_now"}]
    abuse = talk.respond(CONTENT, told_to_call(at("prepare.facts")), replace(heard, intent="nlu_fallback"))
    assert abuse.parts == [{"type": "response", "name": "utter_after_danger"}]


def test_what_to_do_now_after_an_alarm_is_no_question_about_a_talk_that_has_been_had():
    after = talk.respond(CONTENT, told_to_call(at("prepare.facts")), talk.Heard("ask_follow_up"))
    assert after.parts == [{"type": "response", "name": "utter_after_danger"}]


def test_outside_an_alarm_nothing_is_news_of_one():
    for news in ("called", "cannot_call", "goes_on", "found"):
        heard = talk.Heard("next_step")
        plain = talk.respond(CONTENT, at("prepare.facts"), heard)
        assert talk.respond(CONTENT, at("prepare.facts"), replace(heard, alarm_news=news)) == plain, news


def test_going_on_from_the_contacts_is_back_to_the_talk_that_was_begun():
    on = talk.respond(CONTENT, KNOWN.but(node="contacts.here", municipality="1490"), talk.Heard("next_step"))
    assert on.situation.node != "contacts.here"
    only_numbers = Situation(role="parent", goal="contact", municipality="1490", node="contacts.here")
    assert talk.respond(CONTENT, only_numbers, talk.Heard("next_step")).situation.node == "contacts.here"


def test_whoever_surely_wants_somebody_to_call_gets_numbers_whichever_it_was():
    for first, second in (("request_human", "find_contact"), ("ask_opening_hours", "find_contact")):
        reply = talk.respond(CONTENT, at("prepare.facts"), talk.Heard("nlu_fallback", likely=(first, second)))
        assert {"contacts", "lines"} & {part["type"] for part in reply.parts}
        assert reply.situation.misses == 0


def test_a_no_after_a_question_that_needs_no_answer_any_more_goes_on():
    person = Situation(role="young_person", age=14, node="q.role", resume="start")
    assert talk.respond(CONTENT, person, talk.Heard("deny")).situation.node == "young.start"
