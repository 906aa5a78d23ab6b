"""The command `sites`: the pages that embed the assistant."""

from __future__ import annotations

import argparse
from typing import Any


def add_site_commands(subparsers: Any) -> None:
    """Adds `sites list`, `sites add` and `sites check`."""
    sites = subparsers.add_parser("sites", help="sidorna som bäddar in assistenten")
    actions = sites.add_subparsers(dest="action", required=True, metavar="vad")
    actions.add_parser("list", help="alla sidor").set_defaults(handler=_list)
    actions.add_parser("check", help="granskar alla sidor").set_defaults(handler=_check)

    command = actions.add_parser("add", help="lägger till en sida, eller ändrar det som anges på en som finns")
    command.add_argument("id", metavar="ID", help="små bokstäver, siffror och bindestreck; står i inbäddningen")
    command.add_argument("--origin", action="append", metavar="ADRESS", help="https://www.exempel.se, en eller flera")
    command.add_argument("--municipality", metavar="KOMMUN", help="kod eller namn")
    command.add_argument("--district", action="append", metavar="STADSDEL")
    command.add_argument("--language", action="append", metavar="KOD", help="sv, en; det första är förvalt")
    command.add_argument("--contact-centre-phone", metavar="NUMMER")
    command.add_argument("--ssp-name", metavar="NAMN", help="vad SSP kallas här, till exempel SSPF")
    command.add_argument("--ssp-ages", metavar="FRÅN-TILL", help="till exempel 12-18")
    command.add_argument("--quick-exit-url", metavar="ADRESS")
    command.add_argument("--accent", metavar="#RRGGBB", help="sidans egen färg")
    command.add_argument("--paused", choices=("ja", "nej"))
    command.add_argument("--by", default="drift", metavar="FUNKTION", help="vem som gör det, för ändringsloggen")
    command.set_defaults(handler=_add)


def _list(_: argparse.Namespace) -> int:
    from bot.registry.commands import open_prepared

    for site in open_prepared().find_sites():
        state = "pausad" if site.paused else "igång"
        languages, origins = ", ".join(site.languages), " ".join(site.origins)
        print(f"{site.id:20} {site.municipality or '-':5} {state:7} {languages:8} {origins}")
    return 0


def _check(_: argparse.Namespace) -> int:
    from bot.registry.commands import open_prepared
    from bot.registry.sites import check_site

    problems = [(site.id, problem) for site in open_prepared().find_sites() for problem in check_site(site)]
    for site_id, problem in problems:
        print(f"{site_id}: {problem}")
    print(f"{len(problems)} att rätta.")
    return 1 if problems else 0


def _add(args: argparse.Namespace) -> int:
    from dataclasses import replace

    from bot.registry.cells import CellError, read_ages
    from bot.registry.commands import open_prepared
    from bot.registry.errors import RegistryError
    from bot.registry.registry import find_municipality
    from bot.registry.sites import Site, save_site

    registry = open_prepared()
    given: dict[str, Any] = {
        "origins": args.origin and tuple(args.origin), "districts": args.district and tuple(args.district),
        "languages": args.language and tuple(args.language), "contact_centre_phone": args.contact_centre_phone,
        "ssp_name": args.ssp_name, "quick_exit_url": args.quick_exit_url,
        "theme": {"accent": args.accent} if args.accent else None,
        "paused": None if args.paused is None else args.paused == "ja",
    }
    if args.municipality:
        given["municipality"] = find_municipality(registry, args.municipality).code
    if args.ssp_ages:
        try:
            given["ssp_age_min"], given["ssp_age_max"] = read_ages(args.ssp_ages)
        except CellError as error:
            raise RegistryError(str(error)) from error
    known = registry.find_site(args.id) or Site(id=args.id, origins=())
    site = replace(known, **{name: value for name, value in given.items() if value is not None})
    changes = save_site(registry.database, site, args.by)
    for name, old, new in changes:
        print(f"{name}: {old or '(tomt)'} → {new or '(tomt)'}")
    print("Sparat." if changes else "Inget att ändra.")
    return 0
