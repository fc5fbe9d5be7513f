"""What was chosen at the front door, the newest first and never more than a few."""

from __future__ import annotations

from collections.abc import Iterable

from arrtui.db.front_door_model import RecentChoiceRow
from arrtui.db.reading import rows_of

MOST_RECENT = 20
"""Choices that are kept."""

RecentChoice = tuple[str, str]
"""Kind and name."""


def recent_choices() -> list[RecentChoice]:
    """Return what was chosen, the last first."""
    sql = "SELECT kind, name FROM recent_choice ORDER BY chosen_at DESC LIMIT ?"
    return [(kind, name) for kind, name in rows_of(sql, (MOST_RECENT,))]


def remember_choice(choice: RecentChoice, now: float) -> None:
    """Store a choice as the last one, and forget those that are too many."""
    kind, name = choice
    RecentChoiceRow.insert(kind=kind, name=name, chosen_at=now).on_conflict(
        conflict_target=("kind", "name"), update={RecentChoiceRow.chosen_at: now}
    ).execute()
    kept = recent_choices()
    forget_choices(set(map(tuple, rows_of("SELECT kind, name FROM recent_choice"))) - set(kept))


def forget_choices(choices: Iterable[RecentChoice]) -> None:
    """Forget what is not there any more."""
    for kind, name in choices:
        RecentChoiceRow.delete().where(RecentChoiceRow.kind == kind, RecentChoiceRow.name == name).execute()
