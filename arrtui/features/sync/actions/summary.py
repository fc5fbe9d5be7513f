"""What an action would mean, in one sentence for each instance, before it is confirmed. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from arrtui.core.apps import Kind
from arrtui.features.sync.actions.entries import plan_action
from arrtui.features.sync.actions.model import Action, ActionKind, TitleRequest, clean_labels, title_requests
from arrtui.features.sync.model import Entry, PlanDraft, Side, SideTitle


class InstanceSummary(msgspec.Struct, frozen=True, kw_only=True):
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


def summarize(action: Action, sides: Mapping[str, Side]) -> list[InstanceSummary]:
    """Return what an action does on each instance of ``sides`` that it concerns, in the action's order.

    Raises ActionError for a name an instance does not have.
    """
    return [_summary(action, sides[name]) for name in action.instances if name in sides]


def _summary(action: Action, side: Side) -> InstanceSummary:
    wanted = title_requests(action, side.instance)
    asked = sum(wanted_title.units for wanted_title in wanted)
    noun = _noun(wanted, side.kind)
    if action.kind.is_command:
        titles = _there(wanted, side)
        text = f"{_counted(asked, asked, noun)} will be {_COMMANDS[action.kind]}"
        return _made(side, text, asked, asked, titles)
    draft = plan_action(action, side)
    changed = _changed(wanted, draft.entries, noun)
    text = f"{_counted(changed, asked, noun)} {_effect(action, side, draft.entries)}"
    return _made(side, text if changed else _nothing(draft, asked, noun), asked, changed, draft.entries)


def _made(
    side: Side, text: str, asked: int, changed: int, concerned: Iterable[Entry | SideTitle]
) -> InstanceSummary:
    entries = list(concerned)
    return InstanceSummary(
        instance=side.instance,
        text=text,
        asked=asked,
        changed=changed,
        files=sum(entry.files for entry in entries),
        size=sum(entry.size for entry in entries),
    )


def _there(wanted: Sequence[TitleRequest], side: Side) -> list[SideTitle]:
    ids = {wanted_title.item_id for wanted_title in wanted}
    return [title for title in side.titles if title.item.id in ids]


# --- numbers ---------------------------------------------------------------------------------------------


def _noun(wanted: Sequence[TitleRequest], kind: Kind) -> str:
    """Return what is counted, in the plural."""
    if any(wanted_title.whole for wanted_title in wanted) or not wanted:
        return kind.app.title.plural
    return "seasons" if any(wanted_title.seasons for wanted_title in wanted) else "episodes"


def _counted(changed: int, asked: int, noun: str) -> str:
    """Return ``3 of 5 movies``, or ``5 movies`` where all differ."""
    if changed < asked:
        return f"{changed:,} of {_number(asked, noun)}"
    return _number(asked, noun)


def _number(number: int, noun: str) -> str:
    singular = noun if noun == "series" else noun.removesuffix("s")
    return f"{number:,} {singular if number == 1 else noun}"


def _changed(wanted: Sequence[TitleRequest], entries: Sequence[Entry], noun: str) -> int:
    """Return how many of the things counted the entries concern."""
    if noun in ("movies", "series"):
        return len(entries)
    by_id = {entry.item_id: entry for entry in entries}
    return sum(
        _parts(wanted_title, by_id[wanted_title.item_id], noun)
        for wanted_title in wanted
        if wanted_title.item_id in by_id
    )


def _parts(wanted: TitleRequest, entry: Entry, noun: str) -> int:
    episodes = entry.after.get("episodes", {})
    if noun == "episodes":
        return len(episodes)
    touched = {key.partition("x")[0] for key in episodes} | set(entry.after.get("seasons", {}))
    return len(touched & {str(season) for season in wanted.seasons})


def _nothing(draft: PlanDraft, asked: int, noun: str) -> str:
    """Return why nothing changes, in the words of most of what was left out."""
    reasons = [title.reason for title in draft.left_out]
    reason = max(reasons, key=reasons.count, default="It is so already.")
    what = _number(asked, noun)
    if asked == 1:
        return f"nothing to do: {reason.rstrip('.')[:1].lower()}{reason.rstrip('.')[1:]}"
    same = reason == "It is so already."
    return f"nothing to do: {what} are so already" if same else f"nothing to do for {what}: {reason}"


# --- effects ---------------------------------------------------------------------------------------------

_COMMANDS = {
    ActionKind.SEARCH: "searched for",
    ActionKind.REFRESH: "refreshed and their folders scanned",
}


def _effect(action: Action, side: Side, entries: Sequence[Entry]) -> str:
    """Return what becomes of those that differ."""
    value, tags = action.value.get(side.instance, ""), ", ".join(clean_labels(action.tags))
    match action.kind:
        case ActionKind.MONITOR | ActionKind.UNMONITOR:
            return f"will be {action.kind.value}ed"
        case ActionKind.PROFILE:
            return f"will get the quality profile {value}"
        case ActionKind.AVAILABILITY:
            return f"will get the minimum availability {value}"
        case ActionKind.ROOT_FOLDER:
            return _moving(action, value, entries)
        case ActionKind.TAGS_ADD:
            return f"will get the tags {tags}"
        case ActionKind.TAGS_REMOVE:
            return f"will lose the tags {tags}"
        case ActionKind.TAGS_REPLACE:
            return f"will have the tags {tags} alone" if tags else "will lose all tags"
        case ActionKind.EXCLUDE:
            return "will be put on the exclusion list"
        case _:
            return _deleting(action, entries)


def _moving(action: Action, root: str, entries: Sequence[Entry]) -> str:
    if not action.move_files:
        return f"will be expected in {root}; no file is moved"
    return f"will move to {root}, {files_text(entries)} with them"


def _deleting(action: Action, entries: Sequence[Entry]) -> str:
    listed = "deleted and put on the exclusion list" if action.exclude else "deleted"
    files = files_text(entries)
    if not any(entry.files for entry in entries):
        return f"will be {listed}; there are {files}"
    if action.delete_files:
        return f"will be {listed}, and {files} DELETED FROM DISK"
    stay = "stays" if sum(entry.files for entry in entries) == 1 else "stay"
    return f"will be {listed}; {files} {stay} on disk"


def files_text(concerned: Iterable[Entry]) -> str:
    """Return how many files titles have and how many gigabytes, as people read it."""
    entries = list(concerned)
    files, size = sum(entry.files for entry in entries), sum(entry.size for entry in entries)
    number = "no files" if not files else _number(files, "files")
    return f"{number} ({gibibytes(size)})" if files else number


def gibibytes(size: int) -> str:
    """Return a number of bytes in GiB, e.g. ``1,204 GiB``, ``4.7 GiB``."""
    value = size / 1_024**3
    return f"{value:,.0f} GiB" if value >= 100 else f"{value:.1f} GiB"
