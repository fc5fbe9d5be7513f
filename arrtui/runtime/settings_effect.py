"""What a plan's settings would do to stored files, for front ends; no request is made."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from arrtui.core.apps import Ability, app_of
from arrtui.core.domain import SettingType
from arrtui.core.errors import NoSuchSnapshotError
from arrtui.core.memory import not_collecting
from arrtui.core.versions import is_able

if TYPE_CHECKING:
    from arrtui.db.database import Database
    from arrtui.features.loops.renames import RenameEffect
    from arrtui.features.scores.effect import FileEffect, FormatMoves
    from arrtui.features.scores.sizes import SizesEffect
    from arrtui.features.sync.model import Entry, PlannedEntry
    from arrtui.runtime.effect_changes import FeltChange
    from arrtui.runtime.format_forecasts import FormatForecasts
    from arrtui.runtime.loops_renames import RenameServices
    from arrtui.runtime.matches import MatchServices, SearchProgress
    from arrtui.runtime.scores.use_cases import ScoresServices

# The features are imported when they are first used: the app's first paint does not wait for them.


@dataclass(frozen=True)
class NamesEffect:
    """What another naming would do to files once the app is asked to rename them."""

    renamed: int
    """Files that would get another name."""
    kept: int
    """Files whose name would stay."""
    effects: tuple[RenameEffect, ...]
    """Files whose formats the new name changes, by the formats as they are now."""
    untold: int
    """Files whose new name, or what it does, cannot be told."""
    is_off: bool = False
    """The naming renames no file at all."""


@dataclass(frozen=True)
class InstanceEffect:
    """What a plan's settings would do to the files of one instance."""

    instance: str
    files: FileEffect | None = None
    """None where no profile and no format that counts changes."""
    names: NamesEffect | None = None
    """None where the naming stays."""
    sizes: SizesEffect | None = None
    """None where the size limits of qualities stay."""
    silent: tuple[SettingType, ...] = ()
    """Types of setting in the plan that do nothing to files that are there."""
    why: str = ""
    """Why nothing can be told, as a sentence; empty where it can."""

    @property
    def lists_files(self) -> bool:
        """Whether anything is told of single files."""
        moved = self.files is not None and (self.files.moved or self.files.untold)
        renamed = self.names is not None and self.names.effects
        return bool(moved or renamed or (self.sizes is not None and self.sizes.refused))


@dataclass(frozen=True)
class SettingsEffect:
    """What a plan's settings would do to stored files, per instance; empty for a plan without settings."""

    instances: tuple[InstanceEffect, ...] = ()

    def of(self, instance: str) -> SettingsEffect:
        """Return what it is on one instance."""
        return SettingsEffect(tuple(own for own in self.instances if own.instance == instance))


def is_felt(entry: Entry) -> bool:
    """Return whether files that are there can feel an entry on a setting."""
    from arrtui.features.sync.fields.setting_index import ident_type
    from arrtui.runtime.effect_changes import FELT

    return ident_type(entry.ident) in FELT


