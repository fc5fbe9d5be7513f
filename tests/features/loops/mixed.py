"""Titles that several things happened to, one after the other, while much else went on beside them."""

from __future__ import annotations

import random
from collections.abc import Iterator

from arrtui.demo.app.chains.player import ChainPlayer
from arrtui.demo.app.chains.scenarios import KINDS, DrawnChain, add_chain_settings
from arrtui.demo.app.store import Store
from arrtui.demo.http.clock import DAY
from arrtui.demo.http.wire import Obj
from arrtui.features.loops.model import ChainKind

ORDER = [kind.value for kind in ChainKind]


def play_mixed(store: Store, seed: int, count: int, taken: set[tuple[int, int]]) -> list[DrawnChain]:
    """Play up to three scenarios on each of ``count`` titles that are not ``taken``; return what each is.

    Between two of them the file is deleted, so that what happened before explains nothing of what comes; the
    whole is of the worst kind of its parts. Episodes of one series are played at the same time.
    """
    rng = random.Random(f"mixed {seed}:{store.instance}")
    profile, chains = add_chain_settings(store), list[DrawnChain]()
    for title, episode in _subjects(store, rng):
        subject = title["id"], 0 if episode is None else episode["id"]
        if subject in taken:
            continue
        taken.add(subject)
        store.history.replay(*subject)
        title["qualityProfileId"] = profile
        player = ChainPlayer(store, title, episode, rng, store.today - rng.randint(20, 60) * DAY)
        parts = rng.sample(list(KINDS), rng.randint(1, 3))
        for number, scenario in enumerate(parts):
            if number:
                player.lose(rng.choice(("Manual", "MissingFromDisk")))
            scenario(player)
        kind = min((KINDS[scenario] for scenario in parts), key=ORDER.index)
        words = ", ".join(scenario.__name__.strip("_") for scenario in parts)
        chains.append(DrawnChain(*subject, kind, f"{words} (seed {seed})"))
        if len(chains) == count:
            break
    return chains


def _subjects(store: Store, rng: random.Random) -> Iterator[tuple[Obj, Obj | None]]:
    """Yield movies, or the episodes of first seasons, in a random order."""
    queued = {row[store.spec.id_key] for row in store.queue.values()}
    titles = [title for title in store.titles.values() if title["id"] not in queued]
    rng.shuffle(titles)
    for title in titles:
        if store.spec.has_release_type:
            yield from ((title, episode) for episode in store.first_season(title))
        else:
            yield title, None
