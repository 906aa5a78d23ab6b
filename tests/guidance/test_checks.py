"""Every proof of `guides check` fails when what it proves is broken."""

import re
from datetime import date
from functools import cache

import pytest

from bot.guidance import graph, reading, safety, substance
from bot.guidance.content import read_content
from bot.guidance.emergency import read_replies
from bot.guidance.faults import described

LONG = "Det är " + "mycket " * 60 + "att läsa."
HARD = "Myndighetssamverkan förutsätter verksamhetsövergripande kompetensutvecklingsinsatser " * 7
PLAIN = "Det är så det är."
BASE, OPENING, HATE, HONOUR = "base.yml", "opening.yml", "concerns/hate.yml", "concerns/honour.yml"
SUPPORT, LINES, REHEARSE = "paths/support.yml", "paths/lines.yml", "paths/rehearse.yml"


def steps(data):
    """The steps of a file by `stage.step` or by `path.step`."""
    sections = data.get("stages") or [data["section"]]
    return {f"{section['id']}.{step['id']}": step for section in sections for step in section["steps"]}


def put(node, key, value):
    """A change that gives a step another value, or none."""
    def change(data):
        step = steps(data)[node]
        if value is None:
            step.pop(key)
        else:
            step[key] = value
    return change


def option(node, value):
    """A change that makes a step's first choice lead elsewhere."""
    return lambda data: steps(data)[node]["choices"][0].update(option=value)


def top(key, value):
    """A change to a key of the file itself."""
    return lambda data: data.update({key: value})


def said(node, text):
    """A change that makes a concern say something else at a step."""
    return lambda data: data["texts"].update({node: text})


def line(name, text):
    """A change that adds a line first in a list."""
    return lambda data: data["lists"][name].insert(0, text)


def only_lines(name, *texts):
    """A change that leaves just these lines in a list."""
    return lambda data: data["lists"].update({name: list(texts)})


def question(name, key, value):
    """A change to a question of the opening."""
    return lambda data: next(q for q in data["questions"] if q["id"] == name).update({key: value})


def move_to(stage, name):
    """A change that gives a stage another name."""
    return lambda data: next(s for s in data["stages"] if s["id"] == stage).update(id=name)


