"""A row of a contact file to a contact and back, with every error said in words that help."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from bot.registry.content import codes_by_name, label_of, vocabulary
from bot.registry.folding import slug
from bot.registry.mailboxes import is_address, is_personal
from bot.registry.opening import OpeningHoursError
from bot.registry.phone_numbers import PhoneNumberError, read_phones, write_phones
from bot.registry.records import ROUTES, ContactRecord
from bot.registry.swedish_hours import read_hours

COLUMNS = tuple(vocabulary()["columns"])
ROUTE_WORDS = {"112": "112", "växel": "switchboard", "växeln": "switchboard", "switchboard": "switchboard"}
EMPTY = ("", "-", "–", "saknas")
MAX_AGE = 120
MAX_LENGTH = 2000


@dataclass(frozen=True)
class RowProblem:
    """What is wrong in one cell: row number as a spreadsheet shows it, column heading, what to do about it."""

    row: int
    column: str
    message: str

    def __str__(self) -> str:
        return f"Rad {self.row}, kolumnen {self.column}: {self.message}"


class Geography(Protocol):
    """Where names of municipalities and districts are looked up."""

    def find_code(self, text: str) -> str | None:
        """The code of a municipality given as code or name."""

    def find_district(self, code: str, text: str) -> str | None:
        """The id of a municipality's district given as id, name or alias; a dissolved one gives its successor."""

    def name_of(self, code: str) -> str:
        """The municipality's full name."""

    def is_invented(self, code: str) -> bool:
        """Whether the municipality exists for demonstration only."""


