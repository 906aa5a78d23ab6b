"""Parts go away and come back while real conversations are going on."""

import os
import random
import signal
import socket
import threading
import time
import uuid
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
import requests

from tests.server.processes import Service

POSTGRES = os.environ.get("SAMTALSKOMPASSEN_TEST_POSTGRES_URL")
pytestmark = pytest.mark.model


def post(service, state, **said):
    body = {"state": state, "message_id": uuid.uuid4().hex, **said}
    return requests.post(f"{service.url}/api/v1/chat", json=body, timeout=20)


def contacts_status(service):
    return requests.get(f"{service.url}/api/v1/contacts?municipality=1490", timeout=15).status_code


def assert_conversation_works_without_the_database(service, reply):
    reply = post(service, reply["state"], text="nej").json()
    assert reply["choices"]
    contacts = post(service, reply["state"], text="vem kan jag ringa i Borås")
    assert contacts.status_code == 200
    assert any(message["type"] == "contact" for message in contacts.json()["messages"])
    assert post(service, reply["state"], text="han ligger medvetslös och andas inte").json()["emergency"]
    ready = requests.get(f"{service.url}/health/ready", timeout=10)
    assert (ready.status_code, ready.json()["parts"]["registry"]["ready"]) == (200, False)
    assert contacts_status(service) == 503


def test_guidance_and_danger_go_on_when_the_database_is_ruined(tmp_path):
    service = Service(tmp_path, "--no-train").start()
    try:
        reply = post(service, None, text="min son på 15 delar nazistiska bilder").json()
        (tmp_path / "test.db").write_bytes(b"inte en databas" * 1000)
        for left in tmp_path.glob("test.db-*"):
            left.unlink()
        assert_conversation_works_without_the_database(service, reply)
    finally:
        service.stop()


class Wire:
    """A connection to PostgreSQL that can be cut."""

    def __init__(self, host, port):
        self._target, self._open = (host, port), []
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]
        self.cut = False
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        while True:
            ours, _ = self._listening.accept()
            if self.cut:
                ours.close()
                continue
            theirs = socket.create_connection(self._target)
            self._open += [ours, theirs]
            for one, other in ((ours, theirs), (theirs, ours)):
                threading.Thread(target=self._carry, args=(one, other), daemon=True).start()

    def _carry(self, one, other):
        with suppress(OSError):
            while data := one.recv(65536):
                other.sendall(data)

    def break_off(self):
        self.cut = True
        for each in self._open:
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()


@pytest.mark.skipif(not POSTGRES, reason="no PostgreSQL here")
def test_contacts_come_back_with_the_database(tmp_path):
    parts = urlsplit(POSTGRES)
    wire = Wire(parts.hostname, parts.port)
    through = urlunsplit(parts._replace(netloc=f"{parts.username}@127.0.0.1:{wire.port}"))
    service = Service(tmp_path, "--no-train", SAMTALSKOMPASSEN_DATABASE_URL=through).start()
    try:
        reply = post(service, None, text="min son på 15 delar nazistiska bilder").json()
        assert contacts_status(service) == 200
        wire.break_off()
        assert_conversation_works_without_the_database(service, reply)
        wire.cut = False
        assert contacts_status(service) == 200
    finally:
        service.stop()


def test_no_turn_is_lost_when_workers_are_killed(tmp_path):
    kill_workers_while_talking(tmp_path, 4)


@pytest.mark.soak
def test_no_turn_is_lost_in_a_hundred_kills(tmp_path):
    kill_workers_while_talking(tmp_path, 100)


def kill_workers_while_talking(folder, kills):
    """One conversation whose messages are sent until answered, as the widget does, and then once more."""
    service = Service(folder, "--no-train", "--workers", "2", SAMTALSKOMPASSEN_TURNS_PER_MINUTE="100000").start()
    done = threading.Event()

    def kill():
        killed = 0
        while killed < kills and not done.wait(random.uniform(0.5, 1.5)):
            pid = service.process.pid
            workers = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
            if len(workers) == 2:
                os.kill(int(random.choice(workers)), signal.SIGKILL)
                killed += 1
        done.set()

    def insist(body):
        deadline = time.monotonic() + 90
        while time.monotonic() < deadline:
            try:
                answer = requests.post(f"{service.url}/api/v1/chat", json=body, timeout=20)
            except requests.RequestException:
                time.sleep(0.05)
                continue
            assert answer.status_code == 200, answer.text
            return answer.json()
        raise AssertionError("no worker came back")

    killer = threading.Thread(target=kill)
    try:
        reply = insist({"state": None, "message_id": "first"})
        killer.start()
        while not done.is_set():
            turn = reply["turn"]
            said = {"choice": reply["choices"][0]["id"]} if turn % 3 else {"text": "vad ska jag undvika"}
            body = {"state": reply["state"], "message_id": uuid.uuid4().hex, **said}
            reply, again = insist(body), insist(body)
            assert reply["turn"] == turn + 1
            assert (again["messages"], again["turn"]) == (reply["messages"], reply["turn"])
        killer.join()
    finally:
        done.set()
        code = service.stop()
    assert code == 0
