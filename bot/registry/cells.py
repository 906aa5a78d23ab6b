"""What people write in the cells of a contact file, read one by one; an error says what to write instead."""

from __future__ import annotations

import re
from datetime import date, datetime

from bot.registry.content import codes_by_name, label_of, local_functions, vocabulary
from bot.registry.mailboxes import is_address, is_given_name, is_personal, name_in
from bot.registry.osm_hours import OpeningHoursError
from bot.registry.phone_numbers import PhoneNumberError, read_phones, write_phones
from bot.registry.records import Phone
from bot.registry.swedish_hours import read_hours

ROUTE_WORDS = {"112": "112", "växel": "switchboard", "växeln": "switchboard", "switchboard": "switchboard"}
EMPTY = ("", "-", "–", "saknas")
DATE_FORMS = ("%Y-%m-%d", "%Y-%m-%d %H:%M:%S", "%d/%m/%Y", "%d/%m %Y", "%d/%m-%Y", "%d.%m.%Y", "%Y%m%d")
MAX_AGE = 120
MAX_LENGTH = 2000
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffd]")


class CellError(ValueError):
    """A cell that cannot be used; the message says what to write instead."""


def clean(cell: str | None, may_begin_with_plus: bool = False) -> str | None:
    """The cell without odd spaces, None if empty. Raises CellError for formulas, control characters and long texts."""
    text = re.sub(r"[ \t\u00a0\u202f]+", " ", (cell or "").replace("\r\n", "\n").replace("\r", "\n")).strip()
    if text.lower() in EMPTY:
        return None
    if CONTROL.search(text):
        raise CellError("Cellen innehåller tecken som inte går att läsa. Skriv om texten för hand.")
    if text[0] in "=@" or (text[0] in "+-" and not may_begin_with_plus):
        raise CellError(f"Cellen börjar med {text[0]} och kan läsas som en formel. Skriv vanlig text i stället.")
    if len(text) > MAX_LENGTH:
        raise CellError(f"Texten är {len(text)} tecken. Korta den till högst {MAX_LENGTH}.")
    return text


def split(cell: str | None, pattern: str = r"[;|\n,]") -> list[str]:
    """The parts of a cell that holds a list."""
    return [part.strip() for part in re.split(pattern, cell or "") if part.strip()]


def read_code(kind: str, cell: str | None) -> str:
    """The code of a function, role or concern given in words."""
    code = codes_by_name(kind).get((cell or "").lower())
    allowed = local_functions() if kind == "functions" else tuple(vocabulary()[kind])
    if code is None or code not in allowed:
        known = ", ".join(label_of(kind, each) for each in allowed)
        said = f"\"{cell}\" är inget vi känner till." if cell else "Cellen är tom."
        raise CellError(f"{said} Välj en av: {known}.")
    return code


def read_codes(kind: str, cell: str | None) -> tuple[str, ...]:
    """The codes of a list in words, in a fixed order."""
    return tuple(sorted({read_code(kind, name) for name in split(cell)}))


def read_opening_hours(cell: str | None, must_parse: bool) -> str | None:
    """The OSM expression; what cannot be read is an error only where it would be shown as a fact."""
    try:
        return read_hours(cell) if cell else None
    except OpeningHoursError as error:
        if must_parse:
            raise CellError(
                f"Vi förstår inte \"{str(error).splitlines()[0]}\". "
                "Skriv som: mån-tors 8-16.30; fre 8-15; lunch 12-13. Klämdagar skrivs i anmärkningen, "
                "olika tider under året som en rad för varje period."
            ) from error
        return None


