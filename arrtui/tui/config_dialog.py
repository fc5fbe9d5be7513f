"""The dialog about the configuration file: everything wrong with it, and the editor at the line."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input, OptionList, Static

from arrtui.core.errors import ConfigProblem
from arrtui.core.keys import keymap
from arrtui.tui import themes
from arrtui.tui.kit.dialogs.base import Dialog, DialogPanel
from arrtui.tui.kit.handover import edit_configuration
from arrtui.tui.kit.host import host_of
from arrtui.tui.kit.notices import notify_failed, notify_refused
from arrtui.tui.kit.recycle_bin import tell_misplaced_bin

if TYPE_CHECKING:
    from arrtui.core.config import Config
    from arrtui.tui.app import ArrtuiApp


class ConfigDialog(Dialog[None]):
    """Lists the faults of the file; it closes by itself once there is none any more."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("e", "edit", "Edit", id="config.edit", tooltip="Open the editor at the line of the fault")
    ]

    DEFAULT_CSS = """
    ConfigDialog > DialogPanel {
        width: 100;
        max-width: 96%;
        & > OptionList {
            height: auto;
            max-height: 16;
            margin-top: 1;
            padding: 0;
            background: $surface;
            scrollbar-size-vertical: 1;
            &, &:focus {
                border: none;
            }
        }
        & > .hint {
            color: $text-muted;
            height: 1;
            margin-top: 1;
        }
    }
    """

    def compose(self) -> ComposeResult:
        """What is in use, the faults, and how to go on."""
        with DialogPanel() as panel:
            panel.border_title = "Configuration"
            yield Static(id="config-state", markup=False)
            yield OptionList(markup=False)
            yield Static("e edit at the line   esc close", classes="hint", markup=False)

    def on_mount(self) -> None:
        """Show the faults there are."""
        self.show()

    @property
    def problems(self) -> tuple[ConfigProblem, ...]:
        """Everything wrong with the file as it was read last."""
        fault = host_of(self).services.config_fault
        return fault.problems if fault else ()

    def show(self) -> None:
        """Show the faults there are now."""
        path = host_of(self).services.config.path
        state = f"{path} is in use as it is."
        if self.problems:
            state = f"{path} is not used as it is now; what it said before stays in use."
        self.query_one("#config-state", Static).update(state)
        options = self.query_one(OptionList)
        options.clear_options().add_options(list(map(str, self.problems)))
        options.display = bool(self.problems)
        options.highlighted = 0 if self.problems else None
        options.focus()

    @on(OptionList.OptionSelected)
    async def action_edit(self) -> None:
        """Open the owner's editor at the line of the fault; read the file again when it ends."""
        chosen = self.query_one(OptionList).highlighted
        await edit_configuration(self.app, None if chosen is None else self.problems[chosen])


def show_config(app: ArrtuiApp) -> None:
    """Show what is wrong with the configuration file, and open it in the editor."""
    app.push_screen(ConfigDialog())


def follow_config(app: ArrtuiApp, before: Config) -> Config:
    """Follow keys and theme of the configuration, which was ``before``, or show why the file is not used.

    Return the one in use.
    """
    config, fault = app.services.config, app.services.config_fault
    app.set_keymap(keymap(config.keys))
    if config.ui.theme != before.ui.theme:
        app.theme = themes.textual_name(config.ui.theme)
    if config.ui.incognito != before.ui.incognito:
        from arrtui.tui.kit.disguising import switch_incognito

        switch_incognito(app, on=config.ui.incognito)
    for warning in config.warnings:
        if warning not in before.warnings:
            notify_refused(app, warning)
    if config.recycle != before.recycle or config.instances != before.instances:
        app.run_worker(tell_misplaced_bin(app), group="recycle-bin", exclusive=True)
    if isinstance(app.screen, ConfigDialog):
        app.screen.show() if fault else app.screen.dismiss(None)
    elif fault and app.screen is app.main and not isinstance(app.focused, Input):
        app.push_screen(ConfigDialog())
    elif fault:
        notify_failed(app, fault)
    return config
