"""Loads the assistant as this project has it: its model, its actions, its responses."""

from __future__ import annotations

from pathlib import Path

from bot.server.assistant import Assistant
from bot.server.logs import silence_rasa
from bot.server.settings import Settings

RESPONSES = Path(__file__).parents[1] / "responses"


def load_assistant(settings: Settings) -> Assistant:
    """The assistant, ready to answer. Raises what Rasa raises for a model that cannot be read."""
    silence_rasa()
    return Assistant(settings.model, responses=RESPONSES)
