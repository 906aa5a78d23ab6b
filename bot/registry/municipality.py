"""What is known of a municipality itself: where it can be reached, and what its own pages say of SSP."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.registry.content import HOME, texts
from bot.registry.records import ContactRecord, Phone

# What the id of a municipality's own card ends with.
OWN_CARD = "-municipality"


@dataclass(frozen=True)
class Here:
    """The municipality asked about, and the district if it is known.

    From the record of the municipality's own page: `centre` is the contact centre's number, `ssp_name` what SSP is
    called and `ssp_ages` whom it is for, youngest and oldest in years.
    """

    code: str
    name: str
    full_name: str
    website: str | None
    email: str | None
    invented: bool
    district_id: str | None = None
    district: str | None = None
    centre: Phone | None = None
    ssp_name: str | None = None
    ssp_ages: tuple[int | None, int | None] = (None, None)

    def complete(self, record: ContactRecord) -> ContactRecord:
        """A contact with what the municipality's own page says, where the contact itself says nothing."""
        if record.function == "ssp":
            if record.label is None and self.ssp_name:
                record = replace(record, label=self.ssp_name)
            if record.age_min is None and record.age_max is None:
                record = replace(record, age_min=self.ssp_ages[0], age_max=self.ssp_ages[1])
        return record


def is_municipality(record: ContactRecord) -> bool:
    """Whether it is the municipality itself, as `municipality_record` makes it."""
    return record.id.endswith(OWN_CARD)


def municipality_record(here: Here, knows_ssp: bool, night: bool, language: str = HOME) -> ContactRecord:
    """The municipality itself as a contact: its number or website and, with a warning, its general mailbox."""
    words = texts(language)["municipality"]
    notes = [
        None if knows_ssp else words["no_ssp"].format(plats=here.name, ssp=here.ssp_name or words["ssp"]),
        words["ask_ssp"].format(ssp=here.ssp_name or words["ssp"]),
        None if here.centre else words["number_on_website"],
        words["closed_at_night"] if night else None,
    ]
    return ContactRecord(
        id=f"{here.code}{OWN_CARD}", function="contact_centre", organisation=here.full_name, label=words["label"],
        municipalities=(here.code,), phones=(here.centre,) if here.centre else (), email=here.email, url=here.website,
        mark="confident", permanent=True, note=" ".join(note for note in notes if note),
        answered_by=words["what_happens"], invented=here.invented,
    )
