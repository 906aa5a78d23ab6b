"""The HTTP interface: one turn of a chat, and the registry to look things up in."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import Any

from aiohttp import web

from bot.registry import RegistryUnavailableError, UnknownMunicipalityError
from bot.server.answers import LANGUAGE, as_json
from bot.server.keys import LIMITS, PAUSE, REGISTRY, SITES, TURNS
from bot.server.problems import ProblemError, pick_language
from bot.server.requests import read_request

REGISTRY_SECONDS = 5.0
# For a body of some kilobytes over the worst of mobile nets.
BODY_SECONDS = 15.0
LONGEST_QUERY = 100


async def chat(request: web.Request) -> web.Response:
    """One turn."""
    if request.content_type != "application/json":
        raise ProblemError("media_type")
    try:
        async with asyncio.timeout(BODY_SECONDS):
            body = await request.read()
    except TimeoutError:
        raise ProblemError("too_slow") from None
    turn = read_request(body)
    if turn.language:
        request[LANGUAGE] = turn.language
    site = await request.app[SITES].find(turn.site)
    if site is None:
        turn = turn.model_copy(update={"site": None})
    if turn.state is None and turn.municipality and not await _is_municipality(request.app, turn.municipality):
        turn = turn.model_copy(update={"municipality": None})
    limits = request.app[LIMITS]

    async def gate() -> None:
        pause = request.app[PAUSE].read()
        if pause or (site and site.paused):
            raise ProblemError("paused", message=pause.message if pause else None)
        await limits.admit(limits.address_of(request))

    limits.active += 1
    try:
        return as_json(await request.app[TURNS].answer(turn, gate))
    finally:
        limits.active -= 1


async def _is_municipality(app: web.Application, code: str) -> bool:
    try:
        await _ask(app, "get_municipality", code)
    except (UnknownMunicipalityError, ProblemError):
        return False
    return True


async def _ask(app: web.Application, method: str, *args: Any, **kwargs: Any) -> Any:
    try:
        async with asyncio.timeout(REGISTRY_SECONDS):
            return await asyncio.to_thread(getattr(app[REGISTRY], method), *args, **kwargs)
    except (RegistryUnavailableError, TimeoutError):
        raise ProblemError("registry_unavailable") from None


def _query(request: web.Request, name: str) -> str | None:
    value = (request.query.get(name) or "").strip()
    if len(value) > LONGEST_QUERY or "\0" in value:
        raise ProblemError("bad_query", name=name)
    return value or None


def _language(request: web.Request) -> str:
    """The language asked for, Swedish if there are no texts in it; problems come in it too."""
    request[LANGUAGE] = _query(request, "language")
    return pick_language(request[LANGUAGE])


def _moment(request: web.Request) -> datetime | None:
    value = _query(request, "at")
    try:
        # An unescaped plus in a query arrives as a space.
        return datetime.fromisoformat(value.replace(" ", "+", 1) if value.count(":") > 1 else value) if value else None
    except ValueError:
        raise ProblemError("bad_query", name="at") from None


def _age(request: web.Request) -> int | None:
    if "age" not in request.query:
        return None
    value = _query(request, "age") or ""
    if not value.isdecimal() or int(value) > 120:
        raise ProblemError("bad_query", name="age")
    return int(value)


async def municipalities(request: web.Request) -> web.Response:
    """Places that match what a person types."""
    typed = _query(request, "q")
    found = await _ask(request.app, "find_municipalities", typed) if typed else []
    return as_json({
        "municipalities": [
            {"code": each.code, "name": each.name, "county": each.county, "kind": each.kind, "place": each.place}
            for each in found
        ]
    })


async def contacts(request: web.Request) -> web.Response:
    """Contacts in order of fit."""
    language = _language(request)
    try:
        cards = await _ask(
            request.app, "find_contacts", _query(request, "municipality"), district=_query(request, "district"),
            role=_query(request, "role"), concern=_query(request, "concern"), age=_age(request), at=_moment(request),
            language=language,
        )
    except UnknownMunicipalityError:
        raise ProblemError("bad_query", name="municipality") from None
    return as_json({"contacts": [card.as_message() for card in cards]})


async def support_lines(request: web.Request) -> web.Response:
    """National lines in order of fit."""
    language = _language(request)
    cards = await _ask(
        request.app, "find_support_lines", concern=_query(request, "concern"), role=_query(request, "role"),
        at=_moment(request), language=language,
    )
    return as_json({"support_lines": [card.as_message() for card in cards]})


def setup_api(app: web.Application) -> None:
    """Adds the routes of the interface."""
    app.router.add_post("/api/v1/chat", chat)
    app.router.add_get("/api/v1/municipalities", municipalities)
    app.router.add_get("/api/v1/contacts", contacts)
    app.router.add_get("/api/v1/support-lines", support_lines)
