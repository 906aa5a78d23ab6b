"""What tests share: one trained model, one running server, and no silent skips where everything is installed."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

os.environ["RASA_TELEMETRY_ENABLED"] = "false"
ROOT = Path(__file__).parents[1]
COMMAND = [sys.executable, "-m", "bot.cli"]
START_SECONDS = 240


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Where CI has installed everything, a skipped test is a failure."""
    report = yield
    if report.skipped and not hasattr(report, "wasxfail") and os.environ.get("SAMTALSKOMPASSEN_TEST_NO_SKIPS"):
        report.outcome = "failed"
        report.longrepr = f"skipped where nothing may be skipped: {report.longrepr}"
    return report


@dataclass
class LiveServer:
    """A running assistant, and a page of another origin that may embed it."""

    url: str
    other_origin_url: str
    refused_origin_url: str
    environment: dict[str, str]


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def serve_folder(folder: Path) -> tuple[ThreadingHTTPServer, str]:
    """A plain web server for a folder: a municipality's own site in miniature."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server, f"http://127.0.0.1:{server.server_port}"


def wait_until_ready(url: str, process: subprocess.Popen) -> None:
    """Returns when the server says it is ready; raises when it stops or takes too long."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"the server stopped with exit code {process.returncode}")
        try:
            with urllib.request.urlopen(f"{url}/health/ready", timeout=2) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.2)
    raise TimeoutError("the server did not become ready")


@pytest.fixture(scope="session")
def live_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    """The real server on its own database, with a site for another origin."""
    folder = tmp_path_factory.mktemp("live")
    pages = ROOT / "tests/widget/host_pages"
    pages.mkdir(exist_ok=True)
    host, host_url = serve_folder(pages)
    refused, refused_url = serve_folder(pages)
    environment = os.environ | {
        "SAMTALSKOMPASSEN_DATABASE_URL": f"sqlite:///{folder}/test.db",
        # All tests talk from one address, and faster than anyone types.
        "SAMTALSKOMPASSEN_TURNS_PER_MINUTE": "100000",
    }
    subprocess.run(
        [*COMMAND, "sites", "add", "other", "--origin", host_url, "--municipality", "9999"],
        check=True, env=environment, cwd=ROOT,
    )
    port = free_port()
    log = (folder / "server.log").open("wb")
    process = subprocess.Popen(
        [*COMMAND, "serve", "--port", str(port)], env=environment, cwd=ROOT, stdout=log, stderr=subprocess.STDOUT
    )
    url = f"http://127.0.0.1:{port}"
    try:
        wait_until_ready(url, process)
        yield LiveServer(url, host_url, refused_url, environment)
    finally:
        process.terminate()
        process.wait(15)
        host.shutdown()
        refused.shutdown()
