"""Copy titles of one instance to another: a plan of additions with a chosen profile and folder. Pure."""

from __future__ import annotations

from dataclasses import replace

import msgspec

from arrtui.core.config.sync import SyncMap, SyncPair
from arrtui.features.sync.model import Op, PlanDraft, Side
from arrtui.features.sync.planning.check import check_pair
from arrtui.features.sync.planning.make import make_plan


def make_copy(source: Side, target: Side, *, profile: str, root: str, search: bool) -> PlanDraft:
    """Return the additions of the source's titles to the target; what it has already stays as it is.

    A title on the target's exclusion list is added all the same, with a warning: it was asked for by name.
    Raises PairError for a profile or folder that the target does not have.
    """
    pair = SyncPair(
        name="copy",
        source=source.instance,
        target=target.instance,
        update=("episodes",) if source.kind.app.has_children else (),
        search=search,
        map=SyncMap(quality_profiles={"*": profile}, root_folders={"*": root}),
    )
    check_pair(pair, source, target)
    draft = make_plan(pair, source, replace(target, exclusions={}))
    warning = f"It is on the exclusion list of {target.instance}."
    draft.entries = [
        msgspec.structs.replace(entry, warnings=(*entry.warnings, warning))
        if entry.external_id in target.exclusions
        else entry
        for entry in draft.entries
        if entry.op is Op.ADD
    ]
    return draft
