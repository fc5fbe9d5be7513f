"""Which NFO belong into a title's folder, and what they say. Reads the NFO that are there; changes nothing.

An NFO of the owner is written only by the rule "all", and keeps everything that arrtui does not know. One of
a film that was replaced goes on where the film before left it, so that a play count is not lost.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, NamedTuple

from arrtui.core.apps import App
from arrtui.core.art_layouts import TitleForm
from arrtui.core.artwork import NFO, MetadataField, Placement
from arrtui.core.domain import MediaFile
from arrtui.db.artwork.publish_facts import PublishFacts
from arrtui.db.artwork.slots import is_locked
from arrtui.features.artwork.album_folders import album_folders, bases_of
from arrtui.features.artwork.composing import (
    ALBUM,
    ARTIST,
    EPISODE,
    FILM,
    RATINGS,
    SERIES,
    Values,
    album_values,
    artist_values,
    episode_values,
    film_values,
    series_values,
    settled,
)
from arrtui.features.artwork.fields import part_of
from arrtui.features.artwork.naming import MOVIE_NFO, SERIES_NFO, base_of, is_safe, nfo_name
from arrtui.features.artwork.planning import is_as_placed
from arrtui.features.artwork.wanting import DiskFile, WantedFile

Read = Callable[[str], bytes]
"""Returns the content of a file by its relative path; empty where it cannot be read."""
ReadKept = Callable[[str], bytes]
"""Returns an NFO that is kept by its hash; empty where it is not."""


class NfoRules(NamedTuple):
    """Which NFO are written."""

    rule: str
    """``off``, ``missing`` or ``all``."""
    players: frozenset[str]
    refused: frozenset[str] = frozenset()
    """Roots of those that the app's own consumer writes."""


@dataclass
class NfoPlan:
    """The NFO that are to be in a folder."""

    wanted: list[WantedFile] = field(default_factory=list)
    contents: dict[str, bytes] = field(default_factory=dict)
    """By hash."""
    leaving: list[str] = field(default_factory=list)
    """Paths of NFO that would beat ours, and go to the recycle bin."""
    marks: dict[str, str] = field(default_factory=dict)
    """What each wanted NFO is made of, by path."""
    without: int = 0
    """Videos and series that have no NFO, and get none."""


@dataclass(frozen=True)
class NfoSource:
    """What is known of a title for its NFO."""

    app: App
    records: PublishFacts
    fields: Mapping[str, Sequence[MetadataField]]
    """The values that count by part of the title: empty, ``s01e02``."""
    locks: frozenset[str]
    placements: Mapping[str, Placement]
    files: Mapping[str, DiskFile]
    read: Read
    read_kept: ReadKept


class _EarlierNfo(NamedTuple):
    """An NFO that was published, and what it says now."""

    placement: Placement
    content: bytes


class _Nfo(NamedTuple):
    """An NFO that a title may have."""

    path: str
    base: str
    root: str
    values: Sequence[Values]
    """One, or one for each episode of a file."""


def plan_nfos(source: NfoSource, rules: NfoRules) -> NfoPlan:
    """Return which NFO are to be in a title's folder."""
    plan, alone = NfoPlan(), len(source.records.files) == 1
    for nfo in _nfos(source, rules):
        beside = MOVIE_NFO if nfo.root == FILM and alone and "/" not in nfo.path else ""
        there = source.files.get(nfo.path)
        ours = _is_ours(nfo.path, source)
        movie_nfo = bool(beside) and beside in source.files
        writes = rules.rule != "off" and nfo.root not in rules.refused
        if rules.rule == "missing" and (movie_nfo or (there is not None and not ours)):
            writes = False
        if not writes:
            moved = _moved(nfo, source) if there is None and alone else None
            plan.wanted += [moved] if moved else []
            is_video = nfo.root not in (ARTIST, ALBUM)  # of music players show what has none
            plan.without += is_video and there is None and not movie_nfo and not moved
            continue
        earlier = None if ours else _earlier(nfo, source)
        if earlier is not None and is_locked(source.locks, NFO):
            kept = earlier.placement
            plan.wanted.append(WantedFile(nfo.path, NFO, kept.sha256, kept.size, nfo.base))
            continue
        mark = _mark(nfo, source.locks)
        plan.marks[nfo.path] = mark
        placement = source.placements.get(nfo.path)
        if ours and placement is not None and placement.mark == mark and not movie_nfo:
            plan.wanted.append(WantedFile(nfo.path, NFO, placement.sha256, placement.size, nfo.base))
            continue
        original = source.read(nfo.path) if there is not None else earlier.content if earlier else b""
        if not original and movie_nfo:
            original = source.read(beside)
        content = compose(original, nfo.root, nfo.values, source.locks)
        digest = sha256(content).hexdigest()
        plan.contents[digest] = content
        wanted = WantedFile(
            nfo.path, NFO, digest, len(content), nfo.base, rules.rule == "all", "its metadata"
        )
        plan.wanted.append(wanted)
        plan.leaving += [beside] if movie_nfo else []
    return plan


def compose(original: bytes, root: str, values: Sequence[Values], locks: frozenset[str]) -> bytes:
    """Return an NFO with values set in what is there now; the same where nothing but ratings differs."""
    from arrtui.media.nfo import edit_nfo, read_nfo

    parts = read_nfo(original).parts() if original else []
    setting = [settled(part, _part_of(part, parts), locks) for part in values]
    if original:
        quiet = [
            {name: value for name, value in part.items() if name != RATINGS or RATINGS not in before}
            for part, before in ((part, _part_of(part, parts)) for part in setting)
        ]
        if edit_nfo(original, root, quiet) == original:
            return original
    return edit_nfo(original or None, root, setting)


