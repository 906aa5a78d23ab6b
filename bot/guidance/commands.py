"""`samtalskompassen guides …`: checking, drawing and reading the guides."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path


def add_commands(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds `guides check|graph|preview` to the command line."""
    guides = subparsers.add_parser("guides", help="kontrollera, rita och läs vägledningen")
    commands = guides.add_subparsers(dest="guides_command", required=True)
    check = commands.add_parser("check", help="säger vad som är fel, med fil och rad")
    check.set_defaults(handler=run_check)
    graph = commands.add_parser("graph", help="ritar vägledningen")
    graph.add_argument("--svg", type=Path, metavar="FIL", help="skriv en SVG-bild i stället för text")
    graph.set_defaults(handler=run_graph)
    preview = commands.add_parser("preview", help="skriver vägledningen som sidor att läsa och skriva ut")
    preview.add_argument("--role", default="parent", help="parent, teacher, leisure_leader eller other_adult")
    preview.add_argument("--concern", default="extremism", help="ämnets id, till exempel honour")
    preview.add_argument("--age", type=int, default=15)
    preview.add_argument("--employment", choices=("employed", "volunteer"), help="i arbetet eller ideellt")
    preview.add_argument("--all", action="store_true", help="alla ämnen, roller och åldrar, en sida var")
    preview.add_argument("--out", type=Path, metavar="FIL", default=Path("var/vagledning.html"))
    preview.set_defaults(handler=run_preview)


def run_check(args: argparse.Namespace) -> int:
    """Prints every fault; 1 when there is any."""
    from bot.guidance.content import HOME, ContentError
    from bot.guidance.shelf import faults_of, read_shelf

    try:
        shelf = read_shelf()
    except ContentError as error:
        print(error, file=sys.stderr)
        return 1
    faults = faults_of(shelf)
    for fault in faults:
        print(fault, file=sys.stderr)
    if faults:
        print(f"{len(faults)} fel i vägledningen.", file=sys.stderr)
        return 1
    content = shelf.contents[HOME]
    print(f"Vägledningen är hel: {len(content.concerns)} ämnen, {len(content.steps)} steg.")
    return 0


def run_graph(args: argparse.Namespace) -> int:
    """Prints the guides as text, or draws them as SVG."""
    from bot.guidance.drawing import as_svg, as_text
    from bot.guidance.shelf import get_content

    content = get_content()
    if args.svg:
        args.svg.write_text(as_svg(content), encoding="utf-8")
        print(f"Ritningen finns i {args.svg}.")
    else:
        print(as_text(content))
    return 0


def run_preview(args: argparse.Namespace) -> int:
    """Writes one walk as a page, or all of them, as they will be read."""
    from bot.guidance.model import ADULT_ROLES
    from bot.guidance.preview import as_page, walk_person, write_all
    from bot.guidance.shelf import get_content

    content = get_content()
    if args.all:
        folder = args.out.with_suffix("")
        print(f"{write_all(content, folder)} vägledningar finns i {folder}. Öppna {folder / 'index.html'}.")
        return 0
    if args.role not in ADULT_ROLES or args.concern not in content.concerns:
        print(f"Roller: {', '.join(ADULT_ROLES)}. Ämnen: {', '.join(content.concerns)}.", file=sys.stderr)
        return 2
    args.out.parent.mkdir(parents=True, exist_ok=True)
    person = walk_person(args.role, args.concern, args.age, args.employment)
    args.out.write_text(as_page(content, person), encoding="utf-8")
    print(f"Vägledningen finns i {args.out}. Öppna den i en webbläsare.")
    return 0
