"""A row of a contact file to a contact and back, with every problem pointed out by row and column."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from bot.registry import cells
from bot.registry.cells import CellError
from bot.registry.content import label_of, vocabulary
from bot.registry.folding import slug
from bot.registry.phone_numbers import read_phones, write_phones
from bot.registry.records import ROUTES, ContactRecord

COLUMNS = tuple(vocabulary()["columns"])
ID_LENGTH = 120
Value = TypeVar("Value")


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

    def suggest(self, text: str) -> str | None:
        """The municipality that a misspelt name most likely means."""

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

    def read(self, row: int, row_cells: Mapping[str, str]) -> ContactRecord | None:
        """The contact of a row of cells by column code; None if the row has problems."""
        before = len(self.problems)
        self._row = row
        filled = [column for column in COLUMNS if (row_cells.get(column) or "").strip()]
        if len(filled) == 1:
            self.problem(filled[0], "Raden har text bara här. Är det en anteckning, ta bort raden.")
            return None
        get = {
            column: self._try(column, None, cells.clean, row_cells.get(column), column == "phones")
            for column in COLUMNS
        }
        values = self._values(get)
        self._check(get, values)
        if len(self.problems) > before:
            return None
        codes: tuple[str, ...] = values["municipalities"]
        verified = values["verified_on"] is not None
        shown = values.pop("shown")
        age_min, age_max = values.pop("ages")
        return ContactRecord(
            **values,
            id=get["id"] or make_id(codes, values["function"], values["districts"], get["label"]),
            organisation=get["organisation"] or self.geography.name_of(codes[0]),
            hours_text=get["hours"], age_min=age_min, age_max=age_max,
            mark="check" if not shown else "confident" if verified else "dated",
            invented=any(self.geography.is_invented(code) for code in codes),
            **{name: get[name] for name in (
                "label", "ask_for", "answered_by", "anonymous", "they_ask", "next_step", "note", "verified_by",
                "source",
            )},
        )

    def problem(self, column: str, message: str) -> None:
        """Notes a problem in the row being read."""
        self.problems.append(RowProblem(self._row, label_of("columns", column), message))

    def _values(self, get: Mapping[str, str | None]) -> dict[str, Any]:
        codes = self._municipalities(get["municipalities"])
        verified_on = self._try("verified_on", None, cells.read_past_date, get["verified_on"])
        route = self._try("route", None, cells.read_route, get["route"])
        phones = self._try("phones", (), cells.read_numbers, get["phones"])
        return {
            "municipalities": codes,
            "districts": self._districts(codes, get["districts"]),
            "function": self._try("function", None, cells.read_code, "functions", get["function"]),
            "phones": read_phones("112") if route == "112" and not phones else phones,
            "route": route,
            "email": self._try("email", None, cells.read_email, get["email"]),
            "url": self._try("url", None, cells.read_url, get["url"]),
            "opening_hours": self._try("hours", None, cells.read_opening_hours, get["hours"], verified_on is not None),
            "ages": self._try("ages", (None, None), cells.read_ages, get["ages"]),
            "roles": self._try("roles", (), cells.read_codes, "roles", get["roles"]),
            "concerns": self._try("concerns", (), cells.read_codes, "concerns", get["concerns"]),
            "valid_from": self._try("valid_from", None, cells.read_date, get["valid_from"]),
            "valid_to": self._try("valid_to", None, cells.read_date, get["valid_to"]),
            "verified_on": verified_on,
            "source_date": self._try("source_date", None, cells.read_date, get["source_date"]),
            "shown": self._try("shown", True, cells.read_yes, get["shown"], True),
        }

    def _check(self, get: Mapping[str, str | None], values: Mapping[str, Any]) -> None:
        """What one cell cannot tell."""
        self._try("verified_by", None, cells.read_function_name, get["verified_by"])
        if bool(get["verified_on"]) != bool(get["verified_by"]):
            missing = "verified_by" if get["verified_on"] else "verified_on"
            self.problem(missing, "Fyll i både datum och vilken funktion som har kontrollerat, eller ingetdera.")
        if values["route"] and not get["ask_for"]:
            self.problem("ask_for", "Skriv vad man ska be om när man ringer, till exempel socialjouren.")
        if not any(get[column] for column in ("phones", "route", "email", "url", "source")):
            self.problem("phones", "Det finns inget sätt att nå kontakten. Fyll i telefon, e-post eller webb.")
        first, last = values["valid_from"], values["valid_to"]
        if first and last and first > last:
            self.problem("valid_to", "Sista dagen är före första dagen. Byt plats på dem.")
        if len(get["id"] or "") > ID_LENGTH:
            self.problem("id", f"Id:t är för långt. Korta det till högst {ID_LENGTH} tecken, eller lämna cellen tom.")

    def _try(self, column: str, default: Any, read: Callable[..., Any], *args: Any) -> Any:
        try:
            return read(*args)
        except CellError as error:
            self.problem(column, str(error))
            return default

    def _municipalities(self, cell: str | None) -> tuple[str, ...]:
        codes = []
        for name in cells.split(cell):
            code = self.geography.find_code(name)
            if code is None:
                likely = self.geography.suggest(name)
                remedy = f"Menade du {likely}?" if likely else "Skriv kommunens namn eller kod."
                self.problem("municipalities", f"Kommunen \"{name}\" finns inte. {remedy}")
            else:
                codes.append(code)
        if not cell:
            self.problem("municipalities", "Kommun saknas. Skriv namn eller kod, flera med semikolon emellan.")
        return tuple(sorted(set(codes)))

    def _districts(self, codes: tuple[str, ...], cell: str | None) -> tuple[str, ...]:
        found: list[str] = []
        for name in cells.split(cell):
            ids = [district for code in codes if (district := self.geography.find_district(code, name))]
            found.extend(ids)
            if codes and not ids:
                self.problem("districts", f"Stadsdelen \"{name}\" finns inte. Lämna tomt om hela kommunen gäller.")
        return tuple(sorted(set(found)))


def write_row(record: ContactRecord) -> dict[str, str]:
    """The cells by column code that RowReader reads back to the same contact."""
    ages = ""
    if record.age_min is not None:
        ages = f"{record.age_min}-{record.age_max}" if record.age_max is not None else f"från {record.age_min}"
    elif record.age_max is not None:
        ages = f"till och med {record.age_max}"
    computed = {
        "municipalities": "; ".join(record.municipalities), "districts": "; ".join(record.districts),
        "function": label_of("functions", record.function), "phones": write_phones(record.phones),
        "route": {ROUTES[0]: "112", ROUTES[1]: "växel"}.get(record.route or ""),
        "hours": record.hours_text or record.opening_hours, "ages": ages,
        "roles": "; ".join(label_of("roles", role) for role in record.roles),
        "concerns": "; ".join(label_of("concerns", concern) for concern in record.concerns),
        "shown": "nej" if record.mark == "check" else "ja",
    }
    values = {column: computed.get(column, getattr(record, column, None)) for column in COLUMNS}
    return {column: "" if value is None else str(value) for column, value in values.items()}


def make_id(codes: tuple[str, ...], function: str, districts: tuple[str, ...], label: str | None) -> str:
    """The id of a contact that has none: where, what and what it is called, so that the same row gets the same id."""
    parts = [codes[0], function.replace("_", "-")]
    parts.extend(district.removeprefix(f"{codes[0]}-") for district in districts[:1])
    if label:
        parts.append(slug(label)[:60])
    return "-".join(parts)[:ID_LENGTH]
