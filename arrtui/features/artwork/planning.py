"""What publishing does to a title's folder: which files are written, replaced, renamed and removed. Pure.

A file that is not ours is left as it is, unless its owner asked for another one in its place, or it is one
that the app or a provider gave. A lock keeps a file as it is: one that went is written again, nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from msgspec.structs import replace

from arrtui.core.artwork import (
    NFO,
    Asset,
    Placement,
    PublishAction,
    PublishEntry,
)
from arrtui.db.artwork.placements import PublishedFile
from arrtui.db.artwork.slots import is_locked
from arrtui.features.artwork.naming import EXTENSIONS, FORM_NAMES, KODI, base_of
from arrtui.features.artwork.wanting import DiskFile, PublishRules, PublishTitle, WantedFile, wanted_images

RENAMED_BY_APP = (".jpg", ".jpeg", ".png", ".webp", ".metathumb")
"""Endings of ``{base}`` to which apps rename pictures (``MoveFilesAfterRename``)."""


@dataclass
class FolderPlan:
    """What is to be done to a title's folder."""

    entries: list[PublishEntry] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)
    """What is left out and why, sentences."""
    settled: list[Placement] = field(default_factory=list)
    """What is there and was not noted so: begun ones that are whole, touched ones."""
    forgotten: list[str] = field(default_factory=list)
    """Paths of published files that are gone, or somebody else's by now, and not wanted."""
    locked: int = 0
    """What a lock kept as it is."""
    lost: int = 0
    """Published files that are gone."""


