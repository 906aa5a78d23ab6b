"""The plan holds what this person chose, and what fits this person where nothing was chosen."""

from itertools import product

import pytest

from bot.guidance import talk, walk
from bot.guidance.model import ADULT_ROLES, Situation
from bot.guidance.plan import FROM_LISTS, plan_sections, swedish_lines
from bot.guidance.preview import walk_person
from bot.guidance.shelf import get_content

CONTENT = get_content()


def plan(person):
    return {section["id"]: section["items"] for section in plan_sections(CONTENT, person)}


def pick(person, node, place):
    """Picks the sentence at this place on the step's first page, as a person does."""
    asked = talk.choose(CONTENT, person.but(node=node, page=0), "move:pick")
    offer = [offer for offer in asked.offers if offer.option.startswith("pick:")][place]
    return talk.choose(CONTENT, asked.situation, offer.option).situation, offer.title


@pytest.mark.parametrize(("role", "concern"), product(ADULT_ROLES, CONTENT.concerns))
def test_what_was_chosen_is_what_the_plan_says(role, concern):
    person, sentence = pick(walk_person(role, concern, 17, "volunteer"), "open.first_words", 2)
    person, question = pick(person, "listen.questions", 1)
    person, second = pick(person, "listen.questions", 0)
    made = plan(person)
    assert made["first_sentences"] == [sentence]
    assert made["questions"] == [question, second]
    assert made["concern"] == [CONTENT.concerns[concern].name]
    assert made["avoid"] == walk.listed(CONTENT, person, "avoid")[:3]
    assert all(made[name] for name in ("goal", "place_and_time", "next_step"))
    assert "contacts" in made


def test_a_chosen_sentence_stays_that_sentence_when_more_becomes_known():
    person, sentence = pick(walk_person("parent", "drugs", None), "open.first_words", 0)
    assert plan(person.but(age=17))["first_sentences"] == [sentence]
    assert plan(person.but(age=12))["first_sentences"] == [sentence]


def test_a_sentence_that_does_not_fit_any_more_is_left_out():
    person, _ = pick(walk_person("parent", "drugs", 12), "open.first_words", 0)
    older = person.but(age=17)
    assert plan(older)["first_sentences"] == walk.listed(CONTENT, older, "first_sentences")[:2]


def test_another_concern_begins_a_new_plan():
    person, _ = pick(walk_person("parent", "drugs", 15), "open.first_words", 0)
    assert talk.choose(CONTENT, person, "concern:hate").situation.picks == ()


@pytest.mark.parametrize("concern", ["honour", "mental_health"])
@pytest.mark.parametrize("role", ADULT_ROLES)
def test_where_waiting_or_being_seen_is_dangerous_the_plan_says_something_else(role, concern):
    usual, special = plan(walk_person(role, "drugs", 15)), plan(walk_person(role, concern, 15))
    for name in ("goal", "place_and_time", "next_step"):
        assert special[name] != usual[name]


def test_the_plan_of_an_honour_concern_warns_of_who_may_find_it():
    said = {concern: walk.show(CONTENT, walk_person("parent", concern, 15).but(node=walk.PLAN)).parts[0]["text"]
            for concern in ("honour", "drugs")}
    assert said["honour"] != said["drugs"] and "familj" in said["honour"]


@pytest.mark.parametrize("concern", CONTENT.concerns)
@pytest.mark.parametrize("about", [{}, {"relation": "son"}, {"relation": "pupil", "pronoun": "hon", "age": 15}])
def test_swedish_lines_in_an_english_conversation_are_swedish_throughout(concern, about):
    english, person = get_content("en"), Situation(role="parent", concern=concern, **about)
    for name in CONTENT.base.lists:
        assert walk.listed(english, person, name) == walk.listed(CONTENT, person, name)
    for node in CONTENT.main_nodes:
        here = person.but(node=node)
        assert walk.step_text(english, here, english.steps[node]) == walk.step_text(CONTENT, here, CONTENT.steps[node])


def test_swedish_lines_of_an_english_plan_are_told():
    sections = plan_sections(get_content("en"), Situation(role="parent", concern="extremism"))
    told = swedish_lines(sections)
    assert set(told) == {line for section in sections if section["id"] in FROM_LISTS for line in section["items"]}
    assert told and [len(line) for line in told] == sorted(map(len, told), reverse=True)
    others = [line for section in sections if section["id"] not in FROM_LISTS for line in section["items"]]
    assert others and not set(others) & set(told)


def test_choices_written_in_swedish_are_told_in_an_english_conversation_and_only_there():
    english, person = get_content("en"), Situation(role="parent", concern="extremism")
    told = set()
    for node in CONTENT.main_nodes:
        here = person.but(node=node)
        swedish = {offer.option: offer.title for offer in walk.show(CONTENT, here).offers}
        assert {offer.language for offer in walk.show(CONTENT, here).offers} == {None}
        for offer in walk.show(english, here).offers:
            assert (offer.language == "sv") == (offer.title == swedish[offer.option]), offer
            told.add(offer.language)
    assert told == {None, "sv"}
