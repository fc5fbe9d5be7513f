"""Summarize an action in one sentence for each instance, before it is confirmed. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from arrtui.core.apps import APPS, Noun
from arrtui.core.domain import SettingType
from arrtui.core.text import format_gibibytes, plural
from arrtui.features.sync.actions.commands import is_refused
from arrtui.features.sync.actions.entries import SAME, plan_action
from arrtui.features.sync.actions.model import Action, ActionKind, TitleRequest, clean_labels, title_requests
from arrtui.features.sync.fields.metadata_profiles import lost_albums
from arrtui.features.sync.fields.title_state import episode_season
from arrtui.features.sync.model import Entry, EntrySubject, PlanDraft, Side, SideTitle
from arrtui.features.sync.wording import value_text

SEASON = Noun("season", "seasons")


class ActionSummary(msgspec.Struct, frozen=True, kw_only=True):
    """What an action does on one instance."""

    instance: str
    text: str
    """As a sentence without a full stop; begins with the number concerned."""
    asked: int
    """Titles, seasons or episodes it was asked for."""
    changed: int
    """How many of them it concerns: those that differ."""
    files: int = 0
    """Files of the titles concerned."""
    size: int = 0
    """Bytes of these files."""


def summarize(action: Action, sides: Mapping[str, Side]) -> list[ActionSummary]:
    """Return what an action does on each instance of ``sides`` that it concerns, in the action's order.

    Raises ActionError for a name an instance does not have.
    """
    return [_summarize(action, sides[name]) for name in action.instances if name in sides]


def _summarize(action: Action, side: Side) -> ActionSummary:
    requests = title_requests(action, side.instance)
    asked = sum(request.units for request in requests)
    # counted are titles where any is meant as a whole, else seasons, else episodes
    app, whole = side.kind.app, not requests or any(request.whole for request in requests)
    noun = app.title if whole else SEASON if any(request.seasons for request in requests) else app.unit
    concerned: Sequence[Entry | SideTitle]
    if action.kind.is_command:
        ids = {request.item_id for request in requests}
        concerned, changed = [title for title in side.titles if title.item.id in ids], asked
        text = _command(action, side, requests, noun)
    else:
        draft = plan_action(action, side)
        concerned, changed = draft.entries, _changed(requests, draft.entries, noun)
        share = f"{changed:,} of {noun.count(asked)}" if changed < asked else noun.count(asked)
        effect = _effect(action, side, draft.entries)
        text = f"{share} {effect}" if changed else _nothing(draft, asked, noun)
    return ActionSummary(
        instance=side.instance,
        text=text,
        asked=asked,
        changed=changed,
        files=sum(title.files for title in concerned),
        size=sum(title.size for title in concerned),
    )


def _changed(requests: Sequence[TitleRequest], entries: Sequence[Entry], noun: Noun) -> int:
    """Return how many of the things counted the entries concern."""
    by_id = {entry.item_id: entry for entry in entries}
    if noun is not SEASON and any(entry.subject is EntrySubject.ALBUM for entry in entries):
        return len(entries)
    if requests and any(request.whole for request in requests):
        return len(entries)
    changed = 0
    for request in requests:
        after = by_id[request.item_id].after if request.item_id in by_id else {}
        episodes = after.get("episodes", {})
        if noun is SEASON:
            seasons = {*map(episode_season, episodes), *after.get("seasons", {})}
            changed += len(seasons & {str(season) for season in request.seasons})
        else:
            changed += len(episodes)
    return changed


def _nothing(draft: PlanDraft, asked: int, noun: Noun) -> str:
    """Return why nothing changes, in the words of most of what was left out."""
    reasons = [title.reason for title in draft.left_out]
    reason = max(reasons, key=reasons.count, default=SAME)
    what = noun.count(asked)
    if asked == 1:
        why = reason.rstrip(".")
        begins_with_name = why.startswith(tuple(app.name for app in APPS.values()))
        return f"nothing to do: {why if begins_with_name else why[:1].lower() + why[1:]}"
    return (
        f"nothing to do: {what} need no change" if reason == SAME else f"nothing to do for {what}: {reason}"
    )


def _command(action: Action, side: Side, requests: Sequence[TitleRequest], noun: Noun) -> str:
    """Return what the app is asked to do, and where it will refuse that."""
    asked = sum(request.units for request in requests)
    if action.kind is ActionKind.REFRESH:
        scans = all(
            setting.body.get("rescanAfterRefresh") != "never"
            for setting in side.settings
            if setting.type == SettingType.MEDIA_MANAGEMENT
        )
        folders = "and their folders scanned" if scans else "without their folders, which the app never scans"
        return f"{noun.count(asked)} will be refreshed {folders}"
    titles = {title.item.id: title.item for title in side.titles}
    known = [request for request in requests if request.item_id in titles]
    whole = seasons = 0
    if side.kind.app.commands.search.monitored_only:
        whole = sum(request.whole and is_refused(titles[request.item_id], None) for request in known)
        seasons = sum(
            is_refused(titles[request.item_id], season)
            for request in known
            if not request.whole
            for season in request.seasons
        )
    text = f"{noun.count(asked - whole)} will be searched for"
    if whole:
        refuses = f"{side.kind.app.name} searches for monitored {side.kind.app.title.plural} only"
        text += f"; {whole:,} not: {refuses}. Monitor them, or choose their seasons or episodes"
    if seasons:
        text += f"; the {side.kind.app.unit.plural} of {SEASON.count(seasons)} one by one, as not monitored"
    return text


def _effect(action: Action, side: Side, entries: Sequence[Entry]) -> str:
    """Return what becomes of those that differ."""
    value, tags = action.value.get(side.instance, ""), ", ".join(clean_labels(action.tags))
    match action.kind:
        case ActionKind.MONITOR | ActionKind.UNMONITOR:
            return f"will be {action.kind.value}ed"
        case ActionKind.PROFILE:
            return f"will get the {action.profile_kind.word} {value}{_dropped(entries, side)}"
        case ActionKind.AVAILABILITY:
            return f"will get the minimum availability {value_text(value)}"
        case ActionKind.ROOT_FOLDER if action.move_files:
            naming = [setting.body for setting in side.settings if setting.type == SettingType.NAMING]
            folder = next((str(body.get(side.kind.app.folder_format) or "") for body in naming), "")
            named = f": {folder}" if folder else ""
            return (
                f"will move to {value}, {_files_text(entries)} with them; {side.kind.app.name} renames each "
                f"folder by its naming format{named}"
            )
        case ActionKind.ROOT_FOLDER:
            return f"will be expected in {value}; no file is moved"
        case ActionKind.TAGS_ADD:
            return f"will get the tags {tags}"
        case ActionKind.TAGS_REMOVE:
            return f"will lose the tags {tags}"
        case ActionKind.TAGS_REPLACE:
            return f"will have the tags {tags} alone" if tags else "will lose all tags"
        case ActionKind.EXCLUDE:
            return "will be put on the exclusion list"
        case _:
            return _deletion(action, entries)


def _dropped(entries: Sequence[Entry], side: Side) -> str:
    """Return which children the next refresh deletes under another profile; empty for none."""
    count = sum(lost_albums(entry, side) for entry in entries)
    if not count:
        return ""
    owners = sum(bool(entry.warnings) for entry in entries)
    warning = next(entry.warnings[0] for entry in entries if entry.warnings)
    names = f": {warning.rpartition(': ')[2].rstrip('.')}" if owners == 1 else ""
    gone = f"{side.kind.app.unit.count(count)} without files of {side.kind.app.title.count(owners)}"
    return f"; the next refresh DELETES {gone}, which it does not allow{names}"


def _deletion(action: Action, entries: Sequence[Entry]) -> str:
    albums = sum(entry.subject is EntrySubject.ALBUM for entry in entries)
    excluded = action.exclude or albums == len(entries)
    deleted = "deleted and put on the exclusion list" if excluded else "deleted"
    files = _files_text(entries)
    if not any(entry.files for entry in entries):
        return f"will be {deleted}; there are {files}"
    if action.delete_files:
        return f"will be {deleted}, and {files} DELETED FROM DISK"
    stay = "stays" if sum(entry.files for entry in entries) == 1 else "stay"
    return f"will be {deleted}; {files} {stay} on disk"


def _files_text(entries: Sequence[Entry]) -> str:
    """Return how many files titles have and how many gigabytes, e.g. ``2 files (9.3 GiB)``."""
    files, size = sum(entry.files for entry in entries), sum(entry.size for entry in entries)
    return f"{plural(files, 'file')} ({format_gibibytes(size)})" if files else "no files"
