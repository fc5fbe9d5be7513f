"""Which entries of a plan no longer fit, because either side has changed since it was made. Pure."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence

import msgspec

from arrtui.features.sync.model import EntryOutcome, EntrySubject, Op, PlannedEntry, Side, SideTitle

_APPLIED = frozenset({EntryOutcome.DONE, EntryOutcome.SKIPPED})
_encode = msgspec.json.Encoder().encode


def title_checksum(title: SideTitle, side: Side) -> int:
    """Return a checksum of what a plan looks at in a title, never 0.

    Names only, so that it says the same of the title after its instance was set up anew; what changes by
    itself has no part in it, nor have single episodes, which are not always read.
    """
    item = title.item
    external_id = side.kind.app.external_id.to_wire(item.external_id)  # as stored marks were made
    facts = (
        side.kind, external_id, item.monitored, title.profile, title.tags, item.root_folder, item.path,
        item.minimum_availability, item.series_type, item.season_folder, item.monitor_new_items,
        [(season.season_number, season.monitored) for season in item.seasons], title.files,
    )  # fmt: skip
    return zlib.crc32(_encode(facts)) or 1


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
        source_side = _counterpart(planned.entry.instance, sides, source)
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


def _counterpart(instance: str, sides: Mapping[str, Side], source: Side | None) -> Side | None:
    """Return the side an entry follows: the source, or the other instance where the source is written."""
    if source is None or source.instance != instance:
        return source
    return next((side for name, side in sides.items() if name != instance), source)


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
