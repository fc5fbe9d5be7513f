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
        """Return how the scores of titles came to be what they are on each instance that has them.

        ``places`` are instances with a title's id there, and what is returned is in their order; those of
        which nothing is stored are left out.
        ``episodes`` are those of a series to tell of. Without them its chains that are of a kind are told,
        or with ``every`` all of them; none of which the last row is older than ``since``.
        """
        from arrtui.features.loops.title import load_score_histories

        places, item_ids = list(places), dict[str, list[int]]()
        for instance, item_id in places:
            item_ids.setdefault(instance, []).append(item_id)
        histories: dict[tuple[str, int], ScoreHistory] = {}
        for instance, ids in item_ids.items():
            kind = self._config().instance(instance).kind.value
            try:
                own = await self._database.read(
                    load_score_histories, instance, kind, ids, episodes, since=since, every=every
                )
            except NoSuchSnapshotError:
                continue
            histories |= {(instance, item_id): history for item_id, history in zip(ids, own, strict=True)}
        return [histories[place] for place in places if place in histories]
