"""Each kind of chain, and as many harmless ones that look alike, drawn from a seed.

Nothing of arrtui is used here: the kinds are written down as the chains were driven.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from dataclasses import replace
from typing import Any, NamedTuple

from arrtui.demo.app.chains.player import Arrival, ChainPlayer, Release, in_pack, pack_of
from arrtui.demo.app.store import Store
from arrtui.demo.http.clock import DAY
from arrtui.demo.http.wire import Obj
from arrtui.demo.world.profiles import format_items
from arrtui.demo.world.tables import languages, qualities

_AUTOMATIC = ("Rss", "UserInvokedSearch", "Search")
_GROUPS = ("NTb", "FLUX", "CtrlHD", "TEPES", "playWEB", "SiGMA", "KiNGS", "Kitsune")
_PROFILE = "Web with tokens"
_SCORES = {"AMZN release": 100, "Hybrid source": 70, "Codec token": -80, "German audio": 40}
_NOT_BETTER = (
    "Not a Custom Format upgrade for existing {noun} file(s). New: [{new}] ({score}) do not improve on "
    "Existing: [{old}] ({there})"
)


class DrawnChain(NamedTuple):
    """A chain that was played."""

    title_id: int
    episode_id: int
    """0 for a movie."""
    kind: str
    """``loop``, ``see_saw`` … or ``none``."""
    scenario: str


Scenario = Callable[[ChainPlayer], None]


# --- kinds -----------------------------------------------------------------------------------------------


def _loop_by_rename(player: ChainPlayer) -> None:
    """Grab the same release again: the naming adds a token that a format punishes."""
    release = player.release("1080p.AMZN.WEB-DL.DDP5.1", _group(player))
    for _ in range(player.rng.randint(2, 5)):
        player.get(release, _source(player), Arrival(codec="h264"))


def _loop_by_language(player: ChainPlayer) -> None:
    """Grab the same release again: the indexer's language is not the audio's."""
    release = player.release("1080p.WEB-DL.DDP5.1", _group(player), language="German")
    for _ in range(player.rng.randint(2, 4)):
        player.get(release, _source(player))


def _loop_by_renamed_job(player: ChainPlayer) -> None:
    """Grab an equal release again: the client names the job without what scores."""
    group = _group(player)
    names = ("1080p.AMZN.WEB-DL.DDP5.1", "1080p.AMZN.WEB-DL.DDP51")
    job = f"{player.stem}.1080p.WEB-DL.DDP5.1-{group}"
    for number in range(player.rng.randint(2, 4)):
        release = player.release(names[number % 2], group)
        player.get(release, _source(player), Arrival(job=job))


def _see_saw(player: ChainPlayer) -> None:
    """Let two releases of equal score replace each other in turn."""
    first, second = player.rng.sample(_GROUPS, 2)
    both = [player.release("1080p.WEB-DL.DDP5.1", group, language="German") for group in (first, second)]
    for number in range(player.rng.randint(3, 6)):
        player.get(both[number % 2], _source(player))


def _repack_churn(player: ChainPlayer) -> None:
    """Replace a release by its repacks."""
    group, repairs = _group(player), player.rng.randint(2, 4)
    player.get(player.release("1080p.WEB-DL.DDP5.1", group), _source(player))
    for number in range(1, repairs + 1):
        word = "REPACK" if number == 1 else f"REPACK{number}"
        release = player.release(f"{word}.1080p.WEB-DL.DDP5.1", group, version=number + 1)
        player.get(release, _source(player))


def _refused(player: ChainPlayer) -> None:
    """Grab what the import refuses, since the client's job scores less than the release did."""
    player.get(player.release("1080p.AMZN.WEB-DL.DDP5.1", _group(player)), _source(player))
    release = player.release("HYBRID.1080p.WEB-DL.DDP5.1", _group(player), language="German")
    for _ in range(player.rng.randint(1, 3)):
        message = _NOT_BETTER.format(
            noun=player.store.spec.noun, new="Hybrid source", score=70, old="AMZN release", there=100
        )
        player.queue(release, player.grab(release, _source(player)), message)


def _false_upgrade(player: ChainPlayer) -> None:
    """Replace a file by another release that scores no more once it is there."""
    player.get(player.release("1080p.WEB-DL.DDP5.1", "NTb"), _source(player))
    release = player.release("1080p.AMZN.WEB-DL.DDP5.1", "FLUX")
    player.get(release, _source(player), Arrival(job=f"{player.stem}.1080p.WEB-DL.DDP5.1-FLUX"))


def _drift(player: ChainPlayer) -> None:
    """Import what scores less than it was grabbed at, once."""
    player.get(player.release("1080p.BluRay.x265", _group(player), "Bluray-1080p", language="German"))


# --- harmless --------------------------------------------------------------------------------------------


def _upgrade(player: ChainPlayer) -> None:
    """Replace a file by a better one, and that by one of better quality."""
    player.get(player.release("1080p.WEB-DL.DDP5.1", _group(player)), _source(player))
    player.get(player.release("1080p.AMZN.WEB-DL.DDP5.1", _group(player)), _source(player))
    player.get(player.release("1080p.BluRay.DTS", _group(player), "Bluray-1080p"), _source(player))