class SettingsEffectServices:
    """Reads what is stored. Every method may raise ArrtuiError."""

    def __init__(
        self,
        database: Database,
        scores: Callable[[], ScoresServices],
        matches: Callable[[], MatchServices],
        renames: Callable[[], RenameServices],
    ) -> None:
        self._database = database
        self._scores = scores
        self._matches = matches
        self._renames = renames
        self._forecasts: dict[str, FormatForecasts] = {}
        """By instance: what the matcher foretold of its latest state."""

    async def of_entries(
        self, entries: Iterable[PlannedEntry], progress: SearchProgress | None = None
    ) -> SettingsEffect:
        """Return what the entries on settings among these that are not rejected would do.

        ``progress`` is told of the names that are searched for patterns of new conditions, per instance.
        """
        from arrtui.features.sync.model import Decision, EntrySubject

        by_instance: dict[str, list[PlannedEntry]] = {}
        for planned in entries:
            if planned.entry.subject is EntrySubject.SETTING and planned.decision is not Decision.REJECTED:
                by_instance.setdefault(planned.entry.instance, []).append(planned)
        effects = [await self._of_instance(name, own, progress) for name, own in by_instance.items()]
        return SettingsEffect(tuple(effects))

    async def _of_instance(
        self, instance: str, entries: Sequence[PlannedEntry], progress: SearchProgress | None
    ) -> InstanceEffect:
        from arrtui.features.sync.fields.setting_index import ident_type
        from arrtui.runtime.effect_changes import FELT

        types = {ident_type(planned.entry.ident): None for planned in entries}
        silent = tuple(type_ for type_ in types if type_ not in FELT)
        if len(silent) == len(types):
            return InstanceEffect(instance, silent=silent)
        try:
            change, digest = await self._database.read(_change, instance, entries)
            moves = await self._format_moves(instance, change, digest, progress)
            return InstanceEffect(
                instance,
                await self._of_files(instance, change, moves),
                await self._of_naming(instance, change),
                await self._of_sizes(instance, change),
                silent,
            )
        except NoSuchSnapshotError as error:
            return InstanceEffect(instance, why=str(error))

    async def _of_files(self, instance: str, change: FeltChange, moves: FormatMoves) -> FileEffect | None:
        """Return what changed profiles and formats do; None where none of them changes."""
        from arrtui.features.scores.effect import effect_on_files

        if not change.profiles and not change.formats:
            return None
        (analysis,) = await self._scores().analyses([instance])

        def judge() -> FileEffect:
            with not_collecting():
                return effect_on_files(analysis, change.profiles, moves)

        return await asyncio.to_thread(judge)

    async def _of_naming(self, instance: str, change: FeltChange) -> NamesEffect | None:
        """Return what another naming does; None where it stays."""
        from arrtui.core.naming import read_naming
        from arrtui.runtime.loops_renames import WholeNaming

        if change.naming is None:
            return None
        if not read_naming(app_of(instance).kind, change.naming).renames:
            return NamesEffect(0, 0, (), 0, is_off=True)
        report = await self._renames().report(instance, WholeNaming(change.naming))
        return NamesEffect(report.renamed, report.kept, report.effects, len(report.untold))

    async def _of_sizes(self, instance: str, change: FeltChange) -> SizesEffect | None:
        """Return what other size limits of qualities refuse; None where they stay."""
        from arrtui.features.scores.lengths import load_minutes
        from arrtui.features.scores.sizes import effect_of_sizes

        if change.sizes is None:
            return None
        (analysis,) = await self._scores().analyses([instance])
        minutes = await self._database.read(load_minutes, analysis.library)
        return await asyncio.to_thread(effect_of_sizes, analysis, *change.sizes, minutes)

    async def _format_moves(
        self, instance: str, change: FeltChange, digest: str, progress: SearchProgress | None
    ) -> FormatMoves:
        """Return which files match other formats; conditions that were asked about are not asked again."""
        from arrtui.features.scores.effect import NO_MOVES
        from arrtui.runtime.format_forecasts import FormatForecasts

        if not change.formats:
            return NO_MOVES
        known = self._forecasts.get(instance)
        if known is None or known.digest != digest:
            known = self._forecasts[instance] = FormatForecasts(digest)
        if missing := known.missing(change.formats):
            known.add(missing, await self._matches().what_if(instance, missing, progress=progress))
        return await asyncio.to_thread(known.moves, change.formats)


def _change(instance: str, entries: Sequence[PlannedEntry]) -> tuple[FeltChange, str]:
    """Return what entries change of an instance's settings, and the digest of its stored state.

    Runs in a database thread. Raises NoSuchSnapshotError.
    """
    import msgspec

    from arrtui.core.domain import EntityType, Setting
    from arrtui.db.estate import instance_ids
    from arrtui.db.records import stored_docs
    from arrtui.db.snapshots import latest_complete
    from arrtui.features.sync.settings.after import settings_after
    from arrtui.runtime.effect_changes import felt_change

    instance_id = instance_ids().get(instance)
    snapshot = None if instance_id is None else latest_complete(instance_id)
    if snapshot is None:
        raise NoSuchSnapshotError.nothing_stored("telling what its files would feel", instance)
    decode = msgspec.json.Decoder(Setting).decode
    settings = [decode(doc) for doc in stored_docs(snapshot.instance_id, EntityType.SETTING).values()]
    has_sizes = is_able(app_of(instance).kind, Ability.SIZES_IN_PROFILES, snapshot.app_version)
    after = settings_after(settings, entries)
    return felt_change(instance, settings, after, sizes_in_profiles=has_sizes), snapshot.digest
