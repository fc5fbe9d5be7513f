"""What brings a target in line with a source, entry by entry: from two sides and a pair to a draft. Pure.

Titles are matched by external id. What the filter leaves out is never touched, in either direction. An
addition says all that the new title is to have, an update only what differs, a removal all that was there.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from arrtui.core.config.sync import SyncPair
from arrtui.features.sync.fields.mapping import reverse_pair
from arrtui.features.sync.fields.match import KeyedLeftOut, Matched, keyed_left_out, match
from arrtui.features.sync.fields.translate import Translation
from arrtui.features.sync.model import Entry, Op, PlanDraft, Side, SideTitle, Why
from arrtui.features.sync.planning.additions import Additions
from arrtui.features.sync.planning.filters import rule_against
from arrtui.features.sync.planning.limits import apply_limits
from arrtui.features.sync.planning.places import Places
from arrtui.features.sync.planning.removals import kept, removals
from arrtui.features.sync.planning.updates import Differing, Updates

_ORDER = {one: place for place, one in enumerate((*Op, *Why))}


def make_plan(pair: SyncPair, source: Side, target: Side) -> PlanDraft:
    """Return what applies a pair: additions, then updates, then removals, each by sort title and id.

    What is left out comes by its reason, ordered alike; the order of the titles of a side has no part in it.
    Updates go from the source to the target in every mode; ``union`` adds in both directions, ``mirror``
    removes from the target.
    """
    matched = match(source, target)
    found = _PlanBuilder(notes=[*matched.notes, *_troubles(source, target)], left_out=[*matched.unmatched])
    one_way = _Direction(pair, source, target)
    found.take(one_way.follow(matched))
    if pair.mode == "union":
        back = _Direction(reverse_pair(pair), target, source)
        found.take(back.add(matched.only_target))
    elif pair.mode == "mirror":
        _mirror(found, one_way, matched.only_target)
    else:
        found.left_out += kept(target, matched.only_target)
    return _draft(pair, target, found)


@dataclass
class _PlanBuilder:
    """What planning has come to so far, each after the sort title it is ordered by."""

    entries: list[tuple[str, Entry]] = field(default_factory=list)
    left_out: list[KeyedLeftOut] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    held_back: int = 0

    def take(self, other: _PlanBuilder) -> None:
        """Add what was found elsewhere."""
        self.entries += other.entries
        self.left_out += other.left_out
        self.notes += other.notes


class _Direction:
    """One way of a pair: what the source has is brought to the target."""

    def __init__(self, pair: SyncPair, source: Side, target: Side) -> None:
        self.pair, self.source, self.target = pair, source, target
        self.names = Translation(pair, target)
        self._places = Places(target, self.names)
        self._additions = Additions(pair, source, target, self.names, self._places)
        self._updates = Updates(pair, source, target, self.names, self._places)
        self._rule = rule_against(pair.filter, source)

    def follow(self, matched: Matched) -> _PlanBuilder:
        """Return what brings the target in line, except for removals."""
        found = _PlanBuilder()
        differing = self._compared(matched.both, found)
        self._places.claim(path for one in differing if (path := one.moves_to))
        found.take(self.add(matched.only_source))
        for one, entry, blocked in self._updates.entries(differing):
            if entry is not None:
                found.entries.append((one.theirs.item.sort_title, entry))
            else:
                found.left_out.append(keyed_left_out(Why.KEPT, self.target, one.theirs, blocked))
        return found

    def add(self, titles: Sequence[SideTitle]) -> _PlanBuilder:
        """Return what adds titles that the target lacks."""
        found = _PlanBuilder()
        wanted = self._wanted(titles, found)
        self._places.claim(self._additions.places_of(wanted))
        entries = self._additions.entries(wanted)
        found.entries += [(one.item.sort_title, entry) for one, entry in zip(wanted, entries, strict=True)]
        found.notes += self._additions.notes(wanted)
        return found

    def _compared(self, both: Sequence[tuple[SideTitle, SideTitle]], found: _PlanBuilder) -> list[Differing]:
        """Return the titles both have that differ; the others are left out."""
        differing = []
        rule, compare, same = self._rule, self._updates.differing, self._updates.same
        for ours, theirs in both:
            if said := rule(ours):
                found.left_out.append(keyed_left_out(Why.FILTERED, self.source, ours, said))
            elif one := compare(ours, theirs):
                differing.append(one)
            else:
                found.left_out.append(keyed_left_out(Why.SAME, self.target, theirs, same))
        return differing

    def _wanted(self, titles: Sequence[SideTitle], found: _PlanBuilder) -> list[SideTitle]:
        """Return the titles that are to be added; the others are left out."""
        wanted = []
        excluded = f"It is on the exclusion list of {self.target.instance}."
        for title in titles:
            if said := self._rule(title):
                found.left_out.append(keyed_left_out(Why.FILTERED, self.source, title, said))
            elif title.item.external_id in self.target.exclusions:
                found.left_out.append(keyed_left_out(Why.EXCLUDED, self.source, title, excluded))
            else:
                wanted.append(title)
        return wanted


def _mirror(found: _PlanBuilder, way: _Direction, titles: Sequence[SideTitle]) -> None:
    gone = removals(way.pair, way.source, way.target, way.names, titles)
    sort_titles = {title.item.external_id: title.item.sort_title for title in titles}
    found.entries += [(sort_titles[entry.external_id], entry) for entry in gone.entries]
    found.left_out += gone.left_out
    found.held_back = gone.held_back
    if gone.held_back:
        found.notes.insert(0, f"Removals held back: {gone.held_back:,}.")


def _troubles(source: Side, target: Side) -> Iterable[str]:
    """Return why a side is to be read with care, the source first."""
    return [side.trouble for side in (source, target) if side.trouble]


def _draft(pair: SyncPair, target: Side, found: _PlanBuilder) -> PlanDraft:
    found.entries.sort(key=lambda one: (_ORDER[one[1].op], one[0]))
    found.left_out.sort(key=lambda one: (_ORDER[one[1].why], one[0], one[1].instance))
    entries, locked = apply_limits(pair.limits, [entry for _, entry in found.entries], target)
    return PlanDraft(
        entries=entries,
        left_out=[left for _, left in found.left_out],
        notes=tuple(found.notes),
        locked=locked,
        held_back=found.held_back,
    )
