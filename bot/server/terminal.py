"""The same assistant in the terminal."""

from __future__ import annotations

import asyncio
import uuid
from typing import Any

from bot.server.host import AssistantHost
from bot.server.loading import load_assistant
from bot.server.metrics import Metrics
from bot.server.problems import ProblemError, problem
from bot.server.progress import complain, say, step
from bot.server.requests import ChatRequest, clean
from bot.server.sealing import Sealer
from bot.server.serving import prepare_database, prepare_model
from bot.server.settings import Settings
from bot.server.turns import Turns


def talk(settings: Settings) -> int:
    """Talks until Ctrl-D. Raises what preparing raises."""
    settings = settings.with_keys_for("127.0.0.1")
    prepare_database(settings)
    settings = prepare_model(settings)
    host = AssistantHost(lambda: load_assistant(settings), settings.turn_seconds)
    turns = Turns(Sealer(settings.keys, settings.state_minutes), host.answer, Metrics())
    return asyncio.run(_talk(host, turns))


async def _talk(host: AssistantHost, turns: Turns) -> int:
    with step("Läser in modellen"):
        await host.load()
    if host.failure:
        complain('Modellen gick inte att läsa in. Träna en ny med "samtalskompassen train --force".')
        return 1
    say("Skriv ett meddelande, eller numret på ett svar. Avsluta med Ctrl-D.\n")
    said: dict[str, str] = {}
    reply: dict[str, Any] = {}
    while True:
        try:
            reply = await turns.answer(ChatRequest(message_id=uuid.uuid4().hex, state=reply.get("state"), **said))
            show(reply)
        except ProblemError as error:
            content = problem(error, reply.get("language", "sv"))
            say(f"{content['title']}. {content['detail']}")
        try:
            typed = clean(await asyncio.to_thread(input, "> "))
        except EOFError:
            return 0
        choices = reply.get("choices", [])
        if typed.isdecimal() and 1 <= int(typed) <= len(choices):
            said = {"choice": choices[int(typed) - 1]["id"]}
        else:
            said = {"text": typed}


def show(reply: dict[str, Any]) -> None:
    """Prints a reply as plain text."""
    for message in reply["messages"]:
        for line in as_lines(message):
            say(line)
        say("")
    for number, choice in enumerate(reply["choices"], 1):
        say(f"  {number}. {choice['title']}")


def as_lines(message: dict[str, Any]) -> list[str]:
    """A message as lines of text."""
    lines = [str(message[name]) for name in ("title", "name", "text", "why") if message.get(name)]
    lines += [f"  - {item}" for item in (*message.get("items", ()), *message.get("steps", ()))]
    lines += [f"  {phone['display']}" for phone in message.get("phones", ())]
    for entry in message.get("numbers", ()):
        lines += [f"  {line}" for line in as_lines(entry)]
    for part in (*message.get("sections", ()), *message.get("contacts", ())):
        lines += as_lines(part)
    return lines + [str(message[name]) for name in ("then", "question", "relay") if message.get(name)]
