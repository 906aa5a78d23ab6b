"""`samtalskompassen serve|train|chat|key`: running the service."""

from __future__ import annotations

import argparse

DEFAULT_HOST = "127.0.0.1"
DEFAULT_PORT = 8080


def add_commands(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds the commands that run the service."""
    serve = subparsers.add_parser("serve", help="förbereder det som saknas och startar tjänsten")
    serve.add_argument("--host", default=DEFAULT_HOST, help=f"adress att lyssna på (förval {DEFAULT_HOST})")
    serve.add_argument("--port", type=_port, default=DEFAULT_PORT, help=f"port (förval {DEFAULT_PORT})")
    serve.set_defaults(handler=run_serve)
    train = subparsers.add_parser("train", help="tränar modellen om något har ändrats")
    train.add_argument("--force", action="store_true", help="träna även om inget har ändrats")
    train.set_defaults(handler=run_train)
    chat = subparsers.add_parser("chat", help="samma assistent i terminalen")
    chat.set_defaults(handler=run_chat)
    key = subparsers.add_parser("key", help="skapar en ny nyckel för SAMTALSKOMPASSEN_KEYS")
    key.set_defaults(handler=run_key)


def _port(value: str) -> int:
    if not value.isdecimal() or not 1 <= int(value) <= 65535:
        raise argparse.ArgumentTypeError("porten ska vara ett tal mellan 1 och 65535")
    return int(value)


def run_serve(args: argparse.Namespace) -> int:
    """Serves until Ctrl-C."""
    from bot.server.serving import serve
    from bot.server.settings import read_settings

    return serve(read_settings(), args.host, args.port)


def run_train(args: argparse.Namespace) -> int:
    """Trains if needed."""
    from bot.server.settings import read_settings
    from bot.server.training import report, train

    settings = read_settings()
    report(train(settings.model, force=args.force), settings.model)
    return 0


def run_chat(args: argparse.Namespace) -> int:
    """Talks in the terminal."""
    from bot.server.settings import read_settings
    from bot.server.terminal import talk

    return talk(read_settings())


def run_key(args: argparse.Namespace) -> int:
    """Prints a new key."""
    from cryptography.fernet import Fernet

    print(Fernet.generate_key().decode("ascii"))
    return 0
