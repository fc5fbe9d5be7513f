"""Bring Kodi's films or episodes of one title in line with what lies in its folder.

Every step looks at what is there and may be repeated: what Kodi is about to forget is stored before, the
entry of a replaced video stays until all of it was read back from the new one.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial

import msgspec

from arrtui.clients.kodi import KodiEntry
from arrtui.clients.player_http import PlayerOffError
from arrtui.core.players import PlayerTask, ToldTitle, WatchState
from arrtui.core.text import name_some
from arrtui.features.players.kodi_actors import has_new_faces, new_actor_pictures
from arrtui.features.players.kodi_art import folders_of_addresses, stale_textures
from arrtui.features.players.kodi_library import KodiVideos, KodiWork, art_rules
from arrtui.features.players.nfo_reading import NfoTexts, differs, is_readable, texts_of
from arrtui.features.players.outcomes import TitleOutcome
from arrtui.features.players.paths import same_path
from arrtui.features.players.titles import PlayerTitle
from arrtui.features.players.watching import changes_to, chosen_art, merged

READING = 15.0
"""Seconds that Kodi may take to read a video anew."""
SETTLING = 4.0
"""Seconds after which a video that shows no difference counts as read."""
WRITING = 0.8
"""Seconds after which Kodi has written what it read anew."""
_LOOK = 0.2
_TRIES = 4


@dataclass
class VideoTelling:
    """One title while Kodi is told of it."""

    work: KodiWork
    videos: KodiVideos
    title: PlayerTitle
    last: ToldTitle | None
    task: PlayerTask
    changed: int = 0
    carried: int = 0
    notes: list[str] = field(default_factory=list)
    waits: bool = False
    """Whether what Kodi keeps of a replaced video is stored until Kodi has the one that replaced it."""
    _known: list[KodiEntry] | None = None

    async def run(self) -> TitleOutcome:
        """Scan, give back, read anew, carry over, set pictures; return what came of it."""
        before = await self._entries()
        present = await asyncio.to_thread(self.work.present, self.title)
        entries = before
        if self.title.folder in self.work.fresh:
            before = []
        elif self.title.folder not in self.work.looked_at and self._missing(present, before):
            await self.work.scan(self.title)
            self._known = None
            entries = await self._entries()
        self.changed += len(entries) - len(before)
        if missing := self._missing(present, entries):
            self.notes.append(await asyncio.to_thread(self._why_missing, missing))
        await self._give_back(entries)
        await self._give_to_heirs(present)
        await self._read_anew(present, before)
        await self._carry_over(present)
        await self._dress()
        is_new = not before and bool(entries)
        return TitleOutcome(is_new, self.changed, self.carried, tuple(self.notes), self.waits)

    # --- what is there -------------------------------------------------------------------------------

    @property
    def _folders(self) -> tuple[str, ...]:
        """The folders of the title, now and when Kodi was told of it, as Kodi has them."""
        folders = [self.title.folder, *([self.last.folder] if self.last and self.last.folder else [])]
        return tuple(dict.fromkeys(map(self.work.paths.player_folder, folders)))

    async def _entries(self) -> list[KodiEntry]:
        """Return what Kodi has of the title; it is asked again only after something was changed."""
        if self._known is None:
            self._known = [entry for folder in self._folders for entry in await self.videos.below(folder)]
        return self._known

    def _missing(self, present: dict[str, str], entries: Iterable[KodiEntry]) -> list[str]:
        files = [entry.file for entry in entries]
        return [video for path, video in present.items() if not any(same_path(path, file) for file in files)]

    def _why_missing(self, missing: list[str]) -> str:
        """Return a sentence on videos that Kodi does not have although it looked."""
        title = self.title
        bare = [
            video
            for video in missing
            if not os.path.isfile(os.path.splitext(title.path(video))[0] + ".nfo")  # noqa: PTH113, PTH122
            and not os.path.isfile(f"{title.folder}/movie.nfo")  # noqa: PTH113
        ]
        where = self.work.paths.player_folder(title.folder)
        if bare:
            return (
                f"{title.title}: Kodi does not have {name_some(bare)}, which has no NFO: with its local "
                f"scraper a title without NFO does not exist"
            )
        return (
            f"{title.title}: Kodi does not have {name_some(missing)}: {where} is in none of its sources, "
            "or it cannot read the NFO"
        )

    # --- what Kodi was made to forget ------------------------------------------------------------------

    async def _give_back(self, entries: Iterable[KodiEntry]) -> None:
        """Give back what was read before Kodi forgot it, also before the process was killed."""
        for entry in entries:
            kept = next((kept for path, kept in self.task.kept.items() if same_path(path, entry.file)), None)
            if kept is not None:
                await self._set(entry, merged(kept, self._watched(entry)))

    async def _give_to_heirs(self, present: dict[str, str]) -> None:
        """Give what was kept of replaced videos whose entries went meanwhile to those that replaced them."""
        entries = await self._entries()
        for path, kept in self.task.kept.items():
            if path in present or any(same_path(path, entry.file) for entry in entries):
                continue
            new = self._replacement(self.videos.place_of(path), entries, present)
            if new is None:
                self.waits |= bool(self._missing(present, entries))
            else:
                await self._set(new, merged(kept, self._watched(new)))
                self.carried += 1

    async def _read_anew(self, present: dict[str, str], known: Iterable[KodiEntry]) -> None:
        """Have NFO read again that changed or name actors whose pictures are new.

        Kodi forgets what it kept of these videos, so that is put back.
        """
        for entry in known:
            self.work.check()
            video = next((video for path, video in present.items() if same_path(path, entry.file)), "")
            nfo = self.title.nfo_of(video) if video else ""
            if not nfo:
                continue
            faces = new_actor_pictures(self.title, self.last, video.rpartition("/")[0])
            cast = partial(self.videos.cast, entry.id)
            is_new = await has_new_faces(self.work, self.title, nfo, faces, cast)
            if not is_new and not await self._is_other(nfo, entry):
                continue
            kept = self._watched(await self._current(entry) or entry)
            self.task = msgspec.structs.replace(self.task, kept={**self.task.kept, entry.file: kept})
            await self.work.keep(self.task)
            texts = await asyncio.to_thread(texts_of, self.title.path(nfo))
            await self.videos.refresh(entry.id)
            self._known = None
            self.changed += 1
            if kept != WatchState():
                await self._put_back(await self._successor(entry, kept, texts), kept)

    async def _is_other(self, nfo: str, entry: KodiEntry) -> bool:
        """Return whether Kodi does not know what an NFO says, and can read it."""
        path = self.title.path(nfo)
        if self.last is None:
            asked = self.task.reads_nfo or await asyncio.to_thread(differs, path, entry.title, entry.plot)
        else:
            asked = self.task.reads_nfo or self.last.files.get(nfo) != self.title.nfos[nfo]
        return asked and await asyncio.to_thread(is_readable, path)

    async def _successor(self, entry: KodiEntry, kept: WatchState, texts: Sequence[NfoTexts]) -> KodiEntry:
        """Return the entry of a video once it was read anew. Raises PlayerError where that takes too long.

        Its id is another, or the same where it was the highest of all; so it is known by what it forgot and
        by what the NFO says, and where nothing of that can be seen, it had the time to be read.
        """
        loop = asyncio.get_running_loop()
        began = loop.time()
        while (elapsed := loop.time() - began) < READING:
            current = await self._current(entry)
            if current is not None:
                is_other = current.id != entry.id or self._watched(current) != kept
                says_more = (
                    NfoTexts(entry.title, entry.plot) not in texts
                    and NfoTexts(current.title, current.plot) in texts
                )
                if is_other or says_more or elapsed > SETTLING:
                    return current
            await asyncio.sleep(_LOOK)
        raise PlayerOffError(
            f"having the NFO of {self.title.title} read again",
            why="Kodi did not show the title again in time",
            advice="What it kept of it is stored and given back when it does.",
            instance=self.work.client.config.name,
        )

    async def _put_back(self, entry: KodiEntry, kept: WatchState) -> None:
        """Set what Kodi forgot of a video, until it stays: Kodi may still be writing. Raises PlayerError."""
        for _ in range(_TRIES):
            await self._set(entry, kept)
            await asyncio.sleep(WRITING)
            current = await self._current(entry)
            if current is not None:
                entry = current
                if not changes_to(kept, self._watched(current), has_tags=self.videos.has_tags):
                    return
        raise PlayerOffError(
            f"giving back what Kodi kept of {self.title.title}",
            why="it did not keep what it was given",
            advice="It is stored and given back at the next attempt.",
            instance=self.work.client.config.name,
        )

    async def _current(self, entry: KodiEntry) -> KodiEntry | None:
        """Return the newest entry of the same video, as Kodi has it now."""
        self._known = None
        same = [other for other in await self._entries() if self._is_same(other, entry)]
        return max(same, key=lambda other: other.id, default=None)

    def _is_same(self, entry: KodiEntry, other: KodiEntry) -> bool:
        return same_path(entry.file, other.file) and self.videos.place(entry) == self.videos.place(other)

    # --- upgrades ------------------------------------------------------------------------------------

    async def _carry_over(self, present: dict[str, str]) -> None:
        """Carry over what Kodi keeps of replaced videos, read it back, then remove their entries."""
        entries = await self._entries()
        files = {entry.id: self.work.paths.local(entry.file) for entry in entries}
        there = {
            entry_id
            for entry_id, path in files.items()
            if path is None or await asyncio.to_thread(os.path.lexists, path)
        }
        gone = [entry for entry in entries if entry.id not in there]
        if not gone:
            return
        if doubt := await self.work.doubt(self.title):
            self.notes.append(f"{self.title.title}: nothing is taken out of Kodi's library: {doubt}")
            return
        for old in gone:
            self.work.check()
            new = self._replacement(self.videos.place(old), entries, present)
            if new is None and self._missing(present, entries):
                await self._keep_for_heir(old)
            elif new is not None and await self._hand_over(old, new):
                await self.videos.remove(old.id)
                self._known = None
                self.changed += 1
                self.carried += 1

    async def _keep_for_heir(self, old: KodiEntry) -> None:
        """Store what Kodi keeps of a replaced video until it has the new one: the old entry may go."""
        kept = self._watched(old)
        if kept != WatchState():
            self.task = msgspec.structs.replace(self.task, kept={**self.task.kept, old.file: kept})
            await self.work.keep(self.task)
            self.waits = True

    def _replacement(
        self, place: tuple[int, int] | None, entries: Iterable[KodiEntry], present: dict[str, str]
    ) -> KodiEntry | None:
        """Return the entry of the video that replaced the one at a place; None for none, or for several."""
        candidates = [
            entry
            for entry in entries
            if self.videos.place(entry) == place and any(same_path(entry.file, path) for path in present)
        ]
        return candidates[0] if len(candidates) == 1 else None

    async def _hand_over(self, old: KodiEntry, new: KodiEntry) -> bool:
        """Set on a new entry what an old one had; return whether that was read back from it."""
        state = merged(self._watched(old), self._watched(await self._current(new) or new))
        await self._set(await self._current(new) or new, state)
        current = await self._current(new)
        missing = current is None or changes_to(state, self._watched(current), has_tags=self.videos.has_tags)
        if missing:
            self.notes.append(
                f"{self.title.title}: Kodi did not keep what it was given of the replaced video, whose "
                "entry stays"
            )
        return not missing

    # --- setting -------------------------------------------------------------------------------------

    def _watched(self, entry: KodiEntry) -> WatchState:
        """Return what Kodi keeps of a video by itself; of its pictures those that somebody chose."""
        state = entry.watched()
        return msgspec.structs.replace(state, art=chosen_art(state.art, self._folders))

    async def _set(self, entry: KodiEntry, state: WatchState) -> None:
        """Set what is not so yet, in one call: a playcount by itself takes the position and the last time."""
        changes = changes_to(state, self._watched(entry), has_tags=self.videos.has_tags)
        if changes:
            await self.videos.set(entry.id, **changes)
            self._known = None

    async def _dress(self) -> None:
        """Set pictures and trailer; drop Kodi's copies of pictures that changed under their names."""
        rules = art_rules(self.work, self.title, self.last)
        for entry in await self._entries():
            self.work.check()
            details: dict[str, object] = {}
            art = rules.to_set(self.videos.pictures(self.title, entry), entry.own_art())
            if art:
                details["art"] = art
            trailer = (
                self.work.paths.player(self.title.path(self.title.trailer)) if self.title.trailer else ""
            )
            if self.videos.has_tags and trailer and not same_path(trailer, entry.trailer):
                details["trailer"] = trailer
            if details:
                await self.work.list_folders(self.title, art.values())
                await self.videos.set(entry.id, **details)
                self._known = None
                self.changed += len(art) + ("trailer" in details)
        addresses = [address for entry in await self._entries() for address in entry.art.values()]
        self.changed += await drop_textures(self.work, addresses)


async def drop_textures(work: KodiWork, addresses: Iterable[str]) -> int:
    """Drop Kodi's copies of pictures whose files are others by now; return how many there were.

    ``addresses`` are those of Kodi's library; the copies of all pictures in their folders are looked at.
    """
    dropped = 0
    for beginning in folders_of_addresses(addresses):
        textures = await work.client.textures(beginning)
        for texture in await asyncio.to_thread(stale_textures, textures, work.paths):
            await work.client.remove_texture(texture.textureid)
            dropped += 1
    return dropped
