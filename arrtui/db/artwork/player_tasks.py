"""Queries on what players are still to be told, and on what they were told. Run in database threads."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence

import msgspec

from arrtui.core.players import PlayerTask, ToldTitle, WatchState
from arrtui.db.artwork_models import PlayerTaskRow, PlayerToldRow
from arrtui.db.bulk import bulk_update, bulk_upsert, delete_rows
from arrtui.db.reading import placeholders, rows_of
from arrtui.db.text import name_from_stored, stored_name

_KEYS = ("player", "instance", "external_id")
_STATES = (
    *("queued_at", "attempts", "tried_at", "error"),
    *("reads_nfo", "textures_only", "kept_doc"),
)
_kept = msgspec.json.Decoder(dict[str, WatchState])
_told = msgspec.json.Decoder(ToldTitle)


def tasks(players: Sequence[str] | None = None, instance: str = "") -> list[PlayerTask]:
    """Return what some players or all are still to be told, the oldest first."""
    where = "1 = 1" if players is None else f"player IN ({placeholders(players)})"
    sql = (
        f"SELECT {', '.join((*_KEYS, *_STATES))} FROM player_task WHERE {where} "  # noqa: S608
        "AND (? = '' OR instance = ?) ORDER BY queued_at, player, instance, external_id"
    )
    return [
        PlayerTask(
            player=row[0],
            instance=row[1],
            external_id=row[2],
            queued_at=row[3],
            attempts=row[4],
            tried_at=row[5],
            error=row[6],
            reads_nfo=bool(row[7]),
            textures_only=bool(row[8]),
            kept={name_from_stored(path): state for path, state in _kept.decode(row[9]).items()},
        )
        for row in rows_of(sql, (*(players or ()), instance, instance))
    ]


def queue(
    player_names: Iterable[str],
    instance: str,
    external_ids: Iterable[str],
    now: float,
    *,
    reads_nfo: bool = False,
    textures_only: bool = False,
) -> int:
    """Note that players are to be told of titles; return how many notes there are now that were not before.

    A note that is there already is due at once again, and keeps what it holds. Call it inside
    ``Database.writing()``.
    """
    names = list(player_names)
    known = {(task.player, task.external_id): task for task in tasks(names, instance)}
    rows = []
    for name in names:
        for external_id in external_ids:
            before = known.get((name, external_id))
            reads = reads_nfo or (before is not None and before.reads_nfo)
            only = textures_only and (before is None or before.textures_only)
            queued = now if before is None or before.queued_at != now else now + 1e-3  # it is the version
            kept = {} if before is None else before.kept
            rows.append((name, instance, external_id, queued, 0, 0.0, "", reads, only, _kept_doc(kept)))
    bulk_upsert(PlayerTaskRow, rows, (*_KEYS, *_STATES), update=_STATES)
    return len({(row[0], row[2]) for row in rows} - known.keys())


def keep(task: PlayerTask) -> None:
    """Store what was read from a player before it forgets it, with the note it belongs to."""
    row = (_kept_doc(task.kept), task.player, task.instance, task.external_id)
    bulk_update(PlayerTaskRow, [row], ("kept_doc",), _KEYS)


def fail(task: PlayerTask, error: str, now: float) -> None:
    """Note that a player did not take something, and why."""
    row = (task.attempts + 1, now, error, task.player, task.instance, task.external_id)
    bulk_update(PlayerTaskRow, [row], ("attempts", "tried_at", "error"), _KEYS)


def postpone(task: PlayerTask, error: str, now: float) -> None:
    """Note why a player could not be asked; that is no failed attempt."""
    row = (now, error, task.player, task.instance, task.external_id)
    bulk_update(PlayerTaskRow, [row], ("tried_at", "error"), _KEYS)


def wait(task: PlayerTask, last: ToldTitle, error: str, now: float) -> None:
    """Store what a player knows now of a title of which something is still to be told, and why.

    Call it inside ``Database.writing()``.
    """
    _store_told(task, last, now)
    fail(task, error, now)


def done(task: PlayerTask, last: ToldTitle | None, now: float) -> None:
    """Remove a note that a player took, unless it was renewed meanwhile; store what it knows now.

    Call it inside ``Database.writing()``.
    """
    keys = (task.player, task.instance, task.external_id)
    if last is not None:
        _store_told(task, last, now)
    if not delete_rows(PlayerTaskRow, (*_KEYS, "queued_at"), [(*keys, task.queued_at)]):
        bulk_update(PlayerTaskRow, [("{}", *keys)], ("kept_doc",), _KEYS)


def _store_told(task: PlayerTask, last: ToldTitle, now: float) -> None:
    rows = [(task.player, task.instance, task.external_id, _told_doc(last), now)]
    bulk_upsert(PlayerToldRow, rows, (*_KEYS, "told_doc", "told_at"), update=("told_doc", "told_at"))


def drop(notes: Iterable[PlayerTask]) -> int:
    """Remove notes of players or titles that are no more; return how many there were."""
    return delete_rows(
        PlayerTaskRow, _KEYS, [(note.player, note.instance, note.external_id) for note in notes]
    )


def last_told(player: str, instance: str) -> dict[str, tuple[ToldTitle, float]]:
    """Return what a player was told of the titles of an instance and when, by external id."""
    sql = "SELECT external_id, told_doc, told_at FROM player_told WHERE player = ? AND instance = ?"
    return {
        external_id: (_as_on_disk(_told.decode(doc)), at)
        for external_id, doc, at in rows_of(sql, (player, instance))
    }


def forget_told(instance: str, known: Container[str]) -> int:
    """Forget what players were told of titles of an instance that are no more; return how many there were."""
    rows = rows_of("SELECT player, instance, external_id FROM player_told WHERE instance = ?", (instance,))
    return delete_rows(PlayerToldRow, _KEYS, [row for row in rows if row[2] not in known])


def _kept_doc(kept: dict[str, WatchState]) -> str:
    return msgspec.json.encode({stored_name(path): state for path, state in kept.items()}).decode()


def _told_doc(last: ToldTitle) -> str:
    stored = ToldTitle(
        folder=stored_name(last.folder),
        videos=tuple(map(stored_name, last.videos)),
        files={stored_name(path): mark for path, mark in last.files.items()},
    )
    return msgspec.json.encode(stored).decode()


def _as_on_disk(last: ToldTitle) -> ToldTitle:
    return ToldTitle(
        folder=name_from_stored(last.folder),
        videos=tuple(map(name_from_stored, last.videos)),
        files={name_from_stored(path): mark for path, mark in last.files.items()},
    )
