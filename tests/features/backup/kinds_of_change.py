"""Every kind of change that an owner, the app or its metadata host makes to an instance, by name.

Each takes a running simulated app and a source of chance, and changes something that is there.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Mapping
from typing import Any

import httpx

from arrtui.demo.estate import SimulatedApp
from arrtui.demo.http.wire import Obj
from tests.demo import library_changes

KindOfChange = Callable[[SimulatedApp, random.Random], None]


def request(app: SimulatedApp, method: str, path: str, body: Any = None) -> Any:
    """Send what the app's own web page would, and finish the commands it starts."""
    headers = {"X-Api-Key": app.api_key}
    answer = httpx.request(method, f"{app.url}/api/v3/{path}", json=body, headers=headers, timeout=10)
    assert answer.is_success, answer.text
    app.store.settle()
    return answer.json() if answer.content else None


def _pick(rng: random.Random, rows: Any, condition: Callable[[Obj], Any] = bool) -> Obj:
    return rng.choice([row for row in rows if condition(row)])


def add_title(app: SimulatedApp) -> Obj:
    """Add a title that was never there, in a folder of its own."""
    external_id = 640_000 + app.store.next_id(app.store.titles)
    return app.store.add_title(external_id, path=f"{app.store.root_folders[1]['path']}/{external_id}")


def refresh(app: SimulatedApp, title: Obj) -> None:
    """Let the app fetch what the metadata host says of a title."""
    name, ids = ("RefreshMovie", "movieIds") if app.kind == "radarr" else ("RefreshSeries", "seriesIds")
    request(app, "POST", "command", {"name": name, ids: [title["id"]]})


# --- titles and settings of both apps ----------------------------------------------------------------------


def edit_title(app: SimulatedApp, rng: random.Random) -> None:
    """Change the flags, the tags and the profile of a title."""
    path = "movie" if app.kind == "radarr" else "series"
    title = request(app, "GET", f"{path}/{rng.choice(list(app.store.titles))}")
    profile = rng.choice(list(app.store.profiles))
    request(app, "PUT", f"{path}/{title['id']}", {**title, "tags": [1, 4], "qualityProfileId": profile})


def delete_title(app: SimulatedApp, rng: random.Random) -> None:
    """Delete a title."""
    app.store.delete_title(rng.choice(list(app.store.titles)))


def change_score(app: SimulatedApp, rng: random.Random) -> None:
    """Change what a profile in use gives a format."""
    profile = rng.choice([title["qualityProfileId"] for title in app.store.titles.values()])
    row = rng.choice(app.store.profiles[profile]["formatItems"])
    library_changes.set_score(app.store, profile, row["format"], row["score"] + 7)


def add_format(app: SimulatedApp, rng: random.Random) -> None:
    """Add a custom format that nearly every file matches."""
    fields = [{"name": "value", "value": "e"}]
    condition = {"name": "e", "implementation": "ReleaseTitleSpecification", "fields": fields}
    spec = condition | {"negate": False, "required": False}
    request(app, "POST", "customformat", {"name": f"E{max(app.store.formats)}", "specifications": [spec]})


def delete_format(app: SimulatedApp, rng: random.Random) -> None:
    """Delete a custom format."""
    request(app, "DELETE", f"customformat/{rng.choice(list(app.store.formats))}")


def edit_tag(app: SimulatedApp, rng: random.Random) -> None:
    """Rename a tag, and add one."""
    request(app, "PUT", "tag/4", {"id": 4, "label": f"tag-{rng.randrange(1000)}"})
    request(app, "POST", "tag", {"label": f"new-{rng.randrange(1000)}"})


def edit_naming(app: SimulatedApp, rng: random.Random) -> None:
    """Turn renaming on or off."""
    naming = request(app, "GET", "config/naming")
    key = next(key for key in naming if key.startswith("rename"))
    request(app, "PUT", "config/naming/1", naming | {key: not naming[key]})


def exclude(app: SimulatedApp, rng: random.Random) -> None:
    """Add an exclusion."""
    app.store.add_exclusion(rng.randrange(10**6, 10**7), "Unwanted", 2001)


def edit_rarer_settings(app: SimulatedApp, rng: random.Random) -> None:
    """Change what few owners change: sizes, release profiles, mappings, auto tags, filters, metadata."""
    number = len(request(app, "GET", "autotagging"))  # another name each time
    definition = request(app, "GET", "qualitydefinition")[0]
    definition |= {"minSize": 1.5, "preferredSize": 2 + number % 50, "maxSize": 900.5}
    request(app, "PUT", "qualitydefinition/update", [definition])
    app.store.touch()  # for five seconds it would show the old sizes (ARR_API 2.9), to one backup of two
    request(app, "POST", "releaseprofile", {"name": f"P{number}", "ignored": ["x"], "tags": [1]})
    request(app, "POST", "customfilter", {"type": "x", "label": f"F{number}", "filters": [{"key": "title"}]})
    fields = [{"name": "value", "value": [1]}]
    rule = {"name": "r", "implementation": "GenreSpecification", "fields": fields, "negate": False}
    request(app, "POST", "autotagging", {"name": f"A{number}", "tags": [5], "specifications": [rule]})
    consumer = request(app, "GET", "metadata")[0]
    request(app, "PUT", f"metadata/{consumer['id']}?forceSave=true", consumer | {"name": f"M{number}"})


