"""Prepares what is missing, binds the address and serves until told to stop."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import resource
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace

from aiohttp import web

from bot.guidance.content import ContentError
from bot.guidance.shelf import load_content
from bot.server.model_file import is_current, is_whole, usable_model
from bot.server.progress import complain, say, seconds
from bot.server.settings import Settings

# For the turns that have begun, and then for what is left of the connections.
DRAIN_SECONDS = 10.0
CLOSE_SECONDS = 5.0
# Longer than a proxy keeps an idle connection, so that it is never the service that hangs up on a request.
KEEPALIVE_SECONDS = 75.0
BACKLOG = 1024


class ServingError(Exception):
    """Serving is not possible; the message is a Swedish sentence with the remedy."""


def bind(host: str, port: int) -> socket.socket:
    """A socket at the address. Raises ServingError."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listening = socket.socket(family, kind, protocol)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
        listening.listen(BACKLOG)
    except OSError as error:
        raise ServingError(_refusal(error, host, port)) from error
    return listening


def _refusal(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"Porten {port} är upptagen. Stoppa det program som använder den, eller välj en annan: "
            f"samtalskompassen serve --port {port + 1 if port < 65535 else 8081}"
        )
    if error.errno in (errno.EACCES, errno.EPERM):
        return f"Porten {port} får bara administratören använda. Välj en port över 1023, till exempel --port 8080."
    return f"Adressen {host} finns inte på den här datorn. Välj en annan med --host, till exempel 127.0.0.1."


def prepare_database(settings: Settings) -> None:
    """Creates, migrates and seeds what is missing. Raises RegistryUnavailableError with the remedy."""
    from bot.registry import open_registry

    registry = open_registry(settings.database_url)
    try:
        started = time.monotonic()
        if registry.prepare(lambda text: say(f"  {text}")):
            say(f"Databasen är förberedd på {seconds(time.monotonic() - started)}")
    finally:
        registry.close()


def prepare_model(settings: Settings, may_train: bool = True) -> Settings:
    """Trains what is missing or out of date. Raises ModelError for a damaged model with none before it."""
    model = settings.model
    if may_train and (not model.exists() or (is_whole(model) and not is_current(model))):
        # In a process of its own, so that its memory is given back. When it fails it has said why, and the model from
        # before is still better than no service.
        subprocess.run([sys.executable, "-m", "bot.cli", "train"], check=False)
    usable = usable_model(model)
    if usable != model:
        complain(
            f'Modellen {model} är skadad. Den föregående används i stället. Träna en ny med "samtalskompassen train".'
        )
    return replace(settings, model=usable)


def prepare(settings: Settings, host: str, port: int, may_train: bool) -> tuple[Settings, socket.socket]:
    """Everything that can be wrong is found here, the quickest first.

    Raises ServingError, SettingsError, ContentError, RegistryError or ModelError, each with the remedy.
    """
    settings = settings.with_keys_for(host)
    listening = bind(host, port)
    load_content(settings.folder)
    prepare_database(settings)
    return prepare_model(settings, may_train), listening


def serve(settings: Settings, host: str, port: int, may_train: bool = True) -> int:
    """Serves in this process until SIGINT or SIGTERM. Raises what `prepare` raises."""
    started = time.monotonic()
    settings, listening = prepare(settings, host, port, may_train)
    return run(settings, listening, lambda: announce(listening, started))


def run(settings: Settings, listening: socket.socket, on_ready: Callable[[], None], lifeline: int | None = None) -> int:
    """Serves on a socket; `lifeline` is a file descriptor whose end means that the process should stop."""
    from bot.server.app import create_app
    from bot.server.logs import setup_logs

    setup_logs()
    # A crash must not leave what people wrote in a file.
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with contextlib.suppress(KeyboardInterrupt):
        return asyncio.run(_run(create_app(settings), listening, on_ready, lifeline))
    return 0


def renew_content() -> None:
    """Takes edited guides into use while serving; faulty ones are refused and what was in use goes on."""
    try:
        load_content()
    except ContentError as error:
        complain(f"Vägledningen på disk har fel. Den som redan används gäller tills det är rättat.\n{error}")
    else:
        say("Vägledningen är inläst på nytt.")


async def _run(
    app: web.Application, listening: socket.socket, on_ready: Callable[[], None], lifeline: int | None
) -> int:
    from bot.server.keys import DRAIN, HOST, PATIENCE

    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    if lifeline is not None:
        loop.add_reader(lifeline, stop.set)
    else:
        loop.add_signal_handler(signal.SIGHUP, renew_content)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=CLOSE_SECONDS, keepalive_timeout=KEEPALIVE_SECONDS)
    await runner.setup()
    site = web.SockSite(runner, listening)
    if lifeline is None:
        # Alone, the numbers are served while the model loads. One of several leaves that to those that are ready.
        await site.start()
    stopping: asyncio.Task[object] = asyncio.create_task(stop.wait())
    assert runner.server
    looking = asyncio.create_task(app[PATIENCE].keep_looking(runner.server))
    try:
        loading = app[HOST].loading or stopping
        await asyncio.wait((stopping, loading), return_when=asyncio.FIRST_COMPLETED)
        if app[HOST].failure:
            complain(
                f"Modellen gick inte att läsa in ({app[HOST].failure}). "
                'Träna en ny med "samtalskompassen train --force".'
            )
            return 1
        if not stop.is_set():
            if lifeline is not None:
                await site.start()
            on_ready()
            await stopping
    finally:
        looking.cancel()
        for each in list(runner.sites):
            await each.stop()
        await app[DRAIN].run(DRAIN_SECONDS)
        await runner.cleanup()
    if lifeline is None:
        say("Stoppad.")
    return 0


def announce(listening: socket.socket, started: float) -> None:
    """Tells that the service answers, and where. `started` is a time of time.monotonic()."""
    host, port = listening.getsockname()[:2]
    shown = f"[{host}]" if ":" in host else host
    if host in ("0.0.0.0", "::"):  # noqa: S104
        shown = "localhost"
    say(f"Samtalskompassen är igång efter {seconds(time.monotonic() - started)}.")
    say(f"Öppna http://{shown}:{port}/ i en webbläsare. Avsluta med Ctrl-C.")
