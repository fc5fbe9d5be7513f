"""Starting the terminal app."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping

from arrtui.core.config import Config
from arrtui.core.keys import Bindable
from arrtui.core.terminals import is_console
from arrtui.runtime.services import Services
from arrtui.tui.app import ArrtuiApp
from arrtui.tui.themes import textual_name
from arrtui.tui.welcome import WANTS_DEMO as WANTS_DEMO


def run_app(
    config: Config,
    *,
    demo: bool = False,
    overrides: Mapping[str, object] | None = None,
    bindings: Callable[[], Bindable] | None = None,
) -> str | None:
    """Run the terminal app until it is quit; return :data:`WANTS_DEMO` when the demo was asked for.

    ``overrides`` and ``bindings`` are what ``config`` was read with, for reading it again.

    Raises StorageError when the database cannot be opened, and what the app itself has failed of.
    """
    if sys.platform != "win32":
        from arrtui.tui.key_parser import parse_escape_apart

        parse_escape_apart()
    services = Services(config, overrides=overrides, bindings=bindings)
    try:
        app = ArrtuiApp(services, demo=demo, plain=is_console(os.environ.get("TERM", "")))
        if app.console.color_system == "standard" and "theme" not in config.ui.model_fields_set:
            app.theme = textual_name("ansi")  # what sixteen colours leave of the others cannot be read
        choice = app.run()
    finally:
        services.stop()
    if app._exception is not None:
        raise app._exception
    return choice
