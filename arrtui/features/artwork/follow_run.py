"""Bring back what apps took or misnamed of the artwork of some titles, title after title.

What is lost is marked as such first, so that it shows until it is back; a run that was killed goes on where
it was, since what is right now is planned anew each time.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from msgspec.structs import replace

from arrtui.clients import ArrClient
from arrtui.core.artwork import ArtFolder, Asset, Placement
from arrtui.core.batches import batched
from arrtui.core.taken_files import TakenFile
from arrtui.db import media
from arrtui.db.artwork import assets, folders, placements, taken
from arrtui.db.database import Database
from arrtui.db.media import FilmFile
from arrtui.features.artwork.album_folders import bases_of
from arrtui.features.artwork.following import (
    OwnerImage,
    belonging,
    bring_back,
    gone_videos,
    is_of_folder,
    is_out_of_place,
    lost,
    renewed,
    taken_files,
    with_own,
)
from arrtui.features.artwork.nfo_keeping import sources_of
from arrtui.features.artwork.publish_run import Progress, PublishRun
from arrtui.features.artwork.publish_titles import PublishFolder
from arrtui.features.artwork.set_sharing import is_elsewhere
from arrtui.media.art_placing import FileFacts, facts_of, hash_of, list_files, sweep_parts

BATCH = 200
"""Titles that are looked at together."""
_MOST_MESSAGES = 20


@dataclass
class Recovery:
    """What came of following."""

    titles: int = 0
    lost: int = 0
    """Files that were found to be where they were put no longer; what was lost before does not count."""
    restored: int = 0
    """Of these, and of misnamed ones, those that are where they belong now."""
    changed: list[str] = field(default_factory=list)
    """External ids of titles in whose folders something was done."""
    stale: list[int] = field(default_factory=list)
    """The app's ids of titles of which it has other files than are stored: they are to be read again."""
    unsettled: int = 0
    """Files of the owner that are there, of which the app may not be done with taking them."""
    failed: int = 0
    messages: list[str] = field(default_factory=list)

    def add(self, other: Recovery) -> None:
        """Add what another look came to; what still failed then counts once."""
        self.titles = max(self.titles, other.titles)
        self.lost += other.lost
        self.restored += other.restored
        self.changed = list(dict.fromkeys([*self.changed, *other.changed]))
        self.stale = other.stale
        self.failed = other.failed
        self.unsettled = other.unsettled
        self.messages = list(dict.fromkeys([*self.messages, *other.messages]))[:_MOST_MESSAGES]


@dataclass(frozen=True)
class _Known:
    """What is stored of some titles."""

    placed: Mapping[str, Sequence[Placement]]
    videos: Mapping[str, Sequence[str]]
    bases: Mapping[str, Collection[str]]
    """What the names of files published for their parts begin with."""
    folders: Mapping[str, ArtFolder]
    taken: Mapping[str, Sequence[TakenFile]]
    assets: Mapping[str, Asset]


@dataclass(frozen=True)
class _Look:
    """A title's folder as it is now."""

    place: PublishFolder
    lost: Sequence[Placement] = ()
    out_of_place: bool = False
    folder: ArtFolder | None = None
    """As it was scanned last, without what went since; None before the first scan."""
    noted: Sequence[TakenFile] = ()
    """What is found only now to have gone with a video, of the owner's."""
    images: Sequence[OwnerImage] = ()
    """What of the owner's is not where it belongs."""
    back: Sequence[OwnerImage] = ()
    """What of it was noted as taken and is there."""

    @property
    def external_id(self) -> str:
        """Of the title."""
        return self.place.title.external_id


