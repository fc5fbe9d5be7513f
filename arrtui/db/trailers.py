"""Queries on what arrtui did about trailers, and on what the owner decided of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import msgspec

from arrtui.core.trailers import AttemptOutcome, TrailerAttempt, TrailerChoice, TrailerDownload
from arrtui.db.bulk import delete_rows
from arrtui.db.estate import ensure_instance
from arrtui.db.reading import rows_of
from arrtui.db.text import name_from_stored, stored_name
from arrtui.db.trailer_models import (
    TrailerAttemptRow,
    TrailerChoiceRow,
    TrailerDownloadRow,
    TrailerRuleRow,
)

KEPT = 100
"""Attempts of a title that are kept: some runs, each with a line for every video that it looked at."""
_LASTING = (AttemptOutcome.RECYCLED.value, AttemptOutcome.BEGUN.value)
"""Outcomes that say what is so, not only what was."""
_row = TrailerAttemptRow


class InstanceRule(NamedTuple):
    """The rule by which an instance wants trailers."""

    rule: str
    since: float
    """When it was noted first, UTC seconds."""


def _fields(struct: type[msgspec.Struct], row: Sequence[Any]) -> dict[str, Any]:
    """Return the columns of a row by the names of the fields, whose order they have."""
    return dict(zip(struct.__struct_fields__, row, strict=True))


# --- rules -----------------------------------------------------------------------------------------------


def stored_rule(instance: str) -> InstanceRule | None:
    """Return the rule that an instance had at its last refresh, None before the first."""
    sql = (
        "SELECT r.rule, r.since FROM trailer_rule AS r JOIN instance AS i ON i.id = r.instance_id "
        "WHERE i.name = ?"
    )
    rows = rows_of(sql, (instance,))
    return InstanceRule._make(rows[0]) if rows else None


def note_rule(instance: str, rule: str, now: float) -> InstanceRule:
    """Return the rule of an instance with the time of its start: ``now`` if it is another than before."""
    stored = stored_rule(instance)
    if stored is not None and stored.rule == rule:
        return stored
    values = {TrailerRuleRow.rule: rule, TrailerRuleRow.since: now}
    insert = TrailerRuleRow.insert({TrailerRuleRow.instance: ensure_instance(instance), **values})
    insert.on_conflict(conflict_target=[TrailerRuleRow.instance], update=values).execute()
    return InstanceRule(rule, now)


# --- downloads -------------------------------------------------------------------------------------------


def downloads(instance: str) -> dict[str, list[TrailerDownload]]:
    """Return the trailers that arrtui put into the folders of an instance, by external id, oldest first.

    Those that are gone are among them.
    """
    sql = (
        "SELECT d.id, d.external_id, d.season, d.source, d.address, d.name, d.profile, d.height, "
        "d.relative_path, d.size, d.mtime_ns, d.made_at, d.film, d.gone_at FROM trailer_download AS d "
        "JOIN instance AS i ON i.id = d.instance_id WHERE i.name = ? ORDER BY d.id"
    )
    made: dict[str, list[TrailerDownload]] = {}
    for row in rows_of(sql, (instance,)):
        fields = _fields(TrailerDownload, row)
        names = {name: name_from_stored(fields[name]) for name in ("relative_path", "film")}
        download = TrailerDownload(**fields | names)
        made.setdefault(download.external_id, []).append(download)
    return made


def record_download(instance: str, download: TrailerDownload) -> int:
    """Store a trailer that arrtui put beside a film; return its id."""
    values = _download_values(download)
    return int(TrailerDownloadRow.insert(instance=ensure_instance(instance), **values).execute())


def update_download(download: TrailerDownload) -> None:
    """Store what became of a download: renamed with its film, or gone."""
    values = _download_values(download)
    TrailerDownloadRow.update(**values).where(TrailerDownloadRow.id == download.id).execute()


def _download_values(download: TrailerDownload) -> dict[str, object]:
    """Return the columns of a download without its id and its instance."""
    values = msgspec.structs.asdict(download)
    del values["id"]
    names = {name: stored_name(values[name]) for name in ("relative_path", "film")}
    return values | names


# --- attempts --------------------------------------------------------------------------------------------


def attempts(instance: str, external_id: str | None = None) -> dict[str, list[TrailerAttempt]]:
    """Return the attempts for the titles of an instance, or for one, by external id, oldest first."""
    sql = (
        "SELECT a.external_id, a.season, a.at, a.source, a.address, a.outcome, a.reason, a.retry_after "
        "FROM trailer_attempt AS a JOIN instance AS i ON i.id = a.instance_id WHERE i.name = ? "
    )
    parameters = [instance]
    if external_id is not None:
        sql, parameters = f"{sql} AND a.external_id = ?", [instance, external_id]
    made: dict[str, list[TrailerAttempt]] = {}
    for row in rows_of(f"{sql} ORDER BY a.id", parameters):
        made.setdefault(row[0], []).append(TrailerAttempt(**_fields(TrailerAttempt, row)))
    return made


def latest_attempts(instance: str) -> dict[str, TrailerAttempt]:
    """Return the last attempt for each title of an instance as a whole, by external id."""
    sql = (
        "SELECT a.external_id, a.season, a.at, a.source, a.address, a.outcome, a.reason, a.retry_after "
        "FROM trailer_attempt AS a WHERE a.id IN (SELECT max(t.id) FROM trailer_attempt AS t "
        "JOIN instance AS i ON i.id = t.instance_id WHERE i.name = ? AND t.season IS NULL "
        "GROUP BY t.external_id)"
    )
    return {row[0]: TrailerAttempt(**_fields(TrailerAttempt, row)) for row in rows_of(sql, (instance,))}


def record_attempts(instance: str, tried: Iterable[TrailerAttempt]) -> None:
    """Store what came of trying to fetch trailers; of each title only the newest :data:`KEPT` are kept.

    Those that made a title wait stay as well, since its next wait follows from their number, and so does what
    its owner threw away.
    """
    instance_id, titles = ensure_instance(instance), set[str]()
    for attempt in tried:
        TrailerAttemptRow.insert(instance=instance_id, **msgspec.structs.asdict(attempt)).execute()
        titles.add(attempt.external_id)
    for external_id in titles:
        of_title = (_row.instance == instance_id, _row.external_id == external_id)
        newest = _row.select(_row.id).where(*of_title).order_by(_row.id.desc()).limit(KEPT)
        _row.delete().where(
            *of_title, _row.id.not_in(newest), _row.retry_after.is_null(), _row.outcome.not_in(_LASTING)
        ).execute()


def forget_old_attempts(instance: str, before: float) -> None:
    """Remove attempts from before a time, but for those of videos that their owner threw away."""
    _row.delete().where(
        _row.instance == ensure_instance(instance), _row.at < before, _row.outcome.not_in(_LASTING)
    ).execute()


# --- parts that lie in folders ---------------------------------------------------------------------------


def begun_titles(instance: str) -> set[str]:
    """Return the external ids of titles in whose folders an unfinished download may lie."""
    sql = (
        "SELECT DISTINCT a.external_id FROM trailer_attempt AS a JOIN instance AS i ON i.id = a.instance_id "
        "WHERE i.name = ? AND a.outcome = ?"
    )
    return {external_id for (external_id,) in rows_of(sql, (instance, AttemptOutcome.BEGUN.value))}


def forget_begun(instance: str, external_ids: Iterable[str]) -> None:
    """Note that nothing unfinished lies in the folders of titles any more."""
    key = (ensure_instance(instance), AttemptOutcome.BEGUN.value)
    rows = [(*key, external_id) for external_id in external_ids]
    delete_rows(TrailerAttemptRow, ("instance", "outcome", "external_id"), rows)


def forget_recycled_video(instance: str, external_id: str, address: str) -> None:
    """Take back that a video was thrown away: it may be the title's trailer again."""
    key = (ensure_instance(instance), external_id, AttemptOutcome.RECYCLED.value, address)
    delete_rows(TrailerAttemptRow, ("instance", "external_id", "outcome", "address"), [key])


# --- choices ---------------------------------------------------------------------------------------------


def choices(instance: str) -> dict[str, TrailerChoice]:
    """Return what the owner decided for titles of an instance, by external id."""
    sql = (
        "SELECT c.external_id, c.wanted, c.address, c.profile FROM trailer_choice AS c "
        "JOIN instance AS i ON i.id = c.instance_id WHERE i.name = ?"
    )
    return {
        external_id: TrailerChoice(
            external_id=external_id,
            wanted=None if wanted is None else bool(wanted),
            address=address,
            profile=profile,
        )
        for external_id, wanted, address, profile in rows_of(sql, (instance,))
    }


def choose(instance: str, choice: TrailerChoice) -> None:
    """Store what the owner decided for a title, in the place of what was decided before."""
    values = msgspec.structs.asdict(choice)
    insert = TrailerChoiceRow.insert(instance=ensure_instance(instance), **values)
    key = [TrailerChoiceRow.instance, TrailerChoiceRow.external_id]
    decided = [TrailerChoiceRow.wanted, TrailerChoiceRow.address, TrailerChoiceRow.profile]
    insert.on_conflict(conflict_target=key, preserve=decided).execute()
