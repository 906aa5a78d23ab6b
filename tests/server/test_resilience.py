"""A full disk, a lost Redis, a stop in mid-turn, a wrong clock: met without loss."""

import json
import resource
import shutil
import signal
import socket
import subprocess
import time
import uuid
from urllib.parse import urlsplit

import pytest
import requests

from bot.guidance import content, shelf
from bot.server.model_file import note_of, previous_of
from bot.server.serving import renew_content
from tests.conftest import free_port
from tests.server.processes import ROOT, Service

pytestmark = pytest.mark.model
DANGER = "han ligger medvetslös och andas inte"
MODEL = ROOT / "models/samtalskompassen.tar.gz"


def post(service, state=None, **said):
    body = {"state": state, "message_id": uuid.uuid4().hex, **said}
    return requests.post(f"{service.url}/api/v1/chat", json=body, timeout=20)


def insist(service, state=None, **said):
    """The answer, asked for again while the service is too busy, as the widget does."""
    deadline = time.monotonic() + 60
    while True:
        answer = post(service, state, **said)
        if answer.status_code == 200:
            return answer.json()
        assert "Retry-After" in answer.headers and time.monotonic() < deadline, answer.text
        time.sleep(int(answer.headers["Retry-After"]))


def test_full_disk_stops_no_conversation(tmp_path):
    service = Service(tmp_path, "--no-train").start()
    nothing_fits, everything_fits = (0, resource.RLIM_INFINITY), (resource.RLIM_INFINITY,) * 2
    try:
        reply = insist(service, text="min son på 15 delar nazistiska bilder")
        resource.prlimit(service.process.pid, resource.RLIMIT_FSIZE, nothing_fits)
        reply = insist(service, reply["state"], text="nej")
        assert reply["choices"]
        shown = insist(service, reply["state"], text="vem kan jag ringa i Borås")
        assert any(message["type"] == "contact" for message in shown["messages"])
        assert post(service, reply["state"], text=DANGER).json()["emergency"]
        assert post(service, "forged", text="hej").status_code == 409
        resource.prlimit(service.process.pid, resource.RLIMIT_FSIZE, everything_fits)
        assert insist(service, shown["state"], text="vidare")["messages"]
    finally:
        service.stop()


def test_turn_that_has_begun_is_answered_before_a_stop(tmp_path):
    service = Service(tmp_path, "--no-train").start()
    body = json.dumps({"state": None, "message_id": "m1", "text": "min dotter hyllar ett terrordåd"}).encode()
    head = (
        "POST /api/v1/chat HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    try:
        with socket.create_connection(("127.0.0.1", service.port), 10) as wire:
            wire.sendall(head.encode() + body[:20])
            time.sleep(0.3)
            service.process.send_signal(signal.SIGTERM)
            time.sleep(0.5)
            wire.sendall(body[20:])
            answer = b"".join(iter(lambda: wire.recv(65536), b""))
        assert answer.startswith(b"HTTP/1.1 200")
        assert json.loads(answer.partition(b"\r\n\r\n")[2])["messages"]
        assert service.process.wait(20) == 0
    finally:
        service.stop()


def test_damaged_model_at_start_gives_way_to_the_one_before(tmp_path):
    model = tmp_path / "model.tar.gz"
    shutil.copy(MODEL, previous_of(model))
    shutil.copy(note_of(MODEL), note_of(model))
    model.write_bytes(MODEL.read_bytes()[:100_000])
    service = Service(tmp_path, "--no-train", SAMTALSKOMPASSEN_MODEL=str(model)).start()
    try:
        assert post(service, text="min son på 15 delar nazistiska bilder").json()["choices"]
        assert "skadad" in service.log.read_text()
    finally:
        service.stop()


@pytest.mark.skipif(not shutil.which("redis-server"), reason="no Redis here")
def test_lost_redis_loosens_the_limit_and_it_holds_again_when_redis_is_back(tmp_path):
    url = f"redis://127.0.0.1:{free_port()}/0"
    changes = {"SAMTALSKOMPASSEN_REDIS_URL": url, "SAMTALSKOMPASSEN_TURNS_PER_MINUTE": "5"}
    redis = start_redis(url)
    service = Service(tmp_path, "--no-train", **changes).start()
    try:
        assert 429 in [post(service, text="hej").status_code for _ in range(11)]
        redis.kill()
        redis.wait(5)
        codes = [post(service, text="hej").status_code for _ in range(3)]
        assert codes == [200] * 3
        assert post(service, text=DANGER).json()["emergency"]
        redis = start_redis(url)
        assert 429 in [post(service, text="hej").status_code for _ in range(11)]
        assert "redis_away" in service.log.read_text()
    finally:
        service.stop()
        redis.kill()
        redis.wait(5)


def start_redis(url):
    port = urlsplit(url).port
    redis = subprocess.Popen(
        ["redis-server", "--port", str(port), "--save", "", "--appendonly", "no"], stdout=subprocess.DEVNULL
    )
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return redis
        except OSError:
            time.sleep(0.05)
    raise AssertionError("Redis did not start")


async def test_everything_down_but_the_server_still_tells_what_to_do_in_danger(start):
    def fail():
        raise OSError("no model")

    client = await start(load=fail, redis_url="redis://127.0.0.1:1/0", database_url="postgresql+psycopg://x:y@127.0.0.1:1/none")
    answer = await client.post("/api/v1/chat", json={"message_id": "m1", "text": DANGER})
    reply = await answer.json()
    assert (answer.status, reply["emergency"]) == (200, True)
    assert reply["messages"][0]["numbers"][0]["phones"][0]["tel"] == "112"
    page = await client.get("/chat")
    assert page.status == 200
    assert "112" in await page.text()
    refused = await client.post("/api/v1/chat", json={"message_id": "m2", "text": "hej"})
    assert refused.status == 503
    assert (await refused.json())["numbers"][0]["tel"] == "112"


async def test_jumping_clock_costs_at_most_a_new_start(start, monkeypatch):
    client, now = await start(), time.time()

    async def say(state):
        answer = await client.post("/api/v1/chat", json={"message_id": "m", "state": state, "text": "japp"})
        return answer.status, await answer.json()

    status, reply = await say(None)
    monkeypatch.setattr("time.time", lambda: now - 86_400)
    status, earlier = await say(reply["state"])
    assert (status, earlier["turn"]) == (200, 2)
    monkeypatch.setattr("time.time", lambda: now + 86_400)
    status, refused = await say(reply["state"])
    assert (status, refused["code"]) == (409, "state_expired")
    assert refused["numbers"]
    assert (await say(None))[0] == 200


async def test_faulty_content_at_a_reload_changes_nothing(start, monkeypatch, tmp_path, capsys):
    folder = tmp_path / "guides"
    shutil.copytree(content.GUIDES, folder)
    monkeypatch.setattr(shelf, "GUIDES", folder)
    monkeypatch.setattr(shelf, "read_content", lambda language: content.read_content(language, folder))
    client, before = await start(), shelf.get_content()
    broken = next((folder / "sv").glob("*.yml"))
    whole = broken.read_text(encoding="utf-8")
    broken.write_text(whole + "\n  - {", encoding="utf-8")
    renew_content()
    assert shelf.get_content() is before
    assert broken.name in capsys.readouterr().err
    assert (await client.post("/api/v1/chat", json={"message_id": "m", "text": DANGER})).status == 200
    broken.write_text(whole, encoding="utf-8")
    renew_content()
    assert shelf.get_content() is not before
