"""The state after a request, in the words of the recording."""

from __future__ import annotations

from collections.abc import Callable
from fnmatch import fnmatchcase
from typing import Any

from tests.demo.replay.preconditions import own_id
from tests.demo.replay.replayed import Obj, Replayed


def facts_after(replayed: Replayed) -> Obj:
    """Return the facts this module can state about the request."""
    facts: Obj = {}
    for pattern, state in _FACTS:
        if fnmatchcase(replayed.record.name, pattern):
            facts |= state(replayed)
    return facts


# ---- settings -------------------------------------------------------------------------------------


def _own_row(replayed: Replayed, table: str) -> Obj:
    """Return the row of the id in the path; nothing if it is gone."""
    row: Obj = getattr(replayed.library.store, table).get(own_id(replayed.record), {})
    return row


def _tag_in_use(replayed: Replayed) -> Obj:
    number = own_id(replayed.record)
    there = number in replayed.library.store.tags
    replayed.library.title(1)["tags"] = []
    return {"there": there, "after removal": replayed.status("DELETE", f"tag/{number}")}


def _names(table: str, *numbers: int) -> Callable[[Replayed], Obj]:
    return lambda replayed: {
        "after": sorted(getattr(replayed.library.store, table)[number]["name"] for number in numbers)
    }


def _formats_twice(replayed: Replayed) -> Obj:
    formats = [
        row["format"] for row in replayed.client.get(f"qualityprofile/{replayed.answer['id']}")["formatItems"]
    ]
    return {"rows-extra": [len(formats) - len(set(formats))]}


def _in_profiles(replayed: Replayed) -> Obj:
    number = replayed.answer["id"]
    rows = (row for profile in replayed.library.store.profiles.values() for row in profile["formatItems"])
    return {"in profiles": sorted({row["score"] for row in rows if row["format"] == number})}


def _sizes(replayed: Replayed) -> Obj:
    row = replayed.client.get("qualitydefinition/4")
    return {"after": [[row.get("minSize"), row.get("preferredSize"), row.get("maxSize")]]}


def _changed(replayed: Replayed) -> list[str]:
    before, now = replayed.before["configs"], replayed.library.store.configs
    return [
        f"{name}.{key}" for name in before for key in before[name] if before[name][key] != now[name].get(key)
    ]


def _secret(field: str) -> Callable[[Replayed], Obj]:
    def state(replayed: Replayed) -> Obj:
        resource = replayed.record.path.split("/")[3].split("?")[0]
        row = replayed.client.get(f"{resource}/{replayed.answer['id']}")
        return {field: [item.get("value") for item in row["fields"] if item["name"] == field]}

    return state


def _new_root(replayed: Replayed) -> Obj:
    deleted = replayed.status("DELETE", f"rootfolder/{replayed.answer['id']}")
    return {"path as sent": replayed.answer["path"] == replayed.sent["path"], "delete": deleted}


def _exclusions(replayed: Replayed, external_id: int) -> int:
    key = replayed.library.spec.external_id
    return [row[key] for row in replayed.library.store.exclusions.values()].count(external_id)


# ---- titles ---------------------------------------------------------------------------------------


def _defaults(replayed: Replayed) -> Obj:
    names = ("monitored", "seasonFolder", "minimumAvailability", "seriesType", "monitorNewItems", "tags")
    own = replayed.own()
    return {"defaults": {name: own.get(name) for name in names}}


def _root_slash(replayed: Replayed) -> Obj:
    own = replayed.own()
    return {
        "path double slash": "//" in own["path"],
        "rootFolderPath ends /": own["rootFolderPath"].endswith("/"),
    }


def _moved_by_put(replayed: Replayed) -> Obj:
    own = replayed.own()
    moves = [row for row in replayed.library.store.commands.items.values() if row["name"].startswith("Move")]
    follows = own["path"].startswith(own["rootFolderPath"])
    return {
        "path": own["path"] == replayed.sent["path"],
        "rootFolderPath follows": follows,
        "command": bool(moves),
    }


