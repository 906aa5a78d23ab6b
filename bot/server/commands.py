"""`samtalskompassen serve|train|chat|bench|key|pause|resume|stats|status`: running the service."""

from __future__ import annotations

import argparse

DEFAULT_HOST = "127.0.0.1"
DEFAULT_PORT = 8080


def add_commands(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds the commands that run the service."""
    serve = subparsers.add_parser("serve", help="förbereder det som saknas och startar tjänsten")
    serve.add_argument("--host", default=DEFAULT_HOST, help=f"adress att lyssna på (förval {DEFAULT_HOST})")
    serve.add_argument("--port", type=_port, default=DEFAULT_PORT, help=f"port (förval {DEFAULT_PORT})")
    serve.add_argument("--workers", type=_workers, metavar="ANTAL", help="processer som delar på arbetet")
    serve.add_argument("--no-train", action="store_true", help="träna inte, använd modellen som finns")
    serve.set_defaults(handler=run_serve)
    worker = subparsers.add_parser("worker")  # started by serve --workers, not by people
    worker.add_argument("--socket", type=int, required=True)
    worker.set_defaults(handler=run_worker)
    train = subparsers.add_parser("train", help="tränar modellen om något har ändrats")
    train.add_argument("--force", action="store_true", help="träna även om inget har ändrats")
    train.set_defaults(handler=run_train)
    chat = subparsers.add_parser("chat", help="samma assistent i terminalen")
    chat.set_defaults(handler=run_chat)
    bench = subparsers.add_parser("bench", help="mäter tjänsten mot en vanlig Rasa-bot")
    bench.add_argument("--dialogues", type=int, default=40, help="samtal om 30 svar på var sida (förval 40)")
    bench.add_argument("--seconds", type=float, default=30.0, help="tid för genomströmningen på var sida (förval 30)")
    bench.add_argument("--out", metavar="MAPP", help="spara tabell och bild här, till exempel docs")
    bench.set_defaults(handler=run_bench)
    key = subparsers.add_parser("key", help="skapar en ny nyckel för SAMTALSKOMPASSEN_KEYS")
    key.set_defaults(handler=run_key)
    pause = subparsers.add_parser("pause", help="stänger tjänsten: bara nummer att ringa visas")
    pause.add_argument("--message", metavar="TEXT", help="det besökarna får läsa")
    pause.set_defaults(handler=run_pause)
    resume = subparsers.add_parser("resume", help="öppnar tjänsten igen")
    resume.set_defaults(handler=run_resume)
    stats = subparsers.add_parser("stats", help="visar de grova räknarna, per månad")
    stats.set_defaults(handler=run_stats)
    status = subparsers.add_parser("status", help="visar om tjänsten är igång, stängd och hel")
    status.add_argument("--host", default=DEFAULT_HOST, help=f"tjänstens adress (förval {DEFAULT_HOST})")
    status.add_argument("--port", type=_port, default=DEFAULT_PORT, help=f"tjänstens port (förval {DEFAULT_PORT})")
    status.set_defaults(handler=run_status)


def _port(value: str) -> int:
    if not value.isdecimal() or not 1 <= int(value) <= 65535:
        raise argparse.ArgumentTypeError("porten ska vara ett tal mellan 1 och 65535")
    return int(value)


def _workers(value: str) -> int:
    if not value.isdecimal() or not 1 <= int(value) <= 64:
        raise argparse.ArgumentTypeError("antalet ska vara ett tal mellan 1 och 64")
    return int(value)


def run_serve(args: argparse.Namespace) -> int:
    """Serves until Ctrl-C."""
    from bot.server.serving import serve
    from bot.server.settings import read_settings
    from bot.server.workers import serve_with_workers

    settings, may_train = read_settings(), not args.no_train
    if args.workers is None:
        return serve(settings, args.host, args.port, may_train)
    return serve_with_workers(settings, args.host, args.port, args.workers, may_train)


def run_worker(args: argparse.Namespace) -> int:
    """Serves as one of several."""
    from bot.server.settings import read_settings
    from bot.server.workers import work

    return work(read_settings(), args.socket)


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


def run_bench(args: argparse.Namespace) -> int:
    """Measures both sides and prints one table."""
    import os
    from pathlib import Path

    from bot.server.bench_report import as_markdown, draw
    from bot.server.bench_services import measure_both

    if args.out:
        # Before minutes of measuring, so that a folder that cannot be written to does not lose them.
        Path(args.out).mkdir(parents=True, exist_ok=True)
    stock, ours = measure_both(args.dialogues, args.seconds, workers=os.cpu_count() or 1)
    table = as_markdown(stock, ours)
    print(f"\n{table}")
    if args.out:
        Path(args.out, "bench.md").write_text(table, encoding="utf-8")
        draw(stock, ours, Path(args.out, "bench.svg"))
    return 0


def run_key(args: argparse.Namespace) -> int:
    """Prints a new key."""
    from cryptography.fernet import Fernet

    print(Fernet.generate_key().decode("ascii"))
    return 0


def run_pause(args: argparse.Namespace) -> int:
    """Closes the service on this machine, at once."""
    from bot.server.pausing import PauseSwitch
    from bot.server.settings import read_settings

    PauseSwitch(read_settings().folder).pause(args.message)
    print('Tjänsten är stängd. Öppna den med "samtalskompassen resume".')
    return 0


def run_resume(args: argparse.Namespace) -> int:
    """Opens the service again."""
    from bot.server.pausing import PauseSwitch
    from bot.server.settings import read_settings

    opened = PauseSwitch(read_settings().folder).resume()
    print("Tjänsten är öppen igen." if opened else "Tjänsten var inte stängd.")
    return 0


def run_stats(args: argparse.Namespace) -> int:
    """Prints the counts, the small ones only as small."""
    from bot.registry import open_registry
    from bot.server.counting import NOWHERE, read_counts, shown
    from bot.server.settings import read_settings

    registry = open_registry(read_settings().database_url)
    registry.prepare()
    by_outcome, by_concern = read_counts(registry.database.engine)
    registry.close()
    print("Månad    Kommun  Det som visades  Samtal")
    for month, municipality, outcome, number in by_outcome:
        print(f"{month}  {'ingen' if municipality == NOWHERE else municipality:<6}  {outcome:<15}  {shown(number)}")
    print("\nMånad    Ämne, hela landet  Samtal")
    for month, concern, number in by_concern:
        print(f"{month}  {concern:<17}  {shown(number)}")
    return 0


def run_status(args: argparse.Namespace) -> int:
    """Prints what the service says about itself; 1 when it does not answer or is not ready."""
    from bot.server.settings import read_settings
    from bot.server.status import show_status

    return show_status(read_settings(), args.host, args.port)
