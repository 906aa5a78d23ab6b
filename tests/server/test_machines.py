"""Two machines behind a balancer: one key, one PostgreSQL, one Redis, nothing else in common."""

import os
import uuid

import pytest
import requests
from cryptography.fernet import Fernet

from tests.server.processes import Service

POSTGRES, REDIS = (os.environ.get(f"SAMTALSKOMPASSEN_TEST_{name}_URL") for name in ("POSTGRES", "REDIS"))
pytestmark = [
    pytest.mark.model, pytest.mark.skipif(not (POSTGRES and REDIS), reason="no PostgreSQL or no Redis here"),
]


@pytest.fixture
def machines(tmp_path):
    shared = {
        "SAMTALSKOMPASSEN_KEYS": Fernet.generate_key().decode(), "SAMTALSKOMPASSEN_DATABASE_URL": POSTGRES,
        "SAMTALSKOMPASSEN_REDIS_URL": REDIS, "SAMTALSKOMPASSEN_TURNS_PER_MINUTE": "40",
        "SAMTALSKOMPASSEN_TRUSTED_PROXIES": "127.0.0.1",
    }
    folders = [tmp_path / name for name in ("one", "two")]
    for folder in folders:
        folder.mkdir()
    services = [Service(folder, "--no-train", **shared) for folder in folders]
    for service in services:
        service.start()
    yield services
    for service in services:
        service.stop()


def post(service, state, address, **said):
    return requests.post(
        f"{service.url}/api/v1/chat", json={"state": state, "message_id": uuid.uuid4().hex, **said}, timeout=20,
        headers={"X-Forwarded-For": address},
    )


def test_conversation_wanders_between_machines_and_outlives_one(machines):
    one, two = machines
    reply = post(one, None, "203.0.113.1", text="min dotter på 14 blir kontrollerad av sin bror").json()
    for number in range(8):
        reply = post(machines[number % 2], reply["state"], "203.0.113.1", choice=reply["choices"][0]["id"]).json()
    assert reply["turn"] == 9
    one.kill()
    assert post(two, reply["state"], "203.0.113.1", choice=reply["choices"][0]["id"]).json()["turn"] == 10
    found = requests.get(f"{two.url}/api/v1/contacts?municipality=9999", timeout=10).json()["contacts"]
    assert found


def test_limit_holds_over_both_machines_and_danger_passes_it(machines):
    address = f"198.51.100.{os.getpid() % 250}"
    codes = [post(machines[number % 2], None, address, text="hej").status_code for number in range(90)]
    # One machine alone would take 45 of them. A minute may end meanwhile; then two full ones are taken.
    assert 40 <= codes.count(200) <= 80
    assert set(codes) == {200, 429}
    emergency = post(machines[0], None, address, text="han har en kniv och hotar sin syster nu")
    assert (emergency.status_code, emergency.json()["emergency"]) == (200, True)
