"""Measures this service beside a stock `rasa init` bot on the same machine in the same run."""

from __future__ import annotations

import asyncio
import time
import uuid
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import aiohttp

TURNS = 30
LOAD_ROUNDS = 5
PEOPLE = 16
Say = Callable[[aiohttp.ClientSession, Any, str, str], Awaitable[Any]]
# What a person may say in each, over and over; each side's own everyday messages.
OUR_WORDS = (
    "min son på 15 har börjat dela nazistiska memes", "nej", "förbereda ett samtal", "vidare", "fler förslag",
    "vad ska jag undvika", "vidare", "jag blir så arg", "tillbaka", "vem kan jag ringa i Borås",
)
STOCK_WORDS = ("hello", "i am very sad", "yes", "hi", "great", "bye", "are you a bot?", "hey", "not good", "no")


@dataclass
class Side:
    """One of the two services under measurement. Times in milliseconds, memory in megabytes."""

    name: str
    url: str
    say: Say
    words: tuple[str, ...]
    pid: int = 0
    ready_seconds: float = 0.0
    memory: float = 0.0
    by_turn: list[list[float]] = field(default_factory=lambda: [[] for _ in range(TURNS)])
    per_second: float = 0.0
    long_turns: dict[int, float] = field(default_factory=dict)


def percentile(values: list[float], share: float) -> float:
    """The value below which that share of the values lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


async def say_to_us(session: aiohttp.ClientSession, state: Any, text: str, url: str) -> Any:
    """A turn with this service; gives the next state."""
    body = {"state": state, "message_id": uuid.uuid4().hex, "text": text}
    async with session.post(f"{url}/api/v1/chat", json=body) as answer:
        answer.raise_for_status()
        return (await answer.json())["state"]


async def say_to_stock(session: aiohttp.ClientSession, state: Any, text: str, url: str) -> Any:
    """A turn with the stock bot; the state is the sender's id."""
    sender = state or uuid.uuid4().hex
    async with session.post(f"{url}/webhooks/rest/webhook", json={"sender": sender, "message": text}) as answer:
        answer.raise_for_status()
        await answer.json()
    return sender


async def measure_turns(sides: Sequence[Side], dialogues: int) -> None:
    """Dialogues in turn, one with each side, so that whatever else the machine does falls on both alike."""
    async with open_session() as session:
        for side in sides:
            await _dialogue(side, session, None)
        for _ in range(dialogues):
            for side in sides:
                await _dialogue(side, session, side.by_turn)


async def measure_long(side: Side, turns: int) -> None:
    """One very long conversation."""
    async with open_session() as session:
        state, spent = None, []
        for turn in range(turns):
            started = time.perf_counter()
            state = await side.say(session, state, side.words[turn % len(side.words)], side.url)
            spent.append((time.perf_counter() - started) * 1000)
    # The median of a whole round of words, so that positions are compared by the same messages.
    size = len(side.words)
    side.long_turns = {at: sorted(spent[at - size:at])[size // 2] for at in range(size, turns + 1, size)}


async def measure_load(sides: Sequence[Side], seconds: float, rounds: int = LOAD_ROUNDS) -> None:
    """Many at once, a while with each side in turn; the median of the rounds counts."""
    async with open_session() as session:
        found: list[list[float]] = [[] for _ in sides]
        for side in sides:
            await _dialogue(side, session, None)
        for _ in range(rounds):
            for side, figures in zip(sides, found, strict=True):
                figures.append(await _load(side, session, seconds / rounds))
        for side, figures in zip(sides, found, strict=True):
            side.per_second = percentile(figures, 0.5)


def open_session() -> aiohttp.ClientSession:
    """As many connections as people."""
    return aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0))


async def _dialogue(side: Side, session: aiohttp.ClientSession, into: list[list[float]] | None) -> None:
    state = None
    for turn in range(TURNS):
        started = time.perf_counter()
        state = await side.say(session, state, side.words[turn % len(side.words)], side.url)
        if into is not None:
            into[turn].append((time.perf_counter() - started) * 1000)


async def _load(side: Side, session: aiohttp.ClientSession, seconds: float) -> float:
    """Turns a second when so many people write without pause, each in dialogues of their own."""
    deadline, done = time.monotonic() + seconds, 0

    async def person() -> None:
        nonlocal done
        while time.monotonic() < deadline:
            state = None
            for turn in range(TURNS):
                if time.monotonic() >= deadline:
                    return
                state = await side.say(session, state, side.words[turn % len(side.words)], side.url)
                done += 1

    started = time.monotonic()
    await asyncio.gather(*(person() for _ in range(PEOPLE)))
    return done / (time.monotonic() - started)
