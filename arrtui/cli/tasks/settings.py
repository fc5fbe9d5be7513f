"""``--run settings ACTION``: compare settings, and keep them alike."""

from __future__ import annotations

from arrtui.cli.command import TaskGroup

settings = TaskGroup(
    "settings",
    help="Compare the settings of instances, and keep them alike.",
    actions={"compare": "arrtui.cli.tasks.settings_compare:compare"},
)
