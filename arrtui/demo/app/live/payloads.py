"""The parts of payloads that both apps write alike: nulls are left out, zeros are not."""

from __future__ import annotations

from arrtui.demo.app.history import make_download_id
from arrtui.demo.app.live.events import FileImported, ImportBlocked
from arrtui.demo.app.store import Store
from arrtui.demo.http.wire import Obj


def present(**members: object) -> Obj:
    """Return the members that are not null."""
    return {key: value for key, value in members.items() if value is not None}


def labels(store: Store, title: Obj) -> list[str]:
    """Return the labels of a title's tags, in order."""
    return sorted(str(store.tags[number]["label"]) for number in title["tags"] if number in store.tags)


def images(resource: Obj) -> list[Obj]:
    """Return the pictures of a title as it is shown."""
    return [
        present(coverType=row["coverType"], url=row.get("url"), remoteUrl=row.get("remoteUrl"))
        for row in resource["images"]
    ]


def file_payload(title: Obj, file: Obj, **more: object) -> Obj:
    """Return a file: without formats and score, its quality by name (`WebhookMovieFile`)."""
    quality, probed = file["quality"], file.get("mediaInfo")
    return present(
        id=file["id"],
        relativePath=file["relativePath"],
        path=f"{title['path']}/{file['relativePath']}",
        quality=quality["quality"]["name"],
        qualityVersion=quality["revision"]["version"],
        releaseGroup=file.get("releaseGroup") or None,
        sceneName=file.get("sceneName"),
        size=file["size"],
        dateAdded=file["dateAdded"],
        languages=_named(file["languages"]),
        mediaInfo=_media_info(probed) if probed else None,
        **more,
    )


def renamed_payload(title: Obj, file: Obj, before: str, **more: object) -> Obj:
    """Return a file with the name it had (`WebhookRenamedMovieFile`)."""
    old = {"previousRelativePath": before, "previousPath": f"{title['path']}/{before}"}
    return file_payload(title, file, **more) | old


def release_payload(release: Obj, **more: object) -> Obj:
    """Return a release at its grab (`WebhookRelease`); a Lidarr's has no languages."""
    return present(
        quality=release["quality"]["quality"]["name"],
        qualityVersion=release["quality"]["revision"]["version"],
        releaseGroup=release.get("releaseGroup"),
        releaseTitle=release["title"],
        indexer=release["indexer"],
        size=release["size"],
        customFormatScore=release["customFormatScore"],
        customFormats=[row["name"] for row in release["customFormats"]],
        languages=_named(release["languages"]) if "languages" in release else None,
        **more,
    )


def grab_payload(store: Store, release: Obj) -> Obj:
    """Return what a grab says of its download, and the formats of its release."""
    clients = store.providers["downloadclient"].values()
    client = next((row for row in clients if row.get("protocol") == release["protocol"]), None)
    formats = [{"id": row["id"], "name": row["name"]} for row in release["customFormats"]]
    return present(
        downloadClient=client and client["name"],
        downloadClientType=client and client["implementationName"],
        downloadId=make_download_id(release["guid"]) if client else None,
        customFormatInfo={"customFormats": formats, "customFormatScore": release["customFormatScore"]},
    )


def import_payload(store: Store, event: FileImported, **more: object) -> Obj:
    """Return what both apps say of a file that was imported, its formats by the name it arrived with.

    Of a download that no client is known of nothing else is told.
    """
    title = event.title
    scored = store.scored(event.arrived_as, title["qualityProfileId"], store.original_language(title))
    deleted = [file_payload(title, file, **more) for file in event.replaced]
    return {
        store.spec.file: file_payload(title, event.file, **more, sourcePath=event.source),
        "isUpgrade": bool(deleted),
        **({"deletedFiles": deleted} if deleted else {}),
        "customFormatInfo": {key: scored[key] for key in ("customFormats", "customFormatScore")},
    }


def blocked_payload(store: Store, event: ImportBlocked, **release: object) -> Obj:
    """Return what both apps say of a download that waits for its user; its score is always 0."""
    download, quality = event.download, event.download["quality"]
    title = event.title
    facts = download | {"relativePath": download["title"]}
    scored = store.scored(facts, title["qualityProfileId"], store.original_language(title))
    clients = store.providers["downloadclient"].values()
    kinds = (row["implementationName"] for row in clients if row["name"] == download.get("downloadClient"))
    about = {"releaseTitle": download["title"], "indexer": download["indexer"], "size": download["size"]}
    return present(
        downloadInfo={
            "quality": quality["quality"]["name"],
            "qualityVersion": quality["revision"]["version"],
            "title": download["title"],
            "size": download["size"],
        },
        downloadClient=download.get("downloadClient"),
        downloadClientType=next(kinds, None),
        downloadId=download.get("downloadId"),
        downloadStatus=download["trackedDownloadStatus"].capitalize(),
        downloadStatusMessages=download["statusMessages"],
        customFormatInfo={"customFormats": scored["customFormats"], "customFormatScore": 0},
        release=about | release,
    )


def _named(languages: list[Obj]) -> list[Obj]:
    return [{"id": row["id"], "name": row["name"]} for row in languages]


def _media_info(probed: Obj) -> Obj:
    """Return what a probe found, in the words of a payload."""
    width, _, height = probed["resolution"].partition("x")
    facts: Obj = {key: probed[key] for key in ("audioChannels", "audioCodec", "videoCodec")}
    facts |= {key: probed.get(key, "") for key in ("videoDynamicRange", "videoDynamicRangeType")}
    for key in ("audioLanguages", "subtitles"):
        facts[key] = [word for word in probed.get(key, "").split("/") if word]
    return facts | {"height": int(height), "width": int(width)}
