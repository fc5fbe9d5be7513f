"""Plan what brings a target in line with a source: from two sides and a pair to a draft. Pure.

Titles are matched by external id. What the filter leaves out is never touched, in either direction. An
addition says all that the new title is to have, an update only what differs, a removal all that was there.
Of sides that are narrowed to some titles it is the same plan with these alone; limits count what it holds.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import msgspec

from arrtui.core.config.sync import SyncLimits, SyncMap, SyncPair
from arrtui.features.sync.fields.mapping import reverse_pair
from arrtui.features.sync.fields.match import KeyedLeftOut, Matched, keyed_left_out, match
from arrtui.features.sync.fields.metadata_profiles import lost_albums
from arrtui.features.sync.fields.translate import Translation
from arrtui.features.sync.model import Entry, Op, PlanDraft, Side, SideTitle, Why
from arrtui.features.sync.planning.additions import Additions
from arrtui.features.sync.planning.check import check_pair
from arrtui.features.sync.planning.filters import rule_against
from arrtui.features.sync.planning.places import Places
from arrtui.features.sync.planning.removals import kept, removals
from arrtui.features.sync.planning.updates import Updates

_ORDER = {kind: index for index, kind in enumerate((*Op, *Why))}


def make_plan(pair: SyncPair, source: Side, target: Side) -> PlanDraft:
    """Return what applies a pair: additions, then updates, then removals, each by sort title and id.

    What is left out comes by its reason, ordered alike; the order of the titles of a side has no part in it.
    Updates go from the source to the target in every mode; ``union`` adds in both directions, ``mirror``
    removes from the target.
    """
    matched = match(source, target)
    troubles = [side.trouble for side in (source, target) if side.trouble]
    builder = _PlanBuilder(notes=[*matched.notes, *troubles], left_out=[*matched.unmatched])
    direction = _Direction(pair, source, target)
    builder.extend(direction.follow(matched))
    if pair.mode == "union":
        back = _Direction(reverse_pair(pair), target, source)
        builder.extend(back.add(matched.only_target))
    elif pair.mode == "mirror":
        removed = removals(pair, source, target, direction.names, matched.only_target)
        sort_titles = {title.item.external_id: title.item.sort_title for title in matched.only_target}
        builder.entries += [(sort_titles[entry.external_id], entry) for entry in removed.entries]
        builder.left_out += removed.left_out
        builder.held_back = removed.held_back
        if removed.held_back:
            builder.notes.insert(0, f"Removals held back: {removed.held_back:,}.")
    else:
        builder.left_out += kept(target, matched.only_target)
    builder.entries.sort(key=lambda keyed: (_ORDER[keyed[1].op], keyed[0]))
    builder.left_out.sort(key=lambda keyed: (_ORDER[keyed[1].why], keyed[0], keyed[1].instance))
    entries, locked = _apply_limits(pair.limits, [entry for _, entry in builder.entries], target)
    return PlanDraft(
        entries=entries,
        left_out=[title for _, title in builder.left_out],
        notes=tuple(builder.notes),
        locked=locked,
        held_back=builder.held_back,
    )


def make_copy(source: Side, target: Side, names: SyncMap, *, search: bool, pair_name: str = "") -> PlanDraft:
    """Return the additions of the source's titles to the target; what it has already stays as it is.

    ``names`` is what profiles, folders and tags of the source are called there, by the map of the pair
    ``pair_name`` or as chosen. A title on the target's exclusion list is added all the same, with a warning:
    it was asked for by name.
    Raises PairError for a profile or folder that the target does not have.
    """
    pair = SyncPair(
        name=pair_name or "copy",
        source=source.instance,
        target=target.instance,
        update=("episodes",) if source.kind.app.has_children else (),
        search=search,
        map=names,
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


@dataclass
class _PlanBuilder:
    """The plan so far, entries and titles left out after the sort title they are ordered by."""

    entries: list[tuple[str, Entry]] = field(default_factory=list)
    left_out: list[KeyedLeftOut] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    held_back: int = 0

    def extend(self, other: _PlanBuilder) -> None:
        """Append what another builder has."""
        self.entries += other.entries
        self.left_out += other.left_out
        self.notes += other.notes


class _Direction:
    """One direction of a pair: what the source has is brought to the target."""

    def __init__(self, pair: SyncPair, source: Side, target: Side) -> None:
        self.source, self.target = source, target
        self.names = Translation(pair, target)
        self._places = Places(target, self.names)
        self._additions = Additions(pair, source, target, self.names, self._places)
        self._updates = Updates(pair, source, target, self.names, self._places)
        self._rule = rule_against(pair.filter, source)

    def follow(self, matched: Matched) -> _PlanBuilder:
        """Return what brings the target in line, except for removals."""
        builder = _PlanBuilder()
        differences = []
        # bound once: there are tens of thousands of titles
        left_out_by, compare, same = self._rule, self._updates.differing, self._updates.same
        for ours, theirs in matched.both:
            if rule := left_out_by(ours):
                builder.left_out.append(keyed_left_out(Why.FILTERED, self.source, ours, rule))
            elif difference := compare(ours, theirs):
                differences.append(difference)
            else:
                builder.left_out.append(keyed_left_out(Why.SAME, self.target, theirs, same))
        self._places.claim(path for difference in differences if (path := difference.moves_to))
        builder.extend(self.add(matched.only_source))
        for difference, entry, blocked in self._updates.entries(differences):
            if entry is not None:
                builder.entries.append((difference.theirs.item.sort_title, entry))
            else:
                builder.left_out.append(keyed_left_out(Why.KEPT, self.target, difference.theirs, blocked))
        return builder

    def add(self, titles: Sequence[SideTitle]) -> _PlanBuilder:
        """Return what adds titles that the target lacks."""
        builder = _PlanBuilder()
        added = []
        excluded = f"It is on the exclusion list of {self.target.instance}."
        for title in titles:
            if rule := self._rule(title):
                builder.left_out.append(keyed_left_out(Why.FILTERED, self.source, title, rule))
            elif title.item.external_id in self.target.exclusions:
                builder.left_out.append(keyed_left_out(Why.EXCLUDED, self.source, title, excluded))
            else:
                added.append(title)
        self._places.claim(self._additions.places_of(added))
        entries = self._additions.entries(added)
        builder.entries += [
            (title.item.sort_title, entry) for title, entry in zip(added, entries, strict=True)
        ]
        builder.notes += self._additions.notes(added)
        return builder


def _apply_limits(limits: SyncLimits, entries: Sequence[Entry], target: Side) -> tuple[list[Entry], str]:
    """Return the entries, those over a limit marked to be decided by hand, and which limit it is.

    The limit is a sentence, empty when none is exceeded. All entries of the kind that is too many
    are marked: nobody can tell which of them are the ones too many.
    """
    counts = Counter(entry.op for entry in entries)
    exceeded: dict[Op, str] = {}
    # the stricter limit counts; the share is rounded down, yet one title may go unless the share itself is 0
    share = max(1, target.library_size * limits.removals_percent // 100) if limits.removals_percent else 0
    most = min(limits.removals, share)
    if counts[Op.REMOVE] > most:
        exceeded[Op.REMOVE] = (
            f"It removes {counts[Op.REMOVE]:,} of {target.library_size:,} titles of {target.instance}; "
            f"the limit is {most:,} (at most {limits.removals:,} and {limits.removals_percent} %)."
        )
    lost = {entry.key: lost_albums(entry, target) for entry in entries if entry.instance == target.instance}
    dropped = sum(lost.get(entry.key, 0) for entry in entries if entry.op is Op.UPDATE)
    over_albums = _albums_limit(limits, lost, target, dropped)
    if limits.additions and counts[Op.ADD] > limits.additions:
        exceeded[Op.ADD] = f"It adds {counts[Op.ADD]:,} titles; the limit is {limits.additions:,}."
    marked = []
    for entry in entries:
        costs = lost.get(entry.key, 0)
        by_hand = entry.by_hand or entry.op in exceeded or bool(over_albums and costs)
        costs = costs if entry.op is Op.UPDATE else 0
        if costs or by_hand is not entry.by_hand:
            entry = msgspec.structs.replace(entry, by_hand=by_hand, costs=costs)
        marked.append(entry)
    return marked, " ".join(filter(None, (*exceeded.values(), over_albums)))


def _albums_limit(limits: SyncLimits, lost: Mapping[str, int], target: Side, dropped: int) -> str:
    """Return that entries take too many albums from a target, as a sentence; empty where they do not.

    ``lost`` is how many each of them takes; ``dropped`` those of titles that stay, which count against the
    number of removals too. One title may go whatever it has, as in the limit of titles. Of a narrowed target
    nobody knows all albums, so there each entry that costs albums is to be decided.
    """
    app = target.kind.app
    count, owners = sum(lost.values()), sum(map(bool, lost.values()))
    albums = sum(map(len, target.albums.values()))
    most = albums * limits.removals_percent // 100
    if target.bystanders and count:
        return f"It costs {target.instance} {app.unit.count(count)}."
    if dropped > limits.removals:
        return (
            f"It costs {target.instance} {dropped:,} {app.unit.plural} of {app.title.plural} that stay; "
            f"the limit is {limits.removals:,}."
        )
    if owners < 2 or count <= most:
        return ""
    return (
        f"It costs {target.instance} {count:,} of {albums:,} {app.unit.plural}; "
        f"the limit is {most:,} ({limits.removals_percent} %)."
    )