class RowReader:
    """Reads rows one by one and collects the problems."""

    def __init__(self, geography: Geography) -> None:
        self.geography = geography
        self.problems: list[RowProblem] = []
        self._row = 0

    def read(self, row: int, cells: Mapping[str, str]) -> ContactRecord | None:
        """The contact of a row of `cells` by column code; None if the row has problems."""
        before = len(self.problems)
        self._row = row
        get = {column: self._clean(column, cells.get(column)) for column in COLUMNS}
        municipalities = self._municipalities(get["municipalities"])
        districts = self._districts(municipalities, get["districts"])
        function = self._one("functions", "function", get["function"])
        verified_on = self._date("verified_on", get["verified_on"])
        if bool(verified_on) != bool(get["verified_by"]):
            missing = "verified_by" if verified_on else "verified_on"
            self._add(missing, "Fyll i både datum och vilken funktion som har kontrollerat, eller ingetdera.")
        opening_hours = self._hours(get["hours"], confirmed=verified_on is not None)
        ages = self._ages(get["ages"])
        phones = self._phones(get["phones"])
        route = self._route(get["route"])
        if route == "112" and not phones:
            phones = read_phones("112")
        if route and not get["ask_for"]:
            self._add("ask_for", "Skriv vad man ska be om när man ringer, till exempel socialjouren.")
        email = self._email(get["email"])
        url = self._url("url", get["url"])
        if not (phones or email or url or get["source"]):
            self._add("phones", "Det finns inget sätt att nå kontakten. Fyll i telefon, e-post eller webb.")
        valid_from, valid_to = self._date("valid_from", get["valid_from"]), self._date("valid_to", get["valid_to"])
        if valid_from and valid_to and valid_from > valid_to:
            self._add("valid_to", "Sista dagen är före första dagen. Byt plats på dem.")
        roles = self._many("roles", get["roles"])
        concerns = self._many("concerns", get["concerns"])
        source_date = self._date("source_date", get["source_date"])
        withheld = self._withheld(get["shown"])
        if len(self.problems) > before or not municipalities or not function:
            return None
        return ContactRecord(
            id=get["id"] or make_id(municipalities, function, districts, get["label"]),
            function=function, organisation=get["organisation"] or self.geography.name_of(municipalities[0]),
            label=get["label"], municipalities=municipalities, districts=districts, phones=phones, route=route,
            ask_for=get["ask_for"], email=email, url=url, opening_hours=opening_hours, hours_text=get["hours"],
            age_min=ages[0], age_max=ages[1], roles=roles, concerns=concerns, valid_from=valid_from, valid_to=valid_to,
            answered_by=get["answered_by"], anonymous=get["anonymous"], they_ask=get["they_ask"],
            next_step=get["next_step"], note=get["note"],
            mark="check" if withheld else "confident" if verified_on else "dated",
            verified_on=verified_on, verified_by=get["verified_by"], source=get["source"], source_date=source_date,
            invented=any(self.geography.is_invented(code) for code in municipalities),
        )

    def _add(self, column: str, message: str) -> None:
        self.problems.append(RowProblem(self._row, label_of("columns", column), message))

    def _clean(self, column: str, cell: str | None) -> str | None:
        text = re.sub(r"[ \t\u00a0]+", " ", cell or "").strip()
        if text.lower() in EMPTY:
            return None
        if re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", text):
            self._add(column, "Cellen innehåller osynliga styrtecken. Skriv om texten för hand.")
            return None
        if text[0] in "=@" or (text[0] in "+-" and column not in ("phones",)):
            self._add(column, f"Cellen börjar med {text[0]} och kan läsas som en formel. Skriv text i stället.")
            return None
        if len(text) > MAX_LENGTH:
            self._add(column, f"Texten är {len(text)} tecken. Korta den till högst {MAX_LENGTH}.")
            return None
        return text

    def _municipalities(self, cell: str | None) -> tuple[str, ...]:
        codes = []
        for name in _split(cell):
            code = self.geography.find_code(name)
            if code is None:
                self._add("municipalities", f"Kommunen \"{name}\" finns inte. Skriv namnet som SCB gör, eller koden.")
            else:
                codes.append(code)
        if not cell:
            self._add("municipalities", "Kommun saknas. Skriv namn eller kod, flera med semikolon emellan.")
        return tuple(sorted(set(codes)))

    def _districts(self, codes: tuple[str, ...], cell: str | None) -> tuple[str, ...]:
        found = []
        for name in _split(cell):
            ids = [district for code in codes if (district := self.geography.find_district(code, name))]
            if ids:
                found.extend(ids)
            elif codes:
                self._add("districts", f"Stadsdelen \"{name}\" finns inte i kommunen. Lämna tomt om hela kommunen gäller.")
        return tuple(sorted(set(found)))

    def _one(self, kind: str, column: str, cell: str | None) -> str | None:
        code = codes_by_name(kind).get((cell or "").lower())
        if code is None:
            known = ", ".join(entry["label"] for entry in vocabulary()[kind].values() if entry["names"])
            said = f"\"{cell}\" är inget vi känner till." if cell else "Cellen är tom."
            self._add(column, f"{said} Välj en av: {known}.")
        return code

    def _many(self, kind: str, cell: str | None) -> tuple[str, ...]:
        codes = [self._one(kind, kind, name) for name in _split(cell, r"[;,|\n]")]
        return tuple(sorted({code for code in codes if code}))

    def _hours(self, cell: str | None, confirmed: bool) -> str | None:
        if not cell:
            return None
        try:
            return read_hours(cell)
        except OpeningHoursError as error:
            if confirmed:
                self._add("hours", f"Vi förstår inte \"{error}\". Skriv som: mån-tors 8-16.30; fre 8-15; lunch 12-13. "
                                   "Klämdagar skrivs som datum i anmärkningen.")
            return None

    def _ages(self, cell: str | None) -> tuple[int | None, int | None]:
        if not cell:
            return None, None
        text = cell.lower().replace("år", "").replace("–", "-").strip()
        for pattern, first, last in (
            (r"(\d{1,3})\s*(?:-|till)\s*(\d{1,3})", 1, 2), (r"(?:från|över)\s*(\d{1,3})|(\d{1,3})\s*(?:\+|och uppåt)", 1, 0),
        ):
            found = re.fullmatch(pattern, text)
            if found:
                low = next(int(group) for group in found.groups() if group)
                high = int(found.group(last)) if last else None
                if high is not None and not low <= high <= MAX_AGE:
                    break
                return low, high
        found = re.fullmatch(r"(under|till och med|upp till|högst)\s*(\d{1,3})", text)
        if found:
            return None, int(found.group(2)) - (1 if found.group(1) == "under" else 0)
        self._add("ages", f"Vi förstår inte \"{cell}\". Skriv som 12-18, under 18 eller från 13.")
        return None, None

    def _phones(self, cell: str | None) -> tuple:  # type: ignore[type-arg]
        try:
            return read_phones(cell) if cell else ()
        except PhoneNumberError as error:
            self._add("phones", f"\"{error}\" är inget giltigt nummer. Skriv riktnummer först, som 08-123 45 67.")
            return ()

    def _route(self, cell: str | None) -> str | None:
        if cell and cell.lower() not in ROUTE_WORDS:
            self._add("route", "Skriv 112 eller växel, eller lämna tomt om numret går direkt till funktionen.")
        return ROUTE_WORDS.get((cell or "").lower())

    def _email(self, cell: str | None) -> str | None:
        if not cell:
            return None
        if not is_address(cell):
            self._add("email", f"\"{cell}\" är ingen e-postadress. Skriv som namn@kommun.se.")
        elif is_personal(cell):
            self._add("email", f"{cell} ser ut att vara en persons adress. Använd en funktionsbrevlåda.")
        return cell.lower()

    def _url(self, column: str, cell: str | None) -> str | None:
        if cell and not re.fullmatch(r"https?://[^\s\"<>]+\.[^\s\"<>]+", cell):
            self._add(column, "Skriv hela adressen med https:// först.")
        return cell

    def _date(self, column: str, cell: str | None) -> date | None:
        if not cell:
            return None
        for form in ("%Y-%m-%d", "%Y-%m-%d %H:%M:%S", "%d/%m/%Y", "%d.%m.%Y", "%Y%m%d"):
            try:
                return datetime.strptime(cell, form).date()
            except ValueError:
                continue
        self._add(column, f"\"{cell}\" är inget datum. Skriv som 2026-11-23.")
        return None

    def _withheld(self, cell: str | None) -> bool:
        answer = (cell or "ja").lower()
        if answer not in ("ja", "nej"):
            self._add("shown", "Skriv ja eller nej. Nej betyder att kontakten sparas men inte visas.")
        return answer == "nej"


