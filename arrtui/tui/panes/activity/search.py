"""Searching for the titles and episodes that rows of the activity are about. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from arrtui.core.text import plural
from arrtui.features.activity.words import stored_title
from arrtui.features.sync.actions import Action, ActionKind, ActionSummary, ActionTarget
from arrtui.runtime.activity import StoredActivity
from arrtui.tui.kit.dialogs.confirm import Question


def search_target(row: StoredActivity) -> ActionTarget | None:
    """Return what a search for a row is for: its episode or album, else its title; None where it is unknown.

    An episode that is not stored is not searched for: its title as a whole would be.
    """
    entry = row.entry
    if not entry.item_id:
        return None
    if not entry.episode_id:
        return ActionTarget(instance=row.instance, item_id=entry.item_id, title=row.title or entry.what)
    if not row.child:
        return None
    return ActionTarget(
        instance=row.instance,
        item_id=entry.item_id,
        episodes=(row.child,),
        episode_ids=(entry.episode_id,),
        title=row.title,
    )


def search_action(rows: Iterable[StoredActivity]) -> Action | None:
    """Return the search for what rows are about, each once; None where nothing can be searched for."""
    targets = dict.fromkeys(target for row in rows if (target := search_target(row)))
    return Action(kind=ActionKind.SEARCH, targets=tuple(targets)) if targets else None


def search_question(rows: Sequence[StoredActivity], summaries: Sequence[ActionSummary]) -> Question:
    """Return the question before a search: what each app is asked to do, and for which titles."""
    sentences = [f"{summary.instance}: {summary.text}." for summary in summaries]
    names = tuple(dict.fromkeys(stored_title(row) or row.entry.what for row in rows if search_target(row)))
    what = names[0] if len(names) == 1 else plural(len(names), "title")
    takes = "The apps take what their profiles allow. 6 shows the searches; c cancels them there."
    return Question(f"Search: {what}", "\n\n".join((*sentences, takes)), "Search", names)
