"""A parent, a teacher and a leisure leader do what they came for, by choices only and in words only."""

import pytest

from bot.guidance import walk
from bot.guidance.model import STAGES, Situation
from tests.conversations.person import Witness

PARENT = "min son på 15 har börjat dela nazistiska memes och svarar inte när jag frågar"
DEMO = "Exempelkommun"


def title_of(content, question, option):
    """What a choice is called on screen."""
    choice = next(c for c in content.questions[question].choices if c.option == option)
    return choice.title[-1].say


def expected_texts(content, **known):
    """The plain texts that the pure walk shows for this person at this node."""
    reply = walk.show(content, Situation(acute="no", goal="prepare", **known))
    return [part["text"] for part in reply.parts if part["type"] == "text"]


def walk_all_stages(person, content, onward, **known):
    """Walks to the contacts and returns the nodes seen, judged by what the pure walk would show."""
    seen = []
    witness = Witness(content, **known)
    for _ in range(40):
        shown = "\n".join(
            str(line) for m in person.reply["messages"] for line in (m.get("text"), *(m.get("items") or ())) if line
        )
        node = witness.node_of(shown)
        if node and node not in seen:
            seen.append(node)
        if person.messages("contact"):
            break
        onward(person)
    return seen


def stages(nodes):
    return list(dict.fromkeys(node.split(".")[0] for node in nodes))


def test_parent_in_words_walks_all_nine_stages_to_the_plan(someone, content):
    parent = someone().says(PARENT)
    known = {"role": "parent", "relation": "son", "age": 15, "concern": "extremism", "pronoun": "han"}
    mirror = walk.pick_text(content.concerns["extremism"].mirror, Situation(**known))
    assert parent.reply["messages"][0]["text"] == content.speak(mirror, Situation(**known))
    assert title_of(content, "danger", "set:acute=no") in parent.titles
    parent.says("nej").says("förbereda ett samtal")
    asked = {content.questions[q].text[-1].say for q in ("role", "concern", "age")}
    place_asked = [0]

    def onward(person):
        if (person.reply["input"] or {}).get("type") == "place":
            place_asked[0] += 1
            person.says("Örebro")
        else:
            person.says("vidare")

    seen = walk_all_stages(parent, content, onward, **known)
    assert stages(seen) == list(STAGES)
    assert place_asked == [1]
    for reply in parent.replies[1:]:
        assert not asked & {m.get("text") for m in reply["messages"]}
    assert any("1880" in str(card) or "Örebro" in str(card) for card in parent.messages("contact"))
    parent.says("kan jag få min plan")
    sections = {section["id"]: section for section in parent.messages("plan")[0]["sections"]}
    assert {"concern", "first_sentences", "questions", "avoid", "contacts"} <= set(sections)
    assert sections["contacts"]["contacts"]


def test_parent_by_choices_reaches_contacts_and_plan(someone, content):
    parent = someone(site="demo")
    parent.picks(title_of(content, "role", "set:role=parent"))
    parent.picks(content.concerns["extremism"].name)
    parent.picks(title_of(content, "danger", "set:acute=no"))
    parent.picks(title_of(content, "goal", "set:goal=prepare"))
    known = {"role": "parent", "age": 14, "concern": "extremism"}

    def onward(person):
        age = title_of(content, "age", "set:age=14")
        person.picks(age if age in person.titles else content.opening.moves["next"])

    seen = walk_all_stages(parent, content, onward, **known)
    assert len(stages(seen)) == 9
    assert parent.messages("contact")
    parent.picks("Min plan")
    assert parent.messages("plan")


def test_teacher_in_words_gets_sentences_duty_and_contacts(someone, content):
    teacher = someone().says("hej jag jobbar som lärare och skulle vilja ha råd inför att jag ska prata med en elev")
    assert title_of(content, "role", "set:role=teacher") not in teacher.titles
    teacher.says("han säger att alla judar ska bort och hyllar en nazistgrupp").says("nej ingen fara").says("åk 9")
    known = {"role": "teacher", "employment": "employed", "age": 15, "concern": "extremism", "relation": "pupil",
             "pronoun": "han"}

    def onward(person):
        if (person.reply["input"] or {}).get("type") == "place":
            person.says(DEMO)
        else:
            person.says("nästa")

    seen = walk_all_stages(teacher, content, onward, **known)
    assert {"prepare.duty", "open.first_words", "involve.who"} <= set(seen)
    functions = {card["function"] for card in teacher.messages("contact")}
    assert "ssp" in functions and len(functions) > 1


def test_teacher_by_choices_reads_the_duty_of_the_employed(someone, content):
    teacher = someone(site="demo")
    teacher.picks(title_of(content, "role", "set:role=teacher")).picks(content.concerns["extremism"].name)
    teacher.picks(title_of(content, "danger", "set:acute=no")).picks(title_of(content, "goal", "set:goal=prepare"))
    wanted = expected_texts(content, role="teacher", employment="employed", concern="extremism", node="prepare.duty")
    for _ in range(12):
        if wanted and wanted[0] in teacher.text:
            return
        teacher.picks(content.opening.moves["next"])
    pytest.fail("the duty to report was never shown")


@pytest.mark.parametrize("words", [True, False])
def test_leisure_leader_reaches_a_phone_number_in_at_most_three_turns(someone, content, words):
    if words:
        leader = someone().says("jag är fritidsledare och behöver bara rätt kontaktperson").says(DEMO)
    else:
        leader = someone().picks(title_of(content, "role", "go:contacts.here")).says(DEMO)
    assert len(leader.replies) - 1 <= 3
    first = leader.messages("contact")[0]
    assert first["phones"][0]["tel"]
    assert first["open"]["text"]
    assert first["what_happens"]


def test_leisure_leader_on_the_municipalitys_own_site_is_not_asked_for_the_place(someone, content):
    leader = someone(site="demo").picks(title_of(content, "role", "go:contacts.here"))
    assert leader.messages("contact")[0]["phones"]


@pytest.mark.parametrize("code_and_name", [("0180", "Stockholm"), ("2584", "Kiruna"), ("0114", "Upplands Väsby")])
def test_municipality_without_known_ssp_contact_gets_an_honest_way_on(someone, code_and_name):
    cards = someone().says(f"vem kontaktar jag i {code_and_name[1]}").messages("contact")
    assert cards
    assert any(card["phones"] or card["url"] for card in cards)
    for card in cards:
        if card.get("email"):
            assert card.get("note") or card.get("email_note"), "an e-mail address is never shown without its warning"
