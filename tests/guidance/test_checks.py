"""Every proof of `guides check` fails when what it proves is broken."""

import re

import pytest

from bot.guidance import graph, reading, safety, substance
from bot.guidance.content import read_content
from bot.guidance.faults import described

LONG = "Det är " + "mycket " * 60 + "att läsa."
HARD = "Myndighetssamverkan förutsätter verksamhetsövergripande kompetensutvecklingsinsatser " * 7
PARENT_SHAME = "Skam, rädsla och ilska"

# What is broken: the proof that must see it, the file, what stands there, what is put instead, and a word of the fault.
BROKEN = {
    "a choice leads nowhere": (graph.check_choices, "paths/support.yml", "go:lines.all", "go:lines.gone", "lines.gone"),
    "a choice sets what nobody is": (graph.check_choices, "opening.yml", "set:role=parent", "set:role=king", "king"),
    "a choice names an intent that is none": (
        graph.check_choices, "opening.yml", "intent:ask_what_to_avoid", "intent:ask_what", "ask_what"),
    "own words lead nowhere": (
        graph.check_choices, "paths/rehearse.yml", 'own_words: "rehearse.own_first"', 'own_words: "rehearse.x"', "rehearse.x"),
    "a question is needed that is not asked": (graph.check_choices, "base.yml", "needs: [age]", "needs: [name]", "name"),
    "two steps have one name": (graph.check_ids, "base.yml", "- id: over_read", "- id: behind", "samma id"),
    "two concerns have one place": (graph.check_ids, "concerns/hate.yml", "order: 2", "order: 1", "samma plats"),
    "a stage is missing": (graph.check_stages, "base.yml", "  - id: close\n", "  - id: ending\n", "stegen ska vara"),
    "the last step shows nobody to call": (
        graph.check_stages, "base.yml", "needs: [place]\n        shows: contacts", "needs: [place]\n        text: Hej.", "människa"),
    "a concern speaks to a step that is gone": (
        graph.check_stages, "concerns/hate.yml", "follow_up.signs:", "follow_up.tecken:", "finns inte"),
    "a step that nothing leads to": (
        graph.check_reach, "paths/support.yml", 'option: "go:support.tired"', 'option: "go:lines.all"', "inget val leder hit"),
    "a source that nobody can look up": (graph.check_sources, "paths/lines.yml", "kontaktregistret", "en kollega", "en kollega"),
    "read on a day to come": (graph.check_sources, "paths/lines.yml", "reviewed: 2026", "reviewed: 2126", "2126"),
    "a phone number": (reading.check_words, "base.yml", "Den som känner sig", "Ring 08-123 45 67. Den som känner sig", "nummer"),
    "a short number": (reading.check_words, "base.yml", "Den som känner sig", "Ring 1177. Den som känner sig", "nummer"),
    "a number on a button": (reading.check_words, "base.yml", "Jag blir så arg", "Ring 90101", "nummer"),
    "an opening hour": (reading.check_words, "concerns/hate.yml", "Det gör ont att höra", "Öppet 9-15. Det gör ont", "öppettid"),
    "a time of day": (reading.check_words, "concerns/hate.yml", "Det gör ont att höra", "Ring kl. 9. Det gör ont", "öppettid"),
    "an e-mail address": (reading.check_words, "concerns/hate.yml", "Det gör ont", "Skriv till a@b.example. Det", "e-post"),
    "a web address": (reading.check_words, "concerns/hate.yml", "Det gör ont", "Läs på exempel.se. Det", "webbadress"),
    "a dash as glue": (reading.check_words, "concerns/hate.yml", "Det gör ont att höra", "Det gör ont – att höra", "lim"),
    "an exclamation mark": (reading.check_words, "base.yml", "Andas ut.", "Andas ut!", "utropstecken"),
    "a step too long": (reading.check_render, "paths/support.yml", PARENT_SHAME, LONG + PARENT_SHAME, "högst 60"),
    "plainer words too long": (
        reading.check_render, "base.yml", "Unga kan ha många olika skäl.", LONG, "högst 60"),
    "a step without plainer words": (
        reading.check_render, "paths/support.yml", 'simpler: "Be någon ta över en stund.', '# "Be någon ta över en stund.', "simpler"),
    "no text for a role": (
        reading.check_render, "base.yml", '          - "Du behöver inte veta säkert. Det räcker att du bryr dig och frågar."\n', "",
        "ingen text passar"),
    "no plainer text for a concern": (
        reading.check_render, "base.yml", '          - "De här sakerna är värda att fråga om, särskilt om de är flera."\n', "",
        "ingen enklare text"),
    "a step that says nothing": (reading.check_render, "paths/contacts.yml", "      shows: contacts\n", "", "tomt"),
    "a welcome too long": (reading.check_opening, "opening.yml", "Hej!", "Hej! " + LONG, "högst 60"),
    "no mirror for a role": (
        reading.check_opening, "concerns/hate.yml",
        '  - "Det är bra att du inte låter det passera när {who}{aged} talar hatiskt om andra."\n', "", "spegling"),
    "a mirror that forgets who": (
        reading.check_opening, "concerns/hate.yml", "Det gör ont att höra {who}{aged} tala", "Det gör ont att höra dem tala", "{who}{aged}"),
    "no question for a role": (
        reading.check_opening, "opening.yml", 'text: "Vem är du?"', 'text: [{for: [parent], say: "Vem är du?"}]', "ingen text"),
    "a hard text": (reading.check_lix, "paths/support.yml", PARENT_SHAME, HARD + PARENT_SHAME, "LIX"),
    "a hard walk": (
        reading.check_lix, "base.yml", "Andas ut. Skriv ner det viktigaste", HARD * 40 + "Skriv ner det viktigaste", "för hela vägen"),
    "too few first sentences of its own": (
        substance.check_counts, "concerns/truancy.yml",
        '    - {for: [leisure_leader], say: "Jag har dig gärna här efter skolan. Vad gör att du inte kommer dit?"}\n', "", "egna"),
    "no limit of its own": (
        substance.check_counts, "concerns/unspecified.yml", '    - "Du får ha dina hemligheter. Men inte sådana som gör dig rädd."\n',
        '    - {for: [parent], say: "Du får ha dina hemligheter."}\n', "egna"),
    "nothing of its own to avoid": (
        substance.check_counts, "concerns/mental_health.yml",
        '    - "Goda råd innan du har lyssnat klart."\n', "", ""),
    "a line borrowed from another concern": (
        substance.check_own_lines, "concerns/hate.yml", '"Var hör du det här oftast?"', '"Är du skyldig någon något?"', "flera ställen"),
    "nothing for the younger": (
        substance.check_ages, "concerns/unspecified.yml", '{age: younger, say: "Om magen kunde prata, vad skulle den säga?"}',
        '"Om magen kunde prata, vad skulle den säga?"', "younger"),
    "the employed are not told that they must": (
        substance.check_duty, "base.yml", "Arbetar du på kommunens fritidsgård ska du genast anmäla", "Du bör anmäla", "anställd"),
    "the volunteer is told that they must": (
        substance.check_duty, "base.yml", "Du bör ändå göra det om ett barn kan fara illa.", "Du ska genast anmäla.", "ideell"),
    "who has not answered is told one thing only": (
        substance.check_duty, "base.yml", " Som privatperson bör du göra det. Du kan fråga socialtjänsten om råd först.", "", "både"),
    "a text on reporting may be taken for a report": (
        substance.check_duty, "concerns/honour.yml", "Ring inte hem. Att skriva här är ingen anmälan.", "Ring inte hem.", "ingen anmälan"),
    "a school attack without 112": (
        safety.check_promises, "concerns/violence.yml", "ring 112 även om du inte vet när. Larmoperatören avgör.", "ring polisen.", "skola"),
    "evidence may be deleted": (safety.check_promises, "concerns/online.yml", "Radera inget, och lägg ingen skuld", "Lägg ingen skuld", "bevis"),
    "blame for who is exploited": (safety.check_promises, "concerns/online.yml", "”Det är inte ditt fel.” ", "", "skuld"),
    "the family may be told": (
        safety.check_promises, "concerns/honour.yml", "Tala inte med familjen eller släkten. Ring socialtjänsten", "Ring socialtjänsten", "familjen"),
    "a base text sends an honour concern home": (
        safety.check_family, "base.yml", '{for: [parent], unless: [honour], say: "Fråga skolan vad de ser."}',
        '{for: [teacher], say: "Ring föräldrarna och fråga hur det är hemma."}', "föräldrarna"),
    "an honour text sends somebody to the parents": (
        safety.check_family, "concerns/honour.yml", '"Finns en biljett eller ett datum, ta hjälp redan i dag."',
        '"Prata med hans mamma i veckan."', "mamma"),
    "someone young is sent home in a matter of honour": (
        safety.check_family, "paths/young.yml", "Be att ingen ringer hem. Tar orden slut kan du visa vad som står här.",
        "Prata gärna med din mamma.", "mamma"),
}


