"""What a mirror removes from its target, what it may not, and what stays. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from arrtui.core.apps import QUALITY
from arrtui.core.config.sync import FilterRules, SyncFilter, SyncPair
from arrtui.features.sync.fields.match import KeyedLeftOut, keyed_left_out
from arrtui.features.sync.fields.title_state import present_entry, title_state
from arrtui.features.sync.fields.translate import Translation
from arrtui.features.sync.model import Entry, Op, Side, SideTitle, Why
from arrtui.features.sync.planning.filters import rule_against

_NAMED = (QUALITY.map_option, "root_folders", "tags")
"""Rules that name things of the source."""
_PASSING = ("monitored", "has_file", "min_score", "min_quality", "min_rating")
"""Rules on what a title happens to be now: they do not tell what a pair is about once it is gone."""
_DEFAULTS = {name: field.default for name, field in FilterRules.model_fields.items()}


class Removals(NamedTuple):
    """What becomes of the titles that only the target has."""

    entries: list[Entry]
    left_out: list[KeyedLeftOut]
    held_back: int
    """Removals that were not planned because the source cannot be trusted."""


def removals(
    pair: SyncPair, source: Side, target: Side, names: Translation, titles: Sequence[SideTitle]
) -> Removals:
    """Return what a mirror does with the titles that only its target has.

    It removes what the source lacks altogether and the pair is about. What the source has, filtered out or
    not, is never removed. What the pair is about is told by its filter with its names translated, applied to
    the target's title; of the rules to include only those count that say what a title is or where it belongs.
    """
    against = rule_against(_translated(pair, names), target)
    chosen = [(title, against(title)) for title in titles]
    concerned = [title for title, rule in chosen if not rule]
    spared = [keyed_left_out(Why.FILTERED, target, title, rule) for title, rule in chosen if rule]
    if source.trouble:
        reason = f"Not removed, because {source.label} cannot be trusted now: {source.trouble}"
        kept_back = [keyed_left_out(Why.KEPT, target, title, reason) for title in concerned]
        return Removals([], spared + kept_back, len(concerned))
    reason = f"{target.instance} has it and {source.label} does not."
    entries = [
        present_entry(title, target, Op.REMOVE, reason, now=title_state(title, target)) for title in concerned
    ]
    return Removals(entries, spared, 0)


def kept(target: Side, titles: Iterable[SideTitle]) -> list[KeyedLeftOut]:
    """Return that titles only the target has stay, in a mode that removes nothing."""
    reason = f"Only {target.instance} has it; this pair removes nothing."
    return [keyed_left_out(Why.KEPT, target, title, reason) for title in titles]


def _translated(pair: SyncPair, names: Translation) -> SyncFilter:
    translate: dict[str, Callable[[str], tuple[str, ...]]] = {
        QUALITY.map_option: lambda name: (names.profiles[QUALITY.name][name],),
        "root_folders": lambda path: (names.roots[path],),
        "tags": lambda label: names.tags[(label,)],
    }
    include, exclude = pair.filter.include, pair.filter.exclude
    lasting = include.model_copy(update={name: _DEFAULTS[name] for name in _PASSING})
    return pair.filter.model_copy(
        update={"include": _with_names(lasting, translate), "exclude": _with_names(exclude, translate)}
    )


def _with_names(rules: FilterRules, translate: dict[str, Callable[[str], tuple[str, ...]]]) -> FilterRules:
    """Return rules with the target's names.

    A name that is carried over as nothing stays as it is: it fits no title there, whereas without it the
    rule would be gone and fit them all.
    """
    changed = {}
    for field in _NAMED:
        names = [new for old in getattr(rules, field) for new in (translate[field](old) or (old,))]
        changed[field] = tuple(dict.fromkeys(names))
    return rules.model_copy(update=changed)
