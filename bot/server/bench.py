"""Measures this service beside a stock `rasa init` bot on the same machine in the same run."""

from __future__ import annotations

import asyncio
import time
import uuid
from dataclasses import dataclass, field
from typing import Any

import aiohttp

TURNS = 30
LONG = 400
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


async def measure(side: Side, say: Any, words: tuple[str, ...], dialogues: int, load_seconds: float, long: int) -> None:
    """Dialogues one after another, then many at once, then one very long."""
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
        await _dialogue(side, say, session, words, None)
        for _ in range(dialogues):
            await _dialogue(side, say, session, words, side.by_turn)
        side.per_second = await _load(side, say, session, words, load_seconds)
        state, spent = None, []
        for turn in range(long):
            started = time.perf_counter()
            state = await say(session, state, words[turn % len(words)], side.url)
            spent.append((time.perf_counter() - started) * 1000)
        # The median of a whole round of words, so that positions are compared by the same messages.
        side.long_turns = {
            at: sorted(spent[at - len(words):at])[len(words) // 2] for at in range(len(words), long + 1, len(words))
        }


async def _dialogue(
    side: Side, say: Any, session: aiohttp.ClientSession, words: tuple[str, ...], into: list[list[float]] | None
) -> None:
    state = None
    for turn in range(TURNS):
        started = time.perf_counter()
        state = await say(session, state, words[turn % len(words)], side.url)
        if into is not None:
            into[turn].append((time.perf_counter() - started) * 1000)


async def _load(
    side: Side, say: Any, session: aiohttp.ClientSession, words: tuple[str, ...], load_seconds: float, people: int = 16
) -> float:
    """Turns a second when so many people write without pause, each in dialogues of their own."""
    deadline, done = time.monotonic() + load_seconds, 0

    async def person() -> None:
        nonlocal done
        while time.monotonic() < deadline:
            state = None
            for turn in range(TURNS):
                if time.monotonic() >= deadline:
                    return
                state = await say(session, state, words[turn % len(words)], side.url)
                done += 1

    started = time.monotonic()
    await asyncio.gather(*(person() for _ in range(people)))
    return done / (time.monotonic() - started)


async def measure_load(side: Side, say: Any, words: tuple[str, ...], load_seconds: float) -> None:
    """Only many at once."""
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
        await _dialogue(side, say, session, words, None)
        side.per_second = await _load(side, say, session, words, load_seconds)
