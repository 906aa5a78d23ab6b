"""Pages, files and the headers that protect them."""

from datetime import UTC, datetime, timedelta

import pytest

pytestmark = pytest.mark.model


@pytest.mark.parametrize(("path", "kind"), [
    ("/", "text/html"), ("/chat", "text/html"), ("/embed.js", "text/javascript"), ("/widget/chat.css", "text/css"),
    ("/widget/chat.js", "text/javascript"), ("/widget/icon.svg", "image/svg+xml"),
])
async def test_page_is_served_packed_and_not_twice(start, path, kind):
    client = await start()
    answer = await client.get(path)
    assert (answer.status, answer.content_type, answer.charset) == (200, kind, "utf-8")
    assert "Set-Cookie" not in answer.headers
    again = await client.get(path, headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status, await again.read()) == (304, b"")


@pytest.mark.parametrize("path", [
    "/nothing", "/widget/nothing.js", "/widget/..%2f..%2fpyproject.toml", "/api/v1/nothing",
])
async def test_missing_page_is_a_problem_with_the_numbers(start, path):
    answer = await (await start()).get(path)
    assert (answer.status, answer.content_type) == (404, "application/problem+json")
    assert (await answer.json())["numbers"][0]["tel"] == "112"


async def test_wrong_method_is_a_problem(start):
    answer = await (await start()).get("/api/v1/chat")
    assert (answer.status, (await answer.json())["code"]) == (405, "method_not_allowed")
    assert answer.headers["Allow"] == "POST"


@pytest.mark.parametrize("path", ["/", "/chat", "/embed.js", "/api/v1/support-lines", "/nothing"])
async def test_every_answer_has_the_strict_headers(start, path):
    headers = (await (await start()).get(path)).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "aiohttp" not in headers["Server"].lower()


async def test_only_the_origins_of_a_site_may_frame_its_chat(start, origin_site):
    client = await start()
    site, origin = origin_site
    own = (await client.get("/chat", params={"site": site})).headers["Content-Security-Policy"]
    assert f"frame-ancestors 'self' {origin}" in own
    for query in ({}, {"site": "unknown"}):
        policy = (await client.get("/chat", params=query)).headers["Content-Security-Policy"]
        assert policy.endswith("frame-ancestors 'self'")


async def test_other_origins_may_read_the_interface_only_when_registered(start, origin_site):
    client = await start()
    _, origin = origin_site
    for asked, allowed in ((origin, origin), ("https://annan.example", None), ("null", None)):
        answer = await client.get("/api/v1/support-lines", headers={"Origin": asked})
        assert answer.headers.get("Access-Control-Allow-Origin") == allowed
        headers = {"Origin": asked, "Access-Control-Request-Method": "POST"}
        before = await client.options("/api/v1/chat", headers=headers)
        assert before.headers.get("Access-Control-Allow-Origin") == allowed


async def test_registry_can_be_asked(start):
    client = await start()
    found = (await (await client.get("/api/v1/municipalities", params={"q": "borå"})).json())["municipalities"]
    assert found[0]["code"] == "1490"
    query = {"municipality": "9999", "at": "2026-11-25T12:00:00+01:00", "role": "teacher", "age": "15"}
    assert (await (await client.get("/api/v1/contacts", params=query)).json())["contacts"]
    lines = await (await client.get("/api/v1/support-lines", params={"role": "parent"})).json()
    assert {"sos_112", "hjalplinjen"} <= {line["id"] for line in lines["support_lines"]}


@pytest.mark.parametrize(("path", "query"), [
    ("contacts", {"age": "-3"}), ("contacts", {"age": "tio"}), ("contacts", {"at": "i går"}),
    ("contacts", {"role": "a\0b"}), ("support-lines", {"at": "2026-13-40"}), ("municipalities", {"q": "x" * 500}),
])
async def test_unusable_query_is_explained(start, path, query):
    answer = await (await start()).get(f"/api/v1/{path}", params=query)
    assert (answer.status, (await answer.json())["code"]) == (400, "bad_query")


async def test_health_tells_each_part(start):
    client = await start()
    assert (await client.get("/health/live")).status == 200
    ready = await client.get("/health/ready")
    parts = (await ready.json())["parts"]
    assert (ready.status, parts["assistant"]["ready"], parts["registry"]["ready"]) == (200, True, True)
    assert parts["assistant"]["model"]
    assert datetime.now(UTC) - datetime.fromisoformat(parts["registry"]["changed"]) < timedelta(hours=1)
    assert parts["registry"]["days_since_change"] == 0
