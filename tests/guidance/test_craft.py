"""The craft of the dialogue: every move at every step, by choice and in words; nothing asked or said twice."""

from itertools import product

import pytest

from bot.guidance import advice, talk, walk
from bot.guidance.model import ADULT_ROLES, Situation
from bot.guidance.preview import walk_person
from bot.guidance.shelf import get_content

CONTENT = get_content()
STEPS = [node for node in CONTENT.steps if not node.startswith("young.")]
PERSON = walk_person("leisure_leader", "extremism", 15, "employed").but(relation="member")
# What one can do at every step: in words (an intent), and as a choice (on the step itself or under "Annat").
EVERYWHERE = {
    "skip_step": "move:skip", "request_simpler": "move:simpler", "ask_what_to_avoid": "intent:ask_what_to_avoid",
    "ask_refuses_to_talk": "go:stuck.choose", "ask_summary": "go:plan.mine", "find_contact": "go:contacts.here",
    "change_answer": "move:change", "restart_conversation": "move:restart", "stop_guidance": "move:stop",
}


def says(person, intent, **more):
    return talk.respond(CONTENT, person, talk.Heard(intent, **more))


def offered(reply):
    return [offer.option for offer in reply.offers]


@pytest.mark.parametrize("node", STEPS)
def test_every_move_is_there_as_a_choice_and_in_words_with_the_same_result(node):
    person = PERSON.but(node=node)
    here = walk.show(CONTENT, person)
    menu = talk.choose(CONTENT, person, "move:menu")
    for intent, option in EVERYWHERE.items():
        assert option in [*offered(here), *offered(menu)], intent
        by_word, by_choice = says(person, intent), talk.choose(CONTENT, person, option)
        assert by_word.parts == by_choice.parts, intent
        assert by_word.situation.node == by_choice.situation.node, intent
    assert {"move:back", "move:main"} & set(offered(here)), "no way back as a choice"


@pytest.mark.parametrize("node", STEPS)
def test_next_back_more_and_simpler_do_what_they_say(node):
    person = PERSON.but(node=node, trail=("prepare.goal",))
    step = CONTENT.steps[node]
    assert says(person, "previous_step").situation.node == "prepare.goal"
    onward = says(person, "next_step")
    assert onward.situation.node != node or onward.offers
    if walk.next_node(CONTENT, person):
        assert onward.situation.node != node
    more = says(person, "more_examples")
    if walk.has_more(CONTENT, person, step):
        assert more.situation.page == 1 and more.parts != walk.show(CONTENT, person).parts
    else:
        assert more.parts[0]["type"] == "response"
    if step.text or step.lists:
        assert says(person, "request_simpler").parts != walk.show(CONTENT, person).parts


@pytest.mark.parametrize(("role", "concern"), product(ADULT_ROLES, CONTENT.concerns))
def test_next_leads_through_all_nine_stages_to_someone_to_turn_to(role, concern):
    person = walk_person(role, concern, 15).but(trail=(), node=None)
    reply = talk.choose(CONTENT, person, "go:start")
    seen = [reply.situation.node]
    for _ in range(40):
        if reply.parts[-1]["type"] == "contacts":
            break
        reply = says(reply.situation, "next_step")
        seen.append(reply.situation.node)
    assert reply.parts[-1]["type"] == "contacts"
    assert len(seen) == len(set(seen)), "a step was shown twice"
    assert list(dict.fromkeys(node.split(".")[0] for node in seen)) == [s.id for s in CONTENT.base.stages]


@pytest.mark.parametrize("concern", CONTENT.concerns)
@pytest.mark.parametrize("role", ADULT_ROLES)
def test_the_first_reply_to_a_worry_mirrors_who_and_how_old(role, concern):
    for intent in (f"concern_{concern}", "ask_conversation_tips", "ask_what_to_avoid", "ask_own_feelings"):
        reply = says(Situation(), intent, role=role, relation="daughter", age=15, concerns=(concern,))
        first = reply.parts[0]
        assert first["type"] == "text" and "din dotter på 15 år" in first["text"], intent
        assert walk.show(CONTENT, reply.situation).parts[0] != first


TOLD = {"age": 17, "employment": "volunteer", "places": (("1490", "Borås"),)}
ASKS = {"age": "q.age", "employment": "q.employment", "places": "q.place"}


@pytest.mark.parametrize("told", [(), ("age",), ("places",), ("age", "places"), ("age", "employment", "places")])
@pytest.mark.parametrize("role", ADULT_ROLES)
def test_nothing_said_is_asked_again_and_nothing_is_asked_twice(role, told):
    said = {name: TOLD[name] for name in told}
    reply = says(Situation(), "concern_drugs", role=role, concerns=("drugs",), **said)
    asked = [reply.situation.node]
    answers = {"q.danger": "set:acute=no", "q.age": "set:age=15", "q.employment": "set:employment=employed",
               "q.place": "set:municipality=1490"}
    for _ in range(60):
        reply = talk.choose(CONTENT, reply.situation, answers.get(reply.situation.node, "move:next"))
        if (reply.situation.node or "").startswith("q."):
            asked.append(reply.situation.node)
        if reply.parts and reply.parts[-1]["type"] == "contacts":
            break
    needed = {"q.danger", "q.goal", "q.age", "q.place"}
    needed |= {"q.employment"} if role in ("leisure_leader", "other_adult") else set()
    assert sorted(asked) == sorted(needed - {ASKS[name] for name in told})


