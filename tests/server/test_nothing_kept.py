"""Marked words are said in every way there is, and then looked for wherever the service leaves traces."""

import io
import json
import logging
import os
import re
import time
import uuid
import warnings
from pathlib import Path

import pytest
import requests
from redis import Redis

from bot.server.logs import OWN, JsonFormatter, setup_logs
from tests.server.processes import Service

MARK = "kvastfeningsorden"
ADDRESS = "203.0.113.77"


@pytest.fixture
def written():
    """What the service's log handler writes."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonFormatter())
    root = logging.getLogger()
    root.addHandler(handler)
    yield stream
    root.removeHandler(handler)


def test_logs_are_json_of_names_places_and_durations(written):
    logging.getLogger(f"{OWN}.test").warning("something_happened", extra={"seconds": 1.5, "text": MARK})
    entry = json.loads(written.getvalue())
    assert (entry["event"], entry["seconds"], entry["level"]) == ("something_happened", 1.5, "warning")
    assert "text" not in entry


def test_libraries_cannot_write_what_they_hold(written):
    message = f"failed on {MARK}"
    logging.getLogger("rasa.core").error(message)
    logging.getLogger("aiohttp.server").error("failed on %s", MARK)
    try:
        raise ValueError(MARK)
    except ValueError:
        logging.getLogger("asyncio").exception("boom %s", MARK)
    lines = [json.loads(line) for line in written.getvalue().splitlines()]
    assert [line["event"] for line in lines] == ["library"] * 3
    assert (lines[2]["error"], lines[2]["raised"].split(":")[0]) == ("ValueError", "test_nothing_kept.py")
    assert MARK not in written.getvalue()


def test_warnings_are_not_shown(capfd):
    root, show = logging.getLogger().handlers[:], warnings.showwarning
    try:
        setup_logs()
        with warnings.catch_warnings():
            warnings.simplefilter("always")
            warnings.showwarning = warnings.showwarning
            warnings.warn(MARK, stacklevel=1)
    finally:
        logging.getLogger().handlers[:], warnings.showwarning = root, show
    assert MARK not in capfd.readouterr().err


@pytest.mark.model
@pytest.mark.parametrize("text", [f"krasch {MARK}", f"glömd {MARK}", f"japp {MARK}", f"{MARK} han andas inte"])
async def test_failing_and_working_turns_log_no_words(start, written, capfd, text):
    client = await start()
    await client.post("/api/v1/chat", json={"message_id": uuid.uuid4().hex, "text": text})
    await client.get("/api/v1/municipalities", params={"q": MARK})
    await client.get(f"/{MARK}")
    metrics = await (await client.get("/metrics")).text()
    out, err = capfd.readouterr()
    assert MARK not in written.getvalue() + out + err + metrics


@pytest.mark.model
def test_nothing_said_is_found_anywhere_after_a_conversation(tmp_path):
    redis = os.environ.get("SAMTALSKOMPASSEN_TEST_REDIS_URL", "")
    (tmp_path / "temporary").mkdir()
    service = Service(
        tmp_path, "--no-train", SAMTALSKOMPASSEN_TRUSTED_PROXIES="127.0.0.0/8", TMPDIR=str(tmp_path / "temporary"),
        SAMTALSKOMPASSEN_REDIS_URL=redis,
    ).start()
    try:
        state = None
        for text in (
            f"min son på 15 delar nazistiska bilder, {MARK}", f"nej {MARK}", f"{MARK} ska döda sig i kväll",
            f"Jag heter {MARK.title()} Svensson, 19850709-9805", f"/restart {MARK}", f"{MARK} " * 300, "vidare",
        ):
            answer = requests.post(
                f"{service.url}/api/v1/chat", timeout=20, headers={"X-Forwarded-For": ADDRESS, "User-Agent": MARK},
                json={"state": state, "message_id": uuid.uuid4().hex, "text": text},
            )
            state = answer.json().get("state", state)
        figures = requests.get(f"{service.url}/metrics", timeout=5).text
        time.sleep(0.2)
        left = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
        limits = Path(f"/proc/{service.process.pid}/limits").read_text()
    finally:
        service.stop()
    left |= {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert "samtalskompassen_turns_total" in figures
    # The database with its write-ahead log was among the files, and a crash would write none.
    assert any(path.name == "test.db-wal" for path in left)
    assert re.search(r"Max core file size +0 +0 ", limits)
    for content in (figures.encode(), *left.values(), *in_redis(redis)):
        for trace in (MARK, MARK.title(), ADDRESS, "19850709", state):
            assert trace.encode() not in content


def in_redis(url):
    """Every key and value that there is."""
    if not url:
        return []
    server = Redis.from_url(url)
    keys = server.keys("*")
    assert any(key.startswith(b"sk:") for key in keys)
    return [*keys, *(server.dump(key) or b"" for key in keys)]
