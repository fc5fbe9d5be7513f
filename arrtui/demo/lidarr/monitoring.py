"""What of an artist is monitored: the words of `addOptions` and of the studio (`AlbumMonitoredService`)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from arrtui.demo.http.clock import now_iso
from arrtui.demo.http.errors import unreadable
from arrtui.demo.http.wire import Obj
from arrtui.demo.lidarr.library import LidarrLibrary
from arrtui.demo.world.words import listed

MONITOR_WORDS = listed("all future missing existing latest first none unknown")
NEW_ITEM_WORDS = listed("all none new")


def read_word(body: Obj, name: str, words: Sequence[str], where: str = "$.") -> str | None:
    """Return a word of an enum in a body, which may be sent as its number. Raises ApiError 400."""
    value = body.get(name)
    if value is None:
        return None
    known = {word.lower(): word for word in words} | dict(enumerate(words))
    word = None if isinstance(value, bool) else known.get(value.lower() if isinstance(value, str) else value)
    if word is None:
        raise unreadable(f"{where}{name}", f"The JSON value could not be converted to {name}.")
    return word


def apply_monitor(store: LidarrLibrary, artist: Obj, word: str, chosen: Sequence[str] = ()) -> list[Obj]:
    """Set which albums of an artist are monitored, by a word or exactly those of some ids.

    Returns the albums whose flag has changed. `none` unmonitors the artist too; `future` only turns off what
    is out or has files; `unknown` writes nothing.
    """
    albums = store.albums_of(artist["id"])
    rules: dict[str, Callable[[Obj], bool]] = {
        "all": lambda album: True,
        "none": lambda album: False,
        "missing": lambda album: not store.album_files[album["id"]],
        "existing": lambda album: bool(store.album_files[album["id"]]),
        "future": lambda album: (
            album["monitored"]
            and not store.album_files[album["id"]]
            and (store.facts(album).date or "9") > now_iso()
        ),
        "latest": lambda album: album is _by_date(store, albums)[-1],
        "first": lambda album: album is _by_date(store, albums)[0],
    }
    if chosen:
        wanted = {uuid.lower() for uuid in chosen}
        rule: Callable[[Obj], bool] = lambda album: album["foreignAlbumId"] in wanted  # noqa: E731
    elif word in rules:
        rule = rules[word]
    else:
        return []
    if word == "none":
        artist["monitored"] = False
    flags = [rule(album) for album in albums]
    changed = [album for album, flag in zip(albums, flags, strict=True) if album["monitored"] != flag]
    for album in changed:
        album["monitored"] = not album["monitored"]
    return changed


def _by_date(store: LidarrLibrary, albums: list[Obj]) -> list[Obj]:
    return sorted(albums, key=lambda album: store.facts(album).date or "9")


def monitors_new(store: LidarrLibrary, artist: Obj, date: str, known: Sequence[str]) -> bool:
    """Return whether an album that a refresh adds is monitored; `known`: dates of the albums there were.

    `new` takes it only if it is not older than the newest of those (`MonitorNewAlbumService`).
    """
    word = artist["monitorNewItems"]
    return word == "all" or (word == "new" and (not known or date >= max(known)))