BOTH: Mapping[str, KindOfChange] = {
    change.__name__: change
    for change in (
        *(edit_title, delete_title, change_score, add_format, delete_format),
        *(edit_tag, edit_naming, exclude, edit_rarer_settings),
    )
}


# --- Radarr ------------------------------------------------------------------------------------------------


def _movie_with_file(app: SimulatedApp, rng: random.Random) -> Obj:
    return _pick(rng, app.store.titles.values(), lambda movie: movie["movieFileId"])


def upgrade_movie(app: SimulatedApp, rng: random.Random) -> None:
    """Replace the file of a movie by a better one."""
    library_changes.upgrade_movie(app.store, _movie_with_file(app, rng)["id"])


def rename_movie_file(app: SimulatedApp, rng: random.Random) -> None:
    """Rename the file of a movie."""
    name = f"Renamed {rng.random()}.mkv"
    library_changes.rename_movie_file(app.store, _movie_with_file(app, rng)["id"], name)


def delete_movie_file(app: SimulatedApp, rng: random.Random) -> None:
    """Delete the file of a movie."""
    request(app, "DELETE", f"moviefile/{_movie_with_file(app, rng)['movieFileId']}")


def edit_movie_file(app: SimulatedApp, rng: random.Random) -> None:
    """Edit the facts of a movie's file by hand."""
    number = _movie_with_file(app, rng)["movieFileId"]
    request(app, "PUT", "moviefile/bulk", [facts_by_hand(rng) | {"id": number, "edition": "Final"}])


def add_movie(app: SimulatedApp, rng: random.Random) -> None:
    """Add a movie."""
    add_title(app)


RADARR: Mapping[str, KindOfChange] = BOTH | {
    change.__name__: change
    for change in (upgrade_movie, rename_movie_file, delete_movie_file, edit_movie_file, add_movie)
}


# --- Sonarr ------------------------------------------------------------------------------------------------


def _episode(app: SimulatedApp, rng: random.Random, condition: Callable[[Obj], Any]) -> Obj:
    return _pick(rng, app.store.episodes.values(), condition)


def _undated(app: SimulatedApp, rng: random.Random) -> Obj:
    """Return an episode without a date; earlier changes may have dated all of them."""
    if all("airDateUtc" in row for row in app.store.episodes.values()):
        forget_date(app, rng)
    return _episode(app, rng, lambda row: "airDateUtc" not in row)


def _toggle(app: SimulatedApp, episode: Obj) -> None:
    body = {"episodeIds": [episode["id"]], "monitored": not episode["monitored"]}
    request(app, "PUT", "episode/monitor", body)


def toggle_episode_with_file(app: SimulatedApp, rng: random.Random) -> None:
    """Change whether an episode that has a file is monitored."""
    _toggle(app, _episode(app, rng, lambda row: row["episodeFileId"]))


def toggle_episode_without_file(app: SimulatedApp, rng: random.Random) -> None:
    """Change whether an episode that has no file is monitored."""
    _toggle(app, _episode(app, rng, lambda row: not row["episodeFileId"]))


def toggle_special(app: SimulatedApp, rng: random.Random) -> None:
    """Change whether a special is monitored."""
    _toggle(app, _episode(app, rng, lambda row: row["seasonNumber"] == 0))


def toggle_undated_episode(app: SimulatedApp, rng: random.Random) -> None:
    """Change whether an episode without a date is monitored."""
    _toggle(app, _undated(app, rng))


def toggle_episode_of_unmonitored_series(app: SimulatedApp, rng: random.Random) -> None:
    """Change an episode of a series that is not monitored."""
    series = rng.choice(list(app.store.titles.values()))
    series["monitored"] = False
    _toggle(app, _episode(app, rng, lambda row: row["seriesId"] == series["id"]))


def toggle_season(app: SimulatedApp, rng: random.Random) -> None:
    """Change whether a season is monitored, and all its episodes with it."""
    series = request(app, "GET", f"series/{rng.choice(list(app.store.titles))}")
    for season in series["seasons"]:
        season["monitored"] = not season["monitored"]
    request(app, "PUT", f"series/{series['id']}", series)


def date_episode(app: SimulatedApp, rng: random.Random) -> None:
    """Give an episode a date, far away."""
    _undated(app, rng)["airDateUtc"] = "1931-05-01T00:00:00Z"


def move_date(app: SimulatedApp, rng: random.Random) -> None:
    """Move the date of an episode into another year."""
    episode = _episode(app, rng, lambda row: "airDateUtc" in row)
    episode["airDateUtc"] = f"{rng.choice((1951, 1999, 2050))}-01-01T00:00:00Z"


