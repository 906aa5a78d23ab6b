"""The `samtalskompassen` command: each room's commands under one name, and errors as one clear sentence."""

from __future__ import annotations

import argparse
import importlib
import os
import sys

ROOMS = ("server", "registry", "guidance", "language")
# Errors whose message is a sentence for the operator, by module so that nothing heavy is imported to name them.
EXPLAINED = {
    ("bot.server.settings", "SettingsError"), ("bot.server.serving", "ServingError"),
    ("bot.server.model_file", "ModelError"), ("bot.registry.errors", "RegistryError"),
    ("bot.guidance.content_files", "ContentError"),
}


def make_parser() -> argparse.ArgumentParser:
    """The parser of all commands."""
    parser = argparse.ArgumentParser(
        prog="samtalskompassen", description="Samtalsstöd för vuxna som är oroliga för en ung person."
    )
    subparsers = parser.add_subparsers(dest="command", required=True, metavar="kommando")
    for room in ROOMS:
        importlib.import_module(f"bot.{room}.commands").add_commands(subparsers)
    return parser


def main(arguments: list[str] | None = None) -> int:
    """Runs a command and returns its exit code."""
    # Rasa phones home unless told not to, and TensorFlow talks to whoever started it.
    os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    args = make_parser().parse_args(arguments)
    try:
        return int(args.handler(args) or 0)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except Exception as error:
        if any((kind.__module__, kind.__name__) in EXPLAINED for kind in type(error).__mro__):
            print(error, file=sys.stderr)
            return 1
        raise


if __name__ == "__main__":
    sys.exit(main())
