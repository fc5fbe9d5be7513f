"""The settings that decide scores, as they are stored now and as they were before each snapshot."""
# ruff: noqa: S608  # the SQL is put together from constants of this module

from __future__ import annotations

from typing import NamedTuple

from arrtui.core.domain import Change, SettingType, decode
from arrtui.db.reading import rows_of
from arrtui.db.snapshots import change_of

DECISIVE = (SettingType.CUSTOM_FORMAT, SettingType.QUALITY_PROFILE, SettingType.NAMING)
"""What a score and the name of a file follow from."""
_WATCHED = (SettingType.CUSTOM_FORMAT, SettingType.QUALITY_PROFILE)


class DatedChange(NamedTuple):
    """A change of a setting, seen at a snapshot."""

    at: float
    """When the snapshot was taken, UTC seconds."""
    change: Change


def setting_changes(instance_id: int) -> list[DatedChange]:
    """Return the changes of decisive settings, the newest first, as undoing needs them."""
    sql = (
        "SELECT s.taken_at, c.type, c.key, c.kind, c.item_id, c.before_doc, c.after_doc FROM change AS c "
        "JOIN snapshot AS s ON s.id = c.snapshot_id "
        "WHERE c.instance_id = ? AND c.type = 'setting' ORDER BY s.id DESC, c.id DESC"
    )
    changes = (DatedChange(at, change_of(columns)) for at, *columns in rows_of(sql, (instance_id,)))
    return [dated for dated in changes if dated.change.key.partition("/")[0] in DECISIVE]


def all_setting_changes(instance_id: int, snapshot_id: int) -> list[Change]:
    """Return the changes of settings of every type after a snapshot, the newest first, as undoing needs."""
    sql = (
        "SELECT c.type, c.key, c.kind, c.item_id, c.before_doc, c.after_doc FROM change AS c "
        "WHERE c.instance_id = ? AND c.snapshot_id > ? AND c.type = 'setting' "
        "ORDER BY c.snapshot_id DESC, c.id DESC"
    )
    return [change_of(columns) for columns in rows_of(sql, (instance_id, snapshot_id))]


def first_snapshot_at(instance_id: int) -> float:
    """Return when the oldest complete snapshot was taken (UTC seconds); before it no setting is known."""
    sql = "SELECT min(taken_at) FROM snapshot WHERE instance_id = ? AND state = 'complete'"
    return float(rows_of(sql, (instance_id,))[0][0] or 0.0)


class SeenChange(NamedTuple):
    """A change of a profile or a format with the time within which it was made."""

    snapshot_id: int
    """The snapshot that saw it."""
    since: float
    """When the backup before was taken, UTC seconds; later than ``at`` where the clock was set back."""
    at: float
    """When the snapshot was taken, UTC seconds."""
    change: Change


class OwnWrite(NamedTuple):
    """A setting that arrtui itself wrote."""

    plan: int
    ident: str
    """``TYPE/NAME``."""
    at: float
    """UTC seconds."""


class ProfileMove(NamedTuple):
    """A title that had another quality profile before a snapshot."""

    item_id: int
    at: float
    """When the snapshot was taken, UTC seconds."""
    before: int
    """Id of the profile."""


def seen_changes(instance_id: int, since: float = 0.0) -> list[SeenChange]:
    """Return the changes of profiles and formats seen from a time on (UTC seconds), the oldest first.

    The first backup compares with nothing and has none.
    """
    before = (
        "SELECT p.taken_at FROM snapshot AS p WHERE p.instance_id = s.instance_id AND p.id < s.id "
        "AND p.state = 'complete' AND NOT p.live ORDER BY p.id DESC LIMIT 1"
    )
    sql = (
        f"SELECT s.id, ({before}), s.taken_at, c.type, c.key, c.kind, c.item_id, c.before_doc, c.after_doc "
        "FROM change AS c JOIN snapshot AS s ON s.id = c.snapshot_id "
        "WHERE c.instance_id = ? AND c.type = 'setting' AND s.taken_at >= ? ORDER BY s.id, c.id"
    )
    rows = rows_of(sql, (instance_id, since))
    changes = [
        SeenChange(number, at if earlier is None else earlier, at, change_of(columns))
        for number, earlier, at, *columns in rows
    ]
    return [seen for seen in changes if seen.change.key.partition("/")[0] in _WATCHED]


def setting_writes(instance: str, since: float = 0.0) -> list[OwnWrite]:
    """Return the profiles and formats that arrtui wrote on an instance from a time on, the oldest first.

    A step that was cut off counts too: the app may have carried it out.
    """
    sql = (
        "SELECT j.plan_id, e.doc, coalesce(j.ended_at, j.begun_at) FROM journal AS j "
        "JOIN plan_entry AS e ON e.plan_id = j.plan_id AND e.position = j.position "
        "WHERE j.instance = ? AND j.step = 'setting' AND j.state <> 'failed' AND j.begun_at >= ? "
        "ORDER BY j.id"
    )
    rows = rows_of(sql, (instance, since))
    writes = (OwnWrite(plan, decode(doc)["ident"], at) for plan, doc, at in rows)
    return [write for write in writes if write.ident.partition("/")[0] in _WATCHED]


def profile_moves(instance_id: int, since: float = 0.0) -> list[ProfileMove]:
    """Return the titles that got another quality profile from a time on (UTC seconds), the oldest first."""
    sql = (
        "SELECT c.item_id, s.taken_at, c.before_doc FROM change AS c "
        "JOIN snapshot AS s ON s.id = c.snapshot_id WHERE c.instance_id = ? AND c.type = 'item' "
        "AND c.kind = 'changed' AND s.taken_at >= ? AND c.before_doc LIKE ? ORDER BY s.id, c.id"
    )
    rows = rows_of(sql, (instance_id, since, '%"profile_id":%'))
    return [ProfileMove(item_id, at, decode(doc)["profile_id"]) for item_id, at, doc in rows]


def first_event_date(instance_id: int) -> str:
    """Return the date of the oldest row stored of an instance's history; empty where there is none."""
    sql = "SELECT min(date) FROM release_event WHERE instance_id = ? AND date <> ''"
    return str(rows_of(sql, (instance_id,))[0][0] or "")
