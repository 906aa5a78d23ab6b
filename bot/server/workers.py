"""Several processes on one socket: started, replaced when they die, renewed one by one without a lost request."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
import tempfile
import time
from collections.abc import Coroutine
from typing import Any

from bot.server.metrics import MULTIPROCESS, forget_process
from bot.server.progress import complain, say
from bot.server.serving import CLOSE_SECONDS, DRAIN_SECONDS, announce, prepare, run
from bot.server.settings import Settings, variable

READY = b"redo\n"
START_SECONDS = 120.0
# A worker that dies at once, again and again, would only make the machine busy.
RESTART_SECONDS = 1.0


def serve_with_workers(settings: Settings, host: str, port: int, workers: int, may_train: bool = True) -> int:
    """Serves until SIGINT or SIGTERM; SIGHUP renews every worker. Raises what `prepare` raises."""
    started = time.monotonic()
    settings, listening = prepare(settings, host, port, may_train)
    with tempfile.TemporaryDirectory(prefix="samtalskompassen-") as figures:
        environment = os.environ | {
            variable("keys"): ",".join(settings.keys), variable("model"): str(settings.model), MULTIPROCESS: figures,
        }
        return asyncio.run(Crew(listening, environment, workers).work(started))


def work(settings: Settings, descriptor: int) -> int:
    """One worker: serves on the socket it was given, says when it is ready, and stops when its parent is gone."""
    def on_ready() -> None:
        os.write(sys.stdout.fileno(), READY)

    return run(settings, socket.socket(fileno=descriptor), on_ready, lifeline=sys.stdin.fileno())


class Crew:
    """The workers of one service."""

    def __init__(self, listening: socket.socket, environment: dict[str, str], size: int) -> None:
        self._listening = listening
        self._environment = environment
        self._size = size
        self._workers: set[asyncio.subprocess.Process] = set()
        self._stopping = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()

    async def work(self, started: float) -> int:
        """Runs the workers until told to stop; 1 when they cannot start."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, self._stopping.set)
        loop.add_signal_handler(signal.SIGHUP, lambda: self._later(self._renew()))
        begun = await asyncio.gather(*(self._start() for _ in range(self._size)))
        if not all(begun):
            await self._stop(list(self._workers))
            if self._stopping.is_set():
                return 0
            complain("Ingen process kom igång. Se felet ovan.")
            return 1
        announce(self._listening, started)
        await self._stopping.wait()
        await self._stop(list(self._workers))
        say("Stoppad.")
        return 0

    def _later(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _start(self) -> bool:
        """Starts a worker and waits until it answers; False when it does not."""
        # A session of its own: Ctrl-C reaches this process alone, which then stops the workers in order.
        worker = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot.cli", "worker", "--socket", str(self._listening.fileno()),
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, pass_fds=(self._listening.fileno(),),
            env=self._environment, start_new_session=True,
        )
        self._workers.add(worker)
        assert worker.stdout
        said = asyncio.create_task(worker.stdout.readline())
        told = asyncio.create_task(self._stopping.wait())
        await asyncio.wait((said, told), timeout=START_SECONDS, return_when=asyncio.FIRST_COMPLETED)
        told.cancel()
        if not said.done() or said.result() != READY:
            said.cancel()
            await self._stop([worker])
            return False
        self._later(self._watch(worker))
        return True

    async def _watch(self, worker: asyncio.subprocess.Process) -> None:
        """Replaces the worker when it dies without having been told to."""
        await worker.wait()
        forget_process(worker.pid, self._environment[MULTIPROCESS])
        if worker not in self._workers:
            return
        self._workers.discard(worker)
        while not self._stopping.is_set():
            complain("En process har stannat. En ny startas.")
            if await self._start():
                return
            await asyncio.sleep(RESTART_SECONDS)

    async def _renew(self) -> None:
        """Starts a new worker for each old one, and stops the old one when the new one answers."""
        say("Förnyar processerna …")
        for old in list(self._workers):
            if not await self._start():
                complain("Den nya processen kom inte igång. De gamla fortsätter.")
                return
            await self._stop([old])
        say("  klart")

    async def _stop(self, workers: list[asyncio.subprocess.Process]) -> None:
        """Lets workers finish what they are doing, then ends them."""
        for worker in workers:
            self._workers.discard(worker)
            if worker.returncode is None:
                worker.terminate()
        for worker in workers:
            try:
                await asyncio.wait_for(worker.wait(), DRAIN_SECONDS + CLOSE_SECONDS + 2)
            except TimeoutError:
                worker.kill()
                await worker.wait()
