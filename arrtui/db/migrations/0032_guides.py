"""The tables of guides: a frozen copy of their models of that time."""
# ruff: noqa: D101, D106

from __future__ import annotations

from typing import Any

from peewee import AutoField, CompositeKey, DoubleField, ForeignKeyField, Model, TextField


class Instance(Model):
    id = AutoField()

    class Meta:
        table_name = "instance"


class GuideRevisionRow(Model):
    id = AutoField()
    guide = TextField()
    kind = TextField()
    revision = TextField()
    digest = TextField()
    formats_doc = TextField()
    used_at = DoubleField()

    class Meta:
        table_name = "guide_revision"
        indexes = ((("guide", "kind", "digest"), True),)


class AcceptedGuideRow(Model):
    guide = TextField()
    instance = ForeignKeyField(Instance, on_delete="CASCADE", index=False, backref="+")
    type = TextField()
    identity = TextField()
    fingerprint = TextField()
    accepted_at = DoubleField()

    class Meta:
        table_name = "accepted_guide_difference"
        primary_key = CompositeKey("guide", "instance", "type", "identity")


def up(migrator: Any, db: Any) -> None:
    """Add the tables."""
    with db.bind_ctx([Instance, GuideRevisionRow, AcceptedGuideRow]):
        db.create_tables([GuideRevisionRow, AcceptedGuideRow])
