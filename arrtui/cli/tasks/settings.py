"""``--run settings ACTION``: compare settings, and keep them alike."""

from __future__ import annotations

from arrtui.cli.command import TaskGroup

settings = TaskGroup(
    "settings",
    help="Compare the settings of instances, and keep them alike.",
    actions={
        "compare": "arrtui.cli.tasks.settings_compare:compare",
        "accept": "arrtui.cli.tasks.settings_accept:accept",
        "unaccept": "arrtui.cli.tasks.settings_accept:unaccept",
        "accepted": "arrtui.cli.tasks.settings_accept:accepted",
        "plan": "arrtui.cli.tasks.settings_plan:plan",
        "sync": "arrtui.cli.tasks.settings_plan:sync",
        "drift": "arrtui.cli.tasks.settings_drift:drift",
        "setup": "arrtui.cli.tasks.settings_setup:setup",
        "template": "arrtui.cli.tasks.settings_template:template",
        "guide": "arrtui.cli.tasks.settings_guide:guide",
        "repair": "arrtui.cli.tasks.settings_repair:repair",
    },
)