def forget_date(app: SimulatedApp, rng: random.Random) -> None:
    """Take the date of an episode away; one with a file too."""
    episode = _episode(app, rng, lambda row: "airDateUtc" in row and row["episodeFileId"])
    del episode["airDateUtc"]
    episode.pop("airDate", None)


def rename_episode(app: SimulatedApp, rng: random.Random) -> None:
    """Give an episode another title."""
    _episode(app, rng, bool)["title"] = f"Titled {rng.random()}"


def renumber_episode(app: SimulatedApp, rng: random.Random) -> None:
    """Give an episode another number."""
    _episode(app, rng, bool)["episodeNumber"] += 500


def new_episode(app: SimulatedApp, rng: random.Random) -> None:
    """Let a series gain an episode, with a date or without."""
    sample = dict(_episode(app, rng, lambda row: "airDateUtc" in row))
    number = max(app.store.episodes) + 1
    sample |= {"id": number, "episodeNumber": 900 + number, "episodeFileId": 0, "monitored": True}
    if rng.random() < 0.5:
        del sample["airDateUtc"]
    app.store.episodes[number] = sample
    app.store.touch()


def lose_episode(app: SimulatedApp, rng: random.Random) -> None:
    """Let a series lose an episode that has no file."""
    del app.store.episodes[_episode(app, rng, lambda row: not row["episodeFileId"])["id"]]
    app.store.touch()


def swap_undated_episodes(app: SimulatedApp, rng: random.Random) -> None:
    """Let an episode without a date make room for another, so that their number stays."""
    gone = _episode(app, rng, lambda row: "airDateUtc" not in row)
    number = max(app.store.episodes) + 1
    app.store.episodes[number] = gone | {"id": number, "title": "Another", "episodeFileId": 0}
    if not gone["episodeFileId"]:
        del app.store.episodes[gone["id"]]
    app.store.touch()


def upgrade_episodes(app: SimulatedApp, rng: random.Random) -> None:
    """Replace an episode file by a better one."""
    library_changes.upgrade_episodes(app.store, rng.choice(list(app.store.files)))


def rename_episode_file(app: SimulatedApp, rng: random.Random) -> None:
    """Rename an episode file: its id and size stay, and only the history tells."""
    store = app.store
    file = rng.choice(list(store.files.values()))
    store.history.draw()
    before, file["relativePath"] = file["relativePath"], f"Season 01/Renamed {rng.random()}.mkv"
    paths = {"sourceRelativePath": before, "relativePath": file["relativePath"]}
    series = store.titles[file["seriesId"]]
    for episode in store.episodes_of_file(file)[:1]:
        row = store.history_row(
            "episodeFileRenamed", series, file, time.time(), episode_id=episode["id"], extra=paths
        )
        store.history.add(row)


def delete_episode_file(app: SimulatedApp, rng: random.Random) -> None:
    """Delete an episode file."""
    request(app, "DELETE", f"episodefile/{rng.choice(list(app.store.files))}")


def split_double_episode(app: SimulatedApp, rng: random.Random) -> None:
    """Take a file away from one of its episodes, or give it to one more."""
    episode = _episode(app, rng, lambda row: not row["episodeFileId"])
    files = app.store.files_of(episode["seriesId"])
    if files:
        episode["episodeFileId"] = rng.choice(files)["id"]


def add_series(app: SimulatedApp, rng: random.Random) -> None:
    """Add a series, with its episodes or before they have come."""
    series = add_title(app)
    if rng.random() < 0.5:
        refresh(app, series)


def facts_by_hand(rng: random.Random) -> Obj:
    """Return facts of a file that an owner sets by hand."""
    quality = {"quality": {"id": rng.choice((1, 2, 4)), "name": ""}, "revision": {"version": 2, "real": 0}}
    languages = [{"id": rng.choice((2, 3, 4)), "name": ""}]
    return {"quality": quality, "languages": languages, "indexerFlags": rng.choice((1, 2, 8))}


def edit_episode_file(app: SimulatedApp, rng: random.Random) -> None:
    """Edit the facts of an episode file by hand, which shows nowhere else."""
    number = rng.choice(list(app.store.files))
    request(app, "PUT", "episodefile/bulk", [facts_by_hand(rng) | {"id": number}])


SONARR: Mapping[str, KindOfChange] = BOTH | {
    change.__name__: change
    for change in (
        *(toggle_episode_with_file, toggle_episode_without_file, toggle_special, toggle_undated_episode),
        *(toggle_episode_of_unmonitored_series, toggle_season, date_episode, move_date, forget_date),
        *(rename_episode, renumber_episode, new_episode, lose_episode, swap_undated_episodes),
        *(upgrade_episodes, rename_episode_file, delete_episode_file, split_double_episode, add_series),
    )
}
"""All but :func:`edit_episode_file`, whose turn comes later."""
