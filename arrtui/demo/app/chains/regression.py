"""A profile whose scores somebody changes, and what the app grabs for its titles before and after.

While the token that the naming adds scores nothing, each title gets its release once. Once it is punished,
files score less than their releases, and the same ones are grabbed again.
"""

from __future__ import annotations

import random

from arrtui.demo.app.chains.player import Arrival, ChainPlayer, Release
from arrtui.demo.app.chains.scenarios import add_chain_settings
from arrtui.demo.app.store import Store
from arrtui.demo.http.clock import DAY

_TOKEN = "Codec token"  # noqa: S105  # no password
_PUNISHED = -80


def rate_format(store: Store, name: str, score: int) -> None:
    """Have another score for a format in the profile that the chains are judged by, as a person would."""
    for row in store.profiles[add_chain_settings(store)]["formatItems"]:
        if row["name"] == name:
            row["score"] = score
    store.touch()


class Regression:
    """Some titles of a profile over time."""

    def __init__(self, store: Store, seed: int, titles: int = 5) -> None:
        """Give the profile to movies, or to first episodes, drawn from a seed."""
        self._store = store
        profile = add_chain_settings(store)
        rate_format(store, _TOKEN, 0)
        rng = random.Random(f"{seed}:{store.instance}:regression")
        self._parts: list[tuple[ChainPlayer, Release]] = []
        for title in rng.sample(list(store.titles.values()), titles):
            episode = store.first_season(title)[0] if store.spec.has_release_type else None
            store.history.replay(title["id"], 0 if episode is None else episode["id"])
            title["qualityProfileId"] = profile
            player = ChainPlayer(store, title, episode, rng, 0.0)
            self._parts.append((player, player.release("1080p.AMZN.WEB-DL.DDP5.1", "NTb")))

    def play_before(self, until: float, days: int = 30) -> None:
        """Let each title get its release once within some days before a time (UTC seconds)."""
        for number, part in enumerate(self._parts):
            self._get(*part, until - days * DAY * (number + 1) / (len(self._parts) + 1))

    def punish_token(self) -> None:
        """Change the score."""
        rate_format(self._store, _TOKEN, _PUNISHED)

    def play_after(self, since: float, days: int = 7) -> None:
        """Grab the release of each title again on each day from a time on (UTC seconds)."""
        for day in range(days):
            for part in self._parts:
                self._get(*part, since + day * DAY)

    def _get(self, player: ChainPlayer, release: Release, at: float) -> None:
        player.at = at
        player.get(release, arrival=Arrival(codec="h264"))
