"""Requests made up from the interface's description: no server error, and nothing that the description does not say."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.server.processes import Service

CONFIG = Path(__file__).with_name("schemathesis.toml")
pytestmark = pytest.mark.model


def run(folder, examples):
    service = Service(folder, "--no-train", SAMTALSKOMPASSEN_TURNS_PER_MINUTE="1000000").start()
    try:
        return subprocess.run(
            [
                Path(sys.executable).with_name("schemathesis"), "--config-file", CONFIG, "run",
                f"{service.url}/api/v1/openapi.json", "--max-examples", str(examples),
                "--seed", "7", "--suppress-health-check", "all",
            ],
            capture_output=True, text=True, cwd=folder, check=False,
        )
    finally:
        service.stop()


def test_interface_keeps_what_its_description_promises(tmp_path):
    tried = run(tmp_path, 30)
    assert tried.returncode == 0, tried.stdout[-6000:] + tried.stderr[-1000:]
    assert "Tested: 6" in tried.stdout


@pytest.mark.soak
def test_interface_keeps_what_its_description_promises_for_long(tmp_path):
    tried = run(tmp_path, 3000)
    assert tried.returncode == 0, tried.stdout[-6000:]