# What is broken: the proof that must see it, the file, how it is broken, and a word of the fault.
BROKEN = {
    "a choice leads nowhere": (graph.check_choices, SUPPORT, option("support.start", "go:lines.gone"), "lines.gone"),
    "a choice sets what nobody is": (graph.check_choices, SUPPORT, option("support.start", "set:role=king"), "king"),
    "a choice names an intent that is none": (graph.check_choices, SUPPORT, option("support.start", "intent:ask_x"), "ask_x"),
    "a choice makes a move that is none": (graph.check_choices, SUPPORT, option("support.start", "move:jump"), "jump"),
    "intents at a step, where nothing reads them": (
        graph.check_choices, SUPPORT, lambda d: steps(d)["support.start"]["choices"][0].update(intents=["thank"]), "intents"),
    "own words lead nowhere": (graph.check_choices, REHEARSE, put("rehearse.start", "own_words", "rehearse.x"), "rehearse.x"),
    "a question is needed that is not asked": (graph.check_choices, BASE, put("open.first_words", "needs", ["name"]), "name"),
    "two steps have one name": (graph.check_ids, BASE, put("understand.over_read", "id", "behind"), "samma id"),
    "two concerns have one place": (graph.check_ids, HATE, top("order", 1), "samma plats"),
    "a stage is missing": (graph.check_stages, BASE, move_to("close", "ending"), "stegen ska vara"),
    "the last step shows nobody to call": (graph.check_stages, BASE, put("involve.contacts", "shows", "lines"), "människa"),
    "a concern speaks to a step that is gone": (graph.check_stages, HATE, said("follow_up.gone", PLAIN), "finns inte"),
    "a step that nothing leads to": (
        graph.check_reach, BASE,
        lambda d: d["stages"][0]["steps"].append({"id": "lost", "aside": True, "text": PLAIN, "simpler": PLAIN}), "inget val leder hit"),
    "a source that nobody can look up": (graph.check_sources, LINES, top("sources", ["en kollega"]), "en kollega"),
    "read on a day to come": (graph.check_sources, LINES, top("reviewed", date(2126, 1, 1)), "2126"),
    "a phone number": (reading.check_words, BASE, put("close.promise", "text", "Ring 08-123 45 67."), "nummer"),
    "a short number": (reading.check_words, BASE, put("close.promise", "text", "Ring 1177."), "nummer"),
    "a number in plainer words": (reading.check_words, BASE, put("close.promise", "simpler", "Ring 90101."), "nummer"),
    "a number on a button": (
        reading.check_words, SUPPORT, lambda d: steps(d)["support.start"]["choices"][0].update(title="Ring 114 14"), "nummer"),
    "a number in a list": (reading.check_words, HATE, line("avoid", "Att ringa 020-100 200."), "nummer"),
    "an opening hour": (reading.check_words, HATE, line("avoid", "Öppet 9-15."), "öppettid"),
    "always open": (reading.check_words, HATE, line("avoid", "De svarar dygnet runt."), "öppettid"),
    "a time of day": (reading.check_words, HATE, line("avoid", "Ring efter kl. 9."), "öppettid"),
    "an e-mail address": (reading.check_words, HATE, line("avoid", "Skriv till a@b.example."), "e-post"),
    "a web address": (reading.check_words, HATE, line("avoid", "Läs på exempel.se."), "webbadress"),
    "a dash as glue": (reading.check_words, HATE, line("avoid", "Vänta – fråga sedan."), "lim"),
    "an exclamation mark": (reading.check_words, HATE, line("avoid", "Vänta!"), "utropstecken"),
    "a step too long": (reading.check_render, BASE, put("close.promise", "text", LONG), "högst 60"),
    "a concern's step too long": (reading.check_render, HATE, said("close.promise", LONG), "högst 60"),
    "plainer words too long": (reading.check_render, BASE, put("close.promise", "simpler", LONG), "högst 60"),
    "a step without plainer words": (reading.check_render, BASE, put("close.promise", "simpler", None), "simpler"),
    "no text for a role": (
        reading.check_render, BASE, put("close.promise", "text", [{"for": ["parent"], "say": PLAIN}]), "ingen text passar"),
    "no text for an age": (
        reading.check_render, BASE, put("close.promise", "text", [{"age": "older", "say": PLAIN}]), "ingen text passar"),
    "no plainer text for a concern": (
        reading.check_render, BASE, put("close.promise", "simpler", [{"unless": ["hate"], "say": PLAIN}]), "ingen enklare text"),
    "a step that says nothing": (reading.check_render, "paths/contacts.yml", put("contacts.here", "shows", None), "tomt"),
    "a welcome too long": (reading.check_opening, OPENING, top("welcome", [LONG]), "högst 60"),
    "no mirror for a role": (
        reading.check_opening, HATE, top("mirror", [{"for": ["parent"], "say": "Bra att du ser {who}{aged}."}]), "spegling"),
    "a mirror that forgets who": (reading.check_opening, HATE, top("mirror", PLAIN), "{who}{aged}"),
    "no question for a role": (
        reading.check_opening, OPENING, question("goal", "text", [{"for": ["parent"], "say": PLAIN}]), "ingen text"),
    "a hard text": (reading.check_lix, BASE, put("close.promise", "text", HARD * 2), "LIX"),
    "a hard walk": (reading.check_lix, BASE, put("close.promise", "text", HARD * 40), "för hela vägen"),
    "too few first sentences of its own": (
        substance.check_counts, HATE, only_lines("first_sentences", {"for": ["parent"], "say": "Ett."}, "Två."), "egna"),
    "own questions for one age only": (
        substance.check_counts, HATE,
        only_lines("questions", *({"age": "older", "say": f"Fråga {n}?"} for n in "abcd")), "egna"),
    "no limit of its own": (substance.check_counts, HATE, only_lines("limits", {"for": ["parent"], "say": PLAIN}), "egna"),
    "nothing of its own to avoid": (substance.check_counts, HATE, only_lines("avoid"), "egna"),
    "too few in all": (substance.check_counts, BASE, only_lines("follow_ups", PLAIN), "i allt"),
    "a line borrowed from the base": (
        substance.check_own_lines, HATE, lambda d: d["lists"]["follow_ups"].append("Är det något jag missförstod sist?"), "flera ställen"),
    "nothing for the younger": (
        substance.check_ages, HATE,
        lambda d: [d["lists"].update({n: [PLAIN]}) for n in ("first_sentences", "questions")], "younger"),
    "the employed are not told that they must": (
        substance.check_duty, BASE, put("prepare.duty", "text", "Du bör anmäla. Att skriva här är ingen anmälan."), "anställd"),
    "the volunteer is told that they must": (
        substance.check_duty, BASE, put("prepare.duty", "text", "Du ska genast anmäla. Att skriva här är ingen anmälan."), "ideell"),
    "who has not answered is told one thing only": (
        substance.check_duty, HONOUR, said("prepare.duty", "Du bör anmäla. Att skriva här är ingen anmälan."), "både"),
    "a text on reporting may be taken for a report": (
        substance.check_duty, HONOUR, said("prepare.duty", "Du ska genast anmäla, och andra bör göra det."), "ingen anmälan"),
    "a school attack without 112": (
        safety.check_promises, "concerns/violence.yml", said("understand.watch", "Ring polisen om det gäller en skola."), "skola"),
    "a school attack with 112 only when the time is known": (
        safety.check_promises, "concerns/violence.yml", said("follow_up.signs", "Ring 112 när du vet när det sker."), "skola"),
    "evidence may be deleted": (
        safety.check_promises, "concerns/online.yml", said("understand.watch", "Lägg ingen skuld på {honom}."), "bevis"),
    "blame for who is exploited": (
        safety.check_promises, "concerns/online.yml", said("stuck.serious", "Radera inget."), "skuld"),
    "thoughts of dying kept secret": (
        safety.check_promises, "concerns/mental_health.yml", said("limits.secrecy", "Lova att vara tyst."), "hemliga"),
    "the family may be told": (
        safety.check_promises, HONOUR, said("involve.who", "Ring socialtjänsten."), "familjen"),
    "a base text sends an honour concern home": (
        safety.check_family, BASE, line("this_week", "Ring föräldrarna och fråga hur det är hemma."), "föräldrarna"),
    "a step sends an honour concern home": (
        safety.check_family, BASE, put("prepare.angry", "text", "Berätta för mamma eller pappa vad ni har sagt."), "mamma"),
    "an honour text sends somebody to the parents": (
        safety.check_family, HONOUR, line("this_week", "Prata med hans mamma i veckan."), "mamma"),
    "someone young is sent home in a matter of honour": (
        safety.check_family, "paths/young.yml", put("young.adult", "text", "Prata gärna med din mamma."), "mamma"),
}


