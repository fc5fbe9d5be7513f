"""The dialog of the owner's own programs: what each would run on the row."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping, Sequence
from typing import ClassVar

from textual.binding import BindingType
from textual.content import Content

from arrtui.core.config.commands import OwnCommand
from arrtui.core.errors import UsageError
from arrtui.core.handover import fill_arguments, fill_shell_line
from arrtui.tui.kit.dialogs.options import OptionsDialog, option_bindings
from arrtui.tui.kit.signs import CONTENT_STYLES
from arrtui.tui.kit.table.cells import sanitise


class CommandsDialog(OptionsDialog[OwnCommand]):
    """Gives the command chosen. Each is listed with its template, and below it filled for the row."""

    BINDINGS: ClassVar[list[BindingType]] = option_bindings("commands")

    heading = "Commands"
    hint = "enter runs, esc closes"

    def __init__(self, commands: Sequence[OwnCommand], values: Mapping[str, str]) -> None:
        super().__init__()
        self._commands = tuple(commands)
        self._values = values

    def lines(self) -> Iterator[Content]:
        """Yield two lines for each command."""
        for command in self._commands:
            by = "shell: " if command.shell else ""
            head = (f"{command.name}   ", "bold"), (f"{by}{command.run}", CONTENT_STYLES["dim"])
            yield Content.assemble(*head, f"\n  {sanitise(self._filled(command))}")

    def _filled(self, command: OwnCommand) -> str:
        """Return what would be run, or why nothing can be."""
        try:
            if command.shell:
                return fill_shell_line(command.run, self._values)
            return shlex.join(fill_arguments(command.run, self._values))
        except UsageError as error:
            return str(error)

    def choose(self, place: int) -> None:
        """Give the command."""
        self.dismiss(self._commands[place])
