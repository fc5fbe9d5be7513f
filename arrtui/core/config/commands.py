"""The owner's own programs, ``[commands.NAME]``: run on the row under the cursor of a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import Field, field_validator

from arrtui.core.config.findings import Findings, check_named, tables_of
from arrtui.core.config.tables import ConfigTable
from arrtui.core.handover import placeholders, split_template


class CommandOptions(ConfigTable):
    """What a command's table may set."""

    run: str = Field(description='a command line with fields of the row in braces, e.g. "mpv {path}"')
    shell: bool = Field(default=False, description="true or false")
    """Whether a shell reads the command line; values are quoted for it."""
    terminal: bool = Field(default=False, description="true or false")
    """Whether it is given the terminal until it ends, instead of a window for its output."""

    @field_validator("run")
    @classmethod
    def _is_command_line(cls, run: str) -> str:
        split_template(run)
        placeholders(run)
        return run


class OwnCommand(CommandOptions):
    """A command with its name."""

    name: str


def build_commands(tree: Mapping[str, Any], findings: Findings, folder: Path) -> Iterator[OwnCommand]:
    """Yield the commands of a merged document in its order, noting everything wrong with them."""
    tables = tables_of(tree, "commands", "command, with its name: [commands.play]", findings)
    for name, table in tables.items():
        options = check_named(CommandOptions, table, ("commands", name), "command", findings, folder)
        if options is not None:
            yield OwnCommand.model_construct(name=name, **dict(options))  # checked already, like views