@cache
def passes_unspoiled(proof):
    """Whether the content as it stands has none of these faults."""
    return not list(proof(read_content()))


@pytest.mark.parametrize("what", BROKEN)
def test_what_is_broken_is_found_on_its_own_line(spoiled, what):
    proof, name, change, word = BROKEN[what]
    assert passes_unspoiled(proof)
    spoiled.change(name, change)
    faults = described(proof(spoiled.read()), spoiled.folder)
    assert any(word in fault for fault in faults), faults
    assert all(re.match(r"[\w/]+\.yml, rad \d+: ", fault) for fault in faults)


@pytest.mark.parametrize(("what", "stands"), [
    ("a phone number", "08-123"), ("a source that nobody can look up", "en kollega"), ("a choice leads nowhere", "lines.gone"),
    ("evidence may be deleted", "understand.watch"), ("a step too long", "id: promise"),
])
def test_the_line_told_is_where_it_stands(spoiled, what, stands):
    proof, name, change, _ = BROKEN[what]
    spoiled.change(name, change)
    lines = spoiled.text(name).split("\n")
    told = [int(re.search(r"rad (\d+)", fault)[1]) for fault in described(proof(spoiled.read()), spoiled.folder)]
    assert any(stands in lines[number - 1] for number in told), [lines[number - 1] for number in told]


