"""The first sheet of an .xlsx file as text, read so that a hostile or broken file cannot harm."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from bot.registry.errors import FileRefusedError

# 5,000 contacts unpack to about 10 MB; a zip bomb to gigabytes.
MAX_UNPACKED = 40_000_000
MAX_PARTS = 300
MAX_COLUMNS = 100


def read_excel(data: bytes, max_rows: int) -> list[list[str]]:
    """The rows of the first sheet, merged cells filled in. Raises FileRefusedError."""
    _inspect(data)
    import openpyxl

    try:
        sheet = openpyxl.load_workbook(io.BytesIO(data), data_only=False).worksheets[0]
    except Exception as error:  # openpyxl raises whatever its parsers raise.
        raise _refused() from error
    if sheet.max_row > max_rows or sheet.max_column > MAX_COLUMNS:
        raise FileRefusedError(
            f"Bladet sträcker sig till rad {sheet.max_row} och kolumn {sheet.max_column}. Högst {max_rows} rader och "
            f"{MAX_COLUMNS} kolumner tas emot. Ta bort det som är tomt eller hör till något annat."
        )
    rows = [[to_text(cell.value) for cell in row] for row in sheet.iter_rows()]
    for area in sheet.merged_cells.ranges:
        value = rows[area.min_row - 1][area.min_col - 1]
        for row in range(area.min_row - 1, area.max_row):
            # A merged phone cell belongs to each of its rows; across columns only the first has it.
            rows[row][area.min_col - 1] = value
    return rows


def write_excel(rows: Sequence[Sequence[str]]) -> bytes:
    """A workbook with one sheet where every cell is text, so that no number loses its zero."""
    import openpyxl
    from openpyxl.styles import Alignment, Font

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Kontakter"
    for row in rows:
        sheet.append(list(row))
    for line in sheet.iter_rows():
        for cell in line:
            cell.number_format = "@"
            cell.data_type = "s" if cell.value else cell.data_type
            cell.alignment = Alignment(vertical="top", wrap_text=True)
    for cell in sheet[1]:
        cell.font = Font(bold=True)
        sheet.column_dimensions[cell.column_letter].width = 24
    sheet.freeze_panes = "A2"
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def to_text(value: Any) -> str:
    """A cell's value as a person would have typed it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nej"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _inspect(data: bytes) -> None:
    """Looks at the parts before anything is unpacked whole."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
                raise FileRefusedError("Filen är orimligt stor när den packas upp. Spara kontaktbladet i en ny fil.")
            for part in parts:
                if part.filename.endswith("vbaProject.bin"):
                    raise FileRefusedError("Filen innehåller makron. Spara om den som .xlsx utan makron.")
                if part.filename.endswith((".xml", ".rels")):
                    content = archive.read(part)
                    # The declared size may lie; what was read is what counts. Office files never declare entities.
                    if len(content) > MAX_UNPACKED or b"<!DOCTYPE" in content or b"<!ENTITY" in content:
                        raise _refused()
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError, ValueError) as error:
        raise _refused() from error


def _refused() -> FileRefusedError:
    return FileRefusedError("Filen går inte att läsa som Excel. Öppna den och spara om den som .xlsx eller CSV.")
