"""CSV and Excel files as people make them, read into rows of cells; what is dangerous or unreadable is refused."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz import process

from bot.registry.content import codes_by_name, label_of, vocabulary
from bot.registry.errors import FileRefusedError
from bot.registry.excel import read_excel

MAX_BYTES = 5_000_000
MAX_ROWS = 20_000
# A title or a few lines of explanation may stand above the headings.
HEADING_ROWS = 10
OTHER_KINDS = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"{\\rtf", b"<")
OLD_EXCEL = b"\xd0\xcf\x11\xe0"
# How å, ä and ö look when a file has been read in the wrong encoding once, or was made on an old Mac or in DOS.
MOJIBAKE = re.compile(r"Ã[¥¤¶…„–]|[a-zA-Z][†„”ŠŒš\x81][a-z]|ï¿½")


@dataclass(frozen=True)
class Table:
    """Rows below the headings: (row number as a spreadsheet shows it, cells by column code)."""

    columns: tuple[str, ...]
    rows: tuple[tuple[int, dict[str, str]], ...]


def read_table(path: Path) -> Table:
    """The contacts file's cells. Raises FileRefusedError with what to do."""
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise FileRefusedError(
                f"Filen är {size / 1e6:.0f} MB. Högst {MAX_BYTES // 1_000_000} MB tas emot. Dela upp den i flera filer."
            )
        data = path.read_bytes()
    except OSError as error:
        raise FileRefusedError(f"Filen {path.name} går inte att öppna. Kontrollera namnet.") from error
    if not data.strip():
        raise FileRefusedError(f"Filen {path.name} är tom.")
    if data.startswith(OTHER_KINDS):
        raise FileRefusedError("Filen är varken CSV eller Excel. Spara den som .xlsx eller CSV.")
    if data.startswith(OLD_EXCEL):
        raise FileRefusedError("Filen är sparad i ett gammalt Excelformat eller med lösenord. Spara om den som .xlsx.")
    lines = read_excel(data, MAX_ROWS) if data.startswith(b"PK") else _read_csv(data)
    return _to_table(lines)


def _read_csv(data: bytes) -> list[list[str]]:
    text = _decode(data)
    first, _, rest = text.partition("\n")
    if first.strip().lower().startswith("sep=") and len(first.strip()) == 5:
        delimiter, text = first.strip()[4], rest
    else:
        head = "\n".join(text.splitlines()[:HEADING_ROWS])
        delimiter = max(";\t,", key=head.count)
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise FileRefusedError(
            "Filen går inte att läsa som CSV, ett citattecken saknas nog. Öppna den i Excel och spara om den."
        ) from error
    if len(lines) > MAX_ROWS:
        raise FileRefusedError(f"Filen har {len(lines)} rader. Högst {MAX_ROWS} tas emot. Dela upp den.")
    return lines


def _decode(data: bytes) -> str:
    encodings = ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text and not MOJIBAKE.search(text):
            return text
        break
    raise FileRefusedError(
        "Bokstäverna i filen går inte att läsa, å, ä och ö har blivit fel. Spara om den som \"CSV UTF-8\" i Excel."
    )


def _to_table(lines: Sequence[Sequence[str]]) -> Table:
    known = codes_by_name("columns")
    start = next(
        (n for n, line in enumerate(lines[:HEADING_ROWS]) if sum(_heading(cell) in known for cell in line) >= 2), None
    )
    if start is None:
        wanted = ", ".join(label_of("columns", column) for column in vocabulary()["columns"])
        raise FileRefusedError(f"Rubrikerna hittas inte. Första raden ska ha rubriker som: {wanted}.")
    columns = _columns(lines[start])
    rows = []
    for number, line in enumerate(lines[start + 1:], start=start + 2):
        if not any(cell.strip() for cell in line):
            continue
        if any(cell.strip() for cell in line[len(columns):]):
            raise FileRefusedError(f"Rad {number} har fler celler än det finns rubriker. Ta bort det som står utanför.")
        cells: dict[str, str] = {}
        for column, cell in zip(columns, line, strict=False):
            if column is None:
                if cell.strip():
                    raise FileRefusedError(f"Rad {number} har text i en kolumn utan rubrik. Ge kolumnen en rubrik.")
            elif cells.get(column, "").strip() and cell.strip():
                cells[column] += f"; {cell}"
            else:
                cells[column] = cells.get(column, "").strip() or cell
        rows.append((number, cells))
    if not rows:
        raise FileRefusedError("Filen har inga rader under rubrikerna.")
    return Table(tuple(dict.fromkeys(column for column in columns if column)), tuple(rows))


def _columns(headings: Sequence[str]) -> list[str | None]:
    known = codes_by_name("columns")
    unknown = [heading.strip() for heading in headings if _heading(heading) and _heading(heading) not in known]
    if unknown:
        raise FileRefusedError(" ".join(_unknown_column(heading) for heading in unknown))
    columns = [known[_heading(heading)] if _heading(heading) else None for heading in headings]
    for column, count in Counter(column for column in columns if column).items():
        # "Telefon 1" and "Telefon 2" are one list; anything else twice is a mistake.
        if count > 1 and column not in ("phones", "roles", "concerns"):
            raise FileRefusedError(f"Kolumnen \"{label_of('columns', column)}\" finns {count} gånger. Behåll en.")
    for column in vocabulary()["required_columns"]:
        if column not in columns:
            raise FileRefusedError(f"Kolumnen \"{label_of('columns', column)}\" saknas. Lägg till den.")
    return columns


def _unknown_column(heading: str) -> str:
    known = codes_by_name("columns")
    close = process.extractOne(_heading(heading), known.keys(), score_cutoff=60)
    hint = f"Menade du \"{label_of('columns', known[close[0]])}\"?" if close else "Ta bort den eller byt rubrik."
    return f"Kolumnen \"{heading}\" känner vi inte. {hint}"


def _heading(cell: str) -> str:
    """A heading as people write it, without numbering, asterisks and colons."""
    return re.sub(r"[\s*:]+$|\s*\d+$", "", re.sub(r"\s+", " ", cell.strip().lower())).strip()
