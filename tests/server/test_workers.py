"""Several processes behave as one."""

import os
import signal
import time
import uuid
from pathlib import Path

import pytest
import requests

from tests.server.processes import Service

pytestmark = pytest.mark.model


def post(url, state, message_id=None, **said):
    body = {"state": state, "message_id": message_id or uuid.uuid4().hex, **said}
    # A connection of its own each time: any worker may take it.
    answer = requests.post(f"{url}/api/v1/chat", json=body, timeout=20, headers={"Connection": "close"})
    assert answer.status_code == 200, answer.text
    return answer.json()


def children(service):
    pid = service.process.pid
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def wait_until(condition, seconds=60):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.2)


@pytest.fixture
def service(tmp_path):
    service = Service(tmp_path, "--workers", "2", "--no-train")
    yield service.start()
    service.stop()


def test_workers_share_conversations_survive_kills_and_are_renewed(service):
    wait_until(lambda: "igång" in service.log.read_text())
    reply = post(service.url, None, text="en elev i min klass på 14 år skolkar hela tiden")
    for _ in range(12):
        reply = post(service.url, reply["state"], choice=reply["choices"][0]["id"])
    assert reply["turn"] == 13
    figures = requests.get(f"{service.url}/metrics", timeout=5).text
    assert 'samtalskompassen_turns_total{how="answered",said="choice"} 12.0' in figures

    # A killed worker loses no turn: the browser sends it again and any other answers the same.
    before, killed = children(service), children(service)[0]
    first = post(service.url, reply["state"], "again", text="vidare")
    os.kill(killed, signal.SIGKILL)
    for _ in range(10):
        try:
            again = post(service.url, reply["state"], "again", text="vidare")
        except requests.ConnectionError:
            continue
        assert again["messages"] == first["messages"]
    wait_until(lambda: len(children(service)) == 2 and killed not in children(service))

    # Renewing answers all the time.
    wait_until(lambda: service.log.read_text().count("assistant_loaded") == 3)
    before = children(service)
    service.process.send_signal(signal.SIGHUP)
    while set(children(service)) & set(before):
        post(service.url, None)
        time.sleep(0.1)
    wait_until(lambda: len(children(service)) == 2)
    assert post(service.url, reply["state"], "again", text="vidare")["messages"] == first["messages"]


def test_workers_stop_with_their_parent_however_it_ends(service):
    wait_until(lambda: "igång" in service.log.read_text())
    workers = children(service)
    service.kill()
    wait_until(lambda: not any(Path(f"/proc/{pid}/cmdline").exists() for pid in workers), 20)
    service.start()
    wait_until(lambda: "igång" in service.log.read_text())
    assert service.stop() == 0
    assert "Traceback" not in service.log.read_text()