def test_a_path_that_only_goes_round_is_found(spoiled):
    circle = """section:
  id: circle
  title: Rundgång
  steps:
    - {id: one, text: "Ett.", simpler: "Ett.", choices: [{title: "Två", option: "go:circle.two"}]}
    - {id: two, text: "Två.", simpler: "Två.", choices: [{title: "Ett", option: "go:circle.one"}]}
"""
    spoiled.write("paths/circle.yml", spoiled.text("paths/lines.yml").partition("section:")[0] + circle)
    faults = described(graph.check_reach(spoiled.read()), spoiled.folder)
    assert any(fault.startswith("paths/circle.yml, rad") and "circle.one" in fault and "runt" in fault for fault in faults)


def test_the_whole_check_asks_every_proof(spoiled):
    """One fault of every kind at once: none of the proofs is forgotten."""
    broken = ["a choice leads nowhere", "two concerns have one place", "a concern speaks to a step that is gone",
              "a step that nothing leads to", "a source that nobody can look up", "a number in plainer words",
              "no question for a role", "a hard walk", "no limit of its own", "nothing for the younger",
              "a line borrowed from the base", "who has not answered is told one thing only", "evidence may be deleted",
              "an honour text sends somebody to the parents"]
    for what in broken:
        _, name, change, _ = BROKEN[what]
        spoiled.change(name, change)
    told = "\n".join(graph.check(spoiled.read(), spoiled.folder))
    for what in broken:
        assert BROKEN[what][3] in told, what


def test_the_content_as_it_stands_has_no_fault():
    assert graph.check(read_content()) == []


def test_everybody_a_guide_is_written_for_is_read_for():
    people = list(reading.people(read_content()))
    assert {(p.role, p.age, p.employment) for p in people} >= {
        ("parent", 12, None), ("teacher", 17, "employed"), ("leisure_leader", 12, "volunteer"),
        ("other_adult", 17, "employed"), ("other_adult", None, None), ("young_person", 12, None),
    }
    assert len({(p.role, p.concern) for p in people if p.role != "young_person"}) == 48


def reply_of(category, level, **changes):
    """A change to one reply to danger."""
    return lambda data: data["replies"][category][level].update(changes)


# What is broken in the replies to danger, and a word of the fault.
UNANSWERED = {
    "a danger without an answer": (lambda data: data["replies"]["missing"].pop("ask"), "svaret saknas"),
    "a whole danger without an answer": (lambda data: data["replies"].pop("medical"), "svaret saknas"),
    "112 does not come first": (reply_of("abuse", "act", title="Ta hjälp nu."), "rubriken"),
    "112 is not among the numbers": (reply_of("medical", "act", numbers=["health_1177"]), "sos_112"),
    "nothing is asked": (reply_of("suicide", "ask", question=None), "fråga"),
    "too much to do": (reply_of("general", "act", steps=["Ring 112."] * 4), "4 steg"),
    "a school attack whose time is unknown": (reply_of("violence", "act", steps=["Ring polisen."], then=None), "skola"),
    "asking about death is feared": (reply_of("suicide", "act", steps=["Var tyst."]), "inte är farligt"),
    "the parents are called": (reply_of("abuse", "today", steps=["Ring hem, eller 112."], then=None), "orsaken"),
    "the parents are not to wait": (
        reply_of("abuse", "today", steps=["Vänta inte med att ringa föräldrarna, eller 112."], then=None), "orsaken",
    ),
    "the young have no 112": (lambda data: data["young"]["violence"]["act"].update(title="Säg till någon."), "rubriken"),
}


@pytest.mark.parametrize("what", UNANSWERED)
def test_what_is_broken_in_the_replies_to_danger_is_found(spoiled, what):
    change, word = UNANSWERED[what]
    spoiled.change("emergency.yml", change)
    faults = described(safety.check_emergencies(read_replies("sv", spoiled.folder)), spoiled.folder)
    assert any(word in fault for fault in faults), faults
    assert all(fault.startswith("emergency.yml, rad ") for fault in faults)


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_replies_to_danger_as_they_stand_have_no_fault(language):
    assert list(safety.check_emergencies(read_replies(language))) == []