class _Planner:
    """Plans one title."""

    def __init__(
        self,
        title: PublishTitle,
        wanted: Sequence[WantedFile],
        assets: Mapping[str, Asset],
        rules: PublishRules,
        hash_of: Callable[[str], str],
        now: float,
    ) -> None:
        self._title = title
        self._wanted = wanted
        self._assets = assets
        self._rules = rules
        self._hash_of = hash_of
        self._now = now
        self._placed = {placement.relative_path: placement for placement in title.placements}
        self._bases = title.bases
        self._sources: set[str] = set()
        """Paths that are renamed away."""
        self.plan = FolderPlan()

    def run(self) -> FolderPlan:
        """Return the plan."""
        for file in self._wanted:
            self._plan_wanted(file)
        names = {file.relative_path for file in self._wanted}
        for placement in self._title.placements:
            if placement.relative_path not in names and placement.relative_path not in self._sources:
                self._plan_unwanted(placement)
        self._plan_renamed_copies(names)
        for path in self._title.leaving:
            file = WantedFile(path, NFO, "", 0)
            locked = is_locked(self._title.locks, NFO)
            self._add(PublishAction.REPLACE, file, "players prefer it to the NFO of the video", locked=locked)
        return self.plan

    def _plan_wanted(self, file: WantedFile) -> None:
        placement, there = self._placed.get(file.relative_path), self._title.files.get(file.relative_path)
        locked = is_locked(self._title.locks, file.slot)
        if there is None:
            self._plan_missing(file, placement, locked=locked)
        elif placement is not None and is_as_placed(there, placement):
            if placement.sha256 == file.sha256:
                self._settle(placement, there)
            else:
                self._add(PublishAction.UPDATE, file, "another one is chosen", locked=locked)
        else:
            self._plan_foreign(file, placement, there, locked=locked)

    def _plan_missing(self, file: WantedFile, placement: Placement | None, *, locked: bool) -> None:
        source = self._source_of(file)
        if source is not None:
            self._sources.add(source.relative_path)
            reason = "its video has another name now"
            self._add(PublishAction.RENAME, file, reason, before=source.relative_path)
            return
        if placement is None and self._has_twin(file):
            return
        is_lost = placement is not None and placement.placed_at > 0
        self.plan.lost += is_lost
        keeps = any(same.slot == file.slot and same.sha256 == file.sha256 for same in self._title.placements)
        reason = "it was there and is gone" if is_lost else file.reason
        self._add(PublishAction.WRITE, file, reason, locked=locked and not keeps)

    def _has_twin(self, file: WantedFile) -> bool:
        """Return whether the same image is there with another extension, as one of the owner may be.

        That of an artist or an album may have the other name that all players read.
        """
        stem = base_of(file.relative_path)
        paths = [f"{stem}{ending}" for ending in EXTENSIONS[KODI]]
        paths += FORM_NAMES[self._title.form].twins(file.relative_path)
        return any(
            (there := self._title.files.get(path)) is not None
            and there.is_plain
            and there.size == file.size
            and self._hash_of(path) == file.sha256
            for path in paths
        )

    def _source_of(self, file: WantedFile) -> Placement | None:
        """Return the same image of ours beside a video that has another name now."""
        ending = file.relative_path.removeprefix(file.base)
        for placement in self._title.placements:
            if (
                file.base
                and placement.base
                and placement.base not in self._bases
                and placement.sha256 == file.sha256
                and placement.slot == file.slot
                and placement.relative_path == f"{placement.base}{ending}"
                and placement.relative_path not in self._sources
                and self._is_ours(placement)
            ):
                return placement
        return None

    def _plan_foreign(
        self, file: WantedFile, placement: Placement | None, there: DiskFile, *, locked: bool
    ) -> None:
        """Plan for a name at which something is that was not noted as ours."""
        sha256 = self._hash_of(file.relative_path) if there.is_plain else ""
        if not sha256:
            reason = "cannot be read" if there.is_plain else "is a link or a folder"
            self.plan.refusals.append(
                f"{self._title.title}: {file.relative_path} {reason}; it is left as it is."
            )
        elif sha256 == file.sha256:
            if placement is not None:
                self._settle(placement, there, sha256)
        elif placement is not None and sha256 == placement.sha256:
            if locked:
                self._confirm_begun(placement)
            self._add(PublishAction.UPDATE, file, "another one is chosen", locked=locked)
        elif PublishedFile(sha256, there.size, there.mtime_ns) in self._rules.of_others:
            self.plan.refusals.append(
                f"{self._title.title}: {file.relative_path} was published for another instance, which has "
                "this folder too; it is left as it is."
            )
        elif file.asked or sha256 in self._rules.given:
            reason = "you chose another one" if file.asked else "the app put it there"
            self._add(PublishAction.REPLACE, file, reason, locked=locked, before=sha256)
        elif sha256 in self._rules.replaced:
            is_other = locked and (placement is None or placement.sha256 != file.sha256)
            reason = "somebody wrote over what was published"
            self._add(PublishAction.REPLACE, file, reason, locked=is_other, before=sha256)
        else:
            if placement is not None:
                self.plan.forgotten.append(file.relative_path)
            self.plan.refusals.append(
                f"{self._title.title}: {file.relative_path} is not of arrtui and is left as it is."
            )

    def _plan_unwanted(self, placement: Placement) -> None:
        """Plan for a file of ours that is wanted no longer; one whose video or image is unknown stays."""
        if is_locked(self._title.locks, placement.slot):
            is_elsewhere = any(
                (file.slot, file.sha256) == (placement.slot, placement.sha256) for file in self._wanted
            )
            if is_elsewhere and placement.relative_path not in self._title.files:
                self.plan.forgotten.append(placement.relative_path)
            else:
                self.plan.locked += 1
                self._confirm_begun(placement)
        elif self._is_kept(placement):
            self._confirm_begun(placement)
        elif self._is_ours(placement):
            self.plan.entries.append(
                PublishEntry(
                    external_id=self._title.external_id,
                    title=self._title.title,
                    action=PublishAction.REMOVE,
                    relative_path=placement.relative_path,
                    slot=placement.slot,
                    sha256=placement.sha256,
                    size=placement.size,
                    reason="it is wanted no longer",
                )
            )
        else:
            self.plan.forgotten.append(placement.relative_path)

    def _confirm_begun(self, placement: Placement) -> None:
        """Note a file that stays as written, where the run that wrote it was cut off before it did."""
        there = self._title.files.get(placement.relative_path)
        is_begun = not placement.placed_at and there is not None and there.is_plain
        if there is not None and is_begun and self._hash_of(placement.relative_path) == placement.sha256:
            self._settle(placement, there)

    def _is_kept(self, placement: Placement) -> bool:
        if not self._title.videos:
            return True
        if placement.slot == NFO:
            return not placement.base or placement.base in self._bases
        choice = self._title.choices.get(placement.slot)
        return choice is not None and choice.sha256 not in self._assets

    def _plan_renamed_copies(self, wanted: set[str]) -> None:
        """Plan the removal of what an app renamed: ours by its content, under the bare name of a video."""
        hashes = {placement.sha256: placement for placement in self._title.placements}
        for base in sorted(self._bases):
            for ending in RENAMED_BY_APP:
                path = f"{base}{ending}"
                there = self._title.files.get(path)
                if there is None or not there.is_plain or path in wanted or path in self._placed:
                    continue
                if there.size not in {placement.size for placement in hashes.values()}:
                    continue
                placement = hashes.get(self._hash_of(path))
                if placement is not None:
                    file = WantedFile(path, placement.slot, placement.sha256, placement.size, base)
                    self._add(PublishAction.REMOVE, file, "the app renamed it to a name that players misread")

    def _is_ours(self, placement: Placement) -> bool:
        there = self._title.files.get(placement.relative_path)
        if there is None or not there.is_plain:
            return False
        return is_as_placed(there, placement) or self._hash_of(placement.relative_path) == placement.sha256

    def _settle(self, placement: Placement, there: DiskFile, sha256: str = "") -> None:
        """Note what is there, unless it is noted so already."""
        is_known = is_as_placed(there, placement) and placement.changed_ns == there.changed_ns
        if placement.placed_at and placement.lost_at is None and is_known:
            return
        self.plan.settled.append(
            replace(
                placement,
                sha256=sha256 or placement.sha256,
                size=there.size,
                mtime_ns=there.mtime_ns,
                changed_ns=there.changed_ns,
                placed_at=placement.placed_at or self._now,
                lost_at=None,
                replaces="",
            )
        )

    def _add(
        self, action: PublishAction, file: WantedFile, reason: str, *, locked: bool = False, before: str = ""
    ) -> None:
        if locked:
            self.plan.locked += 1
            return
        self.plan.entries.append(
            PublishEntry(
                external_id=self._title.external_id,
                title=self._title.title,
                action=action,
                relative_path=file.relative_path,
                slot=file.slot,
                sha256=file.sha256,
                size=file.size,
                reason=reason,
                before=before,
            )
        )


