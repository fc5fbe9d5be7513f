"""Histories of scores for front ends: what the stored history tells of one title, without a request."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import TYPE_CHECKING

from arrtui.core.errors import NoSuchSnapshotError
from arrtui.db.database import Database

if TYPE_CHECKING:
    from arrtui.core.config import Config
    from arrtui.features.loops.title import EpisodePlace, ScoreHistory

# The features are imported when they are first used: the app's first paint does not wait for them.


class TitleServices:
    """Reads what is stored. Every method may raise ArrtuiError."""

    def __init__(self, config: Callable[[], Config], database: Database) -> None:
        self._config = config
        self._database = database

    async def histories(
        self,
        places: Iterable[tuple[str, int]],
        episodes: Collection[EpisodePlace] | None = None,
        *,
        since: str = "",
        every: bool = False,
    ) -> list[ScoreHistory]:
        """Return how the score of a title came to be what it is on each instance that has it.

        ``places`` are instances with the title's id there; those of which nothing is stored are left out.
        ``episodes`` are those of a series to tell of. Without them its chains that are of a kind are told,
        or with ``every`` all of them; none of which the last row is older than ``since``.
        """
        from arrtui.features.loops.title import load_score_history

        histories = []
        for instance, item_id in places:
            kind = self._config().instance(instance).kind.value
            try:
                history = await self._database.read(
                    load_score_history, instance, kind, item_id, episodes, since=since, every=every
                )
            except NoSuchSnapshotError:
                continue
            histories.append(history)
        return histories