def _part_of(values: Values, parts: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    """Return what an NFO says of an episode, or of the title that it is of."""
    for part in parts:
        if all(part.get(name) == values.get(name) for name in ("season", "episode")):
            return part
    return parts[0] if len(parts) == 1 else {}


def _nfos(source: NfoSource, rules: NfoRules) -> Iterator[_Nfo]:
    return _MAKERS[source.app.art.form](source, rules)


def _of_film(source: NfoSource, rules: NfoRules) -> Iterator[_Nfo]:
    """Yield the NFO beside each file of a film."""
    records, app = source.records, source.app
    for file, base, name in _beside_files(source, rules):
        values = film_values(app, records.item, records.volatile, file, source.fields.get("", ()))
        yield _Nfo(name, base, FILM, [values])


def _of_series(source: NfoSource, rules: NfoRules) -> Iterator[_Nfo]:
    """Yield the NFO of a series, and those beside its episodes."""
    records, app = source.records, source.app
    values = series_values(app, records.item, records.volatile, source.fields.get("", ()))
    if nfo_name("", rules.players, form=app.art.form):
        yield _Nfo(SERIES_NFO, "", SERIES, [values])
    for file, base, name in _beside_files(source, rules):
        if episodes := _episodes(file, source):
            yield _Nfo(name, base, EPISODE, episodes)


def _beside_files(source: NfoSource, rules: NfoRules) -> Iterator[tuple[MediaFile, str, str]]:
    """Yield the files beside which an NFO can be, with the path without extension and that of the NFO."""
    for file in source.records.files:
        base = base_of(file.relative_path.replace("\\", "/"))
        name = nfo_name(base, rules.players, form=source.app.art.form)
        if name and is_safe(name):
            yield file, base, name


def _of_artist(source: NfoSource, rules: NfoRules) -> Iterator[_Nfo]:
    """Yield the NFO of an artist, and those of its albums that have folders of their own."""
    records, form = source.records, source.app.art.form
    name = nfo_name("", rules.players, form=form)
    if not name or not records.files:
        return
    values = artist_values(
        source.app, records.item, records.volatile, records.episodes, source.fields.get("", ())
    )
    yield _Nfo(name, "", ARTIST, [values])
    folders = album_folders(_keyed(records)).folders
    for album in records.episodes:
        base = folders.get(album.id, "")
        if base and is_safe(base.rstrip("/")):
            fields = source.fields.get(part_of(album.season, album.number), ())
            values = album_values(source.app, records.item, album, fields)
            yield _Nfo(nfo_name(base, rules.players, form=form), base, ALBUM, [values])


_MAKERS: Mapping[TitleForm, Callable[[NfoSource, NfoRules], Iterator[_Nfo]]] = {
    TitleForm.FILM: _of_film,
    TitleForm.SERIES: _of_series,
    TitleForm.ARTIST: _of_artist,
}
"""What makes the NFO of titles of each form."""


def _keyed(records: PublishFacts) -> list[tuple[str, int | None]]:
    """Return the paths of a title's files, each with its album."""
    return [(file.relative_path.replace("\\", "/"), file.album_id or None) for file in records.files]


def _episodes(file: MediaFile, source: NfoSource) -> list[Values]:
    return [
        episode_values(
            source.records.item,
            episode,
            file,
            source.fields.get(part_of(episode.season, episode.number), ()),
        )
        for episode in source.records.episodes
        if episode.file_id == file.id
    ]


def _mark(nfo: _Nfo, locks: frozenset[str]) -> str:
    """Return what tells the values of an NFO from others; ratings do not count."""
    values = [{name: value for name, value in part.items() if name != RATINGS} for part in nfo.values]
    return sha256(repr((values, sorted(locks))).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _moved(nfo: _Nfo, source: NfoSource) -> WantedFile | None:
    """Return the NFO that was published beside the film that this one took the place of, None for none."""
    for placement in source.placements.values():
        if placement.slot == NFO and placement.base and placement.base != nfo.base and nfo.root == FILM:
            return WantedFile(nfo.path, NFO, placement.sha256, placement.size, nfo.base)
    return None


def _is_ours(path: str, source: NfoSource) -> bool:
    """Return whether the NFO at a path is as it was published, or was cut off while it was written."""
    placement, there = source.placements.get(path), source.files.get(path)
    if placement is None or there is None:
        return False
    if is_as_placed(there, placement):
        return True
    return sha256(source.read(path)).hexdigest() == placement.sha256


def _earlier(nfo: _Nfo, source: NfoSource) -> _EarlierNfo | None:
    """Return the NFO that was published here, or beside the video that this one took the place of."""
    bases = bases_of(_keyed(source.records), source.app.art.form)
    published = [placement for placement in source.placements.values() if placement.slot == NFO]
    for placement in sorted(published, key=lambda placement: placement.relative_path != nfo.path):
        is_here = placement.relative_path == nfo.path
        if not is_here and (not placement.base or placement.base in bases):
            continue
        content = source.read(placement.relative_path) or source.read_kept(placement.sha256)
        if content and (is_here or _is_of(content, nfo)):
            return _EarlierNfo(placement, content)
    return None


def _is_of(content: bytes, nfo: _Nfo) -> bool:
    """Return whether an NFO is of the same film, the same first episode or the same album."""
    from arrtui.media.nfo import read_nfo

    document, numbers = read_nfo(content), ("season", "episode")
    if document.root == nfo.root == ALBUM:
        return bool(document.fields().get("uniqueid") == nfo.values[0]["uniqueid"])
    if document.root != nfo.root or nfo.root != EPISODE:
        return document.root == nfo.root == FILM
    first = document.fields()
    return all(first.get(name) == nfo.values[0].get(name) for name in numbers)
