"""Every failure of a request becomes a problem: no stack trace, no bare page."""

from __future__ import annotations

import json
import logging
from functools import partial
from typing import Any

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.server.logs import where
from bot.server.problems import ProblemError, pick_language, problem

log = logging.getLogger("samtalskompassen.answers")
KIND = "application/problem+json"
LANGUAGE = "language"
BY_STATUS = {404: "not_found", 405: "method_not_allowed", 413: "body_too_large", 415: "media_type"}


def as_json(content: Any, **options: Any) -> web.Response:
    """An answer of JSON, with å, ä and ö as they are."""
    return web.json_response(content, dumps=partial(json.dumps, ensure_ascii=False, separators=(",", ":")), **options)


def answer_problem(request: web.Request, error: ProblemError) -> web.Response:
    """The problem in the language of the request."""
    language = pick_language(request.get(LANGUAGE), request.headers.get("Accept-Language"))
    headers = {"Retry-After": str(error.retry_after)} if error.retry_after else {}
    response = as_json(problem(error, language), status=error.status, headers=headers, content_type=KIND)
    response.headers["Content-Language"] = language
    return response


@web.middleware
async def catch_problems(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answers problems as such, and anything unforeseen as a problem without details."""
    try:
        return await handler(request)
    except ProblemError as error:
        return answer_problem(request, error)
    except web.HTTPException as error:
        if error.status < 400:
            raise
        response = answer_problem(request, ProblemError(BY_STATUS.get(error.status, "request_refused")))
        if isinstance(error, web.HTTPMethodNotAllowed):
            response.headers["Allow"] = ", ".join(sorted(error.allowed_methods))
        return response
    except ConnectionError:
        raise
    except Exception as error:  # the last line: a person in need must not meet a bare error
        log.error("request_failed", extra={
            "route": request.match_info.route.resource.canonical if request.match_info.route.resource else None,
            "error": type(error).__name__, "place": where(error),
        })
        return answer_problem(request, ProblemError("broken"))


def setup_answers(app: web.Application) -> None:
    """Puts problems nearest to the handlers, so that headers are set on them too."""
    app.middlewares.append(catch_problems)
