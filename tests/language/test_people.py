"""Who writes, about whom and how old, from what is said in passing."""

from datetime import date

import pytest

from bot.language.evaluation import SETS, WRITTEN_ON, read_set
from bot.language.people import find_age, find_employment, find_pronoun, find_relation, find_role

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("", None),
        ("hur funkar det", None),
        ("Får man säga så?", None),
        ("Vad gör en kurator?", None),
        ("vart vänder man sig", None),
        ("vår lille kille är fjorton nu", "parent"),
        ("Jag är klassföreståndare och undrar en sak", "teacher"),
        ("som scoutledare ser man mycket", "leisure_leader"),
        ("gammelfarmor och farfar här, jag är farfar", "other_adult"),
        ("jag är tretton och jag blir retad", "young_person"),
        ("min pappa slog mig i förrgår", "young_person"),
        ("min pappa slog mig när jag var liten", None),
        ("Jag är lärare men nu gäller det min dotter", "parent"),
        ("jag är mormor och min dotter är orolig för pojken", "other_adult"),
        ("min dotters kille är svartsjuk", "parent"),
        ("min sons dotter är orolig", "other_adult"),
        ("Jag är lärare och vår flicka i trean mår dåligt", "teacher"),
        ("skolsköterska. en flicka i sexan vill inte att mamma får veta", "teacher"),
        ("en lärare. han slog mig", None),
        ("får mamma veta om jag ringer", "young_person"),
    ],
)
def test_find_role_reads_who_writes(text: str, role: str | None) -> None:
    assert find_role(text) == role


@pytest.mark.parametrize(
    ("text", "asked", "age"),
    [
        ("", False, None),
        ("hon blir sexton i april", False, 15),
        ("killen går tvåan på gymnasiet", False, 17),
        ("åk 6", False, 12),
        ("P13-laget", False, 13),
        ("vi har bott här i 14 år", False, None),
        ("han kom hem klockan 14", False, None),
        ("det kostade 15 kronor", False, None),
        ("12", True, 12),
        ("nian", True, 15),
        ("sju barn", False, None),
        ("född 2012", False, 14),
        ("jag är 47 år", False, None),
    ],
)
def test_find_age_reads_years_and_school_years(text: str, asked: bool, age: int | None) -> None:
    assert find_age(text, asked=asked, today=TODAY) == age


@pytest.mark.parametrize(
    ("text", "relation", "pronoun"),
    [
        ("min systers pojke", "niece_nephew", "han"),
        ("dottern sover inte", "daughter", "hon"),
        ("min man och jag har en son", "son", "han"),
        ("en elev, hen vill inte prata", "pupil", "hen"),
        ("jag är fritidsledare, vår tjej har slutat komma", "member", "hon"),
        ("vår tjej har slutat komma", "daughter", "hon"),
        ("hej", None, None),
    ],
)
def test_find_relation_and_pronoun(text: str, relation: str | None, pronoun: str | None) -> None:
    assert (find_relation(text), find_pronoun(text)) == (relation, pronoun)


@pytest.mark.parametrize(
    ("text", "employment"),
    [("jag är ideell ledare", "volunteer"), ("anställd på gården", "employed"), ("mamma", None)],
)
def test_find_employment(text: str, employment: str | None) -> None:
    assert find_employment(text) == employment


def test_people_reach_their_bars_on_the_evaluation_set() -> None:
    entries = read_set(SETS / "people")
    roles = sum(find_role(entry["text"]) == entry["role"] for entry in entries)
    ages = sum(
        find_age(entry["text"], asked=entry.get("asked") == "age", today=WRITTEN_ON) == entry["age"]
        for entry in entries
    )
    assert roles / len(entries) >= 0.97
    assert ages / len(entries) >= 0.98
