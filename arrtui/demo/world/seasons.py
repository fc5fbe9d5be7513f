"""Seasons and episodes of a series, as the metadata host lists them."""

from __future__ import annotations

import random
from typing import NamedTuple

from arrtui.demo.http.clock import DAY
from arrtui.demo.world import words
from arrtui.demo.world.catalogue import Catalogue


class Airing(NamedTuple):
    """One episode of the metadata host.

    `at` is seconds since 1970; it is None, as the episode has no date yet, more than ten weeks ahead.
    """

    season: int
    number: int
    absolute: int | None
    title: str
    at: int | None
    finale: str | None


def airings(catalogue: Catalogue, tvdb_id: int, anime: bool) -> list[Airing]:
    """Return every episode of a series in order, specials as season 0; a continuing one has some to come.

    It is the list the host keeps: what is changed in it is found by the next refresh.
    """
    if (tvdb_id, anime) not in catalogue.airings:
        catalogue.airings[tvdb_id, anime] = _draw_airings(catalogue, tvdb_id, anime)
    return catalogue.airings[tvdb_id, anime]


def _draw_airings(catalogue: Catalogue, tvdb_id: int, anime: bool) -> list[Airing]:
    rng = random.Random(catalogue.seed * 524_287 + tvdb_id)
    count = catalogue.episode_count(tvdb_id)
    specials = rng.randint(1, 4) if count >= 20 else 0
    usual = rng.choice((12, 13, 24, 26)) if anime else rng.choice((6, 8, 10, 10, 13, 22, 24))
    full, remainder = divmod(count - specials, usual)
    lengths = [usual] * full + ([remainder] if remainder else [])
    start = _first_day(catalogue, rng, tvdb_id, lengths)
    episodes = [
        Airing(0, number, None, f"Special {number}", start + number * 90 * DAY, None)
        for number in range(1, specials + 1)
    ]
    dated_until = catalogue.today + 70 * DAY
    absolute = 0
    for season, length in enumerate(lengths, 1):
        first = start + (season - 1) * 365 * DAY
        last_season = season == len(lengths) and not is_continuing(tvdb_id)
        for number in range(1, length + 1):
            absolute += 1
            at = first + (number - 1) * 7 * DAY
            finale = None if number < length else "series" if last_season else "season"
            title = words.EPISODE_WORDS[(tvdb_id + absolute) % len(words.EPISODE_WORDS)]
            date = at if at < dated_until else None
            episodes.append(Airing(season, number, absolute if anime else None, title, date, finale))
    return episodes


def is_continuing(tvdb_id: int) -> bool:
    """Return whether new episodes are to come."""
    return tvdb_id % 10 < 3


def _first_day(catalogue: Catalogue, rng: random.Random, tvdb_id: int, lengths: list[int]) -> int:
    """Choose the moment of the first episode so that a continuing series is in its last season today."""
    hour = rng.randint(0, 3) * 3600
    ahead = 14 if tvdb_id % 10 == 0 else 3
    ago = (len(lengths) - 1) * 365 + (max(0, lengths[-1] - ahead) * 7 if lengths else 0)
    if is_continuing(tvdb_id):
        return catalogue.today - ago * DAY + hour
    latest = catalogue.today - (ago + 60) * DAY
    premiere = int((catalogue.head("sonarr", tvdb_id)[1] - 1970) * 365.25 + rng.randint(20, 330)) * DAY
    return min(latest, premiere) + hour
