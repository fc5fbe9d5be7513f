"""Plan what an action changes on one instance, as entries. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from difflib import get_close_matches

import msgspec

from arrtui.features.sync.actions.model import (
    Action,
    ActionError,
    ActionKind,
    TitleRequest,
    clean_labels,
    title_requests,
)
from arrtui.features.sync.fields.albums import album_of, album_removal
from arrtui.features.sync.fields.metadata_profiles import drop_warning
from arrtui.features.sync.fields.names import trim_path
from arrtui.features.sync.fields.title_state import episode_season, left_alone, present_entry, title_state
from arrtui.features.sync.model import (
    Entry,
    EntrySubject,
    Fields,
    LeftOut,
    Op,
    PlanDraft,
    Side,
    SideTitle,
    Why,
    entry_key,
)
from arrtui.features.sync.wording import AVAILABILITY_WORDS

REASON = "Asked for in the Library."
SAME = "It needs no change."


def plan_action(action: Action, side: Side) -> PlanDraft:
    """Return the entries that carry out an action on one instance, in the order of its targets.

    Titles that need no change, that are not there any more or that have no such thing are left out with the
    reason. Raises ActionError for a name the instance does not have, ValueError for a command of the app.
    """
    if action.kind.is_command:
        raise ValueError(f"{action.kind} changes nothing that could be planned")
    check_action(action, side)
    titles = {title.item.id: title for title in side.titles}
    draft, keys = PlanDraft(), set[str]()
    requests = title_requests(action, side.instance)
    for planned in (
        planned
        for request in requests
        for planned in _plan_request(action, request, titles.get(request.item_id), side)
    ):
        if isinstance(planned, LeftOut):
            draft.left_out.append(planned)
            continue
        if planned.key in keys:  # two titles of an instance share an external id
            planned = msgspec.structs.replace(planned, key=f"{planned.key}.id{planned.item_id}")
        keys.add(planned.key)
        draft.entries.append(planned)
    return draft


def check_action(action: Action, side: Side) -> None:
    """Check that an instance has what an action names. Raises ActionError with the names it has."""
    if action.kind is ActionKind.PROFILE:
        kind = action.profile_kind
        if kind in side.kind.app.profiles:
            _check_name(f"changing the {kind.word}", action, side, side.profile_names(kind.name))
    elif action.kind is ActionKind.ROOT_FOLDER:
        roots = [trim_path(root.path) for root in side.roots]
        _check_name("changing the root folder", action, side, roots)
    elif action.kind is ActionKind.AVAILABILITY and _has_availability(side):
        _check_name("changing the minimum availability", action, side, AVAILABILITY_WORDS)
    elif action.kind in (ActionKind.TAGS_ADD, ActionKind.TAGS_REMOVE) and not clean_labels(action.tags):
        raise ActionError("changing tags", why="no tag is named", instance=side.instance)


def _check_name(what: str, action: Action, side: Side, available: Iterable[str]) -> None:
    name, names = _chosen(action, side), list(available)
    if name in names:
        return
    suggestions = get_close_matches(name, names, n=3) or names
    why = f"it has none named {name}" if name else "none was chosen"
    raise ActionError(
        what, why=why, advice=f"It has: {', '.join(suggestions) or 'none'}.", instance=side.instance
    )


def _chosen(action: Action, side: Side) -> str:
    value = action.value.get(side.instance, "")
    return trim_path(value) if action.kind is ActionKind.ROOT_FOLDER else value


def _plan_request(
    action: Action, request: TitleRequest, title: SideTitle | None, side: Side
) -> Iterator[Entry | LeftOut]:
    """Yield the entries for a title, or why there is none: one, or one for each album that is deleted."""
    if title is None or request.whole or not action.deletes_parts_on(side.kind.app):
        yield _plan_title(action, request, title, side)
        return
    for key in sorted(request.episodes):
        album = album_of(side, title.item.id, key)
        if album is not None:
            yield album_removal(title, album, side, REASON)
        else:
            yield left_alone(Why.UNMATCHED, side, title, f"The {side.kind.app.unit.singular} is not there.")


def _plan_title(
    action: Action, request: TitleRequest, title: SideTitle | None, side: Side
) -> Entry | LeftOut:
    """Return the entry for a title, or why there is none."""
    app = side.kind.app
    if title is None:
        reason = f"It is not on {side.instance} any more."
        return LeftOut(Why.UNMATCHED, side.instance, "", request.title, 0, reason)
    if action.kind is ActionKind.EXCLUDE:
        return _exclusion(title, side)
    if not request.whole and not action.kind.takes_parts:
        parts = f"seasons or {app.unit.plural}" if app.numbers_children else app.unit.plural
        reason = f"Only a whole title can be changed in this way, not single {parts}."
        return left_alone(Why.KEPT, side, title, reason)
    if action.kind is ActionKind.DELETE:
        now = title_state(title, side)
        return present_entry(title, side, Op.REMOVE, REASON, now=now, exclude=action.exclude)
    if action.kind is ActionKind.AVAILABILITY and not _has_availability(side):
        return left_alone(Why.KEPT, side, title, f"{side.kind.app.name} has no minimum availability.")
    if action.kind is ActionKind.PROFILE and action.profile_kind not in app.profiles:
        return left_alone(Why.KEPT, side, title, f"{app.name} has no {action.profile_kind.word}s.")
    if action.kind is ActionKind.ROOT_FOLDER and not action.move_files and app.resource.moves_with_files:
        reason = f"{app.name} changes a folder only together with moving the files."
        return left_alone(Why.KEPT, side, title, reason)
    now, after = _FIELDS[action.kind](action, request, title, side)
    changed = [name for name, value in after.items() if now[name] != value]
    if not changed:
        return left_alone(Why.SAME, side, title, SAME)
    after = {name: after[name] for name in changed}
    return present_entry(
        title,
        side,
        Op.UPDATE,
        REASON,
        now={name: now[name] for name in changed},
        after=after,
        warnings=tuple(filter(None, (drop_warning(after, side, title.item.id),))),
        move_files=action.move_files and "root_folder" in changed,
    )


def _has_availability(side: Side) -> bool:
    return "minimum_availability" in side.kind.app.title_fields


def _exclusion(title: SideTitle, side: Side) -> Entry | LeftOut:
    item = title.item
    if not item.external_id:
        return left_alone(Why.UNMATCHED, side, title, "Without an external id it cannot be excluded.")
    if item.external_id in side.exclusions:
        return left_alone(Why.SAME, side, title, "It is on the exclusion list already.")
    return Entry(
        key=entry_key(side.instance, EntrySubject.EXCLUSION, item.external_id),
        instance=side.instance,
        op=Op.ADD,
        subject=EntrySubject.EXCLUSION,
        ident=item.external_id,
        title=item.title,
        year=item.year,
        reason=REASON,
    )


NowAfter = tuple[Fields, Fields]
"""Fields as they are now, and as they are asked for."""


def _monitored(action: Action, request: TitleRequest, title: SideTitle, side: Side) -> NowAfter:
    """Return the monitored state of the title, of seasons, and of single episodes.

    Sonarr gives all episodes of a season its new state. They are named all the same, so that undoing gives
    each its old one; and a season that has the state already may hold episodes that have not.
    """
    value = action.kind is ActionKind.MONITOR
    seasons = {
        str(season.season_number): season.monitored
        for season in title.item.seasons
        if season.season_number in request.seasons and season.monitored is not value
    }
    of_seasons = {str(season) for season in request.seasons}
    episodes = {
        key: monitored
        for key, monitored in side.episodes.get(title.item.id, {}).items()
        if monitored is not value and (key in request.episodes or episode_season(key) in of_seasons)
    }
    now: Fields = {"monitored": title.item.monitored} if request.whole else {}
    after: Fields = {"monitored": value} if request.whole else {}
    for name, differing in (("seasons", seasons), ("episodes", episodes)):
        now[name], after[name] = differing, dict.fromkeys(differing, value)
    return now, after


def _chosen_value(action: Action, _request: TitleRequest, title: SideTitle, side: Side) -> NowAfter:
    field, now = {
        ActionKind.PROFILE: (action.profile, title.profiles.get(action.profile, "")),
        ActionKind.AVAILABILITY: ("minimum_availability", title.item.minimum_availability),
        ActionKind.ROOT_FOLDER: ("root_folder", trim_path(title.item.root_folder)),
    }[action.kind]
    return {field: now}, {field: _chosen(action, side)}


def _tags(action: Action, _request: TitleRequest, title: SideTitle, side: Side) -> NowAfter:
    """Return the tags before and after; those that the app's rules own stay theirs."""
    now, named = ({*clean_labels(labels)} - side.rule_tags for labels in (title.tags, action.tags))
    after = {
        ActionKind.TAGS_ADD: now | named,
        ActionKind.TAGS_REMOVE: now - named,
        ActionKind.TAGS_REPLACE: named,
    }[action.kind]
    return {"tags": sorted(now)}, {"tags": sorted(after)}


_FIELDS: Mapping[ActionKind, Callable[[Action, TitleRequest, SideTitle, Side], NowAfter]] = {
    ActionKind.MONITOR: _monitored,
    ActionKind.UNMONITOR: _monitored,
    ActionKind.PROFILE: _chosen_value,
    ActionKind.AVAILABILITY: _chosen_value,
    ActionKind.ROOT_FOLDER: _chosen_value,
    ActionKind.TAGS_ADD: _tags,
    ActionKind.TAGS_REMOVE: _tags,
    ActionKind.TAGS_REPLACE: _tags,
}
