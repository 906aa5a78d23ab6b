"""Headers that keep the pages ours: content policy, framing and cross-origin answers by site."""

from __future__ import annotations

from collections.abc import Iterable

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.server.keys import SITES

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), browsing-topics=()",
    "Strict-Transport-Security": "max-age=31536000",
    "X-Robots-Tag": "noindex",
    "Server": "samtalskompassen",
}
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; frame-src 'self'; "
    "form-action 'none'; base-uri 'none'; require-trusted-types-for 'script'; trusted-types 'none'; "
    "frame-ancestors {ancestors}"
)
ALLOWED_METHODS = "GET, POST"
PREFLIGHT_SECONDS = "600"


def content_policy(ancestors: Iterable[str] = ()) -> str:
    """The content security policy of a page that only these origins, and our own, may frame."""
    return POLICY.format(ancestors=" ".join(["'self'", *ancestors]))


@web.middleware
async def add_headers(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Sets the headers of every answer; what a handler has set stays."""
    response = await handler(request)
    for name, value in ALWAYS.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("Content-Security-Policy", content_policy())
    if request.path.startswith("/api/"):
        response.headers.setdefault("Cache-Control", "no-store")
    return response


@web.middleware
async def allow_origins(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Lets pages of registered sites read the API; to all others the browser refuses the answer."""
    origin = request.headers.get("Origin")
    if not origin or not request.path.startswith("/api/"):
        return await handler(request)
    allowed = await request.app[SITES].allows(origin)
    if request.method == "OPTIONS":
        response: web.StreamResponse = web.Response(status=204)
        if allowed:
            response.headers["Access-Control-Allow-Methods"] = ALLOWED_METHODS
            response.headers["Access-Control-Allow-Headers"] = "Content-Type"
            response.headers["Access-Control-Max-Age"] = PREFLIGHT_SECONDS
    else:
        response = await handler(request)
    response.headers["Vary"] = "Origin"
    if allowed:
        response.headers["Access-Control-Allow-Origin"] = origin
        response.headers["Access-Control-Expose-Headers"] = "Retry-After"
    return response


def setup_security(app: web.Application) -> None:
    """Puts the headers on every answer, problems too."""
    app.middlewares.append(add_headers)
    app.middlewares.append(allow_origins)