def _chosen_again(player: ChainPlayer) -> None:
    """Have a person grab what is there once more."""
    release = player.release("1080p.AMZN.WEB-DL.DDP5.1", _group(player))
    player.get(release, _source(player))
    for _ in range(player.rng.randint(1, 3)):
        player.get(release, "InteractiveSearch")


def _chosen_back(player: ChainPlayer) -> None:
    """Have a person go back to a release that the app replaced."""
    first = player.release("1080p.WEB-DL.DDP5.1", "NTb")
    player.get(first, _source(player))
    player.get(player.release("1080p.AMZN.WEB-DL.DDP5.1", "FLUX"), _source(player))
    player.get(first, "InteractiveSearch")


def _four_k(player: ChainPlayer) -> None:
    """Replace a file by a 4K one that scores less."""
    player.get(player.release("1080p.AMZN.WEB-DL.DDP5.1", _group(player)), _source(player))
    player.get(player.release("2160p.BluRay.DTS", _group(player), "Bluray-2160p"), _source(player))


def _failed(player: ChainPlayer) -> None:
    """Search again after a download that failed, which finds the same release."""
    release = player.release("1080p.WEB-DL.DDP5.1", _group(player))
    for _ in range(player.rng.randint(1, 3)):
        player.give_up(release, player.grab(release, "UserInvokedSearch"))
    player.get(release, "Search")


def _failed_upgrade(player: ChainPlayer) -> None:
    """Fail to download a better release twice while a file is there."""
    player.get(player.release("1080p.WEB-DL.DDP5.1", "NTb"), _source(player))
    release = player.release("1080p.AMZN.WEB-DL.DDP5.1", "FLUX")
    player.give_up(release, player.grab(release, "Rss"))
    player.get(release, "Search")


def _deleted(player: ChainPlayer) -> None:
    """Get the same release again after its file was deleted."""
    release = player.release("1080p.WEB-DL.DDP5.1", _group(player))
    for reason in player.rng.sample(("Manual", "MissingFromDisk"), 2):
        player.get(release, _source(player))
        player.lose(reason)
    player.get(release, _source(player))


def _repaired(player: ChainPlayer) -> None:
    """Replace a release by its only repack."""
    group = _group(player)
    player.get(player.release("1080p.WEB-DL.DDP5.1", group), _source(player))
    player.get(player.release("REPACK.1080p.WEB-DL.DDP5.1", group, version=2), _source(player))


def _on_its_way(player: ChainPlayer) -> None:
    """Leave a better release in the queue."""
    player.get(player.release("1080p.WEB-DL.DDP5.1", "NTb"), _source(player))
    release = player.release("1080p.AMZN.WEB-DL.DDP5.1", "FLUX")
    player.queue(release, player.grab(release, _source(player)))


def _sample(player: ChainPlayer) -> None:
    """Refuse a download that is too short, and one that the owner had ignored before."""
    other = player.release("1080p.WEB-DL.DDP5.1", "NTb")
    player.give_up(other, player.grab(other, _source(player)), "downloadIgnored")
    release = player.release("1080p.AMZN.WEB-DL.DDP5.1", "FLUX")
    player.queue(release, player.grab(release, _source(player)), "Sample")


def _forgotten(player: ChainPlayer) -> None:
    """Grab a release that nothing is heard of any more, and then another one."""
    player.grab(player.release("1080p.AMZN.WEB-DL.DDP5.1", "FLUX"), _source(player))
    player.get(player.release("1080p.BluRay.DTS", "CtrlHD", "Bluray-1080p"), _source(player))


# --- season packs ----------------------------------------------------------------------------------------


def _pack_loop(players: list[ChainPlayer]) -> None:
    """Grab a pack again: its files have less in their names than it has."""
    release = pack_of(players, "1080p.AMZN.WEB-DL.DDP5.1", "FLUX")
    for _ in range(players[0].rng.randint(2, 3)):
        in_pack(players, release, "1080p.WEB-DL.DDP5.1", _grab_pack(players, release))


def _pack_over_singles(players: list[ChainPlayer]) -> None:
    """Replace single episodes by a pack that is better."""
    for player in players[:-1]:
        player.get(player.release("1080p.WEB-DL.DDP5.1", "NTb"), _source(player))
    release = replace(pack_of(players, "1080p.BluRay.DTS", "CtrlHD"), quality="Bluray-1080p")
    in_pack(players, release, "1080p.BluRay.DTS", _grab_pack(players, release))


def _grab_pack(players: list[ChainPlayer], release: Release) -> str:
    """Grab a pack: one row for each episode, with one download id and one date."""
    players[0].at = max(player.at for player in players)
    players[0].pass_time()
    latest, download_id = players[0].at, players[0].download_id()
    for player in players:
        player.at = latest
        player.grab(release, "UserInvokedSearch", download_id)
    return download_id


# --- playing ---------------------------------------------------------------------------------------------

