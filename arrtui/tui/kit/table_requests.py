"""What tables ask of the app: their views, a pager for their rows, programs for the row under the cursor."""

from __future__ import annotations

from typing import Any, cast

from textual.app import App

from arrtui.tui.kit.handover import offer_commands, read_in_pager
from arrtui.tui.kit.host import host_of
from arrtui.tui.kit.table import EstateTable
from arrtui.tui.kit.table.messages import CommandsRequested, TableRequest, ViewsRequested
from arrtui.tui.kit.views import manage_views


def serve_table(app: App[Any], request: TableRequest) -> None:
    """Do what a table asks for."""
    table = cast("EstateTable[Any]", request.table)
    if isinstance(request, ViewsRequested):
        app.run_worker(manage_views(host_of(app), table), group="views", exclusive=True)
    elif isinstance(request, CommandsRequested):
        app.run_worker(offer_commands(app, table), group="commands")
    else:
        read_in_pager(app, table)
