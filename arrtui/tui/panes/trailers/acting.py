"""What is done from the Trailers pane to titles: wanting, downloading, choosing, recycling, renaming."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

from textual.binding import BindingType

from arrtui.core.text import format_size, plural
from arrtui.core.trailers import TrailerChoice
from arrtui.features.trailers.fields import row_key
from arrtui.features.trailers.overview import TrailerRow
from arrtui.features.trailers.status import TrailerState
from arrtui.runtime.trailers.use_cases import Recycled
from arrtui.tui.kit.dialogs.confirm import Question
from arrtui.tui.kit.key_table import bind, menu_item
from arrtui.tui.kit.notices import notify_failed, notify_refused
from arrtui.tui.kit.pane import Pane
from arrtui.tui.kit.plan_waiter import open_plan

NO_OWN = "arrtui removes only trailers that it downloaded itself, and there is none among these."
NO_CANDIDATE = "No source names a video for it."
NO_SOURCE = "No source is asked: sources under [trailers] is empty. e takes the address of a video."
NOTHING_WANTED = "No trailer is wanted that is not there."
NOTHING_DOUBTED = "Its root folder is not doubted: only one that seems not to be mounted can be accepted."
EMPTY_BIN = "The recycle bin holds no trailer."


def action_bindings() -> list[BindingType]:
    """Return the lines of the menu, and the keys of their own."""
    return [
        bind("remove", "trailers.recycle", "Move its trailer, if arrtui made it, to the recycle bin",
             action="act('recycle')", show=False, writes=True),
        bind("restore", "trailers.restore", "Move a trailer back from the recycle bin",
             action="act('restore')", show=False, writes=True),
        bind("edit", "trailers.address", "Give the address of the video to download",
             action="act('address')", show=False),
        menu_item("actions", "d", "trailers.download", "act('download')", "Download",
                  "Download trailers of the marked titles", writes=True),
        menu_item("actions", "A", "trailers.download-all", "act('download_all')", "Download all wanted",
                  "Download what is wanted; first after a review", writes=True),
        menu_item("actions", "c", "trailers.candidates", "act('candidates')", "Candidates",
                  "Videos that may be its trailer; choose one"),
        menu_item("actions", "w", "trailers.want", "act('want')", "Want",
                  "Want a trailer, whatever the rule says"),
        menu_item("actions", "n", "trailers.decline", "act('decline')", "Want none", "Want no trailer of it"),
        menu_item("actions", "b", "trailers.by-rule", "act('by_rule')", "By the rule",
                  "Leave to the rule whether one is wanted"),
        menu_item("actions", "p", "trailers.rename", "act('rename')", "Plan names",
                  "Plan names that the instance does not import"),
        menu_item("actions", "m", "trailers.accept", "act('accept')", "Accept",
                  "Trust its root folder as it is now"),
        menu_item("actions", "o", "trailers.doctor", "doctor", "Doctor", "Examine folders and programs"),
    ]  # fmt: skip


class TrailerActions:
    """Does each action with the rows that are chosen when it begins."""

    def __init__(
        self,
        pane: Pane,
        chosen: Callable[[], Coroutine[Any, Any, Sequence[TrailerRow]]],
        current: Callable[[], TrailerRow | None],
        done: Callable[[], None],
    ) -> None:
        """``chosen`` asks about marked rows that do not show; ``done`` is called after a change."""
        self._pane = pane
        self._chosen = chosen
        self._current = current
        self._done = done

    def run(self, name: str) -> None:
        """Do an action in a worker."""
        work: Callable[[], Coroutine[Any, Any, None]] = getattr(self, name)
        self._pane.run_worker(work(), group="trailer-actions")

    async def want(self) -> None:
        """Want a trailer of the chosen titles."""
        await self._decide(True)

    async def decline(self) -> None:
        """Want none."""
        await self._decide(False)

    async def by_rule(self) -> None:
        """Leave it to the rule."""
        await self._decide(None)

    async def _decide(self, wanted: bool | None) -> None:
        if rows := await self._chosen():
            await self._pane.trying(self._pane.services.trailers.want(map(row_key, rows), wanted))
            self._done()

    async def download(self) -> None:
        """Queue the downloads of the chosen titles, after a question."""
        rows = await self._chosen()
        if not rows:
            return
        question = Question(
            title="Download trailers",
            text=f"A trailer is looked for and downloaded for {plural(len(rows), 'title')}, one after the "
            "other with pauses. Nothing that lies there is replaced.",
            yes="Download",
            titles=tuple(row.facts.title.title for row in rows),
        )
        if await self._pane.ask(question):
            job = await self._pane.trying(self._pane.services.fetching.fetch_titles(map(row_key, rows)))
            self._tell_queued(job)

    async def download_all(self) -> None:
        """Queue all that is wanted; the first time what would be downloaded is reviewed."""
        from arrtui.tui.panes.trailers.dialogs import BatchDialog

        pane, fetching = self._pane, self._pane.services.fetching
        if await pane.trying(fetching.is_batch_approved()):
            self._tell_queued(await pane.trying(fetching.fetch()))
            return
        batch = await pane.trying(fetching.plan_batch())
        if batch is None or not batch.entries:
            notify_refused(pane, NOTHING_WANTED)
            return
        left_out = await pane.app.push_screen_wait(BatchDialog(batch))
        if left_out is not None:
            self._tell_queued(await pane.trying(fetching.approve_batch(batch.id, left_out)))

    def _tell_queued(self, job: int | None) -> None:
        if job is not None:
            self._pane.tell(f"Job {job} downloads them; 6 shows how far it is.")
            self._done()

    async def candidates(self) -> None:
        """Show the videos that may be the trailer of the title under the cursor, and take one."""
        from arrtui.tui.panes.trailers.dialogs import CandidatesDialog

        row, pane = self._current(), self._pane
        if row is None:
            return
        title = row.facts.title
        pane.tell(f"Looking for the trailers of {title.title} ...")
        verdicts = await pane.trying(pane.services.fetching.candidates(title.instance, title.external_id))
        if verdicts is None:
            return
        if not verdicts:
            notify_refused(pane, NO_CANDIDATE if pane.services.config.trailers.sources else NO_SOURCE)
            return
        if address := await pane.app.push_screen_wait(CandidatesDialog(title.title, verdicts)):
            await self._pick(row, address)

    async def address(self) -> None:
        """Ask for the address of the video of the title under the cursor."""
        from arrtui.tui.panes.trailers.dialogs import VideoAddressDialog

        row = self._current()
        if row is not None:
            known = row.facts.choice.address if row.facts.choice else ""
            dialog = VideoAddressDialog(row.facts.title.title, known)
            address = await self._pane.app.push_screen_wait(dialog)
            if address is not None and address != known:
                await self._pick(row, address)

    async def _pick(self, row: TrailerRow, address: str) -> None:
        """Note the video that is to be the trailer of a title; with an empty address none."""
        known, title = row.facts.choice, row.facts.title
        choice = TrailerChoice(
            external_id=title.external_id,
            wanted=known.wanted if known else None,
            address=address,
            profile=known.profile if known else "",
        )
        await self._pane.trying(self._pane.services.trailers.choose(title.instance, choice))
        if address:
            self._pane.tell(f"{title.title}: a, then d, downloads {address}")
        self._done()

    async def recycle(self) -> None:
        """Move the own trailers of the chosen titles to the recycle bin, after a question."""
        by_instance: defaultdict[str, list[int]] = defaultdict(list)
        titles: list[str] = []
        size = 0
        for row in await self._chosen():
            own = [made for made in row.facts.downloads if made.gone_at is None]
            by_instance[row.facts.title.instance] += [made.id for made in own]
            titles += [f"{row.facts.title.title}: {made.relative_path}" for made in own]
            size += sum(made.size for made in own)
        if not titles:
            notify_refused(self._pane, NO_OWN)
            return
        days = self._pane.services.config.recycle.days
        question = Question(
            title=f"Recycle {plural(len(titles), 'trailer')} of {', '.join(by_instance)}",
            text=f"{format_size(size)} go to the recycle bin and are kept there for {plural(days, 'day')}. "
            "The same video is not downloaded for its title again, unless you restore or pick it. Where a "
            "trailer is wanted, another video may be: a, then n, wants none.",
            yes="Recycle",
            titles=tuple(titles),
        )
        if await self._pane.ask(question):
            for name, ids in by_instance.items():
                recycled = await self._pane.trying(self._pane.services.trailers.recycle(name, ids))
                self._tell_moved(recycled, "{trailers} to the recycle bin; R brings one back.")
            self._done()

    def _tell_moved(self, moved: Recycled | None, sentence: str) -> None:
        """Say how many trailers were moved, and why others were not."""
        for error in moved.errors if moved else ():
            notify_failed(self._pane, error)
        if moved and moved.files:
            self._pane.tell(sentence.format(trailers=plural(len(moved.files), "trailer")))

    async def restore(self) -> None:
        """Move a trailer back from the recycle bin."""
        from arrtui.tui.kit.dialogs.recycled import RestoreDialog

        pane = self._pane
        files = [file for file in await pane.services.recycle.files() if file.kind == "trailer"]
        if not files:
            notify_refused(pane, EMPTY_BIN)
            return
        row = self._current()
        title = (row.facts.title.instance, row.facts.title.external_id) if row is not None else None
        chosen = await pane.app.push_screen_wait(RestoreDialog("Trailers in the recycle bin", files, title))
        if chosen is not None:
            restored = await pane.trying(pane.services.trailers.restore([chosen]))
            self._tell_moved(restored, "{trailers} back where it was.")
            self._done()

    async def accept(self) -> None:
        """Take the root folder of the title under the cursor for right as it is, after a question."""
        row, pane = self._current(), self._pane
        if row is None:
            return
        if row.status.state is not TrailerState.NOT_MOUNTED:
            notify_refused(pane, NOTHING_DOUBTED)
            return
        title = row.facts.title
        question = Question(
            title=f"{title.instance}: accept {title.root_folder}",
            text=f"{row.reason} Accepted as it is, the folders that are not there count as missing from now "
            "on, and trailers are read and written there.",
            yes="Accept",
        )
        if await pane.ask(question):
            trailers = pane.services.trailers
            if await pane.trying(trailers.accept_root(title.instance, title.root_folder)):
                await pane.trying(trailers.refresh([title.instance]))
                pane.tell(f"{title.root_folder} of {title.instance} is accepted, and read again.")

    async def rename(self) -> None:
        """Plan better names for the files of the instance under the cursor, and open the plan."""
        row, pane = self._current(), self._pane
        if row is None:
            return
        name = row.facts.title.instance

        async def plan() -> int:
            return await pane.services.trailers.plan_renames(name) or 0

        plan_id = await pane.trying(plan())
        if plan_id:
            open_plan(pane, plan_id, lambda _: self._done())
        elif plan_id == 0:
            pane.tell(f"{name}: no name is wrong.")
