"""What is done from the Artwork pane to the marked titles: phases, locks, restoring."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

from textual.binding import BindingType

from arrtui.core.apps import app_of
from arrtui.core.artwork import FIELD_LOCK, NFO, WHOLE_TITLE, ArtKind, PhaseName, PublishPlan
from arrtui.core.text import plural
from arrtui.features.artwork.overview import ArtRow
from arrtui.runtime.artwork.phases import PhaseArgs
from arrtui.runtime.artwork.publishing import BIN_KIND, OWN_BIN_KIND
from arrtui.tui.kit.dialogs.confirm import Question
from arrtui.tui.kit.key_table import bind, menu_item
from arrtui.tui.kit.notices import notify_failed, notify_refused
from arrtui.tui.kit.pane import Pane
from arrtui.tui.panes.artwork.dialogs import LocksDialog

NO_PLAN = "No plan waits for a review; a, then w, makes one of the marked titles."
EMPTY_BIN = "The recycle bin holds no artwork."
_BIN_WORDS = {BIN_KIND: "yours", OWN_BIN_KIND: "arrtui's"}
"""Whose files in the bin are, by their kind."""
_PHASE_TEXTS = {
    PhaseName.PUBLISH: "Their images, and NFO where that is configured, are written into their folders under "
    "the names that the players read. What is there and not arrtui's goes to the recycle bin first.",
}
"""What those phases do of which the owner is asked."""


def action_bindings() -> list[BindingType]:
    """Return the lines of the menu, and the keys of their own."""
    return [
        bind("restore", "artwork.restore", "Move an image or NFO back from the recycle bin",
             action="act('restore')", show=False, writes=True),
        menu_item("actions", "s", "artwork.scan", "phase('scan')", "Scan", "Read the folders of the titles"),
        menu_item("actions", "e", "artwork.enrich", "phase('enrich')", "Enrich",
                  "Ask the providers for images and metadata"),
        menu_item("actions", "p", "artwork.publish", "phase('publish')", "Publish",
                  "Write images and NFO into the folders", writes=True),
        menu_item("actions", "r", "artwork.review", "act('review')", "Review plan",
                  "Review what waits to be published, line by line"),
        menu_item("actions", "w", "artwork.plan", "act('plan')", "Plan",
                  "Plan what publishing would write, to review it"),
        menu_item("actions", "b", "artwork.bring-back", "act('bring_back')", "Bring back",
                  "Publish again what an app took or renamed", writes=True),
        menu_item("actions", "t", "artwork.tell", "phase('players')", "Tell players",
                  "Tell the players what is new"),
        menu_item("actions", "v", "artwork.verify", "act('verify')", "Verify",
                  "Compare cache and folders of its instance"),
        menu_item("actions", "y", "artwork.report", "report", "Report",
                  "What the last verification found; repair it"),
        menu_item("actions", "u", "artwork.unpublish", "act('unpublish')", "Unpublish",
                  "Take everything of arrtui's back, give yours back", writes=True),
        menu_item("actions", "l", "artwork.locks", "act('lock')", "Locks",
                  "Lock images, NFO and fields, or unlock them"),
    ]  # fmt: skip


class ArtActions:
    """Does each action with the rows that are chosen when it begins."""

    def __init__(
        self,
        pane: Pane,
        chosen: Callable[[], Coroutine[Any, Any, Sequence[ArtRow]]],
        current: Callable[[], ArtRow | None],
        done: Callable[[], None],
        queued: Callable[[], None],
    ) -> None:
        """``chosen`` asks about marked rows that do not show; ``done`` is called after a change.

        ``queued`` is called after work was queued: the marks stay for the next one.
        """
        self._pane = pane
        self._chosen = chosen
        self._current = current
        self._done = done
        self._queued = queued

    def run(self, name: str) -> None:
        """Do an action in a worker."""
        work: Callable[[], Coroutine[Any, Any, None]] = getattr(self, name)
        self._pane.run_worker(work(), group="artwork-actions")

    def run_phase(self, phase: PhaseName) -> None:
        """Queue a phase for the chosen titles, in a worker."""
        self._pane.run_worker(self._queue(phase), group="artwork-actions")

    async def _queue(self, phase: PhaseName) -> None:
        """Queue a phase, after a question where it writes."""
        rows = await self._chosen()
        if not rows:
            return
        ids = _by_instance(rows)
        question = Question(
            title=f"{phase.value.capitalize()} {_named(rows)} of {', '.join(ids)}",
            text=_PHASE_TEXTS.get(phase, ""),
            yes=phase.value.capitalize(),
            titles=tuple(row.title.title for row in rows),
        )
        if question.text and not await self._pane.ask(question):
            return
        jobs: list[int] = []
        for name, external_ids in ids.items():
            args = PhaseArgs(external_ids=tuple(external_ids), asks_again=True)
            jobs += await self._pane.trying(self._pane.services.artwork.start(phase, [name], args)) or []
        if jobs:
            unmarks = ", esc unmarks" if len(rows) > 1 else ""
            self._pane.tell(f"{_named(rows)} queued for {phase}; 6 shows how far it is{unmarks}.")
            self._queued()

    async def plan(self) -> None:
        """Queue what plans what publishing the chosen titles would write."""
        rows = await self._chosen()
        publishing = self._pane.services.artwork.publishing
        queued = [
            await self._pane.trying(publishing.queue_plan(name, external_ids))
            for name, external_ids in _by_instance(rows).items()
        ]
        if any(queued):
            self._pane.tell(f"{_named(rows)} queued; a, then r, reviews the plan.")
            self._queued()

    async def review(self) -> None:
        """Show the newest plan that waits, that of the instance under the cursor where it has one."""
        plans = await self._pane.trying(self._pane.services.artwork.publishing.plans(waiting=True))
        if plans == []:
            notify_refused(self._pane, NO_PLAN)
        elif plans:
            row = self._current()
            here = row.title.instance if row is not None else ""
            self._show_plan(next((plan for plan in plans if plan.instance == here), plans[0]))

    def _show_plan(self, plan: PublishPlan | None) -> None:
        from arrtui.tui.panes.artwork.plan_screen import PublishPlanScreen

        if plan is not None:
            self._pane.app.push_screen(PublishPlanScreen(plan), lambda _: self._done())

    async def bring_back(self) -> None:
        """Queue what brings back what apps took of the chosen titles."""
        rows = await self._chosen()
        publishing = self._pane.services.artwork.publishing
        queued = [
            await self._pane.trying(publishing.bring_back(name, external_ids))
            for name, external_ids in _by_instance(rows).items()
        ]
        if any(queued):
            self._pane.tell(f"{_named(rows)} queued; 6 shows how far it is.")
            self._queued()

    async def verify(self) -> None:
        """Queue a verification of the instances of the chosen titles: the cache is theirs together."""
        names = list(_by_instance(await self._chosen()))
        if not names:
            return
        jobs = await self._pane.trying(self._pane.services.artwork.verifying.look(names, everything=True))
        if jobs:
            self._pane.tell(f"{', '.join(names)} queued to be verified; a, then y, shows what it finds.")
            self._queued()

    async def unpublish(self) -> None:
        """Take back what was published of the chosen titles, after a question."""
        rows = await self._chosen()
        if not rows:
            return
        ids = _by_instance(rows)
        question = Question(
            title=f"Unpublish {_named(rows)} of {', '.join(ids)}",
            text="Every file that arrtui wrote into their folders is removed, and files that made room for "
            "them come back from the recycle bin. What is locked, the cache and choices stay.",
            yes="Unpublish",
            titles=tuple(row.title.title for row in rows),
        )
        if await self._pane.ask(question):
            jobs: list[int] = []
            for name, external_ids in ids.items():
                work = self._pane.services.artwork.publishing.unpublish([name], external_ids)
                jobs += await self._pane.trying(work) or []
            if jobs:
                self._pane.tell(f"{_named(rows)} queued; 6 shows how far it is.")
                self._done()

    async def lock(self) -> None:
        """Ask what of the chosen titles is to be locked, and note it."""
        rows = await self._chosen()
        locks = await self._pane.trying(self._pane.services.artwork.locks.of(row.key for row in rows))
        if not locks:
            return
        layouts = [app_of(name).art for name in {row.title.instance for row in rows}]
        kinds = {kind for layout in layouts for kind in (*layout.title, *layout.episode)}
        others = sorted(set().union(*locks.values()) - {WHOLE_TITLE, NFO, *ArtKind})
        fields = [f"{FIELD_LOCK}{name}" for name in await self._fields(rows)]
        targets = dict.fromkeys(
            [WHOLE_TITLE, *(kind for kind in ArtKind if kind in kinds), NFO, *others, *fields]
        )
        states: dict[str, bool | None] = {}
        for target in targets:
            number = sum(target in locked for locked in locks.values())
            states[target] = True if number == len(locks) else None if number else False
        change = await self._pane.app.push_screen_wait(LocksDialog(f"Locks: {_named(rows)}", states))
        if change is not None and (change.lock or change.unlock):
            work = self._pane.services.artwork.locks.change(locks, lock=change.lock, unlock=change.unlock)
            await self._pane.trying(work)
            self._done()

    async def _fields(self, rows: Sequence[ArtRow]) -> list[str]:
        """Return the names of the fields that are known of the first of some titles."""
        title = await self._pane.trying(self._pane.services.artwork.titles.title(*rows[0].key))
        return [] if title is None else [field.name for field in title.fields.get("", ())]

    async def restore(self) -> None:
        """Move a file back from the recycle bin."""
        from arrtui.tui.kit.dialogs.recycled import RestoreDialog

        pane = self._pane
        files = [file for file in await pane.services.recycle.files() if file.kind in _BIN_WORDS]
        if not files:
            notify_refused(pane, EMPTY_BIN)
            return
        row = self._current()
        title = row.key if row is not None else None
        chosen = await pane.app.push_screen_wait(
            RestoreDialog("Artwork in the recycle bin", files, title, _BIN_WORDS)
        )
        restored = (
            await pane.trying(pane.services.artwork.choosing.restore([chosen]))
            if chosen is not None
            else None
        )
        if restored is not None:
            moved, errors = restored
            for error in errors:
                notify_failed(pane, error)
            if moved:
                pane.tell(f"{moved[0].original_path} is back.")
            self._done()


def _named(rows: Sequence[ArtRow]) -> str:
    """Return what titles are called in a sentence: one by its name, several by their number."""
    return rows[0].title.title if len(rows) == 1 else plural(len(rows), "title")


def _by_instance(rows: Sequence[ArtRow]) -> dict[str, list[str]]:
    """Return the external ids of titles by instance."""
    ids: defaultdict[str, list[str]] = defaultdict(list)
    for row in rows:
        ids[row.title.instance].append(row.title.external_id)
    return dict(ids)