@pytest.mark.parametrize("what", [what for what in BROKEN if what != "nothing of its own to avoid"])
def test_what_is_broken_is_found_on_its_own_line(spoiled, what):
    proof, name, old, new, word = BROKEN[what]
    assert not list(proof(read_content())), "the content as it stands must pass"
    spoiled.edit(name, old, new)
    faults = described(proof(spoiled.read()), spoiled.folder)
    assert any(word in fault for fault in faults), faults
    assert all(re.match(r"[\w/]+\.yml, rad \d+: ", fault) for fault in faults)


@pytest.mark.parametrize("what", ["a phone number", "a source that nobody can look up", "a choice leads nowhere"])
def test_the_line_told_is_where_it_stands(spoiled, what):
    proof, name, old, new, _word = BROKEN[what]
    spoiled.edit(name, old, new)
    lines = spoiled.text(name).split("\n")
    told = [int(re.search(r"rad (\d+)", fault)[1]) for fault in described(proof(spoiled.read()), spoiled.folder)]
    assert any(new[:20] in lines[number - 1] for number in told)


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


def test_nothing_of_its_own_to_avoid_is_found(spoiled):
    text = spoiled.text("concerns/mental_health.yml")
    start, end = text.index("  avoid:\n"), text.index("  stuck_ways:\n")
    spoiled.write("concerns/mental_health.yml", text[:start] + text[end:])
    faults = list(substance.check_counts(spoiled.read()))
    assert any(fault.place == "mental_health.avoid" and "egna" in fault.reason for fault in faults)


