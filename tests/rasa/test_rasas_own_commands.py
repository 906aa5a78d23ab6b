"""Rasa's own commands work on the same files."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
import requests

from tests.conftest import ROOT, free_port

pytestmark = pytest.mark.model
RASA = [str(Path(sys.executable).with_name("rasa"))]
MODEL = "models/samtalskompassen.tar.gz"
SECONDS = 120


def test_rasa_test_follows_the_stories(tmp_path):
    command = [*RASA, "test", "core", "-m", MODEL, "--stories", "tests/stories", "--out", str(tmp_path)]
    done = subprocess.run(
        [*command, "--fail-on-prediction-errors"], cwd=ROOT, capture_output=True, text=True, timeout=SECONDS
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    assert (tmp_path / "story_report.json").exists()


def test_rasa_run_answers_with_rasa_run_actions_beside_it(tmp_path):
    port, action_port = free_port(), free_port()
    endpoints = tmp_path / "endpoints.yml"
    endpoints.write_text(f"action_endpoint:\n  url: http://127.0.0.1:{action_port}/webhook\n", encoding="utf-8")
    environment = os.environ | {"SAMTALSKOMPASSEN_DATABASE_URL": f"sqlite:///{tmp_path}/a.db"}
    log = (tmp_path / "log").open("wb")
    options = {"cwd": ROOT, "env": environment, "stdout": log, "stderr": subprocess.STDOUT}
    served = [*RASA, "run", "-m", MODEL, "--port", str(port), "--endpoints", str(endpoints)]
    running = [
        subprocess.Popen([*RASA, "run", "actions", "--port", str(action_port)], **options),
        subprocess.Popen(served, **options),
    ]
    try:
        message = {"sender": "någon", "message": "min son delar nazistiska memes"}
        assert "choices" in {part.get("custom", {}).get("type") for part in ask_when_up(port, message)}
    finally:
        for process in running:
            process.terminate()
        for process in running:
            process.wait(20)


def ask_when_up(port, message):
    """The answer over Rasa's REST channel, once both servers answer."""
    deadline = time.monotonic() + SECONDS
    while True:
        try:
            answer = requests.post(f"http://127.0.0.1:{port}/webhooks/rest/webhook", json=message, timeout=20)
            if answer.ok and answer.json():
                return answer.json()
        except requests.ConnectionError:
            pass
        assert time.monotonic() < deadline, "rasa run did not come up"
        time.sleep(0.5)
