"""What is done to a pair of the configuration: editing, removing, following it again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from arrtui.core.errors import ArrtuiError
from arrtui.tui.kit.dialogs.confirm import Question
from arrtui.tui.kit.notices import notify_failed, notify_refused

if TYPE_CHECKING:
    from arrtui.core.config.pair_draft import PairDraft
    from arrtui.tui.panes.sync.pane import SyncPane


async def edit_pair(pane: SyncPane, draft: PairDraft, replacing: PairDraft | None) -> None:
    """Edit a pair, then plan it; the plan opens."""
    from arrtui.tui.panes.sync.pair_dialog import PairDialog

    try:
        if replacing is not None:
            await pane.services.sync.check_editable(replacing.name)
    except ArrtuiError as error:
        notify_refused(pane, str(error))
        return
    saved = await pane.app.push_screen_wait(PairDialog(pane.services, draft, replacing))
    if saved:
        pane.tell(f"The pair {saved} is saved and being planned; the plan opens when ready.")
        pane.select(saved)
        pane.wait_for(await pane.trying(pane.services.sync.plan_pair(saved)))


async def remove_pair(pane: SyncPane, name: str) -> None:
    """Ask, then take a pair out of the configuration."""
    text = (
        f"The pair {name} is taken out of the configuration file and no longer planned. No instance is "
        "touched. Its plans stay stored, and what was applied can still be undone."
    )
    if not await pane.ask(Question(f"Remove the pair {name}?", text, "Remove")):
        return
    try:
        await pane.services.config_file.remove_pair(name)
    except ArrtuiError as error:
        notify_failed(pane, error)
    else:
        pane.tell(f"The pair {name} is removed.")
        pane.read()


async def resume_pair(pane: SyncPane, name: str) -> None:
    """Ask, then let a paused pair follow its source again."""
    text = (
        f"{name} follows its source again, and what was touched meanwhile is brought in line. "
        "Look at the plan that waits for review first; it stays open."
    )
    asked = Question(f"Resume following {name}?", text, "Resume")
    if await pane.ask(asked) and await pane.trying(pane.services.twins.resume(name)):
        pane.tell(f"{name} is followed again.")
        pane.read()
