"""Entries that bring the fields of a target's titles in line with the source. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import msgspec

from arrtui.core.config.sync import SyncPair
from arrtui.features.sync.fields.metadata_profiles import coming_albums, drop_warning
from arrtui.features.sync.fields.names import trim_path
from arrtui.features.sync.fields.single_values import field_names
from arrtui.features.sync.fields.title_state import present_entry, title_checksum
from arrtui.features.sync.fields.translate import ONLY_PUT, Memo, Translation, app_names_folder, folder_name
from arrtui.features.sync.model import Entry, Fields, Op, Side, SideTitle
from arrtui.features.sync.planning.compare import Compare, comparers
from arrtui.features.sync.planning.places import Places, path_in


class Differing(NamedTuple):
    """Two titles that are one and the same and are not alike."""

    ours: SideTitle
    theirs: SideTitle
    now: Fields
    after: Fields
    coming: dict[str, str]
    """What the albums that a refresh brings first are called, by their keys."""

    @property
    def moves_to(self) -> str:
        """Where the target's title would lie, empty when it stays where it is."""
        root = self.after.get("root_folder")
        return path_in(root, self.theirs) if root else ""

    def staying(self) -> Differing:
        """Return the same without the move."""
        now, after = ({**fields} for fields in (self.now, self.after))
        del now["root_folder"], after["root_folder"]
        return self._replace(now=now, after=after)


class Updates:
    """How titles of a target are kept equal to those of a source."""

    def __init__(
        self, pair: SyncPair, source: Side, target: Side, names: Translation, places: Places
    ) -> None:
        self._pair, self._source, self._target, self._places = pair, source, target, places
        self._names = names
        self._compare: tuple[tuple[str, Compare], ...] = tuple(comparers(pair, source, target, names).items())
        self._reasons: Memo[tuple[str, ...], str] = Memo(
            lambda fields: f"Not as on {source.label}: {field_names(fields, target.kind.app.unit)}."
        )
        self._labels = {label.lower() for label in target.tags.values()}

    @property
    def same(self) -> str:
        """Why a title that is alike on both sides is left alone, as a sentence."""
        fields = [name for name, _ in self._compare]
        if not fields:
            return "Both have it."
        return f"Both have it, with the same {field_names(fields, self._target.kind.app.unit)}."

    def differing(self, ours: SideTitle, theirs: SideTitle) -> Differing | None:
        """Return what differs between two titles, None when nothing does."""
        differing = None
        for name, compare in self._compare:
            difference = compare(ours, theirs)
            if difference is not None:
                differing = differing or Differing(ours, theirs, {}, {}, {})
                differing.now[name], differing.after[name] = difference
        if differing is not None and self._pair.compares_children:
            self._add_coming(differing)
        return differing

    def _add_coming(self, differing: Differing) -> None:
        """Add the flags of albums that come once another profile of the same change lets them in."""
        source, item_id = self._source, differing.ours.item.id
        former, flags = source.albums.get(item_id, ()), source.episodes.get(item_id, {})
        theirs = differing.theirs.item.id
        if coming := coming_albums(differing.after, self._target, theirs, former, flags):
            differing.after["episodes"] = {**differing.after.get("episodes", {}), **coming}
            differing.now.setdefault("episodes", {})
            names = {album.key: album.title for album in former}
            differing.coming.update({key: names[key] for key in coming})

    def entries(self, differences: Iterable[Differing]) -> Iterator[tuple[Differing, Entry | None, str]]:
        """Yield the entry of each pair of titles, or None and why there is none.

        A title is not moved to a folder that another one has: neither app refuses that, and then two titles
        share their files. The places they move to must have been claimed before.
        """
        for difference in differences:
            path = difference.moves_to
            holder = self._places.taken(path, difference.theirs.item.external_id) if path else ""
            blocked = f"Not moved: its folder {path} belongs to {holder}." if holder else ""
            rest = difference.staying() if blocked else difference
            if not rest.after:
                yield difference, None, blocked
                continue
            moves = "root_folder" in rest.after and self._pair.move_files
            entry = present_entry(
                rest.theirs,
                self._target,
                Op.UPDATE,
                self._reasons[tuple(rest.after)],
                now=rest.now,
                after=rest.after,
                move_files=moves,
                folder=_kept_folder(rest, moves=moves),
                warnings=tuple(self._warnings(rest, blocked)),
                source_mark=title_checksum(rest.ours, self._source),
            )
            if rest.coming:
                entry = msgspec.structs.replace(entry, children={**entry.children, **rest.coming})
            yield difference, entry, blocked

    def _warnings(self, difference: Differing, blocked: str) -> Iterator[str]:
        if blocked:
            yield blocked
        if root := difference.after.get("root_folder"):
            moved = difference.theirs.size if self._pair.move_files else 0
            if trouble := self._places.root_trouble(root, moved):
                yield trouble
            if difference.theirs.files and not self._pair.move_files:
                yield f"Its files stay in {difference.theirs.item.path}; the app will look in {root}."
        if dropped := drop_warning(difference.after, self._target, difference.theirs.item.id):
            yield dropped
        missing = sorted({*difference.after.get("tags", ())} - self._labels)
        if missing:
            yield f"Creates on {self._target.instance}: tag {', '.join(missing)}."
        if "tags" in difference.after and (refused := self._names.refused_warning(difference.ours.tags)):
            yield refused


def _kept_folder(difference: Differing, *, moves: bool) -> str:
    """Return what the folder of a title is called in another root folder; empty where the app names it anew.

    The editor keeps all of its path below the root folder, a PUT the last part of it.
    """
    after, item = difference.after, difference.theirs.item
    if "root_folder" not in after or app_names_folder(after, move_files=moves):
        return ""
    root = trim_path(item.root_folder)
    if root and item.path.startswith(root) and not ONLY_PUT & after.keys():
        return item.path.removeprefix(root).strip("/\\")
    return folder_name(item.path)
