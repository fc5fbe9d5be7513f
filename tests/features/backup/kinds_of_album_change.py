"""Kinds of change to a Lidarr that an owner, the app or its metadata host makes, by name."""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Any

import httpx

from arrtui.demo.estate import SimulatedApp
from arrtui.demo.http.wire import Obj
from tests.features.backup.kinds_of_change import KindOfChange


def request(app: SimulatedApp, method: str, path: str, body: Any = None) -> Any:
    """Send what the app's own web page would, and finish the commands it starts."""
    headers = {"X-Api-Key": app.api_key}
    answer = httpx.request(method, f"{app.url}/api/v1/{path}", json=body, headers=headers, timeout=10)
    assert answer.is_success, answer.text
    app.store.settle()
    return answer.json() if answer.content else None


def command(app: SimulatedApp, name: str, **body: Any) -> None:
    """Let a command run to its end."""
    request(app, "POST", "command", {"name": name, **body})


def _artist(app: SimulatedApp, rng: random.Random) -> Obj:
    return dict(request(app, "GET", f"artist/{rng.choice(sorted(app.store.titles))}"))


def _file(app: SimulatedApp, rng: random.Random) -> Obj:
    return rng.choice([file for file in app.store.files.values() if file["albumId"]])


def edit_artist(app: SimulatedApp, rng: random.Random) -> None:
    """Change the flags, the tags and the profile of an artist."""
    artist = _artist(app, rng)
    profile = rng.choice(list(app.store.profiles))
    body = artist | {"tags": [1, 4], "qualityProfileId": profile, "monitored": not artist["monitored"]}
    request(app, "PUT", f"artist/{artist['id']}", body)


def delete_artist(app: SimulatedApp, rng: random.Random) -> None:
    """Delete an artist, with its files or without."""
    gone = rng.choice(sorted(app.store.titles))
    request(app, "DELETE", f"artist/{gone}?deleteFiles={rng.choice(('true', 'false'))}")


def monitor_albums(app: SimulatedApp, rng: random.Random) -> None:
    """Change whether some albums are monitored."""
    albums = rng.sample(request(app, "GET", "album"), 3)
    body = {"albumIds": [album["id"] for album in albums], "monitored": not albums[0]["monitored"]}
    request(app, "PUT", "album/monitor", body)


def monitor_other_release(app: SimulatedApp, rng: random.Random) -> None:
    """Monitor another release of an album: its files are imported anew, under other ids."""
    albums = [album for album in request(app, "GET", "album") if len(album["releases"]) > 1]
    album = rng.choice(albums)
    chosen = next(release for release in album["releases"] if not release["monitored"])
    releases = [release | {"monitored": release is chosen} for release in album["releases"]]
    request(app, "PUT", f"album/{album['id']}", album | {"releases": releases})


def delete_album(app: SimulatedApp, rng: random.Random) -> None:
    """Delete an album for good."""
    album = rng.choice(request(app, "GET", "album"))
    request(app, "DELETE", f"album/{album['id']}?deleteFiles=true&addImportListExclusion=true")


def drop_and_return_album(app: SimulatedApp, rng: random.Random) -> None:
    """Delete an album that the next refresh brings back, under another id."""
    album = rng.choice(request(app, "GET", "album"))
    request(app, "DELETE", f"album/{album['id']}")
    command(app, "RefreshArtist", artistIds=[album["artistId"]])


def rename_album(app: SimulatedApp, rng: random.Random) -> None:
    """Let the metadata host call an album otherwise."""
    album = rng.choice(request(app, "GET", "album"))
    app.store.albums[album["id"]]["title"] = f"Titled {rng.random()}"
    app.store.touch()


def delete_track_file(app: SimulatedApp, rng: random.Random) -> None:
    """Delete the file of a track."""
    request(app, "DELETE", f"trackfile/{_file(app, rng)['id']}")


def change_score(app: SimulatedApp, rng: random.Random) -> None:
    """Change what a profile in use gives a format."""
    profile = request(app, "GET", f"qualityprofile/{_artist(app, rng)['qualityProfileId']}")
    items = [dict(item) for item in profile["formatItems"]]
    rng.choice(items)["score"] += 7
    request(app, "PUT", f"qualityprofile/{profile['id']}", profile | {"formatItems": items})


def edit_tag(app: SimulatedApp, rng: random.Random) -> None:
    """Rename a tag, and add one."""
    request(app, "PUT", "tag/4", {"id": 4, "label": f"tag-{rng.randrange(1000)}"})
    request(app, "POST", "tag", {"label": f"new-{rng.randrange(1000)}"})


def add_metadata_profile(app: SimulatedApp, rng: random.Random) -> None:
    """Add a metadata profile."""
    profiles = request(app, "GET", "metadataprofile")
    request(app, "POST", "metadataprofile", profiles[0] | {"id": 0, "name": f"Profile {len(profiles) + 1}"})


def edit_daily_settings(app: SimulatedApp, rng: random.Random) -> None:
    """Change whether tags are written into files; add a filter of its pages and a mapping of paths."""
    number = rng.randrange(10**6)
    request(app, "POST", "customfilter", {"type": "x", "label": f"F{number}", "filters": [{"key": "title"}]})
    mapping = {"host": f"h{number}", "remotePath": "/downloads/", "localPath": "/tmp/"}
    request(app, "POST", "remotepathmapping", mapping)
    body = request(app, "GET", "config/metadataprovider")
    other = "newFiles" if body["writeAudioTags"] == "no" else "no"
    request(app, "PUT", "config/metadataprovider/1", body | {"writeAudioTags": other})


LIDARR: Mapping[str, KindOfChange] = {
    change.__name__: change
    for change in (
        *(edit_artist, delete_artist, monitor_albums, monitor_other_release, delete_album),
        *(drop_and_return_album, rename_album, delete_track_file, change_score, edit_tag),
        *(add_metadata_profile, edit_daily_settings),
    )
}
