import pytest

from bot.server import terminal
from bot.server.terminal import as_lines


@pytest.mark.model
def test_talking_in_the_terminal_takes_words_and_numbers(settings, small_assistant, monkeypatch, capsys):
    typed = iter(["japp", "1", "", "krasch", "999"])

    def type_next(_prompt):
        try:
            return next(typed)
        except StopIteration:
            raise EOFError from None

    monkeypatch.setattr("builtins.input", type_next)
    monkeypatch.setattr(terminal, "load_assistant", lambda _: small_assistant)
    monkeypatch.setattr(terminal, "prepare_model", lambda settings: settings)
    assert terminal.talk(settings) == 0
    printed = capsys.readouterr().out
    assert "Steg 1" in printed
    assert "Steg 2, val go:vidare" in printed
    assert "  1. Vidare" in printed
    assert "text 999" in printed
    assert "Traceback" not in printed


def test_every_kind_of_message_has_lines():
    number = {"type": "contact", "name": "SOS", "phones": [{"display": "112", "tel": "112"}]}
    assert as_lines({"type": "text", "text": "Hej"}) == ["Hej"]
    assert as_lines({"type": "phrases", "title": "Säg", "items": ["en"]}) == ["Säg", "  - en"]
    emergency = {"type": "emergency", "title": "Ring 112 nu", "steps": ["Gå"], "numbers": [number], "then": "Sedan"}
    assert as_lines(emergency) == ["Ring 112 nu", "  - Gå", "  SOS", "    112", "Sedan"]
    sections = [{"title": "Mål", "items": ["lyssna"]}, {"contacts": [number]}]
    plan = as_lines({"type": "plan", "title": "Plan", "sections": sections})
    assert plan == ["Plan", "Mål", "  - lyssna", "SOS", "  112"]
