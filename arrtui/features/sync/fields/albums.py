"""Entries that remove single albums and bring them back, and what is known of albums on one side. Pure.

A removed album is excluded, or the next refresh would add it again (LIDARR_API 0). Nothing adds an album by
itself: Lidarr lifts exclusions then and takes the artist's options for the album's (LIDARR_API 2.2). Let in
again, it comes back with a refresh, under another id and monitored as new albums are.
"""

from __future__ import annotations

from typing import Any

from arrtui.core.albums import Album
from arrtui.core.text import plural
from arrtui.features.sync.model import Entry, EntrySubject, Op, Side, SideTitle, entry_key


def album_removal(title: SideTitle, album: Album, side: Side, reason: str) -> Entry:
    """Return the entry that removes an album of a side and excludes it."""
    kept = f"{plural(album.files, 'file')} of it" if album.files else ""
    app = side.kind.app
    owner = app.title.singular
    return _album_entry(
        title,
        album,
        side,
        Op.REMOVE,
        reason,
        now={"monitored": side.episodes.get(title.item.id, {}).get(album.key, False)},
        exclude=True,
        files=album.files,
        size=album.size,
        warnings=(f"Unless they are deleted too, {app.name} keeps {kept} as belonging to no {owner}.",)
        if kept
        else (),
    )


def album_return(
    title: SideTitle,
    album: Album,
    side: Side,
    reason: str,
    *,
    monitored: bool,
    warnings: tuple[str, ...] = (),
) -> Entry:
    """Return the entry that lets an album of a title of a side in again, taken off the exclusion list."""
    after, children = {"episodes": {album.key: monitored}}, {album.key: album.title}
    return _album_entry(title, album, side, Op.ADD, reason, after=after, children=children, warnings=warnings)


def _album_entry(title: SideTitle, album: Album, side: Side, op: Op, reason: str, **values: Any) -> Entry:
    """Return an entry about an album of a title of ``side``; ``values`` are its other fields."""
    return Entry(
        key=entry_key(side.instance, EntrySubject.ALBUM, album.key),
        instance=side.instance,
        op=op,
        subject=EntrySubject.ALBUM,
        ident=album.key,
        item_id=title.item.id,
        parent=title.item.external_id,
        title=f"{title.item.title} - {album.title}",  # as the app names its exclusion
        reason=reason,
        **values,
    )


def album_of(side: Side, item_id: int, key: str) -> Album | None:
    """Return an album of a title of a side; None where it has none."""
    return next((album for album in side.albums.get(item_id, ()) if album.key == key), None)