def _moved_root(replayed: Replayed) -> Obj:
    path, root = replayed.own()["path"], replayed.sent["rootFolderPath"]
    was = replayed.before["path"].rsplit("/", 1)[-1] if "path" in replayed.before else path.rsplit("/", 1)[-1]
    return {"folder name kept": path.endswith(f"/{was}"), "in new root": path.startswith(f"{root}/")}


def _excluded(replayed: Replayed) -> Obj:
    return {"excluded": len(replayed.library.store.exclusions) == 1}


def _title_there(name: str, number: int) -> Callable[[Replayed], Obj]:
    return lambda replayed: {name: replayed.status("GET", f"{replayed.library.spec.noun}/{number}")}


def _first_listed(replayed: Replayed) -> int:
    return int(replayed.sent[replayed.library.spec.ids_key][0])


def _monitored_episodes(replayed: Replayed, numbers: list[int]) -> list[bool]:
    return [replayed.library.store.episodes[number]["monitored"] for number in numbers]


def _monitoring(replayed: Replayed) -> Obj:
    """Sum up flags of seasons and their episodes after the first refresh, as the recording did."""
    replayed.library.settle()
    if replayed.library.kind == "radarr":
        return {"monitored": replayed.own()["monitored"], "after": replayed.own()["monitored"]}
    series = replayed.own()
    store = replayed.library.store
    flags = {
        season["seasonNumber"]: [
            season["monitored"],
            _how_many(
                [
                    row["monitored"]
                    for row in store.episodes_of(series["id"])
                    if row["seasonNumber"] == season["seasonNumber"]
                ]
            ),
        ]
        for season in series["seasons"]
    }
    regular = [number for number in sorted(flags) if number]
    middle: list[Any] = []
    for number in regular[1:-1]:
        if flags[number] not in middle:
            middle.append(flags[number])
    total = {"series": series["monitored"], "specials": flags.get(0), "first": flags[regular[0]]}
    total |= {"mid": sorted(middle, key=str), "last": flags[regular[-1]]}
    return {"sum": total, "answer monitored": replayed.answer["monitored"]}


def _how_many(flags: list[bool]) -> str:
    return "all" if all(flags) else "some" if any(flags) else "none"


def _season_episodes(replayed: Replayed) -> Obj:
    episodes = replayed.library.store.episodes_of(replayed.own()["id"])
    return {"S1 episodes": sorted({row["monitored"] for row in episodes if row["seasonNumber"] == 1})}


def _refresh_queued(replayed: Replayed) -> Obj:
    commands = replayed.library.store.commands.items.values()
    return {"refresh queued": any(row["name"] == "RefreshSeries" for row in commands)}


def _scene_names(replayed: Replayed) -> Obj:
    sent = replayed.sent[0]
    noun = replayed.library.spec.file.lower()
    good = replayed.client.get(f"{noun}/{sent['id']}").get("sceneName") == sent["sceneName"]
    bad = [{"id": sent["id"], "sceneName": "not a scene name"}]
    replayed.client.call("PUT", f"{noun}/bulk", bad)
    kept = replayed.client.get(f"{noun}/{sent['id']}").get("sceneName") == sent["sceneName"]
    return {"after good, bad": [good, kept]}


# ---- commands -------------------------------------------------------------------------------------


def _end(replayed: Replayed) -> Obj:
    replayed.library.settle()
    command = replayed.client.get(f"command/{replayed.answer['id']}")
    parts = [command["status"], command["result"], command.get("message")]
    return {"end": parts[: len(replayed.record.after.get("end", ()))]}


def _same_command(replayed: Replayed) -> Obj:
    body = replayed.sent
    key = replayed.library.spec.ids_key
    again = replayed.client.call("POST", "command", body).json()["id"]
    turned = replayed.client.call("POST", "command", body | {key: body[key][::-1]}).json()["id"]
    number = replayed.answer["id"]
    return {"same id": again == number, "other order same id": turned == number}


def _renamed(replayed: Replayed) -> Obj:
    replayed.library.settle()
    number = replayed.sent["files"][0]
    noun = replayed.library.spec.file.lower()
    name = replayed.client.get(f"{noun}/{number}")["relativePath"]
    title = replayed.sent[replayed.library.spec.id_key]
    spec = replayed.library.spec
    rows = replayed.client.get(f"history/{spec.noun}?{spec.id_key}={title}")
    renamed = [row for row in rows if row["eventType"].endswith("Renamed")]
    return {
        "name changed": "-GRP" not in name,
        "history": sorted({row["eventType"] for row in renamed}),
        "history data": sorted({key for row in renamed for key in row["data"]}),
    }


