"""Sets up both services of the benchmark, and has them measured."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import aiohttp

from bot.server.bench import (
    OUR_WORDS,
    STOCK_WORDS,
    TURNS,
    Side,
    measure_load,
    measure_long,
    measure_turns,
    say_to_stock,
    say_to_us,
)
from bot.server.model_file import ROOT
from bot.server.progress import step

START_SECONDS = 300
# A stock bot slows down so much that more would take an hour.
STOCK_LONG, OUR_LONG = 100, 400


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


@contextmanager
def stock_running(folder: Path) -> Iterator[Side]:
    """A stock bot, made as `rasa init` does and started for the second time."""
    rasa = str(Path(sys.executable).with_name("rasa"))
    with step("Skapar och tränar en vanlig Rasa-bot (rasa init)"):
        subprocess.run(
            [rasa, "init", "--no-prompt", "--init-dir", str(folder)], check=True, env=environment(), cwd=folder,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )
    port = free_port()
    side = Side("rasa init", f"http://127.0.0.1:{port}", say_to_stock, STOCK_WORDS)
    command = [rasa, "run", "--port", str(port), "--interface", "127.0.0.1"]
    with step("Startar den en gång i förväg, så att bytekod och filer är framme"), \
            running(command, folder, f"{side.url}/"):
        pass
    with running(command, folder, f"{side.url}/") as (side.pid, side.ready_seconds):
        yield side


@contextmanager
def ours_running(folder: Path, workers: int) -> Iterator[Side]:
    """This service, started for the second time."""
    port = free_port()
    side = Side("Samtalskompassen", f"http://127.0.0.1:{port}", say_to_us, OUR_WORDS)
    command = [sys.executable, "-m", "bot.cli", "serve", "--port", str(port), "--no-train", "--workers", str(workers)]
    settings = {
        "SAMTALSKOMPASSEN_DATABASE_URL": f"sqlite:///{folder}/bench.db", "SAMTALSKOMPASSEN_FOLDER": str(folder),
        "SAMTALSKOMPASSEN_TURNS_PER_MINUTE": "1000000", "PYTHONPATH": str(ROOT),
        "SAMTALSKOMPASSEN_MODEL": str((ROOT / "models/samtalskompassen.tar.gz").absolute()),
    }
    ready = f"{side.url}/health/ready"
    with step("Startar Samtalskompassen en gång i förväg"), running(command, folder, ready, **settings):
        pass
    with running(command, folder, ready, **settings) as (side.pid, side.ready_seconds):
        yield side


def measure_both(dialogues: int, load_seconds: float, workers: int) -> tuple[Side, Side]:
    """The stock bot and this service, up at the same time and asked in turn.

    A stock bot is one process. Ours is one for times, memory and start, and `workers` for throughput.
    """
    with tempfile.TemporaryDirectory(prefix="stock-") as theirs, tempfile.TemporaryDirectory(prefix="ours-") as own, \
            stock_running(Path(theirs)) as stock:
        with ours_running(Path(own), 1) as ours:
            with step(f"Mäter {dialogues} samtal om {TURNS} svar, turvis med var och en"):
                asyncio.run(measure_turns((stock, ours), dialogues))
            with step("Mäter långa samtal"):
                asyncio.run(measure_long(stock, STOCK_LONG))
                asyncio.run(measure_long(ours, OUR_LONG))
            for side in (stock, ours):
                side.memory = memory_of(side.pid)
        with ours_running(Path(own), workers) as crew:
            with step(f"Mäter genomströmningen, turvis, vår med {workers} processer"):
                asyncio.run(measure_load((stock, crew), load_seconds))
            ours.per_second = crew.per_second
    return stock, ours
