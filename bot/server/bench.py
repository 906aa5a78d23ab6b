"""Measures this service beside a stock `rasa init` bot on the same machine in the same run."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp

from bot.server.model_file import ROOT
from bot.server.progress import step

START_SECONDS = 300
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


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(**changes: str) -> dict[str, str]:
    """The environment both sides run in: bytecode compiled, nobody phoned."""
    own = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return own | {"RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "3"} | changes


def memory_of(pid: int) -> float:
    """Resident megabytes of a process and all below it."""
    total, pids = 0.0, [pid]
    while pids:
        each = pids.pop()
        try:
            status = Path(f"/proc/{each}/status").read_text()
            pids += [int(child) for child in Path(f"/proc/{each}/task/{each}/children").read_text().split()]
        except OSError:
            continue
        total += next((int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS")), 0) / 1024
    return total


@contextmanager
def running(command: list[str], folder: Path, ready_url: str, **changes: str) -> Iterator[tuple[int, float]]:
    """Starts a service and gives its process id and the seconds until it was ready."""
    started = time.monotonic()
    with (folder / "bench.log").open("ab") as log:
        process = subprocess.Popen(
            command, cwd=folder, env=environment(**changes), stdout=log, stderr=subprocess.STDOUT
        )
    try:
        asyncio.run(_until_ready(ready_url, process))
        yield process.pid, time.monotonic() - started
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()


async def _until_ready(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    async with aiohttp.ClientSession() as session:
        while time.monotonic() < deadline and process.poll() is None:
            try:
                async with session.get(url, timeout=aiohttp.ClientTimeout(2)) as answer:
                    if answer.status == 200:
                        return
            except (aiohttp.ClientError, TimeoutError):
                pass
            await asyncio.sleep(0.05)
    raise RuntimeError(f"{url} did not become ready")


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


def measure_stock(dialogues: int, load_seconds: float) -> Side:
    """Makes a stock bot as `rasa init` does, and measures it."""
    rasa = str(Path(sys.executable).with_name("rasa"))
    with tempfile.TemporaryDirectory(prefix="stock-") as name:
        folder, port = Path(name), free_port()
        with step("Skapar och tränar en vanlig Rasa-bot (rasa init)"):
            subprocess.run(
                [rasa, "init", "--no-prompt", "--init-dir", name], check=True, env=environment(), cwd=folder,
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            )
        side = Side("rasa init", f"http://127.0.0.1:{port}")
        command = [rasa, "run", "--port", str(port), "--interface", "127.0.0.1"]
        with step("Startar den en gång i förväg, så att bytekod och filer är framme"), \
                running(command, folder, f"{side.url}/"):
            pass
        with step("Mäter den"), running(command, folder, f"{side.url}/") as (pid, side.ready_seconds):
            asyncio.run(measure(side, say_to_stock, STOCK_WORDS, dialogues, load_seconds, 100))
            side.memory = memory_of(pid)
    return side


def measure_ours(dialogues: int, load_seconds: float, workers: int) -> Side:
    """Measures this service: one process for times, memory and start, several for throughput."""
    with tempfile.TemporaryDirectory(prefix="ours-") as name:
        folder, port = Path(name), free_port()
        side = Side("Samtalskompassen", f"http://127.0.0.1:{port}")
        command = [sys.executable, "-m", "bot.cli", "serve", "--port", str(port), "--no-train"]
        settings = {
            "SAMTALSKOMPASSEN_DATABASE_URL": f"sqlite:///{name}/bench.db", "SAMTALSKOMPASSEN_FOLDER": name,
            "SAMTALSKOMPASSEN_TURNS_PER_MINUTE": "1000000", "PYTHONPATH": str(ROOT),
            "SAMTALSKOMPASSEN_MODEL": str((ROOT / "models/samtalskompassen.tar.gz").absolute()),
        }
        ready = f"{side.url}/health/ready"
        with step("Startar Samtalskompassen en gång i förväg"), running(command, folder, ready, **settings):
            pass
        with step("Mäter den med en process"), running(command, folder, ready, **settings) as (pid, side.ready_seconds):
            asyncio.run(measure(side, say_to_us, OUR_WORDS, dialogues, 2.0, LONG))
            side.memory = memory_of(pid)
        with step(f"Mäter genomströmningen med {workers} processer"), \
                running([*command, "--workers", str(workers)], folder, ready, **settings):
            asyncio.run(_only_load(side, load_seconds))
    return side


async def _only_load(side: Side, load_seconds: float) -> None:
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0, force_close=False)) as session:
        await _dialogue(side, say_to_us, session, OUR_WORDS, None)
        side.per_second = await _load(side, say_to_us, session, OUR_WORDS, load_seconds)
