"""Typed answers are matched to the offered choices, and left alone when in doubt."""

import pytest

from bot.language.answers import alarm_news, is_unsure, match_choice

ROLES = [
    ("parent", ["Jag är förälder", "mamma", "pappa", "vårdnadshavare"]),
    ("teacher", ["Jag arbetar i skolan", "lärare", "rektor", "kurator"]),
    ("leisure_leader", ["Jag är fritidsledare eller tränare", "fritidsledare", "tränare"]),
    ("other_adult", ["Jag är en annan vuxen", "granne", "släkting"]),
]
YES_NO = [("yes", ["Ja", "japp", "yes"]), ("unsure", ["Jag vet inte", "kanske"]), ("no", ["Nej", "nä", "no"])]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Jag är förälder", "parent"),
        ("förälder", "parent"),
        ("foralder", "parent"),
        ("mamma!", "parent"),
        ("lärrare", "teacher"),
        ("jobbar som lärare", "teacher"),
        ("fritidsledare eller tränare", "leisure_leader"),
        ("2", "teacher"),
        ("den tredje", "leisure_leader"),
        ("sista", "other_adult"),
        ("jag är en granne", "other_adult"),
        ("9", None),
        ("pizza", None),
        ("", None),
        ("🙂", None),
        ("mamma och lärare", None),
        ("jag är inte lärare", None),
        ("min son har en lärare som säger att han är arg i skolan och jag vet inte vad jag ska tro längre", None),
    ],
)
def test_match_choice_finds_the_meant_role(text: str, expected: str | None) -> None:
    assert match_choice(text, ROLES) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ja", "yes"), ("JA", "yes"), ("nej", "no"), ("nä", "no"), ("vet inte", "unsure"),
        ("jag vet inte", "unsure"), ("hmm", None),
    ],
)
def test_match_choice_tells_yes_from_no(text: str, expected: str | None) -> None:
    assert match_choice(text, YES_NO) == expected


def test_match_choice_without_choices_is_none() -> None:
    assert match_choice("ja", []) is None


@pytest.mark.parametrize(
    "text",
    ["vet inte", "Jag vet ej", "kanske", "osäker", "ingen aning", "not sure", "vet faktiskt inte riktigt", "idk"],
)
def test_is_unsure_recognises_doubt(text: str) -> None:
    assert is_unsure(text)


@pytest.mark.parametrize(
    "text", ["ja", "nej", "", "hon vet inte om att jag skriver till er och jag vill inte att hon får veta det heller"]
)
def test_is_unsure_leaves_answers_and_stories_alone(text: str) -> None:
    assert not is_unsure(text)


def test_to_change_is_not_the_second():
    choices = [("a", ["Min plan"]), ("b", ["Hur gick samtalet?"]), ("c", ["Börja om"])]
    assert match_choice("ändra ett svar", choices) is None
    assert match_choice("Ändra", choices) is None
    assert match_choice("andra", choices) == match_choice("den andra", choices) == "b"


def test_match_choice_in_whole_takes_the_words_of_a_choice_and_no_others() -> None:
    choices = [("talk", ["Förbereda ett samtal", "prata med henne"]), ("call", ["Hitta någon att ringa", "ringa"])]
    assert match_choice("jag vill prata med henne", choices, whole=True) == "talk"
    assert match_choice("kan jag ringa polisen om han vägrar prata", choices, whole=True) is None
    assert match_choice("2", choices, whole=True) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("jag har ringt 112", "called"),
        ("Ja jag har ringt, ambulansen är på väg", "called"),
        ("min man har ringt", "called"),
        ("polisen är redan här", "called"),
        ("I have called, the ambulance is on its way", "called"),
        ("vågar inte ringa", "cannot_call"),
        ("jag kan inte ringa, de hör mig", "cannot_call"),
        ("I'm afraid to call", "cannot_call"),
        ("nej hon är inte hemma", "goes_on"),
        ("nä hon svarar inte på mina sms", "goes_on"),
        ("hon vaknar inte", "goes_on"),
        ("nu kom hon hem", "found"),
        ("vi har hittat honom", "found"),
    ],
)
def test_what_is_told_after_an_alarm(text: str, expected: str) -> None:
    assert alarm_news(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "", "nej", "nej ingen fara",
        "jag har inte ringt", "ska jag ringa 112", "hon har ringt mig", "han ringer aldrig",
        # Those who threaten may be on their way.
        "de är på väg",
        "har ringt polisen men han slår henne nu",
        "hon svarar inte när jag frågar vad som hände i skolan med kompisarna",
        "nej han är hos sin pappa",
    ],
)
def test_other_things_are_no_news_after_an_alarm(text: str) -> None:
    assert alarm_news(text) is None