class FollowRun:
    """Follows what an app did to the folders of titles of one instance."""

    def __init__(
        self,
        client: ArrClient,
        database: Database,
        publishing: PublishRun,
        clock: Callable[[], float],
        progress: Progress,
        check: Callable[[], None],
        *,
        settles: float,
    ) -> None:
        """Prepare to follow.

        ``progress`` is told of titles looked at; ``check`` raises when the work is to stop; ``settles``:
        seconds after which an app is done with what goes with a video.
        """
        self._client = client
        self._database = database
        self._publishing = publishing
        self._clock = clock
        self._progress = progress
        self._check = check
        self._settles = settles

    @property
    def _name(self) -> str:
        return self._client.config.name

    async def follow(self, external_ids: Sequence[str], *, asks: bool) -> Recovery:
        """Bring back what is missing of some titles, of all with artwork of ours when none are named.

        ``asks``: whether the app is asked for its files first; those of a backup that was just taken are
        right as they are stored. Raises ArrError, StorageError.
        """
        outcome = Recovery()
        wanted = list(external_ids) or await self._database.read(placements.titles_with_artwork, self._name)
        places = await self._publishing.ready_titles(wanted) if wanted else []
        outcome.messages += self._publishing.counts.messages
        if asks:
            outcome.stale += await self._database.read(self._without_files, external_ids)
        films = await self._database.read(media.film_files, [self._name]) if places else {}
        for number, batch in enumerate(batched(places, BATCH)):
            self._check()
            await self._progress(number * BATCH, len(places), "looking for what an app took")
            current: Sequence[PublishFolder] = batch
            if asks:
                known = await self._database.read(self._known, batch, films[self._name])
                current = await self._current(batch, known, outcome)
            async with self._publishing.turn():
                known = await self._database.read(self._known, current, films[self._name])
                looks = await asyncio.to_thread(self._look, current, known)
                await self._bring_back(looks, known, outcome)
            outcome.titles += len(current)
        return outcome

    async def forget_gone(self) -> int:
        """Forget what was published of titles that their app has no longer and whose folder is gone.

        Return how many files that were. Nothing is concluded while a disk is away.
        """
        left = await self._database.read(self._left_behind)
        gone = await asyncio.to_thread(_gone, left.values())
        placed = await self._database.read(placements.placements, self._name, gone) if gone else {}
        paths = [
            (row.external_id, row.relative_path)
            for rows in placed.values()
            for row in rows
            if not is_elsewhere(row.relative_path)  # another title of the set inherits it
        ]
        return await self._database.write(placements.forget, self._name, paths) if paths else 0

    def _left_behind(self) -> dict[str, ArtFolder]:
        """Return the scanned folders of titles with published files that their app has no longer."""
        titles = {title.external_id for title in media.trailer_titles([self._name])}
        left = [external_id for external_id in placements.placements(self._name) if external_id not in titles]
        return folders.folders(self._name, left) if left else {}

    # --- what is so ----------------------------------------------------------------------------------

    def _known(self, places: Sequence[PublishFolder], films: Mapping[str, Sequence[FilmFile]]) -> _Known:
        ids = [place.title.external_id for place in places]
        form, owned = self._client.config.kind.app.art.form, {known: films.get(known, ()) for known in ids}
        videos = {external_id: [file.relative_path for file in own] for external_id, own in owned.items()}
        bases = {known: bases_of((file.keyed for file in own), form) for known, own in owned.items()}
        scanned, noted = folders.folders(self._name, ids), taken.taken(self._name, ids)
        hashes = {file.sha256 for folder in scanned.values() for file in folder.files if file.sha256}
        hashes |= {file.sha256 for rows in noted.values() for file in rows}
        placed = placements.placements(self._name, ids)
        return _Known(placed, videos, bases, scanned, noted, assets.assets(sorted(hashes)))

    def _without_files(self, external_ids: Collection[str]) -> list[int]:
        """Return the app's ids of those titles that had no video when they were stored: one may have come."""
        titles = media.trailer_titles([self._name])
        return [title.item_id for title in titles if title.external_id in external_ids and not title.files]

    async def _current(
        self, places: Sequence[PublishFolder], known: _Known, outcome: Recovery
    ) -> list[PublishFolder]:
        """Return the titles of which the app has the files that are stored; note the others as stale."""
        remote_files: dict[int, set[str]] = {place.title.item_id: set() for place in places}
        for batch in batched(list(remote_files), self._client.files_per_request):
            for file in (await self._client.files(batch)).records:
                remote_files.setdefault(file.item_id, set()).add(file.relative_path.replace("\\", "/"))
        current = []
        for place in places:
            if remote_files[place.title.item_id] == set(known.videos.get(place.title.external_id, ())):
                current.append(place)
            else:
                outcome.stale.append(place.title.item_id)
        return current

    def _look(self, places: Iterable[PublishFolder], known: _Known) -> list[_Look]:
        """Return the titles in whose folders something is missing, misnamed or back."""
        looks = []
        for place in places:
            self._check()
            with suppress(OSError):
                looks.append(self._look_at(place, known))
        return [look for look in looks if look.out_of_place or look.noted or look.images or look.back]

    def _look_at(self, place: PublishFolder, known: _Known) -> _Look:
        """Return what is to be done in a title's folder. Raises OSError where it cannot be listed."""
        external_id, now = place.title.external_id, self._clock()
        placed, videos = known.placed.get(external_id, ()), known.videos.get(external_id, ())
        folder, earlier = known.folders.get(external_id), known.taken.get(external_id, ())
        own = [path for path in (*videos, *(row.relative_path for row in placed)) if not is_elsewhere(path)]
        bases = known.bases.get(external_id, ())
        own += [*bases, *(file.relative_path for file in earlier)]
        files = _list(place.folder, own)
        if not any(video in files for video in videos):
            return _Look(place)  # an empty mount point, or the app has not moved it there yet
        app, noted = self._client.config.kind.app, list[TakenFile]()
        before = {file.relative_path for file in folder.files} if folder is not None else set()
        if folder is not None and gone_videos(folder, _sizes(files, videos)):
            files = _list(place.folder, [*own, *before])
            losses = taken_files(app, folder, _sizes(files, videos), placed, earlier, now)
            noted = [file for file in losses if is_of_folder(known.assets.get(file.sha256))]
            folder = renewed(folder, noted, placed, videos, files, now)
        images = belonging(app, [*noted, *earlier], before, videos, files)
        missing = lost(placed, files, lambda path: hash_of(place.folder / path))
        return _Look(
            place,
            missing,
            bool(missing) or is_out_of_place(placed, files, bases),
            folder,
            noted,
            [image for image in images if image.target not in files],
            [image for image in images if image.target in files],
        )

    # --- what is done --------------------------------------------------------------------------------

    async def _bring_back(self, looks: Sequence[_Look], known: _Known, outcome: Recovery) -> None:
        if not looks:
            return
        now = self._clock()
        missing = [placement for look in looks for placement in look.lost]
        marked = [replace(placement, lost_at=now) for placement in missing if placement.lost_at is None]
        await self._database.write(self._note, looks, marked)
        outcome.lost += len(marked)
        before = await self._database.read(self._whole, looks)
        for look in looks:
            await self._bring_back_owners(look, known, outcome)
        counts = self._publishing.counts
        failed, sentences = counts.failed, len(counts.messages)
        await self._publishing.restore([look.place for look in looks], known.placed)
        await asyncio.to_thread(lambda: [sweep_parts(look.place.folder) for look in looks])
        outcome.failed += counts.failed - failed
        outcome.messages += counts.messages[sentences:]
        after = await self._database.read(self._whole, looks)
        await self._mark_unrestored(missing, after, now)
        outcome.restored += len(after - before)
        changed = {external_id for external_id, _ in after ^ before} | set(counts.changed)
        outcome.changed += [look.external_id for look in looks if look.external_id in changed]

    def _note(self, looks: Sequence[_Look], marked: Sequence[Placement]) -> None:
        """Store what is gone, before anything is done about it."""
        placements.note(self._name, marked)
        taken.note(self._name, [file for look in looks for file in look.noted])
        folders.store(self._name, [look.folder for look in looks if look.noted and look.folder is not None])

    async def _mark_unrestored(
        self, missing: Sequence[Placement], whole: Collection[tuple[str, str]], now: float
    ) -> None:
        """Note again what could not be brought back: publishing forgets what it could not write."""
        ids = list({placement.external_id for placement in missing})
        placed = await self._database.read(placements.placements, self._name, ids) if ids else {}
        back = {
            (external_id, placement.slot)
            for external_id, rows in placed.items()
            for placement in rows
            if (external_id, placement.relative_path) in whole
        }
        left = [
            replace(placement, lost_at=placement.lost_at or now)
            for placement in missing
            if (placement.external_id, placement.slot) not in back
        ]
        await self._database.write(placements.note, self._name, left)

    async def _bring_back_owners(self, look: _Look, known: _Known, outcome: Recovery) -> None:
        """Put files of the owner where they belong, and take the notes away of those that are there for good.

        What an app may not be done with stays noted.
        """
        if not (look.images or look.back):
            return
        videos = known.videos.get(look.external_id, ())
        tools = self._publishing.placing
        rules = tools.rules._replace(links="copy" if tools.rules.links == "copy" else "reflink")
        wanted = {image.taken.sha256 for image in look.images} & known.assets.keys()
        kept = [known.assets[sha256] for sha256 in wanted]
        sources = await self._database.read(sources_of, kept, tools.cache)
        work = partial(bring_back, look.place.folder, look.images, sources, rules)
        like = look.place.folder / videos[0] if videos else None
        restored, errors = await asyncio.to_thread(work, like, self._check)
        settled = [image for image in look.back if self._is_settled(image)]
        folder = await asyncio.to_thread(_with_all, look, [*restored, *look.back])
        await self._database.write(self._settle, settled, folder)
        new = {file.relative_path for file in look.noted}
        known_losses = [image for image in look.images if image not in restored]
        outcome.lost += len(restored) + sum(image.taken.relative_path in new for image in known_losses)
        outcome.restored += len(restored)
        outcome.unsettled += len(look.back) - len(settled)
        outcome.failed += len(errors)
        outcome.messages += errors
        if restored:
            outcome.changed.append(look.external_id)

    def _is_settled(self, image: OwnerImage) -> bool:
        """Return whether the app had the time to take what it takes; a clock that was set back proves it."""
        return not 0 <= self._clock() - image.taken.noted_at < self._settles

    def _settle(self, settled: Sequence[OwnerImage], folder: ArtFolder | None) -> None:
        """Store what a folder holds now, and forget what is there for good."""
        taken.forget(self._name, [file for image in settled for file in (image.taken, *image.older)])
        if folder is not None:
            folders.store(self._name, [folder])

    def _whole(self, looks: Sequence[_Look]) -> set[tuple[str, str]]:
        """Return the published files of titles that are noted as whole, by external id and path."""
        placed = placements.placements(self._name, [look.external_id for look in looks])
        return {
            (external_id, placement.relative_path)
            for external_id, rows in placed.items()
            for placement in rows
            if placement.placed_at and placement.lost_at is None
        }


