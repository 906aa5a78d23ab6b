"""What a guide is: the shape of the content files, and how a text is chosen for one person."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator

Role = Literal["parent", "teacher", "leisure_leader", "other_adult", "young_person"]
AgeBand = Literal["younger", "older"]
Status = Literal["employed", "volunteer"]
ListName = Literal[
    "behind", "over_read", "watch", "this_week", "first_sentences", "questions", "affirmations", "reflections",
    "limits", "avoid", "stuck_ways", "follow_ups",
]
ADULT_ROLES: tuple[Role, ...] = ("parent", "teacher", "leisure_leader", "other_adult")
STAGES = ("understand", "prepare", "open", "listen", "limits", "stuck", "close", "follow_up", "involve")
PLACEHOLDERS = frozenset({"who", "Who", "aged", "hen", "Hen", "honom", "hans", "concern"})
# Younger guides speak to children up to lower secondary school's first years; the band only chooses wording.
YOUNGER_UP_TO = 14


class Strict(BaseModel):
    """A part of a content file; an unknown key is an editor's mistake and is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Line(Strict):
    """One text and whom it is for; an empty filter fits everyone."""

    say: str
    roles: tuple[Role, ...] = Field((), alias="for")
    age: AgeBand | None = None
    status: Status | None = None
    acute: Literal["yes", "no", "unsure"] | None = None
    only: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()

    @field_validator("say")
    @classmethod
    def _known_placeholders(cls, say: str) -> str:
        unknown = set(re.findall(r"{(\w*)}", say)) - PLACEHOLDERS
        if unknown:
            raise ValueError(f"okänd platshållare {{{unknown.pop()}}}; tillåtna: {', '.join(sorted(PLACEHOLDERS))}")
        return say.strip()

    def fits(self, person: Situation) -> bool:
        """Whether this text is meant for this person and concern."""
        return (
            (not self.roles or person.role in self.roles)
            and (self.age is None or self.age == person.age_band)
            and (self.status is None or self.status == person.employment)
            and (self.acute is None or self.acute == person.acute)
            and (not self.only or person.concern in self.only)
            and person.concern not in self.unless
        )


def _as_lines(value: Any) -> Any:
    if isinstance(value, str):
        return ({"say": value},)
    if isinstance(value, list | tuple):
        return tuple({"say": line} if isinstance(line, str) else line for line in value)
    return value


Lines = Annotated[tuple[Line, ...], BeforeValidator(_as_lines)]


class Choice(Strict):
    """One thing a person may pick; `option` is what happens, the rest how it is recognised."""

    title: Lines
    option: str = Field(pattern=r"^(set|go|move|intent|concern|pick|danger):[\w.=:-]+$")
    words: tuple[str, ...] = ()
    intents: tuple[str, ...] = ()


class Listing(Strict):
    """Which of the lists a step shows, under which heading, how many at a time."""

    of: ListName
    title: Lines
    shows: int = 3


class Step(Strict):
    """One step of a guide: at most sixty words before the person can act.

    `own_words` is the step that answers somebody who writes their own sentence instead of choosing one.
    """

    id: str
    text: Lines = ()
    lists: tuple[Listing, ...] = ()
    simpler: Lines = ()
    choices: tuple[Choice, ...] = ()
    needs: tuple[str, ...] = ()
    roles: tuple[Role, ...] = Field((), alias="for")
    aside: bool = False
    own_words: str | None = None
    shows: Literal["contacts", "lines", "plan"] | None = None

    def fits(self, person: Situation) -> bool:
        """Whether this step belongs to this person's walk."""
        return not self.roles or person.role in self.roles


class Section(Strict):
    """A stage of the walk, or a short path of its own."""

    id: str
    title: str
    steps: tuple[Step, ...]


class Question(Strict):
    """Something the assistant asks; the answer fills the slot."""

    id: str
    slot: str
    text: Lines
    again: Lines
    simpler: Lines = ()
    choices: tuple[Choice, ...] = ()
    input: Literal["place"] | None = None
    roles: tuple[Role, ...] = Field((), alias="for")


class Reviewed(Strict):
    """Who answers for a content file, what it rests on and when it was read last."""

    owner: str
    sources: tuple[str, ...] = Field(min_length=1)
    reviewed: date


