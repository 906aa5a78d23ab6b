"""Tables of the registry."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Applies the change."""
    op.create_table(
        "change_log",
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False, comment="Running number"),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False, comment="Moment of the change"),
        sa.Column(
            "actor", sa.Text(), nullable=False, comment="Function or command that changed it, never a person's name"
        ),
        sa.Column("entity", sa.String(length=20), nullable=False, comment="service, site or place"),
        sa.Column("entity_id", sa.String(length=120), nullable=False, comment="Id of what changed"),
        sa.Column("field", sa.String(length=40), nullable=False, comment="Field that changed; * for the whole"),
        sa.Column("old", sa.Text(), nullable=True, comment="Value before"),
        sa.Column("new", sa.Text(), nullable=True, comment="Value after"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_log")),
    )
    op.create_index("ix_change_log_entity", "change_log", ["entity", "entity_id", "id"], unique=False)
    op.create_table(
        "municipalities",
        sa.Column("code", sa.String(length=4), nullable=False, comment="SCB municipality code, four digits"),
        sa.Column("name", sa.Text(), nullable=False, comment="Short name, such as Borås"),
        sa.Column("full_name", sa.Text(), nullable=False, comment="Full name, such as Borås kommun"),
        sa.Column(
            "folded", sa.Text(), nullable=False, comment="Short name in lower case without accents, for searching"
        ),
        sa.Column("county_code", sa.String(length=2), nullable=False, comment="SCB county code, two digits"),
        sa.Column("county", sa.Text(), nullable=False, comment="County name"),
        sa.Column("website", sa.Text(), nullable=True, comment="Address of the municipality's website"),
        sa.Column(
            "email", sa.Text(), nullable=True, comment="General role mailbox, never for details about a young person"
        ),
        sa.Column("email_source", sa.Text(), nullable=True, comment="Page where the e-mail address was published"),
        sa.Column("email_seen", sa.Date(), nullable=True, comment="Day the e-mail address was read"),
        sa.Column("population", sa.Integer(), nullable=True, comment="Inhabitants, for ordering matches"),
        sa.Column("invented", sa.Boolean(), nullable=False, comment="True for the demonstration municipality"),
        sa.CheckConstraint("length(code) = 4", name=op.f("ck_municipalities_code_length")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_municipalities")),
    )
    op.create_index(op.f("ix_municipalities_folded"), "municipalities", ["folded"], unique=False)
    op.create_table(
        "organisations",
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False, comment="Running number"),
        sa.Column("name", sa.Text(), nullable=False, comment="Name of the organisation"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisations")),
        sa.UniqueConstraint("name", name=op.f("uq_organisations_name")),
    )
    op.create_table(
        "registry_state",
        sa.Column("key", sa.String(length=40), nullable=False, comment="Name"),
        sa.Column("value", sa.Text(), nullable=False, comment="Value"),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_registry_state")),
    )
    op.create_table(
        "districts",
        sa.Column("id", sa.String(length=80), nullable=False, comment="Code and name as a slug, such as 1480-nordost"),
        sa.Column("municipality_code", sa.String(length=4), nullable=False, comment="The municipality it is a part of"),
        sa.Column("name", sa.Text(), nullable=False, comment="Name of the district"),
        sa.Column("level", sa.Text(), nullable=False, comment="What the municipality calls the level"),
        sa.Column("aliases", sa.JSON(), nullable=False, comment="Other names people use"),
        sa.Column("valid_from", sa.Text(), nullable=True, comment="When it was formed, as precisely as known"),
        sa.Column("dissolved", sa.Text(), nullable=True, comment="When it was dissolved, as precisely as known"),
        sa.Column("superseded_by", sa.String(length=80), nullable=True, comment="The district that took over"),
        sa.Column("note", sa.Text(), nullable=True, comment="How sure we are, in words"),
        sa.ForeignKeyConstraint(
            ["municipality_code"], ["municipalities.code"], name=op.f("fk_districts_municipality_code_municipalities")
        ),
        sa.ForeignKeyConstraint(
            ["superseded_by"],
            ["districts.id"],
            name=op.f("fk_districts_superseded_by_districts"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_districts")),
        sa.UniqueConstraint(
            "municipality_code", "name", "level", name=op.f("uq_districts_municipality_code_name_level")
        ),
    )
    op.create_table(
        "places",
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False, comment="Running number"),
        sa.Column("name", sa.Text(), nullable=False, comment="Name of the place"),
        sa.Column("folded", sa.Text(), nullable=False, comment="Name in lower case without accents, for searching"),
        sa.Column("kind", sa.Text(), nullable=False, comment="Kind of place, such as tatort or postort"),
        sa.Column("municipality_code", sa.String(length=4), nullable=False, comment="Municipality it lies in"),
        sa.Column("main", sa.Boolean(), nullable=False, comment="Whether most of the place lies in this municipality"),
        sa.ForeignKeyConstraint(
            ["municipality_code"], ["municipalities.code"], name=op.f("fk_places_municipality_code_municipalities")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_places")),
    )
    op.create_index(op.f("ix_places_folded"), "places", ["folded"], unique=False)
    op.create_index(op.f("ix_places_municipality_code"), "places", ["municipality_code"], unique=False)
    op.create_table(
        "postcodes",
        sa.Column("postcode", sa.String(length=5), nullable=False, comment="Five digits"),
        sa.Column("post_town", sa.Text(), nullable=False, comment="Post town"),
        sa.Column("municipality_code", sa.String(length=4), nullable=False, comment="Municipality it lies in"),
        sa.ForeignKeyConstraint(
            ["municipality_code"], ["municipalities.code"], name=op.f("fk_postcodes_municipality_code_municipalities")
        ),
        sa.PrimaryKeyConstraint("postcode", name=op.f("pk_postcodes")),
    )
    op.create_table(
        "services",
        sa.Column("id", sa.String(length=120), nullable=False, comment="Stable id, such as 9999-ssp or sos_112"),
        sa.Column("organisation_id", sa.Integer(), nullable=False, comment="Who runs the service"),
        sa.Column("scope", sa.String(length=10), nullable=False, comment="local or national"),
        sa.Column("function", sa.String(length=40), nullable=False, comment="What it is, a code of vocabulary.yml"),
        sa.Column("label", sa.Text(), nullable=True, comment="What it is called here, as published"),
        sa.Column("route", sa.String(length=20), nullable=True, comment="112: call it and ask; switchboard: ask there"),
        sa.Column("ask_for", sa.Text(), nullable=True, comment="What to ask for on that route"),
        sa.Column("email", sa.Text(), nullable=True, comment="Role mailbox, never a person's"),
        sa.Column("url", sa.Text(), nullable=True, comment="Page or chat to open"),
        sa.Column("opening_hours", sa.Text(), nullable=True, comment="Hours as an OSM opening_hours expression"),
        sa.Column("hours_text", sa.Text(), nullable=True, comment="Hours as their source words them"),
        sa.Column("hours_confirmed", sa.Boolean(), nullable=False, comment="Whether the hours may be shown as a fact"),
        sa.Column("age_min", sa.Integer(), nullable=True, comment="Youngest age served, years"),
        sa.Column("age_max", sa.Integer(), nullable=True, comment="Oldest age served, years"),
        sa.Column("roles", sa.JSON(), nullable=False, comment="Roles it fits; empty means all"),
        sa.Column("concerns", sa.JSON(), nullable=False, comment="Concerns it fits; empty means all"),
        sa.Column(
            "professionals_only", sa.Boolean(), nullable=False, comment="Whether only staff and volunteers may call"
        ),
        sa.Column("valid_from", sa.Date(), nullable=True, comment="First day it applies"),
        sa.Column("valid_to", sa.Date(), nullable=True, comment="Last day it applies"),
        sa.Column("answered_by", sa.Text(), nullable=True, comment="When you call: who answers"),
        sa.Column("anonymous", sa.Text(), nullable=True, comment="When you call: whether you may be anonymous"),
        sa.Column("they_ask", sa.Text(), nullable=True, comment="When you call: what you are asked"),
        sa.Column("next_step", sa.Text(), nullable=True, comment="When you call: what happens next"),
        sa.Column("note", sa.Text(), nullable=True, comment="Shown with the card"),
        sa.Column(
            "mark",
            sa.String(length=10),
            nullable=False,
            comment="confident: fact; dated: with its date; check: withheld",
        ),
        sa.Column("permanent", sa.Boolean(), nullable=False, comment="A number of the national plan, never stale"),
        sa.Column("verified_on", sa.Date(), nullable=True, comment="Day somebody responsible last confirmed it"),
        sa.Column("verified_by", sa.Text(), nullable=True, comment="Function that confirmed it, never a person's name"),
        sa.Column("source", sa.Text(), nullable=True, comment="Where the facts come from"),
        sa.Column("source_date", sa.Date(), nullable=True, comment="Date of the source; empty counts as old"),
        sa.Column("invented", sa.Boolean(), nullable=False, comment="True for demonstration contacts"),
        sa.Column("position", sa.Integer(), nullable=False, comment="Order among equals, lowest first"),
        sa.Column(
            "managed_by", sa.String(length=12), nullable=False, comment="seed: follows the facts files; or coordinator"
        ),
        sa.CheckConstraint("managed_by IN ('seed', 'coordinator')", name=op.f("ck_services_managed_by")),
        sa.CheckConstraint("mark IN ('confident', 'dated', 'check')", name=op.f("ck_services_mark")),
        sa.CheckConstraint("route IS NULL OR route IN ('112', 'switchboard')", name=op.f("ck_services_route")),
        sa.CheckConstraint("scope IN ('local', 'national')", name=op.f("ck_services_scope")),
        sa.CheckConstraint("age_min IS NULL OR age_max IS NULL OR age_min <= age_max", name=op.f("ck_services_ages")),
        sa.CheckConstraint(
            "valid_from IS NULL OR valid_to IS NULL OR valid_from <= valid_to", name=op.f("ck_services_validity")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_services_organisation_id_organisations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_services")),
    )
    op.create_index(op.f("ix_services_organisation_id"), "services", ["organisation_id"], unique=False)
    op.create_index(op.f("ix_services_scope"), "services", ["scope"], unique=False)
    op.create_table(
        "sites",
        sa.Column("id", sa.String(length=60), nullable=False, comment="Id in the embedding tag"),
        sa.Column("origins", sa.JSON(), nullable=False, comment="Allowed origins, such as https://www.exempel.se"),
        sa.Column("municipality_code", sa.String(length=4), nullable=True, comment="Municipality whose page it is"),
        sa.Column("districts", sa.JSON(), nullable=False, comment="District ids, where the page is for some only"),
        sa.Column("languages", sa.JSON(), nullable=False, comment="Languages offered, the first is the default"),
        sa.Column("contact_centre_phone", sa.Text(), nullable=True, comment="Where ordinary municipal questions go"),
        sa.Column("ssp_name", sa.Text(), nullable=True, comment="What SSP is called here, such as SSPF"),
        sa.Column("ssp_age_min", sa.Integer(), nullable=True, comment="Youngest age of the local SSP work, years"),
        sa.Column("ssp_age_max", sa.Integer(), nullable=True, comment="Oldest age of the local SSP work, years"),
        sa.Column("quick_exit_url", sa.Text(), nullable=True, comment="Where 'Lämna sidan' leads"),
        sa.Column("theme", sa.JSON(), nullable=False, comment="Colours of the widget by name"),
        sa.Column("paused", sa.Boolean(), nullable=False, comment="Whether the assistant is switched off on this page"),
        sa.Column("managed_by", sa.String(length=12), nullable=False, comment="seed or coordinator"),
        sa.ForeignKeyConstraint(
            ["municipality_code"], ["municipalities.code"], name=op.f("fk_sites_municipality_code_municipalities")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sites")),
    )
    op.create_table(
        "phones",
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False, comment="Running number"),
        sa.Column("service_id", sa.String(length=120), nullable=False, comment="The service"),
        sa.Column("position", sa.Integer(), nullable=False, comment="Order, the number to try first is 0"),
        sa.Column("display", sa.Text(), nullable=False, comment="As people write it"),
        sa.Column("tel", sa.String(length=20), nullable=False, comment="E.164, or a short number as dialled"),
        sa.Column("note", sa.Text(), nullable=True, comment="Menu choice or when to use it"),
        sa.ForeignKeyConstraint(
            ["service_id"], ["services.id"], name=op.f("fk_phones_service_id_services"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phones")),
    )
    op.create_index(op.f("ix_phones_service_id"), "phones", ["service_id"], unique=False)
    op.create_table(
        "service_areas",
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False, comment="Running number"),
        sa.Column("service_id", sa.String(length=120), nullable=False, comment="The service"),
        sa.Column("municipality_code", sa.String(length=4), nullable=False, comment="Municipality served"),
        sa.Column("district_id", sa.String(length=80), nullable=True, comment="Only this district; empty means all"),
        sa.ForeignKeyConstraint(["district_id"], ["districts.id"], name=op.f("fk_service_areas_district_id_districts")),
        sa.ForeignKeyConstraint(
            ["municipality_code"],
            ["municipalities.code"],
            name=op.f("fk_service_areas_municipality_code_municipalities"),
        ),
        sa.ForeignKeyConstraint(
            ["service_id"], ["services.id"], name=op.f("fk_service_areas_service_id_services"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_areas")),
        sa.UniqueConstraint(
            "service_id",
            "municipality_code",
            "district_id",
            name=op.f("uq_service_areas_service_id_municipality_code_district_id"),
        ),
    )
    op.create_index(op.f("ix_service_areas_municipality_code"), "service_areas", ["municipality_code"], unique=False)


def downgrade() -> None:
    """Takes the change back."""
    op.drop_index(op.f("ix_service_areas_municipality_code"), table_name="service_areas")
    op.drop_table("service_areas")
    op.drop_index(op.f("ix_phones_service_id"), table_name="phones")
    op.drop_table("phones")
    op.drop_table("sites")
    op.drop_index(op.f("ix_services_scope"), table_name="services")
    op.drop_index(op.f("ix_services_organisation_id"), table_name="services")
    op.drop_table("services")
    op.drop_table("postcodes")
    op.drop_index(op.f("ix_places_municipality_code"), table_name="places")
    op.drop_index(op.f("ix_places_folded"), table_name="places")
    op.drop_table("places")
    op.drop_table("districts")
    op.drop_table("registry_state")
    op.drop_table("organisations")
    op.drop_index(op.f("ix_municipalities_folded"), table_name="municipalities")
    op.drop_table("municipalities")
    op.drop_index("ix_change_log_entity", table_name="change_log")
    op.drop_table("change_log")
