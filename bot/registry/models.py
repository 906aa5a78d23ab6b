"""The tables of the registry."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Date,
    DateTime,
    ForeignKey,
    Identity,
    Index,
    Integer,
    MetaData,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


def column(*args: Any, comment: str, **kwargs: Any) -> Any:
    """A column that always says what it holds."""
    return mapped_column(*args, comment=comment, **kwargs)


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map: ClassVar = {dict[str, Any]: JSON, list[str]: JSON, str: Text}


class Municipality(Base):
    """One of the 290 municipalities, or an invented one for demonstration."""

    __tablename__ = "municipalities"
    __table_args__ = (CheckConstraint("length(code) = 4", name="code_length"),)

    code: Mapped[str] = column(String(4), primary_key=True, comment="SCB municipality code, four digits")
    name: Mapped[str] = column(comment="Short name, such as Borås")
    full_name: Mapped[str] = column(comment="Full name, such as Borås kommun")
    folded: Mapped[str] = column(index=True, comment="Short name in lower case without accents, for searching")
    county_code: Mapped[str] = column(String(2), comment="SCB county code, two digits")
    county: Mapped[str] = column(comment="County name")
    website: Mapped[str | None] = column(comment="Address of the municipality's website")
    email: Mapped[str | None] = column(comment="General role mailbox, never for details about a young person")
    email_source: Mapped[str | None] = column(comment="Page where the e-mail address was published")
    email_seen: Mapped[date | None] = column(Date, comment="Day the e-mail address was read")
    population: Mapped[int | None] = column(Integer, comment="Inhabitants, for ordering matches")
    invented: Mapped[bool] = column(Boolean, default=False, comment="True for the demonstration municipality")


class District(Base):
    """A part of a municipality with its own social services; dissolved ones point to their successor."""

    __tablename__ = "districts"
    __table_args__ = (UniqueConstraint("municipality_code", "name", "level"),)

    id: Mapped[str] = column(String(80), primary_key=True, comment="Code and name as a slug, such as 1480-nordost")
    municipality_code: Mapped[str] = column(
        ForeignKey("municipalities.code"), comment="The municipality it is a part of"
    )
    name: Mapped[str] = column(comment="Name of the district")
    level: Mapped[str] = column(comment="What the municipality calls the level")
    aliases: Mapped[list[str]] = column(default=list, comment="Other names people use")
    valid_from: Mapped[str | None] = column(comment="When it was formed, as precisely as known")
    dissolved: Mapped[str | None] = column(comment="When it was dissolved, as precisely as known")
    superseded_by: Mapped[str | None] = column(
        ForeignKey("districts.id", deferrable=True, initially="DEFERRED"), comment="The district that took over"
    )
    note: Mapped[str | None] = column(comment="How sure we are, in words")


class Place(Base):
    """A town, post town or city part that people name instead of the municipality."""

    __tablename__ = "places"

    id: Mapped[int] = column(Integer, Identity(), primary_key=True, comment="Running number")
    name: Mapped[str] = column(comment="Name of the place")
    folded: Mapped[str] = column(index=True, comment="Name in lower case without accents, for searching")
    kind: Mapped[str] = column(comment="Kind of place, such as tatort or postort")
    municipality_code: Mapped[str] = column(
        ForeignKey("municipalities.code"), index=True, comment="Municipality it lies in"
    )
    main: Mapped[bool] = column(Boolean, comment="Whether most of the place lies in this municipality")


class Postcode(Base):
    """A postcode and the municipality it mostly serves."""

    __tablename__ = "postcodes"

    postcode: Mapped[str] = column(String(5), primary_key=True, comment="Five digits")
    post_town: Mapped[str] = column(comment="Post town")
    municipality_code: Mapped[str] = column(ForeignKey("municipalities.code"), comment="Municipality it lies in")


class Organisation(Base):
    """Who runs a service: a municipality, an authority, an association."""

    __tablename__ = "organisations"

    id: Mapped[int] = column(Integer, Identity(), primary_key=True, comment="Running number")
    name: Mapped[str] = column(unique=True, comment="Name of the organisation")
    services: Mapped[list[Service]] = relationship(back_populates="organisation")


class Service(Base):
    """A function that people can turn to: one contact card."""

    __tablename__ = "services"
    __table_args__ = (
        CheckConstraint("scope IN ('local', 'national')", name="scope"),
        CheckConstraint("mark IN ('confident', 'dated', 'check')", name="mark"),
        CheckConstraint("route IS NULL OR route IN ('112', 'switchboard')", name="route"),
        CheckConstraint("age_min IS NULL OR age_max IS NULL OR age_min <= age_max", name="ages"),
        CheckConstraint("valid_from IS NULL OR valid_to IS NULL OR valid_from <= valid_to", name="validity"),
        CheckConstraint("managed_by IN ('seed', 'coordinator')", name="managed_by"),
    )

    id: Mapped[str] = column(String(120), primary_key=True, comment="Stable id, such as 9999-ssp or sos_112")
    organisation_id: Mapped[int] = column(
        ForeignKey("organisations.id"), index=True, comment="Who runs the service"
    )
    scope: Mapped[str] = column(String(10), index=True, comment="local or national")
    function: Mapped[str] = column(String(40), comment="What it is, a code of vocabulary.yml")
    label: Mapped[str | None] = column(comment="What it is called here, as published")
    route: Mapped[str | None] = column(String(20), comment="112: call it and ask; switchboard: ask there")
    ask_for: Mapped[str | None] = column(comment="What to ask for on that route")
    email: Mapped[str | None] = column(comment="Role mailbox, never a person's")
    url: Mapped[str | None] = column(comment="Page or chat to open")
    opening_hours: Mapped[str | None] = column(comment="Hours as an OSM opening_hours expression")
    hours_text: Mapped[str | None] = column(comment="Hours as their source words them")
    hours_confirmed: Mapped[bool] = column(Boolean, comment="Whether the hours may be shown as a fact")
    age_min: Mapped[int | None] = column(Integer, comment="Youngest age served, years")
    age_max: Mapped[int | None] = column(Integer, comment="Oldest age served, years")
    roles: Mapped[list[str]] = column(comment="Roles it fits; empty means all")
    concerns: Mapped[list[str]] = column(comment="Concerns it fits; empty means all")
    professionals_only: Mapped[bool] = column(Boolean, comment="Whether only staff and volunteers may call")
    valid_from: Mapped[date | None] = column(Date, comment="First day it applies")
    valid_to: Mapped[date | None] = column(Date, comment="Last day it applies")
    answered_by: Mapped[str | None] = column(comment="When you call: who answers")
    anonymous: Mapped[str | None] = column(comment="When you call: whether you may be anonymous")
    they_ask: Mapped[str | None] = column(comment="When you call: what you are asked")
    next_step: Mapped[str | None] = column(comment="When you call: what happens next")
    note: Mapped[str | None] = column(comment="Shown with the card")
    mark: Mapped[str] = column(String(10), comment="confident: fact; dated: with its date; check: withheld")
    permanent: Mapped[bool] = column(Boolean, comment="A number of the national plan, never stale")
    verified_on: Mapped[date | None] = column(Date, comment="Day somebody responsible last confirmed it")
    verified_by: Mapped[str | None] = column(comment="Function that confirmed it, never a person's name")
    source: Mapped[str | None] = column(comment="Where the facts come from")
    source_date: Mapped[date | None] = column(Date, comment="Date of the source; empty counts as old")
    invented: Mapped[bool] = column(Boolean, comment="True for demonstration contacts")
    position: Mapped[int] = column(Integer, comment="Order among equals, lowest first")
    managed_by: Mapped[str] = column(String(12), comment="seed: follows the facts files; or coordinator")
    organisation: Mapped[Organisation] = relationship(back_populates="services")
    phones: Mapped[list[PhoneNumber]] = relationship(
        order_by="PhoneNumber.position", cascade="all, delete-orphan", passive_deletes=True
    )
    areas: Mapped[list[ServiceArea]] = relationship(
        order_by="(ServiceArea.municipality_code, ServiceArea.district_id)", cascade="all, delete-orphan",
        passive_deletes=True,
    )


class ServiceArea(Base):
    """A municipality that a service serves, or one district of it."""

    __tablename__ = "service_areas"
    __table_args__ = (UniqueConstraint("service_id", "municipality_code", "district_id"),)

    id: Mapped[int] = column(Integer, Identity(), primary_key=True, comment="Running number")
    service_id: Mapped[str] = column(ForeignKey("services.id", ondelete="CASCADE"), comment="The service")
    municipality_code: Mapped[str] = column(
        ForeignKey("municipalities.code"), index=True, comment="Municipality served"
    )
    district_id: Mapped[str | None] = column(ForeignKey("districts.id"), comment="Only this district; empty means all")


class PhoneNumber(Base):
    """One number of a service."""

    __tablename__ = "phones"

    id: Mapped[int] = column(Integer, Identity(), primary_key=True, comment="Running number")
    service_id: Mapped[str] = column(
        ForeignKey("services.id", ondelete="CASCADE"), index=True, comment="The service"
    )
    position: Mapped[int] = column(Integer, comment="Order, the number to try first is 0")
    display: Mapped[str] = column(comment="As people write it")
    tel: Mapped[str] = column(String(20), comment="E.164, or a short number as dialled")
    note: Mapped[str | None] = column(comment="Menu choice or when to use it")


class Change(Base):
    """Who changed which field of what, and when. Only ever added to."""

    __tablename__ = "change_log"
    __table_args__ = (Index("ix_change_log_entity", "entity", "entity_id", "id"),)

    id: Mapped[int] = column(Integer, Identity(), primary_key=True, comment="Running number")
    at: Mapped[datetime] = column(DateTime(timezone=True), comment="Moment of the change")
    actor: Mapped[str] = column(comment="Function or command that changed it, never a person's name")
    entity: Mapped[str] = column(String(20), comment="service, site or place")
    entity_id: Mapped[str] = column(String(120), comment="Id of what changed")
    field: Mapped[str] = column(String(40), comment="Field that changed; * for the whole")
    old: Mapped[str | None] = column(comment="Value before")
    new: Mapped[str | None] = column(comment="Value after")


class Site(Base):
    """A page that embeds the assistant."""

    __tablename__ = "sites"

    id: Mapped[str] = column(String(60), primary_key=True, comment="Id in the embedding tag")
    origins: Mapped[list[str]] = column(comment="Allowed origins, such as https://www.exempel.se")
    municipality_code: Mapped[str | None] = column(
        ForeignKey("municipalities.code"), comment="Municipality whose page it is"
    )
    districts: Mapped[list[str]] = column(comment="District ids, where the page is for some only")
    languages: Mapped[list[str]] = column(comment="Languages offered, the first is the default")
    contact_centre_phone: Mapped[str | None] = column(comment="Where ordinary municipal questions go")
    ssp_name: Mapped[str | None] = column(comment="What SSP is called here, such as SSPF")
    ssp_age_min: Mapped[int | None] = column(Integer, comment="Youngest age of the local SSP work, years")
    ssp_age_max: Mapped[int | None] = column(Integer, comment="Oldest age of the local SSP work, years")
    quick_exit_url: Mapped[str | None] = column(comment="Where 'Lämna sidan' leads")
    theme: Mapped[dict[str, Any]] = column(comment="Colours of the widget by name")
    paused: Mapped[bool] = column(Boolean, comment="Whether the assistant is switched off on this page")
    managed_by: Mapped[str] = column(String(12), comment="seed or coordinator")


class State(Base):
    """What the registry knows about itself, such as the fingerprint of the facts it was seeded from."""

    __tablename__ = "registry_state"

    key: Mapped[str] = column(String(40), primary_key=True, comment="Name")
    value: Mapped[str] = column(comment="Value")
