"""Which titles of a side a filter leaves out, with the files it needs to tell. Pure."""

from __future__ import annotations

from collections.abc import Callable

from arrtui.core.config.sync import SyncFilter
from arrtui.features.sync.model import Side, SideTitle
from arrtui.features.sync.planning.filters import compile_filter


def rule_against(filter: SyncFilter, side: Side) -> Callable[[SideTitle], str]:
    """Return what tells the rule that leaves a title out, as a sentence; empty for one that passes."""
    if filter == SyncFilter():
        return lambda _: ""
    judge, media = compile_filter(filter, side), side.media

    def rule(title: SideTitle) -> str:
        return judge(title, media.get(title.item.id, ()))

    return rule