def test_two_worries_in_one_message_are_both_seen_and_the_person_picks():
    reply = says(Situation(), "concern_drugs", role="parent", relation="son", age=15, concerns=("drugs", "truancy"))
    assert offered(reply) == ["concern:drugs", "concern:truancy"]
    assert "din son på 15 år" in reply.parts[0]["text"]
    picked = talk.choose(CONTENT, reply.situation, "concern:truancy")
    assert picked.situation.concern == "truancy" and "drugs" in picked.situation.concerns
    assert picked.situation.node == "q.danger"


def test_a_second_worry_later_is_heard_and_can_be_taken_up():
    person = PERSON.but(node="open.first_words")
    reply = says(person, "concern_drugs", concerns=("drugs",))
    assert reply.situation.concern == "extremism" and reply.situation.node == "open.first_words"
    assert "concern:drugs" in offered(reply)
    changed = talk.choose(CONTENT, reply.situation, "concern:drugs").situation
    assert changed.concern == "drugs" and changed.picks == ()


@pytest.mark.parametrize("node", [n for n, s in CONTENT.steps.items() if s.own_words])
@pytest.mark.parametrize("intent", ["nlu_fallback", "concern_drugs", "affirm", "insult", "ask_own_feelings"])
def test_own_words_in_the_rehearsal_stay_in_it_and_are_kept_nowhere(node, intent):
    person = PERSON.but(node=node)
    reply = says(person, intent, own_words=True, role="parent", age=12, concerns=("drugs",))
    assert reply.situation.node == CONTENT.steps[node].own_words
    assert reply.situation.node.startswith("rehearse.")
    assert reply.situation.but(node=node, trail=person.trail) == person
    assert [option for option in offered(reply) if option.startswith(("go:rehearse", "move:back"))]
    assert says(person, intent, own_words=True).parts == reply.parts, "the words themselves must not matter"


@pytest.mark.parametrize("concern", CONTENT.concerns)
@pytest.mark.parametrize("role", ADULT_ROLES)
def test_the_rehearsal_runs_through_for_every_concern_and_teaches_after_each_choice(role, concern):
    person = walk_person(role, concern, 15).but(node="prepare.goal")
    start = says(person, "practise_conversation")
    sentences = [offer for offer in start.offers if offer.option == "go:rehearse.answers"]
    assert len(sentences) == 3 and len({offer.title for offer in sentences}) == 3
    answers = talk.choose(CONTENT, start.situation, "go:rehearse.answers")
    ways = [option for option in offered(answers) if option.startswith("go:rehearse.")]
    assert len(ways) == 3
    lessons = set()
    for way in ways:
        said = talk.choose(CONTENT, answers.situation, way)
        assert said.parts[0]["text"]
        replies = [offer for offer in said.offers if offer.option.startswith("go:rehearse.")]
        assert len({offer.title for offer in replies}) == 3
        for reply in replies:
            lesson = talk.choose(CONTENT, said.situation, reply.option)
            lessons.add(lesson.parts[0]["text"])
            assert [o for o in offered(lesson) if o.startswith("go:rehearse.")], "no way to try again"
    assert len(lessons) == 9


AFTER = {"well", "nothing", "quarrel", "serious", "not_yet"}


def test_how_did_it_go_is_an_entry_of_its_own_and_branches():
    first = CONTENT.questions["goal"]
    assert "go:afterwards.how" in [choice.option for choice in first.choices]
    fresh = says(Situation(), "ask_follow_up")
    assert fresh.situation.node == "afterwards.how"
    assert {option.removeprefix("go:afterwards.") for option in offered(fresh) if "afterwards" in option} == AFTER
    texts = {talk.choose(CONTENT, fresh.situation, f"go:afterwards.{how}").parts[0]["text"] for how in AFTER}
    assert len(texts) == len(AFTER)
    serious = talk.choose(CONTENT, fresh.situation, "go:afterwards.serious")
    assert "danger:yes" in offered(serious)