def _gone(known: Iterable[ArtFolder]) -> list[str]:
    """Return the titles whose folder is gone while the folder around it is there and holds something."""
    gone = []
    for folder in known:
        with suppress(OSError):
            path = Path(folder.path)
            if not path.exists() and any(path.parent.iterdir()):
                gone.append(folder.external_id)
    return gone


def _list(folder: Path, paths: Iterable[str]) -> Mapping[str, FileFacts]:
    """Return what lies in a title's folder and in those of some files below it. Raises OSError."""
    return list_files(folder, {path.rpartition("/")[0] for path in paths})


def _sizes(files: Mapping[str, FileFacts], videos: Iterable[str]) -> dict[str, int | None]:
    """Return the size of what is there by path; None for what only the app tells of."""
    return {**dict.fromkeys(videos), **{path: facts.size for path, facts in files.items()}}


def _with_all(look: _Look, images: Iterable[OwnerImage]) -> ArtFolder | None:
    """Return a title's scanned folder with files of the owner that are back in it."""
    folder = look.folder
    if folder is None:
        return None
    for image in images:
        with suppress(OSError):
            path = look.place.folder / image.target
            facts = facts_of(path)
            if facts is not None and facts.is_plain and hash_of(path) == image.taken.sha256:
                folder = with_own(folder, image, facts)
    return folder
