"""Compare a title of the target with that of the source in the fields a pair keeps equal. Pure."""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter
from typing import Any, NamedTuple

from arrtui.core.config.sync import SyncPair
from arrtui.features.sync.fields.names import season_flags
from arrtui.features.sync.fields.title_state import episodes_to_set, own_tags
from arrtui.features.sync.fields.translate import Translation
from arrtui.features.sync.model import Side, SideTitle


class FieldDifference(NamedTuple):
    """One field of two titles that are not alike."""

    now: Any
    after: Any


Compare = Callable[[SideTitle, SideTitle], FieldDifference | None]
"""Takes a title of the source and that of the target; None when nothing is to be done."""


def comparers(pair: SyncPair, source: Side, target: Side, names: Translation) -> dict[str, Compare]:
    """Return how each field is compared that a pair keeps equal, in a fixed order.

    A value the source does not know is never carried over. What a pair sets for all titles (``monitored``)
    is compared as it would be written, so that an update does not undo what an addition did.
    """
    fields = {*pair.update} & {*source.kind.app.update_fields}
    compare_by_field: dict[str, Compare] = {
        "monitored": _plain(wanted_monitored(pair), attrgetter("item.monitored")),
        **{profile.name: _profile(profile.name, names) for profile in source.kind.app.profiles},
        "root_folder": _plain(
            lambda title: names.roots[title.item.root_folder],
            lambda title: names.spelled[title.item.root_folder],
        ),
        "tags": _plain(
            lambda title: [*names.wanted_tags[title.tags]], lambda title: [*own_tags(title, target)]
        ),
        "minimum_availability": _plain(attrgetter("item.minimum_availability")),
        "series_type": _plain(attrgetter("item.series_type")),
        "monitor_new_items": _plain(attrgetter("item.monitor_new_items")),
        "seasons": _seasons,
        "episodes": _episodes(source, target, with_seasons="seasons" in fields),
    }
    return {name: compare for name, compare in compare_by_field.items() if name in fields}


def wanted_monitored(pair: SyncPair) -> Callable[[SideTitle], bool]:
    """Return whether a title is to be monitored on the target."""
    if pair.monitored == "source":
        return attrgetter("item.monitored")
    fixed = pair.monitored == "true"
    return lambda _: fixed


def _plain(wanted: Callable[[SideTitle], Any], present: Callable[[SideTitle], Any] | None = None) -> Compare:
    """Compare what ``wanted`` reads of our title with what ``present``, else ``wanted``, reads of theirs."""

    def compare(ours: SideTitle, theirs: SideTitle) -> FieldDifference | None:
        after, now = wanted(ours), (present or wanted)(theirs)
        return None if after == now or after == "" else FieldDifference(now, after)

    return compare


def _profile(field: str, names: Translation) -> Compare:
    """Compare a profile of two titles by its name on the target."""
    translated = names.profiles[field]
    return _plain(
        lambda title: translated[title.profiles.get(field, "")], lambda title: title.profiles.get(field, "")
    )


def _seasons(ours: SideTitle, theirs: SideTitle) -> FieldDifference | None:
    """Compare the seasons that both have; what one of them lacks cannot be set."""
    if ours.item.seasons == theirs.item.seasons:
        return None
    after, now = season_flags(ours.item), season_flags(theirs.item)
    differing = [season for season in now if after.get(season, now[season]) != now[season]]
    if not differing:
        return None
    return FieldDifference(
        {season: now[season] for season in differing}, {season: after[season] for season in differing}
    )


def _episodes(source: Side, target: Side, *, with_seasons: bool) -> Compare:
    """Compare single episodes both have, as they will be once the seasons are set."""

    def compare(ours: SideTitle, theirs: SideTitle) -> FieldDifference | None:
        after, now = source.episodes.get(ours.item.id, {}), target.episodes.get(theirs.item.id, {})
        seasons = _seasons(ours, theirs) if with_seasons else None
        if seasons is None and after == now:
            return None
        wanted = episodes_to_set(after, now, seasons.after if seasons else {})
        return FieldDifference({key: now[key] for key in wanted}, wanted) if wanted else None

    return compare
