"""Conversations outlive the process, and do not slow down."""

import os
import uuid
from pathlib import Path

import pytest
import requests

from tests.server.processes import Service

pytestmark = pytest.mark.model


def post(service, state, **said):
    body = {"state": state, "message_id": uuid.uuid4().hex, **said}
    answer = requests.post(f"{service.url}/api/v1/chat", json=body, timeout=20)
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.fixture
def service(tmp_path):
    service = Service(tmp_path, "--no-train")
    yield service.start()
    service.stop()


def test_conversation_goes_on_after_a_kill_and_a_new_start(service):
    reply = post(service, None, text="min dotter på 16 hyllar ett terrordåd")
    reply = post(service, reply["state"], text="nej")
    offered = [choice["title"] for choice in reply["choices"]]
    again = post(service, reply["state"], choice=reply["choices"][0]["id"])
    service.kill()
    service.start()
    after = post(service, reply["state"], choice=reply["choices"][0]["id"])
    assert after["messages"] == again["messages"]
    assert [choice["title"] for choice in after["choices"]] != offered


def processor_seconds(service):
    """What the service has used so far: a busy machine makes turns slower, not dearer."""
    fields = Path(f"/proc/{service.process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def test_late_turns_cost_what_early_ones_cost(service):
    reply = post(service, None, text="min son på 15 har börjat dela nazistiska memes")
    reply, spent = post(service, reply["state"], text="nej"), [processor_seconds(service)]
    for number in range(220):
        said = {"choice": reply["choices"][0]["id"]} if number % 2 else {"text": "vad ska jag undvika att säga"}
        reply = post(service, reply["state"], **said)
        spent.append(processor_seconds(service))
    early, late = ((spent[at + 60] - spent[at]) * 1000 / 60 for at in (5, 160))
    print(f"turns 5-65: {early:.1f} ms, turns 160-220: {late:.1f} ms, state {len(reply['state'])} characters")
    assert reply["turn"] == 222
    # Stock Rasa needs a hundred times as much here.
    assert late < 1.5 * early
    assert len(reply["state"]) < 8192
