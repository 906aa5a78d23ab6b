"""Loads the assistant as this project has it: its model, its actions, its responses."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from bot.server.light import leave_out_tensorflow
from bot.server.settings import Settings

if TYPE_CHECKING:
    from bot.server.assistant import Assistant

RESPONSES = Path(__file__).parents[1] / "responses"


def load_assistant(settings: Settings) -> Assistant:
    """The assistant, ready to answer. Raises what Rasa raises for a model that cannot be read."""
    leave_out_tensorflow()
    # For matrices as small as a message, threads of the algebra library cost ten times what they save.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from bot.server.assistant import Assistant

    return Assistant(settings.model, responses=RESPONSES)
