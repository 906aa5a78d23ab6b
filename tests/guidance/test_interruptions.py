"""Whatever is said at whatever place: danger first, the walk keeps its place, nothing known is lost."""

import importlib
from pathlib import Path

import pytest
import yaml

from bot.guidance import talk, walk
from bot.guidance.model import Situation
from bot.guidance.shelf import get_content

ROOT = Path(__file__).parents[2]
INTENTS = [i for i in yaml.safe_load((ROOT / "domain.yml").read_text())["intents"] if i != "choose"]
CONTENT = get_content()
KNOWN = Situation(
    role="leisure_leader", employment="employed", concern="extremism", concerns=("extremism",), age=15, acute="no",
    goal="prepare", municipality="1490", trail=("understand.behind",), relation="member",
)
PLACES = [*CONTENT.steps, *(f"q.{q}" for q in CONTENT.questions if q != "which_concern")]
SIDE = [i for i in INTENTS if i.startswith("faq_")] + [
    "thank", "bot_challenge", "ask_privacy", "insult", "out_of_scope", "feedback_positive", "ask_support_lines",
    "request_human", "ask_emergency_number", "ask_what_to_avoid", "ask_questions_to_ask", "request_language", "greet",
]


def at(node: str) -> Situation:
    """A person at this node; the answer to its own question is not known yet."""
    if not node.startswith("q."):
        return KNOWN.but(node=node)
    person = KNOWN.but(node=node, resume="open.first_words")
    return person.but(**{CONTENT.questions[node.removeprefix("q.")].slot: None})


@pytest.mark.parametrize("node", PLACES)
def test_danger_is_answered_first_and_the_place_is_kept(node):
    for category in ("suicide", "violence", "abuse", "missing", "medical"):
        for level in ("act", "today", "ask"):
            heard = talk.Heard(f"danger_{category}", danger=(category, level))
            reply = talk.answer_to(heard.intent)(CONTENT, at(node), heard)
            assert reply.parts[0] == {"type": "emergency", "category": category, "level": level}
            told = {"concern": at(node).concern, "concerns": at(node).concerns}
            assert reply.situation.but(alarmed=False, **told) == at(node)
            assert reply.offers


def test_danger_that_only_the_model_sees_is_asked_about_as_that_danger():
    heard = talk.Heard("danger_abuse", likely=("danger_abuse",))
    reply = talk.meet_danger(CONTENT, at("prepare.facts"), heard)
    assert reply.parts[0] == {"type": "emergency", "category": "abuse", "level": "today"}
    guess = talk.Heard("nlu_fallback", likely=("danger_medical", "thank"))
    unsure = talk.fall_back(CONTENT, at("prepare.facts"), guess)
    assert unsure.parts[0] == {"type": "emergency", "category": "medical", "level": "ask"}


def test_not_knowing_is_never_a_no_to_danger():
    asked = at("q.danger")
    for intent in ("deny", "nlu_fallback", "affirm", "inform_role"):
        reply = talk.answer_to(intent)(CONTENT, asked, talk.Heard(intent, unsure=True))
        assert reply.parts[0]["type"] == "emergency", intent


def test_an_age_said_with_doubt_is_still_an_age():
    reply = talk.answer(CONTENT, at("q.age"), talk.Heard("inform_age", age=13, unsure=True))
    assert reply.situation.age == 13


def test_somebody_who_comes_back_from_danger_is_met_once_and_can_go_on():
    person = talk.emergency(CONTENT, at("q.concern"), "violence", "act").situation
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
def test_side_question_is_answered_and_the_walk_keeps_its_place(node):
    for intent in SIDE:
        reply = talk.answer_to(intent)(CONTENT, at(node), talk.Heard(intent))
        assert reply.situation.node == node, intent
        assert reply.parts, intent
        again = [part for part in reply.parts if part["type"] == "text"]
        back = [offer for offer in reply.offers if offer.option == "move:return"]
        assert (again if node.startswith("q.") else back), intent


@pytest.mark.parametrize("node", PLACES)
def test_nothing_known_is_lost_whatever_is_said(node):
    kept = ("role", "concern", "age", "municipality", "employment", "relation")
    for intent in INTENTS:
        if intent in ("restart_conversation", "previous_step"):
            continue
        person = at(node)
        reply = talk.answer_to(intent)(CONTENT, person, talk.Heard(intent))
        for name in kept:
            if getattr(person, name) is not None:
                assert getattr(reply.situation, name) == getattr(person, name), (intent, name)
        assert reply.parts or reply.offers, intent


@pytest.mark.parametrize("question", [q for q in CONTENT.questions if q not in ("which_concern", "danger", "goal")])
def test_a_question_is_never_stored_as_an_answer(question):
    person = at(f"q.{question}")
    slot = CONTENT.questions[question].slot
    for intent in [i for i in INTENTS if i.startswith("faq_")]:
        heard = talk.Heard(intent, role="teacher", age=13, concerns=("hate",), employment="volunteer")
        reply = talk.answer_to(intent)(CONTENT, person, heard)
        assert getattr(reply.situation, slot) is None, intent


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


def test_second_miss_in_a_row_offers_someone_to_call():
    person = at("q.concern")
    first = talk.fall_back(CONTENT, person, talk.Heard("nlu_fallback"))
    second = talk.fall_back(CONTENT, first.situation, talk.Heard("nlu_fallback"))
    assert {"type": "lines", "intent": "request_human"} not in first.parts
    assert {"type": "lines", "intent": "request_human"} in second.parts
    assert second.situation.node == "q.concern"


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
