"""What is wrong in the content: where, why, and on which line of which file an editor finds it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from bot.guidance.content import GUIDES, HOME


@dataclass(frozen=True)
class Fault:
    """`place` is a step (`open.first_words`), a question (`q.role`), `base.<list>`, `<concern>.<key>` or a file.

    `say` is the text at fault, when it is one text; it leads to its own line.
    """

    place: str
    reason: str
    say: str = ""


def described(faults: Iterable[Fault], guides: Path = GUIDES, language: str = HOME) -> list[str]:
    """Each fault as `fil, rad 12: plats: vad som är fel och vad man gör`."""
    folder = guides / language
    return list(dict.fromkeys(f"{where(fault, folder)}: {fault.place}: {fault.reason}" for fault in faults))


def where(fault: Fault, folder: Path) -> str:
    """The file and line that an editor should open."""
    file = _file_of(fault.place, folder)
    lines = file.read_text(encoding="utf-8").split("\n") if file.exists() else []
    return f"{file.relative_to(folder)}, rad {_line_of(fault, lines)}"


def _file_of(place: str, folder: Path) -> Path:
    first = place.split(".")[0]
    if (folder / place).is_file():
        return folder / place
    if first == "emergency":
        return folder / "emergency.yml"
    if first in ("q", "opening", "menu"):
        return folder / "opening.yml"
    for kind in ("concerns", "paths"):
        if (folder / kind / f"{first}.yml").exists():
            return folder / kind / f"{first}.yml"
    return folder / "base.yml"


def _line_of(fault: Fault, lines: list[str]) -> int:
    if fault.say:
        told = fault.say.split("\n")[0][:40]
        for number, line in enumerate(lines, 1):
            if told in line.replace('\\"', '"'):
                return number
    inside = f"{fault.place.partition('.')[2]}:"
    for number, line in enumerate(lines, 1):
        if len(inside) > 1 and line.strip().startswith(inside):
            return number
    start = 0
    for name in fault.place.split("."):
        wanted = (f"id: {name}", f"{name}:")
        for number, line in enumerate(lines[start:], start + 1):
            if line.strip().removeprefix("- ").startswith(wanted):
                start = number
                break
    return max(start, 1)
