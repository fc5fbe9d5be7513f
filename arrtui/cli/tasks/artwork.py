"""``--run artwork ACTION``: the phases of artwork and metadata, one by one or one after the other."""

from __future__ import annotations

from arrtui.cli.command import TaskGroup

artwork = TaskGroup(
    "artwork",
    help="Find, fetch, publish and verify artwork and metadata of titles.",
    actions={
        name: f"arrtui.cli.tasks.artwork_phases:{name}"
        for name in ("scan", "enrich", "publish", "unpublish", "verify")
    }
    | {
        "all": "arrtui.cli.tasks.artwork_phases:every_phase",
        "foretell": "arrtui.cli.tasks.artwork_foretell:foretell",
    },
)
