"""Which entries of a plan no longer fit, because either side has changed since it was made. Pure."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence

import msgspec

from arrtui.features.sync.model import EntryOutcome, EntrySubject, Op, PlannedEntry, Side, SideTitle

_APPLIED = frozenset({EntryOutcome.DONE, EntryOutcome.SKIPPED})
_encode = msgspec.json.Encoder().encode


def mark_of(title: SideTitle, side: Side) -> int:
    """Return a checksum of what a plan looks at in a title, never 0.

    Names only, so that it says the same of the title after its instance was set up anew; what changes by
    itself has no part in it, nor have single episodes, which are not always read.
    """
    item = title.item
    facts = (
        side.kind, item.external_id, item.monitored, title.profile, title.tags, item.root_folder, item.path,
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
    concerned = [
        one for one in entries if one.entry.subject is EntrySubject.ITEM and one.outcome not in _APPLIED
    ]
    wanted = {one.entry.external_id for one in concerned}
    by_id = {name: _indexed(side, wanted) for name, side in sides.items()}
    from_source = _indexed(source, wanted) if source else {}
    found: dict[int, str] = {}
    for one in concerned:
        written = sides.get(one.entry.instance)
        other = _counterpart(one.entry.instance, sides, source)
        others = from_source if other is source else by_id[other.instance] if other else {}
        said = _target_changed(one, written, by_id.get(one.entry.instance, {}))
        said = said or _source_changed(one, other, others)
        if said:
            found[one.position] = said
    return found


def _indexed(side: Side, wanted: set[int]) -> dict[int, SideTitle]:
    return {one.item.external_id: one for one in side.titles if one.item.external_id in wanted}


def _counterpart(instance: str, sides: Mapping[str, Side], source: Side | None) -> Side | None:
    """Return the side an entry follows: the source, or the other instance where the source is written."""
    if source is None or source.instance != instance:
        return source
    return next((side for name, side in sides.items() if name != instance), source)


def _target_changed(one: PlannedEntry, side: Side | None, titles: Mapping[int, SideTitle]) -> str:
    entry = one.entry
    if side is None:
        return f"Nothing is stored of {entry.instance} any more."
    title = titles.get(entry.external_id)
    if entry.op is Op.ADD:
        return f"{entry.instance} has it by now." if title else ""
    if title is None or (entry.item_id and title.item.id != entry.item_id):
        return f"{entry.instance} does not have it any more."
    if entry.target_mark and mark_of(title, side) != entry.target_mark:
        return f"It has changed on {entry.instance} since the plan was made."
    return ""


def _source_changed(one: PlannedEntry, side: Side | None, titles: Mapping[int, SideTitle]) -> str:
    entry = one.entry
    if side is None:
        return ""
    title = titles.get(entry.external_id)
    if not entry.source_mark:
        return f"{side.label} has it by now." if title and entry.op is Op.REMOVE else ""
    if title is None:
        return f"{side.label} does not have it any more."
    changed = mark_of(title, side) != entry.source_mark
    return f"It has changed on {side.label} since the plan was made." if changed else ""
