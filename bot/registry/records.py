"""A contact as plain data: the one shape that files, database and cards share."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date

ROLES = ("parent", "teacher", "leisure_leader", "other_adult", "young_person")
CONCERNS = (
    "extremism", "hate", "crime", "drugs", "truancy", "isolation", "online", "violence", "honour",
    "mental_health", "bullying", "unspecified",
)
SCOPES = ("local", "national")
# confident: shown as a fact. dated: was right once, shown with its source and date. check: withheld.
MARKS = ("confident", "dated", "check")
ROUTES = ("112", "switchboard")


@dataclass(frozen=True)
class Phone:
    """A number to call: `display` as people write it, `tel` as E.164 or as a short number."""

    display: str
    tel: str
    note: str | None = None


@dataclass(frozen=True)
class ContactRecord:
    """A function that answers, where it answers, for whom, and how sure we are.

    `opening_hours` is an OSM opening_hours expression; `hours_text` the hours as their source words them.
    `route` "112" means: call 112 and ask for `ask_for`; "switchboard": the number is a switchboard, ask for it.
    `mark` is one of MARKS, `municipalities` SCB codes, `districts` district ids, ages in years.
    """

    id: str
    function: str
    organisation: str
    scope: str = "local"
    label: str | None = None
    municipalities: tuple[str, ...] = ()
    districts: tuple[str, ...] = ()
    phones: tuple[Phone, ...] = ()
    route: str | None = None
    ask_for: str | None = None
    email: str | None = None
    url: str | None = None
    opening_hours: str | None = None
    hours_text: str | None = None
    age_min: int | None = None
    age_max: int | None = None
    roles: tuple[str, ...] = ()
    concerns: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    answered_by: str | None = None
    anonymous: str | None = None
    they_ask: str | None = None
    next_step: str | None = None
    note: str | None = None
    mark: str = "dated"
    hours_confirmed: bool = True
    permanent: bool = False
    professionals_only: bool = False
    verified_on: date | None = None
    verified_by: str | None = None
    source: str | None = None
    source_date: date | None = None
    invented: bool = False
    position: int = 0

    @property
    def confirmed(self) -> bool:
        """Whether this may be shown as a fact."""
        return self.mark == "confident"

    def is_valid(self, day: date) -> bool:
        """Whether the contact applies on that day."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


FIELDS = tuple(field.name for field in fields(ContactRecord))