def write_row(record: ContactRecord) -> dict[str, str]:
    """The cells by column code that RowReader reads back to the same contact."""
    ages = ""
    if record.age_min is not None:
        ages = f"{record.age_min}-{record.age_max}" if record.age_max is not None else f"från {record.age_min}"
    elif record.age_max is not None:
        ages = f"till och med {record.age_max}"
    cells = {
        "id": record.id, "municipalities": "; ".join(record.municipalities), "districts": "; ".join(record.districts),
        "function": label_of("functions", record.function), "label": record.label, "organisation": record.organisation,
        "phones": write_phones(record.phones), "route": {ROUTES[0]: "112", ROUTES[1]: "växel"}.get(record.route or ""),
        "ask_for": record.ask_for, "email": record.email, "url": record.url,
        "hours": record.hours_text or record.opening_hours, "ages": ages,
        "roles": "; ".join(label_of("roles", role) for role in record.roles),
        "concerns": "; ".join(label_of("concerns", concern) for concern in record.concerns),
        "valid_from": record.valid_from, "valid_to": record.valid_to, "answered_by": record.answered_by,
        "anonymous": record.anonymous, "they_ask": record.they_ask, "next_step": record.next_step, "note": record.note,
        "verified_on": record.verified_on, "verified_by": record.verified_by, "source": record.source,
        "source_date": record.source_date, "shown": "nej" if record.mark == "check" else "ja",
    }
    return {column: "" if value is None else str(value) for column, value in cells.items()}


def make_id(codes: tuple[str, ...], function: str, districts: tuple[str, ...], label: str | None) -> str:
    """The id of a contact that has none: where, what and what it is called, so that the same row gets the same id."""
    parts = [codes[0], function.replace("_", "-")]
    parts.extend(district.removeprefix(f"{codes[0]}-") for district in districts[:1])
    if label:
        parts.append(slug(label)[:60])
    return "-".join(parts)


def _split(cell: str | None, pattern: str = r"[;|\n,]") -> list[str]:
    return [part.strip() for part in re.split(pattern, cell or "") if part.strip()]
