"""Saved views of tables: chosen, saved and removed in a dialog, and listed for the front door."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import Any

from arrtui.core.config.views import SavedView, ViewedTable
from arrtui.core.errors import ArrtuiError
from arrtui.runtime.services import Services
from arrtui.tui.kit.host import Host
from arrtui.tui.kit.notices import notify_done, notify_failed
from arrtui.tui.kit.pane import Pane
from arrtui.tui.kit.table import EstateTable
from arrtui.tui.kit.targets import Targets


async def manage_views(host: Host, table: EstateTable[Any]) -> None:
    """Show the views of a table, and do what is chosen there. To be called in a worker."""
    from arrtui.tui.kit.dialogs.views import ALL, COLUMNS, REMOVE, SAVE, ViewsDialog

    views = [view for view in host.services.config.views if view.table == table.viewed_as]
    choice = await host.push_screen_wait(ViewsDialog(views))
    if choice is None:
        return
    if choice.what == SAVE:
        await _save(host, table)
    elif choice.what == COLUMNS:
        await _choose_columns(host, table)
    elif choice.what == ALL:
        table.show_view(SavedView(name="all", table=table.viewed_as or "titles"))
    elif choice.what == REMOVE:
        removal = host.services.config_file.remove_view(choice.view.name)
        await _write(table, removal, f"View {choice.view.name} removed.")
    else:
        table.show_view(choice.view)


async def _save(host: Host, table: EstateTable[Any]) -> None:
    """Ask for a name and save what shows under it."""
    from arrtui.tui.kit.dialogs.views import ViewNameDialog

    taken = [view.name for view in host.services.config.views]
    name = await host.push_screen_wait(ViewNameDialog(taken))
    if name:
        saving = host.services.config_file.save_view(table.make_view(name))
        await _write(table, saving, f"View {name} saved; : finds it from anywhere.")


async def _write(table: EstateTable[Any], work: Awaitable[None], sentence: str) -> None:
    """Change the configuration, and tell what was done or why nothing was."""
    try:
        await work
    except ArrtuiError as error:
        notify_failed(table, error)
    else:
        notify_done(table, sentence)


async def _choose_columns(host: Host, table: EstateTable[Any]) -> None:
    """Ask for the columns of a table and their order, and show them so."""
    from arrtui.tui.kit.dialogs.views import ColumnsDialog

    titles = [(column.key, column.title or column.key) for column in table.all_columns]
    if keys := await host.push_screen_wait(ColumnsDialog(titles, table.chosen_columns)):
        table.choose_columns([] if keys == [key for key, _ in titles] else keys)


def view_targets(services: Services, pane: str, *tables: ViewedTable) -> Targets:
    """Return the saved views of a pane's tables as places to go to."""
    views = [view for view in services.config.views if view.table in tables]

    async def show(shown: Pane, place: int) -> None:
        table = await shown.viewed_table(views[place].table)
        table.show_view(views[place])

    return Targets("view", pane, [view.name for view in views], show)
