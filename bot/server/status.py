"""What an operator sees of the service: open or closed, and each part."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from typing import Any

from bot.server.pausing import PauseSwitch
from bot.server.progress import say
from bot.server.settings import Settings

SECONDS = 5
DETAILS = {"model": "modell", "error": "fel", "changed": "ändrat senast"}
PARTS = {"assistant": "Assistenten", "registry": "Registret"}


def show_status(settings: Settings, host: str, port: int) -> int:
    """Prints the state; 1 when the service does not answer or is not ready."""
    pause = PauseSwitch(settings.folder).read()
    if pause:
        say(f"Stängd sedan {pause.since}. {pause.message or ''}".strip())
    health = _ask(f"http://{f'[{host}]' if ':' in host else host}:{port}/health/ready")
    if health is None:
        say(f'Ingen tjänst svarar på {host}:{port}. Starta den med "samtalskompassen serve".')
        return 1
    for name, part in health["parts"].items():
        known = "".join(f", {label} {part[key]}" for key, label in DETAILS.items() if part.get(key))
        say(f"{PARTS.get(name, name)}: {'redo' if part['ready'] else 'inte redo'}{known}")
    if not pause:
        say("Öppen.")
    return 0 if health["ready"] else 1


def _ask(url: str) -> dict[str, Any] | None:
    try:
        with urllib.request.urlopen(url, timeout=SECONDS) as answer:  # noqa: S310
            return dict(json.load(answer))
    except urllib.error.HTTPError as error:
        return dict(json.load(error))
    except (OSError, ValueError):
        return None
