"""Plan settings of an instance after those of another one, of a snapshot, a guide or a template. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from arrtui.core.config.settings_syncs import SettingsSync
from arrtui.core.domain import SettingType
from arrtui.core.settings.compare import Accepted, Compared, compare_matches, not_stored
from arrtui.core.settings.identity import MatchedSettings, identity_words, match
from arrtui.core.settings.meaning import meaning_of
from arrtui.core.settings.model import SettingStanding
from arrtui.core.text import name_some, plural
from arrtui.features.sync.fields.metadata_profiles import with_cost
from arrtui.features.sync.fields.setting_order import WRITE_ORDER, in_order
from arrtui.features.sync.model import Entry, LeftOut, PlanDraft, Side, Why
from arrtui.features.sync.settings.in_use import TargetUse
from arrtui.features.sync.settings.needed import with_needed
from arrtui.features.sync.settings.sides import Planned, SettingsSides
from arrtui.features.sync.settings.wanted import wanted_settings

_LEAVES_ALONE = ("", "disabled")
"""Levels at which import lists leave alone what no list has."""
MEANT_SO = "The difference is meant so."
"""Why a difference that was accepted is left as it is."""


def make_settings_plan(
    sync: SettingsSync,
    source: Side,
    target: Side,
    in_use: TargetUse,
    accepted: Accepted = frozenset(),
) -> PlanDraft:
    """Return what brings the settings of a target in line with a source, in the order of writing.

    What is meant so (``accepted``) is left out and counted. Where two settings fit one, each way is an entry
    that has to be decided by itself. The caller fills in what the draft is of.
    """
    sides = _sides_of(sync, source, target, in_use)
    types, untold = _types_of(sides)
    planned = [row for type in types for _, row in _plan_type(sides, type, accepted)]
    planned += _refused(sides, types)
    entries = with_needed(sides, [row for row in planned if isinstance(row, Entry)])
    entries = [with_cost(entry, target) for entry in entries]
    left_out = [row for row in planned if isinstance(row, LeftOut)]
    notes = (*source.notes, *sides.wanted.notes, *untold, *_notes(left_out, entries, in_use))
    if source.caution:
        entries = [replace(entry, by_hand=True) for entry in entries]
    return PlanDraft(entries=in_order(entries), left_out=left_out, notes=notes, locked=source.caution)


def written_settings(sync: SettingsSync, source: Side, target: Side) -> frozenset[tuple[SettingType, str]]:
    """Return the settings that a sync would write, by type and identity in words.

    What else differs of those that it is about it sets apart itself: overrides, switches, what is refused.
    """
    sides = _sides_of(sync, source, target, TargetUse())
    types, _ = _types_of(sides)
    planned = ((type, *row) for type in types for row in _plan_type(sides, type, frozenset()))
    return frozenset((type, words) for type, words, row in planned if isinstance(row, Entry))


def _sides_of(sync: SettingsSync, source: Side, target: Side, in_use: TargetUse) -> SettingsSides:
    wanted = wanted_settings(sync.for_target(target.instance), source, target)
    return SettingsSides(sync, wanted, target, in_use)


def _types_of(sides: SettingsSides) -> tuple[list[SettingType], list[str]]:
    """Return the types that a plan is about, in the order of writing, and sentences about the others."""
    types, untold = [], []
    shared = sides.sync.types(sides.source.kind, sides.target.kind)
    for type in (type for type in WRITE_ORDER if type in shared):
        if not sides.source.instance and not sides.books[0].of(type):
            continue  # what a guide or a template says nothing of
        if why := next(filter(None, (not_stored(type, book) for book in sides.books)), ""):
            untold.append(f"Not compared: {why}.")
        else:
            types.append(type)
    return types, untold


def _plan_type(sides: SettingsSides, type: SettingType, accepted: Accepted) -> Iterator[tuple[str, Planned]]:
    """Yield what becomes of each setting of a type, after its identity in words."""
    matches = match(type, *sides.books)
    compared = compare_matches(type, matches, sides.books, accepted)
    for matched, standing in zip(matches, compared, strict=True):
        words = identity_words(type, matched.identity)
        if not sides.sync.is_about(words):
            row = (*matched.left, *matched.right)[0]
            yield words, sides.left_out(row, Why.FILTERED, "The sync names others.")
            continue
        is_doubled = len(matched.left) > 1 or len(matched.right) > 1
        ways = _doubled(sides, matched) if is_doubled else [_plan_match(sides, matched, standing)]
        yield from ((words, way) for way in ways)


def _plan_match(sides: SettingsSides, matched: MatchedSettings, compared: Compared) -> Planned:
    """Return what becomes of a setting that is there once on a side, or on both."""
    row = (*matched.left, *matched.right)[-1]
    match compared.difference.standing:
        case SettingStanding.SAME:
            return sides.left_out(row, Why.SAME, f"It is as in {sides.source.label}.")
        case SettingStanding.ACCEPTED:
            return sides.left_out(row, Why.KEPT, MEANT_SO)
        case SettingStanding.MISSING:
            return sides.add(row)
        case SettingStanding.DIFFERS:
            return sides.update(matched.left[0], row)
        case SettingStanding.ONLY_HERE:
            return sides.remove(row)
    return sides.left_out(row, Why.UNMATCHED, f"It cannot be compared: {compared.difference.why}.")


def _doubled(sides: SettingsSides, matched: MatchedSettings) -> Iterator[Planned]:
    """Yield an entry for each way in which settings of one name may be meant; each is decided by itself."""
    left, right = list(matched.left), list(matched.right)
    for row in matched.left:
        meant = meaning_of(row, sides.books[0])
        if twin := next((other for other in right if meaning_of(other, sides.books[1]) == meant), None):
            left.remove(row)
            right.remove(twin)
            yield sides.left_out(twin, Why.SAME, f"It is as one of this name in {sides.source.label}.")
    ways = [sides.update(row, present) for row in left for present in right]
    if not right:
        ways = [sides.add(row) for row in left]
    elif not left:
        ways = [sides.remove(present) for present in reversed(right)]  # the numbers of those left stay
    counts = ((len(matched.left), sides.source.label), (len(matched.right), sides.target.instance))
    several = " and ".join(f"{number} of this name on {label}" for number, label in counts if number > 1)
    for number, way in enumerate(ways, 1):
        if isinstance(way, Entry):
            warning = f"There are {several}: choose which is meant."
            key = way.key if number == 1 else f"{way.key}/{number}"
            yield replace(way, key=key, by_hand=True, warnings=(*way.warnings, warning))
        else:
            yield way


def _refused(sides: SettingsSides, types: Iterable[SettingType]) -> Iterator[LeftOut]:
    """Yield the settings that the target cannot have."""
    for row in sides.source.settings:
        why = sides.wanted.refused.get((row.type, row.id))
        if why and SettingType(row.type) in types and sides.sync.is_about(row.name):
            yield sides.left_out(row, Why.UNMATCHED, why)


def _notes(left_out: list[LeftOut], entries: list[Entry], in_use: TargetUse) -> Iterator[str]:
    """Yield sentences about the whole."""
    if number := sum(row.reason == MEANT_SO for row in left_out):
        yield f"{plural(number, 'difference is', 'differences are')} meant so and left alone."
    if rows := [f"{row.title} ({row.reason.rstrip('.')})" for row in left_out if row.why is Why.UNMATCHED]:
        yield f"Not in this plan: {name_some(rows)}."
    lists = [entry for entry in entries if entry.ident.startswith(f"{SettingType.IMPORT_LIST.value}/")]
    if lists and in_use.list_level not in _LEAVES_ALONE:
        yield (
            f"{lists[0].instance} treats titles that no list has by the level {in_use.list_level}: "
            "a change of its lists may clean its library."
        )
