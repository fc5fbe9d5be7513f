"""What is done with one image of a title: choosing, importing, locking, drawing it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from textual.binding import BindingType

from arrtui.core.artwork import NFO
from arrtui.tui.kit.host import host_of
from arrtui.tui.kit.key_table import bind, menu_item
from arrtui.tui.kit.notices import notify_done, notify_refused, try_or_notify
from arrtui.tui.panes.artwork.dialogs import ArtCandidatesDialog, ImagePathDialog

if TYPE_CHECKING:
    from textual.dom import DOMNode

NO_IMAGE = "It is no image: images alone are chosen, imported and drawn."
NO_CANDIDATES = "No candidate is known for it; a, then e, asks the providers."
LOCKED = "It is locked, so nothing else fills it: a, then L, unlocks it."
NOT_CACHED = "There is no picture of it in the cache yet."


class ArtTarget(NamedTuple):
    """An image of a title, its NFO, or a field of its metadata."""

    instance: str
    external_id: str
    title: str
    slot: str
    """As locks name it."""
    word: str = ""
    """What people call it where that is something else."""

    @property
    def key(self) -> tuple[str, str]:
        """Instance and external id."""
        return self.instance, self.external_id

    @property
    def shown(self) -> str:
        """What people call it."""
        return self.word or self.slot

    @property
    def is_image(self) -> bool:
        """Whether it is an image."""
        return self.slot != NFO and not self.slot.startswith("field:")


def slot_bindings(scope: str) -> list[BindingType]:
    """Return the keys and the lines of the menu; ``scope`` is the first part of their ids."""
    return [
        bind("edit", f"{scope}.choose", "Choose its image among the candidates", action="slot('choose')",
             show=False),
        bind("picture", f"{scope}.picture", "Draw its picture", action="slot('picture')", show=False),
        menu_item("actions", "i", f"{scope}.import", "slot('import_image')", "Import",
                  "Take an image of yours from a path"),
        menu_item("actions", "x", f"{scope}.forget", "slot('forget')", "Empty",
                  "Leave its image to the phases again"),
        menu_item("actions", "L", f"{scope}.lock", "slot('lock')", "Lock this",
                  "Lock the image or value under the cursor, or unlock it"),
    ]  # fmt: skip


class SlotActions:
    """Does each action with what is under the cursor when it begins."""

    def __init__(
        self, node: DOMNode, current: Callable[[], ArtTarget | None], done: Callable[[], None]
    ) -> None:
        """``done`` is called after a change."""
        self._node = node
        self._current = current
        self._done = done
        self._artwork = host_of(node).services.artwork

    def run(self, name: str) -> None:
        """Do an action in a worker."""
        target = self._current()
        if target is None:
            return
        if name != "lock" and not target.is_image:
            notify_refused(self._node, NO_IMAGE)
            return
        work: Callable[[ArtTarget], Coroutine[Any, Any, None]] = getattr(self, name)
        self._node.run_worker(work(target), group="slot-actions")

    async def choose(self, target: ArtTarget) -> None:
        """Show the candidates in rank order, and take one."""
        title = await try_or_notify(self._node, self._artwork.titles.title(*target.key))
        if title is None:
            return
        ranked, slot = title.candidates(target.slot), title.slot(target.slot)
        if not ranked or slot.is_locked:
            notify_refused(self._node, LOCKED if slot.is_locked else NO_CANDIDATES)
            return
        dialog = ArtCandidatesDialog(
            f"{target.shown} of {target.title}",
            ranked,
            slot.choice.address if slot.choice is not None else "",
            partial(self._artwork.choosing.preview, target.instance),
        )
        if address := await self._node.app.push_screen_wait(dialog):
            work = self._artwork.choosing.choose(*target.key, target.slot, address)
            await self._tell(work, f"{target.title}: {target.shown} chosen; a, then p, publishes it.")

    async def import_image(self, target: ArtTarget) -> None:
        """Ask for the path of an image, and take it into the cache."""
        title = await try_or_notify(self._node, self._artwork.titles.title(*target.key))
        if title is None:
            return
        if title.slot(target.slot).is_locked:
            notify_refused(self._node, LOCKED)
            return
        dialog = ImagePathDialog(f"{target.shown} of {target.title}")
        if path := await self._node.app.push_screen_wait(dialog):
            place = await asyncio.to_thread(Path(path).expanduser)
            work = self._artwork.choosing.import_image(*target.key, target.slot, place)
            await self._tell(work, f"{target.title}: {target.shown} imported; a, then p, publishes it.")

    async def forget(self, target: ArtTarget) -> None:
        """Take the choice of an image back, so that a phase may choose another."""
        work = self._artwork.choosing.forget(*target.key, target.slot)
        await self._tell(work, f"{target.title}: {target.shown} is left to the phases.")

    async def lock(self, target: ArtTarget) -> None:
        """Lock what is not locked, unlock what is."""
        locked = await try_or_notify(self._node, self._artwork.locks.of([target.key]))
        if locked is None:
            return
        is_locked = target.slot in locked[target.key]
        change = {"unlock" if is_locked else "lock": [target.slot]}
        work = self._artwork.locks.change([target.key], **change)
        await self._tell(work, f"{target.title}: {target.shown} {'unlocked' if is_locked else 'locked'}.")

    async def picture(self, target: ArtTarget) -> None:
        """Draw the picture, once it is in the cache."""
        from arrtui.tui.kit.pictures import show_picture

        title = await try_or_notify(self._node, self._artwork.titles.title(*target.key))
        asset = None if title is None else title.slot(target.slot).asset
        if asset is None:
            notify_refused(self._node, NOT_CACHED)
        else:
            path = self._artwork.titles.image_path(asset)
            await show_picture(self._node.app, path, f"{target.title}: {target.shown}")

    async def _tell(self, work: Coroutine[Any, Any, object], sentence: str) -> None:
        """Change something, and say that it was done."""

        async def change() -> bool:
            await work
            return True

        if await try_or_notify(self._node, change()):
            notify_done(self._node, sentence)
            self._done()