class Opening(Reviewed):
    welcome: Lines
    questions: tuple[Question, ...]
    menu: tuple[Choice, ...]
    moves: Mapping[str, str]
    teach: str
    law_read: str
    plan: Mapping[str, Lines]


class OtherLanguage(Strict):
    """What somebody is told whose language the assistant does not understand; 112 stands in the first line."""

    read_by_native: bool
    say: tuple[str, ...] = Field(min_length=2)
    contacts: str


class OtherLanguages(Reviewed):
    """By ISO code; `en` serves every language that is not here."""

    languages: Mapping[str, OtherLanguage]


class Base(Reviewed):
    stages: tuple[Section, ...]
    lists: Mapping[ListName, Lines]


class Path(Reviewed):
    section: Section


class ConcernWords(Reviewed):
    """What a concern is called, and its mirroring sentence, in another language."""

    name: str
    short: str
    mirror: Lines


class Concern(Reviewed):
    """A worry an adult may have, and what it adds to the base."""

    id: str
    order: int
    name: str
    short: str
    words: tuple[str, ...] = ()
    mirror: Lines
    texts: Mapping[str, Lines] = {}
    lists: Mapping[ListName, Lines] = {}


class Relations(Reviewed):
    """How the young person is spoken of: `din son`, `han`, …"""

    who: Mapping[str, str]
    by_role: Mapping[str, str]
    by_pronoun: Mapping[str, str] = {}
    aged: str
    pronouns: Mapping[str, tuple[str, str, str]]
    pronoun_of: Mapping[str, str]


@dataclass(frozen=True)
class Situation:
    """Everything the dialogue knows about this conversation; lives in Rasa's slots."""

    role: str | None = None
    employment: str | None = None
    relation: str | None = None
    pronoun: str | None = None
    concern: str | None = None
    concerns: tuple[str, ...] = ()
    age: int | None = None
    acute: str | None = None
    goal: str | None = None
    municipality: str | None = None
    district: str | None = None
    node: str | None = None
    page: int = 0
    resume: str | None = None
    trail: tuple[str, ...] = ()
    picks: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()
    offered: tuple[tuple[str, str], ...] = ()
    misses: int = 0
    # The kind and level of the danger that was just met.
    alarm: tuple[str, str] | None = None
    wishes: tuple[str, ...] = ()

    @property
    def age_band(self) -> AgeBand | None:
        """`younger` up to 14 years, `older` from 15, None when the age is not known."""
        if self.age is None:
            return None
        return "younger" if self.age <= YOUNGER_UP_TO else "older"

    def but(self, **changes: Any) -> Situation:
        """The same situation with some fields changed."""
        return replace(self, **changes)


@dataclass(frozen=True)
class Offer:
    """A choice as offered: what it does and what it is called; `language` only if that is not the conversation's."""

    option: str
    title: str
    language: str | None = None


@dataclass
class Reply:
    """What the assistant says in one turn and the situation afterwards.

    `parts` are messages: `{"type": "text"|"phrases"|"avoid"|"notice"|…}` as in the HTTP interface, or
    placeholders that the caller fills: `{"type": "response", "name"}`, `{"type": "contacts"}`, `{"type": "lines"}`,
    `{"type": "emergency", "category", "level"}`, `{"type": "plan"}`.
    """

    situation: Situation
    parts: list[dict[str, Any]] = field(default_factory=list)
    offers: list[Offer] = field(default_factory=list)
    input: str | None = None


def pick_text(lines: Iterable[Line], person: Situation) -> str | None:
    """The first text that fits this person, or None."""
    return next((line.say for line in lines if line.fits(person)), None)


def fitting(lines: Iterable[Line], person: Situation) -> list[Line]:
    """All lines that fit this person; those written for the person's role come first.

    A young person gets only what is written for the young: the rest is what adults say to them.
    """
    found = [line for line in lines if line.fits(person)]
    if person.role == "young_person":
        found = [line for line in found if line.roles]
    return sorted(found, key=lambda line: (not line.roles, line.age is None))


def pick_items(lines: Iterable[Line], person: Situation) -> list[str]:
    """The texts that fit this person, in order, each once."""
    return list(dict.fromkeys(line.say for line in fitting(lines, person)))
