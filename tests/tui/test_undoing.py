"""What `z` goes back from: the title one looks at first."""

from __future__ import annotations

from arrtui.features.sync import store
from arrtui.features.sync.model import (
    Counts,
    Decision,
    Entry,
    EntryOutcome,
    EntrySubject,
    Op,
    PlanDraft,
    PlanKind,
    PlanState,
    entry_key,
)
from arrtui.runtime.services import Services
from arrtui.tui.kit.key_line import KeyLine
from arrtui.tui.panes.library.tables import TitleTable
from tests.tui.estates import NOW
from tests.tui.live import opened

INSTANCE = "radarr.main"


def unmonitored(title: str, external_id: str, now: float) -> None:
    """Store a plan that has unmonitored a title."""
    entry = Entry(
        key=entry_key(INSTANCE, EntrySubject.ITEM, external_id),
        instance=INSTANCE,
        op=Op.UPDATE,
        ident=external_id,
        title=title,
        now={"monitored": True},
        after={"monitored": False},
    )
    draft = PlanDraft(entries=[entry], kind=PlanKind.ACTION, target=INSTANCE, decision=Decision.APPROVED)
    plan_id = store.save(draft, now)
    store.set_outcomes(plan_id, [(0, EntryOutcome.DONE, "")])
    store.set_state(plan_id, PlanState.APPLIED, now)
    assert store.plan(plan_id).counts == Counts(update=1)


async def test_z_in_the_library_is_about_the_title_under_the_cursor(services: Services) -> None:
    async with opened(services, clock=lambda: NOW) as screen:
        await screen.press("2")
        await screen.until(
            lambda: screen.app.main.query(TitleTable) and screen.app.main.query_one(TitleTable).rows_shown
        )
        table = screen.app.main.query_one(TitleTable)
        first, second, third = [title for title in table.rows_shown if title.on(INSTANCE)][:3]
        for place, title in enumerate((first, second)):
            services.database.write_sync(unmonitored, title.title, title.external_id, NOW - 60 + place)
        screen.app.undoing.show_jobs({}, None)

        def key_line() -> str:
            return str(screen.app.screen.query_one(KeyLine).render())

        for title, undone in ((first, first), (second, second), (third, second), (first, first)):
            table.move_to(title.key)
            await screen.until(lambda undone=undone: f"undo: {undone.title[:12]}" in key_line())
        await screen.press("d")
        await screen.until(
            lambda: screen.dialog == "TitleScreen" and f"undo: {first.title[:12]}" in key_line()
        )
