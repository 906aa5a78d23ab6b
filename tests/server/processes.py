"""Real server processes for tests that kill, stop and restart them."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from tests.conftest import free_port

ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-W", "ignore", "-m", "bot.cli"]
START_SECONDS = 180


class Service:
    """The service with the real model on a folder of its own; `start` and `kill` as often as needed."""

    def __init__(self, folder: Path, *arguments: str, **changes: str) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = folder / "service.log"
        self._arguments = arguments
        own = {"SAMTALSKOMPASSEN_DATABASE_URL": f"sqlite:///{folder}/test.db", "SAMTALSKOMPASSEN_FOLDER": str(folder)}
        self.environment = os.environ | own | changes
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> Service:
        """Starts and returns when it answers; raises AssertionError when it does not."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [*COMMAND, "serve", "--port", str(self.port), *self._arguments], cwd=ROOT, env=self.environment,
                stdout=log, stderr=subprocess.STDOUT,
            )
        self.wait("ready")
        return self

    def wait(self, part: str) -> None:
        """Returns when a part is healthy."""
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self.process and self.process.poll() is None:
            try:
                urllib.request.urlopen(f"{self.url}/health/{part}", timeout=2).close()
                return
            except OSError:
                time.sleep(0.1)
        raise AssertionError(self.log.read_text())

    def kill(self) -> None:
        """SIGKILL: nothing can be saved."""
        assert self.process
        self.process.kill()
        self.process.wait(10)

    def stop(self) -> int:
        """SIGTERM; the exit code."""
        assert self.process
        if self.process.poll() is None:
            self.process.terminate()
        return self.process.wait(30)
