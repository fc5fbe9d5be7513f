"""Find the entries of a plan that no longer fit, because either side has changed since. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from arrtui.features.sync.fields.title_state import title_checksum
from arrtui.features.sync.model import EntryOutcome, EntrySubject, Op, PlannedEntry, Side, SideTitle

_APPLIED = frozenset({EntryOutcome.DONE, EntryOutcome.SKIPPED})


def stale_entries(
    entries: Sequence[PlannedEntry], sides: Mapping[str, Side], source: Side | None
) -> dict[int, str]:
    """Return why entries no longer fit, as sentences by position; entries that still do are not in it.

    ``sides`` are the instances as they are now, ``source`` the side the plan was made from, which may be an
    old snapshot of one of them. What was applied is as the plan wanted it, and settings and exclusions are
    compared when they are written: neither can be stale.
    """
    open_entries = [
        planned
        for planned in entries
        if planned.entry.subject is EntrySubject.ITEM and planned.outcome not in _APPLIED
    ]
    external_ids = {planned.entry.external_id for planned in open_entries}
    titles = {name: _indexed(side, external_ids) for name, side in sides.items()}
    from_source = _indexed(source, external_ids) if source else {}
    reasons: dict[int, str] = {}
    for planned in open_entries:
        target_side = sides.get(planned.entry.instance)
        source_side = source
        if source is not None and source.instance == planned.entry.instance:
            # the source itself is written, so the entry follows the other instance
            others = (side for name, side in sides.items() if name != source.instance)
            source_side = next(others, source)
        source_titles = (
            from_source if source_side is source else titles[source_side.instance] if source_side else {}
        )
        reason = _target_changed(planned, target_side, titles.get(planned.entry.instance, {}))
        reason = reason or _source_changed(planned, source_side, source_titles)
        if reason:
            reasons[planned.position] = reason
    return reasons


def _indexed(side: Side, external_ids: set[str]) -> dict[str, SideTitle]:
    return {title.item.external_id: title for title in side.titles if title.item.external_id in external_ids}


def _target_changed(planned: PlannedEntry, side: Side | None, titles: Mapping[str, SideTitle]) -> str:
    entry = planned.entry
    if side is None:
        return f"Nothing is stored of {entry.instance} any more."
    title = titles.get(entry.external_id)
    if entry.op is Op.ADD:
        return f"{entry.instance} has it by now." if title else ""
    if title is None or (entry.item_id and title.item.id != entry.item_id):
        return f"{entry.instance} does not have it any more."
    if entry.target_mark and title_checksum(title, side) != entry.target_mark:
        return f"It has changed on {entry.instance} since the plan was made."
    return ""


def _source_changed(planned: PlannedEntry, side: Side | None, titles: Mapping[str, SideTitle]) -> str:
    entry = planned.entry
    if side is None:
        return ""
    title = titles.get(entry.external_id)
    if not entry.source_mark:
        return f"{side.label} has it by now." if title and entry.op is Op.REMOVE else ""
    if title is None:
        return f"{side.label} does not have it any more."
    changed = title_checksum(title, side) != entry.source_mark
    return f"It has changed on {side.label} since the plan was made." if changed else ""
