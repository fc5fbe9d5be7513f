"""How the live feeds stand, as the process that listens to them notes it for all."""

from __future__ import annotations

from arrtui.core.live import FeedState, FeedStatus
from arrtui.db.feed_state_model import FeedStateRow
from arrtui.db.reading import rows_of


def note(instance: str, state: FeedState) -> None:
    """Store how the feed of an instance stands, instead of what was stored."""
    values = {"status": state.status.value, "why": state.why, "since": state.since}
    insert = FeedStateRow.insert(instance=instance, **values)
    insert.on_conflict(conflict_target=("instance",), update=values).execute()


def forget(instance: str) -> None:
    """Forget how the feed of an instance stood, since nobody listens to it any more."""
    FeedStateRow.delete().where(FeedStateRow.instance == instance).execute()


def feed_states() -> dict[str, FeedState]:
    """Return how each feed stands that is listened to, by the name of its instance."""
    rows = rows_of("SELECT instance, status, why, since FROM feed_state")
    return {name: FeedState(FeedStatus(status), why, since) for name, status, why, since in rows}
