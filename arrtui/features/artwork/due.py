"""Find the titles of an instance for which enriching has something to do. Runs in database threads."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from arrtui.core.apps import App
from arrtui.core.art_sources import knows_ids
from arrtui.core.artwork import SET_SLOT, ArtSlot
from arrtui.core.config import ArtworkConfig, InstanceConfig
from arrtui.core.domain import encode
from arrtui.core.text import DAY
from arrtui.db.artwork import assets, candidates, presence, sets, slots
from arrtui.db.artwork.candidates import CandidateState
from arrtui.features.artwork.choosing import FilledSlots, PresentParts, wanted_slots

_OPTIONS = {
    *("kinds", "fanart", "providers", "image_providers", "field_providers", "languages", "min_score"),
    "actors",
}
"""Options by which images are chosen."""


class DueTitle(NamedTuple):
    """A title that is to be enriched."""

    external_id: str
    title: str
    wanted: tuple[ArtSlot, ...]
    seasons: frozenset[int]
    """Those with files."""


class DueWish(NamedTuple):
    """Which titles are looked at, and when one counts as done."""

    options: ArtworkConfig
    providers: tuple[str, ...]
    """Those that are asked."""
    fresh_days: int
    now: float
    external_ids: Collection[str] = ()
    """Titles that somebody asked for, which are due whatever is known of them; all others when empty."""
    asks_again: bool = False


class DueTitles(NamedTuple):
    """What was found to be due."""

    looked_at: int
    """Titles."""
    titles: list[DueTitle]


def due_titles(instance: InstanceConfig, wish: DueWish) -> DueTitles:
    """Return the titles that are to be enriched, by sort title.

    Images are wanted of titles that have files or images, and of those that somebody asked for. Call it
    inside ``Database.reading()``.
    """
    name, layout = instance.name, instance.kind.app.art
    states, chosen, locked = candidates.states(name), slots.choices(name), slots.locks(name)
    cached = assets.assets()
    episodes = presence.present_episodes(name) if instance.kind.app.has_children else {}
    due, looked_at = list[DueTitle](), 0
    titles = {title.external_id: title for title in presence.present_titles(name)}
    films_of_sets = sets.sets_of(name) if wish.options.sets_folder and layout.of_set else {}
    only = frozenset(wish.external_ids) or titles.keys()
    for title in titles.values():
        if title.external_id not in only:
            continue
        looked_at += 1
        own = frozenset(episodes.get(title.external_id, ()))
        seasons = frozenset(season for season, _ in own)
        present = PresentParts(seasons, own, title.external_id in films_of_sets)
        wanted: tuple[ArtSlot, ...] = ()
        # what was chosen for its set is no image of a film that has no file
        own_images = any(not slot.startswith(SET_SLOT) for slot in chosen.get(title.external_id, ()))
        if title.files or wish.external_ids or own_images:
            wanted = tuple(wanted_slots(layout, wish.options, present))
        filled = FilledSlots(
            chosen.get(title.external_id, {}), locked.get(title.external_id, frozenset()), cached
        )
        mark = judged_mark(wish.options, instance.kind.app, wish.providers, wanted, filled, seasons)
        if _is_due(states.get(title.external_id), mark, wish):
            due.append(DueTitle(title.external_id, title.title, wanted, present.seasons))
    return DueTitles(looked_at, due)


def _is_due(state: CandidateState | None, mark: str, wish: DueWish) -> bool:
    """Return whether a title's providers are to be asked.

    A title that was read in the future is: the clock was set back since.
    """
    if wish.external_ids or wish.asks_again:
        return True
    if state is None or state.is_partial or state.judged_by != mark:
        return True
    return not wish.now - wish.fresh_days * DAY < state.read_at <= wish.now


def judged_mark(
    options: ArtworkConfig,
    app: App,
    providers: Sequence[str],
    wanted: Iterable[ArtSlot],
    filled: FilledSlots,
    seasons: Collection[int],
) -> str:
    """Return what tells whether anything is different since images were chosen for a title. Pure.

    Texts of episodes may be asked for only once their NFO are written.
    """
    texts, ids = [slot.text for slot in wanted], app.external_id.provider
    given = options.model_dump(mode="json", include=_OPTIONS)
    facts = (
        given | {"providers": [name for name in given["providers"] if knows_ids(name, ids)]},
        sorted(providers),
        texts,
        [
            (slot, choice.sha256, bool(choice.by_owner))
            for slot, choice in sorted(filled.choices.items())
            if choice.sha256 in filled.assets and (slot in texts or not slot.startswith(SET_SLOT))
        ],
        sorted(filled.locks),
        *(["texts of episodes"] if seasons and options.nfo != "off" else []),
    )
    return hashlib.blake2b(encode(facts).encode(), digest_size=8).hexdigest()