def as_found(
    placements: Iterable[Placement], files: Mapping[str, DiskFile], hash_of: Callable[[str], str]
) -> list[Placement]:
    """Return published files, those that a cut-off run was to replace and did not as what they still are.

    Args:
        placements: What is noted.
        files: What lies in the title's folders, by relative path.
        hash_of: Returns the SHA-256 of a file by its relative path, empty where it cannot be read.
    """
    return [
        replace(placement, sha256=placement.replaces, size=there.size, mark="", replaces="")
        if placement.replaces
        and (there := files.get(placement.relative_path)) is not None
        and hash_of(placement.relative_path) == placement.replaces
        else placement
        for placement in placements
    ]


def is_as_placed(there: DiskFile, placement: Placement) -> bool:
    """Return whether a file has the size and the times with which it was published."""
    return (
        there.is_plain
        and placement.placed_at > 0
        and (there.size, there.mtime_ns) == (placement.size, placement.mtime_ns)
        and placement.changed_ns in (0, there.changed_ns)
    )


def plan_title(
    title: PublishTitle,
    assets: Mapping[str, Asset],
    rules: PublishRules,
    hash_of: Callable[[str], str],
    now: float,
) -> FolderPlan:
    """Return what publishing does to a title's folder.

    Args:
        title: The title.
        assets: The cache's files that its choices and files may be, by hash.
        rules: What is published.
        hash_of: Returns the SHA-256 of a file by its relative path, empty where it cannot be read.
        now: UTC seconds.
    """
    images, refusals = wanted_images(title, assets, rules)
    plan = _Planner(title, [*images, *title.nfos], assets, rules, hash_of, now).run()
    plan.refusals[:0] = refusals
    return plan