def test_the_whole_check_asks_every_proof(spoiled):
    """One fault of every kind at once: none of the proofs is forgotten."""
    broken = ["a choice leads nowhere", "two concerns have one place", "a concern speaks to a step that is gone",
              "a step that nothing leads to", "a source that nobody can look up", "a short number",
              "no question for a role", "a hard text", "too few first sentences of its own", "nothing for the younger",
              "a line borrowed from another concern", "the employed are not told that they must", "evidence may be deleted",
              "a base text sends an honour concern home"]
    for what in broken:
        _, name, old, new, _ = BROKEN[what]
        spoiled.edit(name, old, new)
    told = "\n".join(graph.check(spoiled.read(), spoiled.folder))
    for what in broken:
        assert BROKEN[what][4] in told, what


def test_the_content_as_it_stands_has_no_fault():
    assert graph.check(read_content()) == []


def test_everybody_a_guide_is_written_for_is_read_for():
    people = list(reading.people(read_content()))
    assert {(p.role, p.age, p.employment) for p in people} >= {
        ("parent", 12, None), ("teacher", 17, "employed"), ("leisure_leader", 12, "volunteer"),
        ("other_adult", 17, "employed"), ("other_adult", None, None), ("young_person", 12, None),
    }
    assert len({(p.role, p.concern) for p in people if p.role != "young_person"}) == 48
