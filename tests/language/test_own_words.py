"""A sentence tried out on the young person is told from a word to the assistant."""

import pytest

from bot.language.own_words import reads_as_said


@pytest.mark.parametrize("text", [
    "jag bryr mig om dig och undrar hur du mår", "Hur tänkte du när du delade den?", "vill du berätta",
    "är du trygg med dom?",
    "jag skulle säga att det inte är okej", "då frågar jag vad som hände", "”Jag är här när du vill prata.”",
    '"Okej, vi tar det sen."', "får jag sitta här hos dej en stund", "ni får inte göra så mot nån", "I am here for you",
    "kan du visa mig spelet", "jag hör vad du säger men det är inte ok", "berätta mer om hur du har det",
])
def test_what_turns_to_the_young_person_is_a_try(text):
    assert reads_as_said(text)


@pytest.mark.parametrize("text", [
    "kan du hjälpa mig", "vad ska jag säga då", "hur gör jag om han går", "ge mig fler förslag", "vem kan jag ringa",
    "är du en robot", "måste jag anmäla", "fler exempel", "vidare", "tillbaka", "vad är SSP",
    "sparar ni det jag skriver", "min son har börjat röka", "visa mig fler meningar", "jag förstår inte",
    "hoppa över", "what should i say to you", "",
])
def test_what_turns_to_the_assistant_is_not(text):
    assert not reads_as_said(text)
