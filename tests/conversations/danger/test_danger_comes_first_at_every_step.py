"""Danger at any step is answered first; then the person can go on where they were."""

import pytest

STEPS = {
    "at the very first question": [],
    "at the danger question": ["min dotter på 16 hänger med nynazister"],
    "at the goal question": ["min dotter på 16 hänger med nynazister", "nej"],
    "in the guide": ["min dotter på 16 hänger med nynazister", "nej", "förbereda ett samtal", "vidare"],
    "when a place is asked for": ["jag letar efter en kontaktperson"],
    "after a plan": ["min dotter på 16 hänger med nynazister", "nej", "förbereda ett samtal", "sammanfatta"],
}
DANGERS = [
    "hon står på bron och säger att hon ska hoppa",
    "han har en kniv och är på väg till skolan för att hugga någon",
    "hon har tagit massor av tabletter och vaknar inte",
]


@pytest.mark.parametrize("where", STEPS)
def test_danger_is_the_first_message(someone, content, where):
    person = someone()
    for said in STEPS[where]:
        person.says(said)
    before = person.reply
    for danger in DANGERS:
        person.says(danger)
        assert person.reply["emergency"] is True
        first = person.reply["messages"][0]
        assert first["type"] == "emergency", danger
        assert first["numbers"][0]["phones"][0]["tel"] in ("112", "tel:112")
        assert len(first["steps"]) >= 2
    person.picks(content.opening.moves["resume"])
    assert person.types == [m["type"] for m in before["messages"]][-len(person.types):]
    assert set(person.titles) >= {c["title"] for c in before["choices"]} or person.reply["input"] == before["input"]


@pytest.mark.parametrize("where", STEPS)
def test_danger_in_english_is_the_first_message_and_in_english(someone, where):
    person = someone()
    for said in STEPS[where]:
        person.says(said)
    before = person.reply
    person.says("he says he is going to kill himself tonight")
    assert person.reply["emergency"] is True
    first = person.reply["messages"][0]
    assert (first["type"], first["lang"]) == ("emergency", "en")
    assert first["numbers"][0]["phones"][0]["tel"] in ("112", "tel:112")
    assert len(first["steps"]) >= 2
    person.post({"choice": person.reply["choices"][0]["id"]})
    assert person.types == [m["type"] for m in before["messages"]][-len(person.types):]
    assert len(person.titles) >= len(before["choices"]) or person.reply["input"] == before["input"]


def test_everything_said_before_is_kept(someone, content):
    person = someone().says("min dotter på 16 hänger med nynazister").says("han har en pistol och hotar henne nu")
    person.picks(content.opening.moves["resume"])
    assert "Nej" in person.titles
    assert content.questions["role"].text[0].say not in person.text