@pytest.mark.parametrize("concern", CONTENT.concerns)
def test_someone_young_is_never_told_the_same_thing_twice(concern):
    reply = says(Situation(), f"concern_{concern}", role="young_person", concerns=(concern,))
    said = [part["text"] for part in reply.parts if part["type"] == "text"]
    assert reply.situation.node == walk.YOUNG
    again = says(reply.situation, f"concern_{concern}", concerns=(concern,))
    other = "bullying" if concern != "bullying" else "drugs"
    more = says(again.situation, f"concern_{other}", concerns=(other,))
    for later in (again, more):
        assert later.situation.node == walk.YOUNG
        assert not {part.get("text") for part in later.parts} & set(said)
        assert [option for option in offered(later) if option.startswith("go:young.")]
        assert {"type": "lines"} not in later.parts
    texts = [part["text"] for node in CONTENT.steps if node.startswith("young.")
             for part in walk.show(CONTENT, reply.situation.but(node=node)).parts if part["type"] == "text"]
    sentences = [s.strip() for text in [*said, *texts] for s in text.split(".") if len(s.split()) > 4]
    repeated = {s for s in sentences if sentences.count(s) > 1 and s not in " ".join(said)}
    assert not repeated


@pytest.mark.parametrize("intent", [*advice.PEEKS, "ask_conversation_tips", "practise_conversation"])
def test_advice_to_adults_is_not_given_to_the_young(intent):
    person = Situation(role="young_person", node=walk.YOUNG, concern="crime", concerns=("crime",))
    reply = says(person, intent)
    assert reply.situation.node == advice.TELL_AN_ADULT


def test_a_sentence_for_the_plan_is_confirmed_and_the_page_stays():
    person = PERSON.but(node="open.first_words", page=1)
    asked = talk.choose(CONTENT, person, "move:pick")
    assert asked.parts and asked.offers[0].title in walk.listed(CONTENT, person, "first_sentences")[3:6]
    picked = talk.choose(CONTENT, asked.situation, asked.offers[0].option)
    assert picked.parts == [{"type": "response", "name": "utter_picked"}]
    assert picked.situation.page == 1 and "move:next" in offered(picked)


@pytest.mark.parametrize("intent", ["ask_help", "thank", "out_of_scope", "feedback_negative"])
def test_someone_young_is_spoken_to_as_young(intent):
    young = says(Situation(role="young_person", node=walk.YOUNG), intent)
    adult = says(PERSON.but(node="prepare.goal"), intent)
    assert young.parts[0]["name"] == f"{adult.parts[0]['name']}_young"


def test_one_can_go_back_and_pick_the_other_worry():
    two = says(Situation(), "concern_drugs", role="parent", age=15, concerns=("drugs", "truancy"))
    picked = talk.choose(CONTENT, two.situation, "concern:drugs")
    back = says(picked.situation, "previous_step")
    assert offered(back) == ["concern:drugs", "concern:truancy"]
    assert talk.choose(CONTENT, back.situation, "concern:truancy").situation.concern == "truancy"


@pytest.mark.parametrize("question", CONTENT.questions)
def test_going_back_to_any_question_asks_it_in_full_with_its_choices(question):
    told = {"role": "other_adult", "concern": "drugs", "concerns": ("drugs", "hate"), "acute": "no", "goal": "prepare",
            "age": 15, "employment": "volunteer", "municipality": "1490"}
    person = Situation(**told, node="prepare.facts", trail=(f"q.{question}",))
    reply = says(person, "previous_step")
    assert reply.situation.node == f"q.{question}"
    assert reply.offers or reply.input
    slot = CONTENT.questions[question].slot
    kept = {k: v for k, v in told.items() if k not in (slot, "concerns")}
    assert {k: getattr(reply.situation, k) for k in kept} == kept


def test_a_vague_question_from_the_young_leads_to_telling_an_adult_not_to_advice_for_adults():
    person = Situation(role="young_person", node=walk.YOUNG)
    reply = says(person, "nlu_fallback", likely=("ask_what_to_avoid", "ask_help", "ask_summary"))
    assert reply.situation.node == advice.TELL_AN_ADULT
    guesses = offered(says(person, "nlu_fallback", likely=("ask_help", "find_contact", "ask_what_to_avoid")))
    assert "intent:ask_what_to_avoid" not in guesses and "intent:find_contact" in guesses


def test_the_young_person_is_spoken_of_as_closely_as_the_adult_did():
    said = {}
    told = {"nothing": {}, "she": {"pronoun": "hon"}, "daughter": {"relation": "daughter", "pronoun": "hon"}}
    for name, known in told.items():
        reply = says(Situation(), "concern_drugs", role="other_adult", age=15, concerns=("drugs",), **known)
        said[name] = reply.parts[0]["text"]
    assert len(set(said.values())) == 3
    assert "dotter" in said["daughter"]


@pytest.mark.parametrize("node", [n for n in STEPS if CONTENT.steps[n].lists and CONTENT.steps[n].simpler])
def test_plainer_words_come_on_every_page(node):
    person = PERSON.but(node=node, page=1)
    plain = says(person, "request_simpler").parts[0]
    assert plain["type"] == "text"
    assert plain == says(person.but(page=0), "request_simpler").parts[0]