KINDS: Mapping[Scenario, str] = {
    _loop_by_rename: "loop",
    _loop_by_language: "loop",
    _loop_by_renamed_job: "loop",
    _see_saw: "see_saw",
    _repack_churn: "repack_churn",
    _refused: "grab_without_import",
    _false_upgrade: "false_upgrade",
    _drift: "drift",
    _upgrade: "none",
    _chosen_again: "none",
    _chosen_back: "none",
    _four_k: "none",
    _failed: "none",
    _failed_upgrade: "none",
    _deleted: "none",
    _repaired: "none",
    _on_its_way: "none",
    _sample: "none",
    _forgotten: "none",
}
_PACKS: Mapping[Callable[[list[ChainPlayer]], None], str] = {_pack_loop: "loop", _pack_over_singles: "none"}
_PACK_SIZE = 4


def play_chains(store: Store, seed: int, rounds: int = 1) -> list[DrawnChain]:
    """Play every scenario so many times in an instance, each on a title of its own; return what each is.

    Where there are not enough titles, the last scenarios are left out.
    """
    rng = random.Random(f"{seed}:{store.instance}")
    profile = add_chain_settings(store)
    subjects = _subjects(store, rng)
    chains: list[DrawnChain] = []
    for _ in range(rounds):
        for scenario, kind in KINDS.items():
            subject = next(subjects, None)
            if subject is None:
                return chains
            (player,) = _players(store, subject[:1], profile, rng)
            scenario(player)
            chains.append(_drawn(subject[0], kind, scenario))
        for pack, kind in _PACKS.items() if store.spec.has_release_type else ():
            subject = next((subject for subject in subjects if len(subject) >= _PACK_SIZE), None)
            if subject is not None:
                pack(_players(store, subject[:_PACK_SIZE], profile, rng))
                chains += [_drawn(part, kind, pack) for part in subject[:_PACK_SIZE]]
    return chains


class _Subject(NamedTuple):
    title: Obj
    episode: Obj | None


def _subjects(store: Store, rng: random.Random) -> Iterator[list[_Subject]]:
    """Yield titles in a random order: a movie, or the episodes of a series' first season."""
    titles = list(store.titles.values())
    rng.shuffle(titles)
    queued = {row[store.spec.id_key] for row in store.queue.values()}
    for title in titles:
        if title["id"] in queued:
            continue
        if not store.spec.has_release_type:
            yield [_Subject(title, None)]
        elif episodes := store.first_season(title):
            yield [_Subject(title, episode) for episode in episodes]


def _players(store: Store, subject: list[_Subject], profile: int, rng: random.Random) -> list[ChainPlayer]:
    for title, episode in subject:
        store.history.replay(title["id"], 0 if episode is None else episode["id"])
        title["qualityProfileId"] = profile
    at = store.today - rng.randint(20, 60) * DAY
    return [ChainPlayer(store, title, episode, rng, at) for title, episode in subject]


def _drawn(subject: _Subject, kind: str, scenario: Any) -> DrawnChain:
    episode_id = 0 if subject.episode is None else subject.episode["id"]
    return DrawnChain(subject.title["id"], episode_id, kind, scenario.__name__.strip("_"))


def _group(player: ChainPlayer) -> str:
    return player.rng.choice(_GROUPS)


def _source(player: ChainPlayer) -> str:
    return player.rng.choice(_AUTOMATIC)


def add_chain_settings(store: Store) -> int:
    """Add the formats and the profile that the chains are judged by, once; return the profile's id."""
    if known := [row["id"] for row in store.profiles.values() if row["name"] == _PROFILE]:
        return int(known[0])
    german = str(languages(store.kind)["German"]["id"])
    conditions = {
        "AMZN release": ("ReleaseTitle", r"\bAMZN\b"),
        "Hybrid source": ("ReleaseTitle", r"\bHYBRID\b"),
        "Codec token": ("ReleaseTitle", r"\b[xh]264\b"),
        "German audio": ("Language", german),
    }
    for name, (implementation, value) in conditions.items():
        store.save_format({"name": name, "specifications": [_condition(name, implementation, value)]})
    number = store.next_id(store.profiles)
    profile = deepcopy(store.profiles[min(store.profiles)]) | {"id": number, "name": _PROFILE}
    profile |= {"upgradeAllowed": True, "cutoffFormatScore": 1_000, "minFormatScore": -500}
    table = qualities(store.kind)
    allowed = ("HDTV-1080p", "WEBDL-1080p", "Bluray-1080p", "Bluray-2160p")
    others = [quality for name, quality in table.items() if name not in allowed]
    places = [(quality, False) for quality in others] + [(table[name], True) for name in allowed]
    profile["items"] = [
        {"quality": quality, "items": [], "allowed": is_allowed} for quality, is_allowed in places
    ]
    profile["cutoff"] = table["Bluray-1080p"]["id"]
    profile["formatItems"] = format_items(list(store.formats.values()), _SCORES)
    store.profiles[number] = profile
    store.touch()
    return number


def _condition(name: str, implementation: str, value: str) -> Obj:
    return {
        "name": name,
        "implementation": f"{implementation}Specification",
        "implementationName": implementation,
        "negate": False,
        "required": False,
        "fields": [{"order": 0, "name": "value", "label": "Value", "value": value, "type": "textbox"}],
    }
