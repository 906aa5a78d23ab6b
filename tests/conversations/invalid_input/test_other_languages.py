"""Somebody who does not write Swedish is answered in words they can read."""

import pytest

ARABIC = "ابنتي لا تريد أن تذهب إلى المدرسة"


def texts(person):
    return [message for message in person.reply["messages"] if message["type"] == "text"]


@pytest.mark.parametrize(("text", "language", "direction"), [
    (ARABIC, "ar", "rtl"), ("mi hija no quiere salir de casa y tengo miedo", "es", "ltr"),
    ("gabadheyda ma rabto inay dugsiga tagto", "so", "ltr"), ("сын перестал ходить в школу", "en", "ltr"),
])
def test_the_fixed_words_come_in_the_language_of_the_message(someone, text, language, direction):
    person = someone().says(text)
    said = texts(person)
    assert {(message["lang"], message["dir"]) for message in said} == {(language, direction)}
    assert "112" in said[0]["text"]
    assert person.reply["language"] == "sv"
    person.says("jag är mamma till en kille som skolkar")
    assert {message["lang"] for message in texts(person)} == {"sv"}


def test_the_way_to_the_local_contacts_is_open_from_there(someone):
    person = someone().says(ARABIC)
    person.post({"choice": person.reply["choices"][0]["id"]})
    assert person.reply["input"] == {"type": "place"} or person.messages("contact")


def test_english_is_answered_in_english_from_then_on(someone):
    person = someone().says("my daughter is scared of some people at school, what can I do?")
    assert person.reply["language"] == "en"
    person.says("parent")
    assert person.reply["language"] == "en"
    person.says("jag kan skriva på svenska också")
    assert person.reply["language"] == "sv"


def test_who_has_chosen_english_keeps_it_whatever_they_write(someone):
    person = someone()
    person.post({"text": "my daughter is scared of some people at school", "language": "sv"})
    person.post({"text": "min dotter är rädd för några i skolan", "language": "en"})
    assert person.reply["language"] == "sv"
    person.post({"text": "min dotter är rädd för några i skolan", "language": "en"})
    assert person.reply["language"] == "en"
    person.says("min dotter är rädd för några i skolan")
    assert person.reply["language"] == "en"


def test_danger_in_english_is_met_in_english(someone):
    person = someone().says("my son has taken a lot of pills and he does not wake up")
    alarm = next(message for message in person.reply["messages"] if message["type"] == "emergency")
    assert (alarm["lang"], alarm["level"]) == ("en", "act")