def read_ages(cell: str | None) -> tuple[int | None, int | None]:
    """(youngest, oldest) in years."""
    if not cell:
        return None, None
    text = cell.lower().replace("år", "").replace("–", "-").strip()
    if found := re.fullmatch(r"(\d{1,3})\s*(?:-|till)\s*(\d{1,3})", text):
        low, high = int(found.group(1)), int(found.group(2))
        if low <= high <= MAX_AGE:
            return low, high
    elif found := re.fullmatch(r"(?:från\s*(\d{1,3})|(\d{1,3})\s*(?:\+|och uppåt))", text):
        return int(found.group(1) or found.group(2)), None
    elif found := re.fullmatch(r"(under|till och med|upp till|högst)\s*(\d{1,3})", text):
        return None, int(found.group(2)) - (found.group(1) == "under")
    raise CellError(f"Vi förstår inte \"{cell}\". Skriv som 12-18, under 18 eller från 13.")


def read_numbers(cell: str | None) -> tuple[Phone, ...]:
    """The phone numbers of a cell."""
    try:
        phones = read_phones(cell) if cell else ()
    except PhoneNumberError as error:
        raise CellError(_phone_remedy(str(error))) from error
    for phone in phones:
        if phone.note and is_given_name(phone.note):
            raise CellError(f"\"{phone.note}\" ser ut som ett namn. Ta bort det, eller skriv när numret ska användas.")
    return phones


def _phone_remedy(written: str) -> str:
    if not re.search(r"\d", written):
        return f"\"{written}\" är inget nummer. Lämna cellen tom om nummer saknas, och fyll i webb eller e-post."
    said = f"\"{written}\" är inget giltigt nummer. "
    if re.fullmatch(r"[1-9]\d{6,9}", written):
        try:
            likely = write_phones(read_phones(f"+46{written}"))
        except PhoneNumberError:
            pass
        else:
            return f"{said}Är det {likely}? Excel tar bort nollan: gör kolumnen till text och skriv hela numret."
    return f"{said}Skriv riktnummer först, som 08-123 45 67."


def read_route(cell: str | None) -> str | None:
    """The route code."""
    if cell and cell.lower() not in ROUTE_WORDS:
        raise CellError("Skriv 112 eller växel, eller lämna tomt om numret går direkt till funktionen.")
    return ROUTE_WORDS.get((cell or "").lower())


def read_email(cell: str | None) -> str | None:
    """A role mailbox."""
    if not cell:
        return None
    if not is_address(cell):
        raise CellError(f"\"{cell}\" är ingen e-postadress. Skriv som funktion@kommun.se.")
    if is_personal(cell):
        raise CellError(f"{cell} ser ut att vara en persons adress. Använd en funktionsbrevlåda.")
    return cell.lower()


def read_url(cell: str | None) -> str | None:
    """A web address; people leave out https:// before www."""
    if cell and re.match(r"www\.", cell, re.IGNORECASE):
        cell = f"https://{cell}"
    if cell and not re.fullmatch(r"https?://[^\s\"<>]+\.[^\s\"<>]+", cell):
        raise CellError("Skriv hela adressen med https:// först.")
    return cell


def read_date(cell: str | None) -> date | None:
    """A day."""
    if not cell:
        return None
    for form in DATE_FORMS:
        try:
            return datetime.strptime(cell, form).date()
        except ValueError:
            continue
    raise CellError(f"\"{cell}\" är inget datum. Skriv som 2026-11-23.")


def read_past_date(cell: str | None) -> date | None:
    """A day that has been."""
    day = read_date(cell)
    if day and day > date.today():
        raise CellError(f"{day} har inte varit ännu. Skriv dagen då uppgifterna kontrollerades.")
    return day


def read_function_name(cell: str | None) -> str | None:
    """Who did something: a function, never a person."""
    if cell and (name := name_in(cell)):
        raise CellError(f"\"{name}\" ser ut som ett namn. Skriv funktionen i stället, till exempel SSPF-samordnare.")
    return cell


def read_yes(cell: str | None, default: bool) -> bool:
    """Ja or nej."""
    if not cell:
        return default
    if cell.lower() not in ("ja", "nej"):
        raise CellError("Skriv ja eller nej.")
    return cell.lower() == "ja"
