"""The owner's own programs, ``[commands.NAME]``: run on the row under the cursor of a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import Field, field_validator

from arrtui.core.config.findings import NO_TABLE, Findings, check_table
from arrtui.core.config.tables import LABEL, LABEL_RULE, ConfigTable
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
    tables = tree.get("commands", {})
    if not isinstance(tables, dict) or any(not isinstance(table, dict) for table in tables.values()):
        findings.add(("commands",), f"{NO_TABLE} for each command, with its name: [commands.play]")
        return
    for name, table in tables.items():
        if not LABEL.fullmatch(name):
            findings.add(("commands", name), f"is no name for a command; {LABEL_RULE}")
        options = check_table(CommandOptions, table, ("commands", name), findings, folder)
        if options is not None and LABEL.fullmatch(name):
            yield OwnCommand.model_construct(
                name=name, **dict(options)
            )  # checked already, like the instances
