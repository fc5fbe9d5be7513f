"""Entries that add titles of one side to the other, with their warnings. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from arrtui.core.apps import Ability
from arrtui.core.config.sync import SyncPair
from arrtui.core.versions import is_able, parsed
from arrtui.features.sync.fields.names import app_fields
from arrtui.features.sync.fields.title_state import (
    child_names,
    single_episodes,
    title_checksum,
    title_entry,
)
from arrtui.features.sync.fields.translate import Translation
from arrtui.features.sync.model import Entry, Fields, Op, Side, SideTitle
from arrtui.features.sync.planning.compare import wanted_monitored
from arrtui.features.sync.planning.places import Places, path_in

_NOT_OUT: Mapping[str, str] = {
    "tba": "It is only announced.",
    "announced": "It is only announced.",
    "inCinemas": "It is in cinemas only, not released yet.",
    "upcoming": "It has not aired yet.",
    "deleted": "Its source of facts no longer has it, so the app may refuse it.",
}
"""What a title's status means for one that is added; what is out has none."""


class Additions:
    """How titles of a source are added to a target."""

    def __init__(
        self, pair: SyncPair, source: Side, target: Side, names: Translation, places: Places
    ) -> None:
        self._pair, self._source, self._target = pair, source, target
        self._names, self._places = names, places
        self._monitored = wanted_monitored(pair)
        self._episodes = pair.compares_children
        self._labels = {label.lower() for label in target.tags.values()}
        self._reason = f"{source.label} has it and {target.instance} does not."
        self._floor = version_trouble(target)

    def entries(self, titles: Sequence[SideTitle]) -> Iterator[Entry]:
        """Yield an entry for each title. The places they take must have been claimed before."""
        for title in titles:
            after: Fields = {
                "monitored": self._monitored(title),
                **{
                    profile.name: self._names.profiles[profile.name][title.profiles.get(profile.name, "")]
                    for profile in self._source.kind.app.profiles
                },
                "root_folder": self._root(title),
                "tags": [*self._names.wanted_tags[title.tags]],
            }
            fields = app_fields(title.item, self._source.kind)
            after |= {name: value for name, value in fields.items() if value != ""}
            flags = self._source.episodes.get(title.item.id, {}) if self._episodes else {}
            if single := single_episodes(flags, after.get("seasons", {})):
                after["episodes"] = single
            own_path, conflict = self._path_of_its_own(title)
            if own_path:
                after["path"] = own_path
            yield title_entry(
                title,
                self._target,
                Op.ADD,
                self._reason,
                after=after,
                search=self._pair.search,
                by_hand=bool(own_path),
                warnings=(*conflict, *self._warnings(title)),
                source_mark=title_checksum(title, self._source),
                children=child_names(self._source, title, after),
            )

    def places_of(self, titles: Sequence[SideTitle]) -> list[str]:
        """Return where titles would lie on the target, as far as their folder can be foreseen."""
        return [path_in(root, title) for title in titles if (root := self._root(title))]

    def notes(self, titles: Sequence[SideTitle]) -> list[str]:
        """Return what to know of all titles together: space, tags that will be created, the app's version."""
        sizes, missing = Counter[str](), set[str]()
        for title in titles:
            sizes[self._root(title)] += title.size
            missing |= self._missing(title)
        notes = [self._places.space_note(root, size) for root, size in sorted(sizes.items())]
        if missing:
            notes.append(f"Tags created on {self._target.instance}: {', '.join(sorted(missing))}.")
        if titles and self._floor:
            notes.append(self._floor)
        return [note for note in notes if note]

    def _root(self, title: SideTitle) -> str:
        return self._names.roots[title.item.root_folder]

    def _path_of_its_own(self, title: SideTitle) -> tuple[str, tuple[str, ...]]:
        """Return a folder with the external id in its name where another title has the usual folder, and why.

        The app refuses an addition whose folder belongs to a title (``MoviePathValidator``), so it is left to
        be decided; empty where the folder is free.
        """
        path = path_in(root, title) if (root := self._root(title)) else ""
        holder = self._places.taken(path) if path else ""
        if not holder:
            return "", ()
        own_path = f"{path} {{{self._target.kind.app.external_id.provider}-{title.item.external_id}}}"
        return own_path, (f"Its folder {path} belongs to {holder}: approved, it goes to {own_path}.",)

    def _missing(self, title: SideTitle) -> set[str]:
        return {label for label in self._names.wanted_tags[title.tags] if label not in self._labels}

    def _warnings(self, title: SideTitle) -> Iterator[str]:
        if trouble := self._places.root_trouble(self._root(title), title.size):
            yield trouble
        if status_note := _NOT_OUT.get(title.item.status):
            yield status_note
        if missing := self._missing(title):
            yield f"Creates on {self._target.instance}: tag {', '.join(sorted(missing))}."
        if refused := self._names.refused_warning(title.tags):
            yield refused
        if self._floor:
            yield self._floor


def version_trouble(side: Side) -> str:
    """Return that an instance is too old to add to, or older than recommended; empty when it is neither."""
    version, app = parsed(side.version), side.kind.app
    if not version or version >= parsed(app.recommended):
        return ""
    name = f"{side.instance} is {app.name} {side.version}"
    if not is_able(side.kind, Ability.ADD_AS_GIVEN, side.version):
        since = app.since[Ability.ADD_AS_GIVEN]
        return f"{name}, which takes no additions as they are planned; {since} or newer does."
    return f"{name}; {app.recommended} or newer is recommended."
