"""Somebody who does not know whether it is urgent is taken seriously."""

import pytest


@pytest.mark.parametrize("words", ["vet inte", "jag vet inte", "osäker", "kanske"])
def test_not_knowing_shows_the_emergency_number(someone, words):
    person = someone().says("min son på 15 delar nazistiska bilder").says(words)
    assert person.types[0] == "emergency"
    assert person.reply["emergency"] is True
