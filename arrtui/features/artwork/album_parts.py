"""What the albums of an artist are called, and which of them have no place for pictures."""

from __future__ import annotations

from typing import NamedTuple

from arrtui.core.apps import app_of
from arrtui.core.art_layouts import ArtLayout
from arrtui.db.artwork import app_files, titles
from arrtui.db.artwork.children import children
from arrtui.features.artwork.album_folders import album_folders
from arrtui.features.artwork.fields import part_of


class AlbumParts(NamedTuple):
    """The albums of an artist."""

    names: dict[str, str]
    """By part (``s00e12``), in the order of their release."""
    present: frozenset[str]
    """Those with files, by part."""
    reasons: dict[str, str]
    """Why an album gets no files of ours, by part."""

    def word_of(self, slot: str, layout: ArtLayout) -> str:
        """Return what people call an image of an album: ``cover of Dawn``; empty for other images."""
        part = slot.partition(":")[0]
        return f"{layout.word_of(slot)} of {self.names[part]}" if part in self.names else ""


def album_parts(instance: str, external_id: str) -> AlbumParts:
    """Return the albums of an artist; none of other titles. Call it inside ``Database.reading()``."""
    known = titles.title(instance, external_id)
    if known is None or not app_of(instance).art.form.has_part_folders:
        return AlbumParts({}, frozenset(), {})
    item_id = known[0].id
    albums = sorted(children(instance, [item_id])[item_id], key=lambda album: (album.air_date, album.title))
    without = [part_of(album.season, album.number) for album in albums if not album.file_id]
    files = app_files.app_files(instance, [external_id]).get(external_id, {})
    folders = album_folders((path, file.numbers) for path, file in files.items())
    return AlbumParts(
        {part_of(album.season, album.number): album.title for album in albums},
        frozenset(part_of(album.season, album.number) for album in albums if album.file_id),
        {part_of(*numbers): why for numbers, why in folders.reasons.items()}
        | dict.fromkeys(without, "the album has no files"),
    )
