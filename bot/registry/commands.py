"""The commands `contacts` and `sites`, for coordinators and operators."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bot.registry.registry import Registry

PROBLEMS_SHOWN = 50


def add_commands(subparsers: Any) -> None:
    """Adds the two commands to the parser of all commands."""
    contacts = subparsers.add_parser("contacts", help="kontakter: läsa in, ta ut, kontrollera, bekräfta")
    actions = contacts.add_subparsers(dest="action", required=True, metavar="vad")

    command = actions.add_parser("import", help="läser in en CSV- eller Excelfil, allt eller inget")
    command.add_argument("file", type=Path, metavar="FIL")
    command.add_argument("--dry-run", action="store_true", help="visar bara vad som skulle ändras")
    command.add_argument("--by", default="import", metavar="FUNKTION", help="vem som gör det, för ändringsloggen")
    command.set_defaults(handler=_import)

    command = actions.add_parser("export", help="skriver kontakterna till en fil som går att läsa in igen")
    command.add_argument("file", type=Path, nargs="?", metavar="FIL", help=".csv eller .xlsx; annars till skärmen")
    command.add_argument("--municipality", metavar="KOD")
    command.set_defaults(handler=_export)

    command = actions.add_parser("template", help="en mall att fylla i")
    command.add_argument("file", type=Path, metavar="FIL", help=".csv eller .xlsx")
    command.set_defaults(handler=_template)

    command = actions.add_parser("list", help="kontakterna i en kommun, eller de nationella linjerna")
    command.add_argument("municipality", nargs="?", metavar="KOMMUN", help="annars: nationella linjer")
    command.add_argument("--mail", action="store_true", help="som ett brev till den som ansvarar")
    command.set_defaults(handler=_list)

    command = actions.add_parser("check", help="det som är gammalt, dubbelt, krockar eller inte går att nå")
    command.add_argument("--municipality", metavar="KOD")
    command.set_defaults(handler=_check)

    command = actions.add_parser("confirm", help="någon ansvarig har kontrollerat kontakten")
    command.add_argument("ids", nargs="+", metavar="ID")
    command.add_argument("--by", required=True, metavar="FUNKTION", help="funktion, inte namn")
    command.add_argument("--on", type=date.fromisoformat, default=None, metavar="DATUM", help="annars i dag")
    command.set_defaults(handler=_confirm)

    command = actions.add_parser("hsds", help="hela registret enligt HSDS 3: .json eller .zip (Tabular Data Package)")
    command.add_argument("file", type=Path, metavar="FIL")
    command.set_defaults(handler=_hsds)

    command = actions.add_parser("bench", help="hur snabba sökningar är i ett stort register, i egna databaser")
    command.add_argument("--postgres", metavar="URL", help="en server där en databas får skapas; annars bara SQLite")
    command.set_defaults(handler=_bench)

    from bot.registry.site_commands import add_site_commands

    add_site_commands(subparsers)


def open_prepared() -> Registry:
    """The registry of SAMTALSKOMPASSEN_DATABASE_URL, migrated and seeded. Raises RegistryUnavailableError."""
    import os

    from bot.registry import open_registry

    registry = open_registry(os.environ.get("SAMTALSKOMPASSEN_DATABASE_URL", "sqlite:///var/samtalskompassen.db"))
    registry.prepare(lambda text: print(text, file=sys.stderr))
    return registry


def write(path: Path, data: bytes) -> None:
    """Writes a file whole or not at all. Raises RegistryError."""
    from bot.registry import RegistryError

    try:
        draft = path.with_name(path.name + ".ofärdig")
        draft.write_bytes(data)
        draft.replace(path)
    except OSError as error:
        raise RegistryError(f"Det går inte att skriva {path}. Välj en annan mapp.") from error
    print(f"Sparat: {path}", file=sys.stderr)


def _import(args: argparse.Namespace) -> int:
    from bot.registry.importing import import_file, plan_import

    database = open_prepared().database
    plan = plan_import(database, args.file)
    if not plan.problems:
        print("\n".join(plan.lines()))
    if not plan.problems and not args.dry_run and not plan.is_empty:
        if sys.stdin.isatty() and input("Skriv ja för att genomföra: ").strip().lower() != "ja":
            print("Inget har ändrats.")
            return 1
        plan = import_file(database, args.file, args.by)
        if not plan.problems:
            print("Genomfört.")
    if plan.problems:
        for problem in plan.problems[:PROBLEMS_SHOWN]:
            print(problem, file=sys.stderr)
        rest = len(plan.problems) - PROBLEMS_SHOWN
        more = f" {rest} fel till visas inte." if rest > 0 else ""
        print(f"Inget har ändrats. Rätta {len(plan.problems)} fel och försök igen.{more}", file=sys.stderr)
        return 1
    return 0


def _export(args: argparse.Namespace) -> int:
    from bot.registry.exporting import read_contacts, to_csv, to_rows, write_file

    rows = to_rows(read_contacts(open_prepared().database, args.municipality))
    if args.file:
        write(args.file, write_file(rows, args.file.name))
    else:
        sys.stdout.write(to_csv(rows).decode("utf-8-sig"))
    return 0


def _template(args: argparse.Namespace) -> int:
    from bot.registry.exporting import template_rows, write_file

    write(args.file, write_file(template_rows(), args.file.name))
    return 0


def _list(args: argparse.Namespace) -> int:
    from bot.registry.exporting import list_for_mail, read_contacts
    from bot.registry.registry import find_municipality
    from bot.registry.store import describe

    registry = open_prepared()
    if args.municipality is None:
        for record in registry.read_national():
            print(f"{record.id:24} {record.mark:10} {describe(record)}")
        return 0
    found = find_municipality(registry, args.municipality)
    records = read_contacts(registry.database, found.code)
    if args.mail:
        print(list_for_mail(found.full_name, records, found.email))
    for record in () if args.mail else records:
        print(f"{record.id:44} {record.mark:10} {record.verified_on or '-':10} {describe(record)}")
    return 0


def _check(args: argparse.Namespace) -> int:
    from bot.registry.checking import check_contacts
    from bot.registry.exporting import read_contacts

    findings = check_contacts(read_contacts(open_prepared().database, args.municipality), date.today())
    for finding in findings:
        print(f"{finding.contact}: {finding.message}")
    serious = sum(finding.serious for finding in findings)
    print(f"{serious} att rätta, {len(findings) - serious} att kontrollera.")
    return 1 if serious else 0


def _confirm(args: argparse.Namespace) -> int:
    from bot.registry.confirming import confirm_contacts
    from bot.registry.store import describe

    for record in confirm_contacts(open_prepared().database, args.ids, args.by, args.on or date.today()):
        hours = record.hours_text or record.opening_hours or "inga öppettider"
        print(f"Bekräftad: {record.id}: {describe(record)} ({hours})")
    return 0


def _hsds(args: argparse.Namespace) -> int:
    import json

    from bot.registry.hsds import to_page, to_services
    from bot.registry.hsds_package import to_package

    registry = open_prepared()
    services = to_services(registry.read_all(), registry.municipality_names())
    if args.file.suffix.lower() == ".zip":
        write(args.file, to_package(services))
    else:
        write(args.file, json.dumps(to_page(services), ensure_ascii=False, indent=2).encode())
    return 0


def _bench(args: argparse.Namespace) -> int:
    from bot.registry.bench import run_benchmark

    for line in run_benchmark(args.postgres):
        print(line, flush=True)
    return 0
