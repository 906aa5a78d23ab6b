"""The pages and files a browser loads: the loader, the chat page, a demonstration page and the widget's parts."""

from __future__ import annotations

import gzip
import hashlib
import html
import json
import re
from dataclasses import dataclass
from pathlib import Path

from aiohttp import web

from bot.server.accent import readable_accent
from bot.server.keys import SITES
from bot.server.problems import ProblemError
from bot.server.security import content_policy

WIDGET = Path(__file__).parents[1] / "widget"
SITE_PLACEHOLDER = 'name="samtals-site" content="{}"'
KINDS = {
    ".css": "text/css", ".html": "text/html", ".js": "text/javascript", ".json": "application/json",
    ".svg": "image/svg+xml",
}
SMALLEST_GZIP = 512
# Comments that fill lines of their own are for those who read the source, not for a phone with little data left.
COMMENT_LINES = re.compile(rb"^[ \t]*(?://[^\n]*|/\*.*?\*/)[ \t]*\n", re.MULTILINE | re.DOTALL)
CODE = (".js", ".css")


@dataclass(frozen=True)
class File:
    """A file held in memory, compressed once."""

    body: bytes
    packed: bytes | None
    kind: str
    tag: str


def read_file(path: Path) -> File:
    """The file as it is served."""
    body = path.read_bytes()
    return make_file(COMMENT_LINES.sub(b"", body) if path.suffix in CODE else body, KINDS[path.suffix])


def make_file(body: bytes, kind: str) -> File:
    """A file of these bytes."""
    packed = gzip.compress(body, 9, mtime=0) if len(body) >= SMALLEST_GZIP else None
    return File(body, packed, kind, f'"{hashlib.blake2s(body, digest_size=12).hexdigest()}"')


def serve(request: web.Request, file: File, cache: str = "public, max-age=300") -> web.Response:
    """The file, packed when the browser takes it, or 304 when the browser has it."""
    headers = {
        "ETag": file.tag, "Cache-Control": cache, "Vary": "Accept-Encoding",
        "Content-Type": f"{file.kind}; charset=utf-8",
    }
    if request.headers.get("If-None-Match") == file.tag:
        return web.Response(status=304, headers=headers)
    if file.packed and "gzip" in request.headers.get("Accept-Encoding", ""):
        return web.Response(body=file.packed, headers=headers | {"Content-Encoding": "gzip"})
    return web.Response(body=file.body, headers=headers)


class Pages:
    """Everything in the widget's folder, read at the start."""

    def __init__(self, folder: Path = WIDGET) -> None:
        self._files = {path.name: read_file(path) for path in folder.iterdir() if path.suffix in KINDS}
        self._chat = (folder / "chat.html").read_text(encoding="utf-8")

    def loader(self, request: web.Request) -> web.Response:
        """The one script a municipal page embeds; any page may load it."""
        response = serve(request, self._files["embed.js"])
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        return response

    def demo(self, request: web.Request) -> web.Response:
        """An invented municipal page with the assistant on it."""
        return serve(request, self._files["index.html"])

    async def chat(self, request: web.Request) -> web.Response:
        """The chat as a page of its own, which only the site's own origins may frame."""
        site = await request.app[SITES].find(request.query.get("site"))
        own = {}
        if site:
            accent = (site.theme or {}).get("accent")
            own = {
                "exit": site.quick_exit_url, "accent": accent and readable_accent(accent),
                "language": site.languages[0],
            }
        content = json.dumps({name: value for name, value in own.items() if value}, ensure_ascii=False)
        page = self._chat.replace(
            SITE_PLACEHOLDER, f'name="samtals-site" content="{html.escape(content, quote=True)}"'
        )
        language = request.query.get("lang") or (site.languages[0] if site else "")
        words = f"strings.{language[:2].lower()}.json"
        if words in self._files:
            page = page.replace("strings.sv.json", words)
        response = serve(request, make_file(page.encode(), "text/html"), "no-cache")
        response.headers["Content-Security-Policy"] = content_policy(site.origins if site else ())
        return response

    def part(self, request: web.Request) -> web.Response:
        """A file of the widget. Raises ProblemError when there is none by that name."""
        file = self._files.get(request.match_info["name"])
        if file is None:
            raise ProblemError("not_found")
        return serve(request, file)


def setup_pages(app: web.Application) -> None:
    """Adds the routes of pages and files."""
    pages = Pages()

    async def loader(request: web.Request) -> web.Response:
        return pages.loader(request)

    async def demo(request: web.Request) -> web.Response:
        return pages.demo(request)

    async def part(request: web.Request) -> web.Response:
        return pages.part(request)

    app.router.add_get("/", demo)
    app.router.add_get("/embed.js", loader)
    app.router.add_get("/chat", pages.chat)
    app.router.add_get("/widget/{name}", part)
