"""Match the titles of two sides by external id, never by title. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from operator import attrgetter

from arrtui.features.sync.fields.title_state import left_alone
from arrtui.features.sync.model import LeftOut, Side, SideTitle, Why

_ORDER = attrgetter("item.sort_title", "item.id")
"""What titles are ordered by."""
KeyedLeftOut = tuple[str, LeftOut]
"""What is left out, after the sort title it is ordered by."""


@dataclass(frozen=True)
class Matched:
    """The titles of two sides, each list by sort title."""

    both: list[tuple[SideTitle, SideTitle]]
    """Of the source and of the target."""
    only_source: list[SideTitle]
    only_target: list[SideTitle]
    unmatched: list[KeyedLeftOut]
    notes: tuple[str, ...]
    """How many have no id, and how many share one, as sentences."""


def match(source: Side, target: Side) -> Matched:
    """Return which titles both have, and which only one.

    A title without an external id cannot be told from others, and of several with one id nobody can tell
    which is meant: both kinds are left out on both sides, so that nothing is added or removed by mistake.
    """
    ours, theirs = _by_id(source), _by_id(target)
    shared_ids = _shared_ids(source, ours) | _shared_ids(target, theirs)
    for ident in shared_ids:
        ours.pop(ident, None)
        theirs.pop(ident, None)
    order = _in_order(ours.values())
    return Matched(
        both=[(title, theirs[title.item.external_id]) for title in order if title.item.external_id in theirs],
        only_source=[title for title in order if title.item.external_id not in theirs],
        only_target=_in_order(title for ident, title in theirs.items() if ident not in ours),
        unmatched=[left for side in (source, target) for left in _unmatched(side, shared_ids)],
        notes=(*_notes(source, shared_ids), *_notes(target, shared_ids)),
    )


def keyed_left_out(why: Why, side: Side, title: SideTitle, reason: str) -> KeyedLeftOut:
    """Return that a title of a side is left alone, and why, after the sort title it is ordered by."""
    return title.item.sort_title, left_alone(why, side, title, reason)


def _by_id(side: Side) -> dict[str, SideTitle]:
    return {title.item.external_id: title for title in side.titles if title.item.external_id}


def _shared_ids(side: Side, titles: Mapping[str, SideTitle]) -> set[str]:
    """Return the ids that several titles of a side have."""
    if len(titles) == len(side.titles):
        return set()
    counts = Counter(title.item.external_id for title in side.titles)
    return {ident for ident, times in counts.items() if times > 1 and ident}


def _in_order(titles: Iterable[SideTitle]) -> list[SideTitle]:
    return sorted(titles, key=_ORDER)


def _unmatched(side: Side, shared_ids: set[str]) -> list[KeyedLeftOut]:
    if not shared_ids and all(title.item.external_id for title in side.titles):
        return []
    word = side.kind.app.external_id.label
    nameless = f"{side.label} has no {word} for it, so nothing tells it from other titles."
    shared = f"Several titles of one instance share its {word}, so nobody can tell which is meant."
    chosen = [
        title for title in side.titles if not title.item.external_id or title.item.external_id in shared_ids
    ]
    return [
        keyed_left_out(Why.UNMATCHED, side, title, shared if title.item.external_id else nameless)
        for title in _in_order(chosen)
    ]


def _notes(side: Side, shared_ids: set[str]) -> list[str]:
    word, notes = side.kind.app.external_id.label, []
    nameless = sum(not title.item.external_id for title in side.titles)
    counts = Counter(title.item.external_id for title in side.titles if title.item.external_id in shared_ids)
    shared_counts = [times for times in counts.values() if times > 1]
    if nameless:
        notes.append(f"{side.label}: titles without a {word} left out: {nameless:,}.")
    if shared_counts:
        notes.append(
            f"{side.label}: titles left out because they share a {word} with another: {sum(shared_counts):,}."
        )
    return notes