_FACTS: list[tuple[str, Callable[[Replayed], Obj]]] = [
    ("tag.*", lambda replayed: {"stored": replayed.new_tags(), "after": replayed.new_tags()}),
    ("tag.put-clash", lambda replayed: {"after": [_own_row(replayed, "tags")["label"]]}),
    ("tag.with-id", lambda replayed: {"id taken over": 77 in replayed.library.store.tags}),
    ("tag.delete", lambda replayed: {"gone": not _own_row(replayed, "tags")}),
    ("tag.delete-in-use", _tag_in_use),
    ("profile.post", lambda replayed: {"there": replayed.answer["id"] in replayed.library.store.profiles}),
    (
        "profile.dup-name",
        lambda replayed: {
            "n": [row["name"] for row in replayed.library.store.profiles.values()].count("Probe dup")
        },
    ),
    ("profile.formats-twice", _formats_twice),
    ("profile.put-mismatch", _names("profiles", 16, 17)),
    ("profile.delete-in-use", lambda replayed: {"there": bool(_own_row(replayed, "profiles"))}),
    ("format.post", _in_profiles),
    ("format.put-mismatch", _names("formats", 68, 69)),
    ("qualitydef.put", _sizes),
    ("config.naming-put-partial", lambda replayed: {"unchanged": not _changed(replayed)}),
    ("config.mm-put-partial", lambda replayed: {"changed": _changed(replayed)}),
    (
        "config.mm-put-full",
        lambda replayed: {"after": replayed.client.get("config/mediamanagement")["recycleBinCleanupDays"]},
    ),
    ("delay.delete-1", lambda replayed: {"there": 1 in replayed.library.store.delay_profiles}),
    ("delay.reorder", lambda replayed: {"b first": replayed.library.store.delay_profiles[7]["order"] == 1}),
    ("root.post-new", _new_root),
    (
        "excl.post-again",
        lambda replayed: {"n": _exclusions(replayed, replayed.sent[replayed.library.spec.external_id])},
    ),
    ("excl.bulk", lambda replayed: {"n": len(replayed.library.store.exclusions)}),
    (
        "excl.add-excluded-title",
        lambda replayed: {"exclusion there": bool(replayed.library.store.exclusions)},
    ),
    ("notif.post-off", _secret("password")),
    ("indexer.post-disabled-force", _secret("apiKey")),
    (
        "title.post",
        lambda replayed: {"has title from metadata": replayed.own()["title"] != replayed.sent["title"]},
    ),
    ("title.post-root-slash", _root_slash),
    (
        "title.post-path-outside",
        lambda replayed: {"rootFolderPath": bool(replayed.own().get("rootFolderPath"))},
    ),
    (
        "title.post-path-and-root",
        lambda replayed: {"path wins": replayed.own()["path"] == replayed.sent["path"]},
    ),
    ("title.post-minimal", _defaults),
    ("title.post-tag-unknown", lambda replayed: {"tags": replayed.own()["tags"]}),
    (
        "title.post-enum-number",
        lambda replayed: {
            "v": replayed.own()["minimumAvailability" if replayed.library.kind == "radarr" else "seriesType"]
        },
    ),
    (
        "title.post-added-date",
        lambda replayed: {"added kept": replayed.own()["added"] == replayed.sent["added"]},
    ),
    ("title.post-with-id", lambda replayed: {"id kept": replayed.answer["id"] == replayed.sent["id"]}),
    (
        "import.*",
        lambda replayed: {
            "n": len(replayed.answer),
            "added": len(replayed.library.store.titles) - replayed.before["titles"],
            "answered": len(replayed.answer)
            if isinstance(replayed.answer, list)
            else replayed.response.status_code,
        },
    ),
    ("put.title", lambda replayed: {"monitored": replayed.own()["monitored"]}),
    ("put.extra", lambda replayed: {"title kept": replayed.own()["title"] != replayed.sent["title"]}),
    (
        "put.notags",
        lambda replayed: {
            "tags": replayed.own()["tags"],
            "list ok": replayed.status("GET", replayed.library.spec.noun),
        },
    ),
    ("put.season-flag", _season_episodes),
    ("put.series-type", _refresh_queued),
    ("put.no*id*", lambda replayed: {"after": replayed.own()["monitored"]}),
    ("put.path-child-of-own", lambda replayed: {"ok": replayed.own()["path"] == replayed.sent["path"]}),
    ("put.path-nomove", _moved_by_put),
    ("editor.root-nomove", _moved_root),
    ("editor.monitored", lambda replayed: {"after": replayed.own()["monitored"]}),
    (
        "editor.unknown-id",
        lambda replayed: {"other changed": not replayed.title(_first_listed(replayed))["monitored"]},
    ),
    ("editor.root-slash", lambda replayed: {"double slash": "//" in replayed.own()["path"]}),
    (
        "editor.tags-unknown",
        lambda replayed: {
            "has": replayed.sent["tags"][0] in replayed.own()["tags"],
            "tag detail": replayed.status("GET", "tag/detail"),
        },
    ),
    ("editor.tags-replace-empty", lambda replayed: {"tags": replayed.own()["tags"]}),
    ("delete.exclusion", _excluded),
    ("delete.editor", lambda replayed: _title_there("gone", _first_listed(replayed))(replayed)),
    ("delete.editor-unknown", lambda replayed: _title_there("other", _first_listed(replayed))(replayed)),
    ("delete.editor-dup", lambda replayed: _title_there("there", _first_listed(replayed))(replayed)),
    (
        "file.bulk-put-unknown",
        lambda replayed: {
            "first changed": replayed.client.get(
                f"{replayed.library.spec.file.lower()}/{replayed.sent[0]['id']}"
            ).get("releaseGroup")
            == "PRB2"
        },
    ),
    ("file.bulk-put-scenename", _scene_names),
    ("episode.monitor", lambda replayed: {"after": all(_monitored_episodes(replayed, [1, 2]))}),
    ("episode.monitor-dup", lambda replayed: {"n": sum(_monitored_episodes(replayed, [3]))}),
    ("episode.monitor-noflag", lambda replayed: {"after": any(_monitored_episodes(replayed, [2]))}),
    (
        "episode.put",
        lambda replayed: {"title kept": replayed.client.get("episode/2")["title"] != replayed.sent["title"]},
    ),
    ("monitor.*", _monitoring),
    (
        "seasonpass",
        lambda replayed: {"after": any(row["monitored"] for row in replayed.library.store.episodes_of(88))},
    ),
    ("cmd.*", lambda replayed: _end(replayed) if "end" in replayed.record.after else {}),
    ("cmd.dedupe", _same_command),
    ("cmd.rename-files-1", _renamed),
    ("down.refresh", _end),
    ("down.refresh", _title_there("title there", 2)),
]

IGNORED: dict[tuple[str, str], str] = {
    ("profile.minupgrade-absent", "value"): "nothing was stored",
    ("profile.put-minscore-lowered", "post"): "the request before it",
    ("editor.root-nomove", "disk"): "no files are laid out here",
    ("editor.root-move-target-exists", "dest"): "no files are laid out here",
    ("editor.root-move-target-exists", "overwritten"): "no files are laid out here",
    ("editor.root-move-target-exists", "source there"): "no files are laid out here",
    ("delete.files", "folder there"): "no files are laid out here",
    ("delete.nofiles", "folder there"): "no files are laid out here",
    ("db.tag-umlaut-case", "first"): "the request before it",
    ("qualitydef.put-into-profiles", "size of HDTV-720p in two profiles before"): "the state before it",
    ("qualitydef.put-into-profiles", "after"): "looked at in tests/demo/sonarr/test_fifth.py",
    ("profile.put-nosizes", "sizes before"): "the state before it",
    ("profile.put-nosizes", "sizes after"): "looked at in tests/demo/sonarr/test_fifth.py",
}
"""Facts of recordings that are not looked at, with the reason."""
