"""What the service answers is what its description says, and everything it offers is described."""

import itertools

import pytest
from jsonschema import Draft202012Validator

from bot.server.openapi import read_description

DOCUMENT = read_description()
COUNT = itertools.count()


def validate(content, schema):
    Draft202012Validator({**schema, "components": DOCUMENT["components"]}).validate(content)


def resolve(part):
    while "$ref" in part:
        *_, kind, name = part["$ref"].split("/")
        part = DOCUMENT["components"][kind][name]
    return part


def check(path, method, status, kind, content):
    responses = DOCUMENT["paths"][path][method]["responses"]
    assert str(status) in responses, f"{status} is not described for {path}"
    validate(content, resolve(responses[str(status)])["content"][kind]["schema"])


def test_every_reference_leads_somewhere():
    def walk(part):
        if isinstance(part, dict):
            if "$ref" in part:
                assert resolve(part)
            for value in part.values():
                walk(value)
        elif isinstance(part, list):
            for value in part:
                walk(value)

    walk(DOCUMENT)


def test_schemas_are_schemas():
    for schema in DOCUMENT["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)


@pytest.mark.model
async def test_every_route_of_the_interface_is_described_and_nothing_else(start):
    client = await start()
    offered = {
        (route.resource.canonical, route.method.lower()) for route in client.app.router.routes()
        if route.method != "HEAD" and route.resource.canonical.startswith(("/api/v1/", "/health/"))
    } - {("/api/v1/openapi.json", "get")}
    described = {(path, method) for path, methods in DOCUMENT["paths"].items() for method in methods}
    assert offered == described
    served = await client.get("/api/v1/openapi.json")
    assert await served.json() == DOCUMENT


@pytest.mark.model
@pytest.mark.parametrize("path", [
    "/api/v1/municipalities", "/api/v1/municipalities?q=mora", "/api/v1/municipalities?q=50331",
    "/api/v1/contacts", "/api/v1/contacts?municipality=9999&role=parent&concern=extremism&age=15",
    "/api/v1/contacts?municipality=1490&at=2026-12-24T23:00:00", "/api/v1/contacts?municipality=0000",
    "/api/v1/contacts?age=999", "/api/v1/support-lines", "/api/v1/support-lines?role=young_person&concern=violence",
    "/api/v1/support-lines?at=x", "/api/v1/contacts?municipality=9999&language=en",
    "/api/v1/support-lines?language=en-GB", "/api/v1/support-lines?language=xx", "/health/live", "/health/ready",
])
async def test_look_ups_answer_as_described(start, path):
    answer = await (await start()).get(path)
    check(path.partition("?")[0], "get", answer.status, answer.content_type, await answer.json())


@pytest.mark.model
@pytest.mark.parametrize("said", [
    {}, {"text": "japp"}, {"text": ""}, {"text": "x" * 3000}, {"text": "krasch"}, {"choice": "nothing"},
    {"state": "forged", "text": "hej"}, {"text": "han ligger medvetslös och andas inte"}, {"message_id": 5},
])
async def test_turns_answer_as_described(start, said):
    answer = await (await start()).post("/api/v1/chat", json={"message_id": f"m{next(COUNT)}"} | said)
    check("/api/v1/chat", "post", answer.status, answer.content_type, await answer.json())
