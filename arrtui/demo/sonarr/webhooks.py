"""The payloads of Sonarr's webhooks (`WebhookBase`, `WebhookSeries`, `WebhookEpisode`)."""

from __future__ import annotations

from dataclasses import replace

from arrtui.demo.app.live import events
from arrtui.demo.app.live.payloads import (
    blocked_payload,
    file_payload,
    grab_payload,
    images,
    import_payload,
    labels,
    present,
    release_payload,
    renamed_payload,
)
from arrtui.demo.app.live.webhooks import Notice, Webhooks
from arrtui.demo.http.wire import Obj
from arrtui.demo.sonarr.resources import FIFTH_MEMBERS, episode_resource, series_resource
from arrtui.demo.sonarr.store import SonarrStore


class SonarrWebhooks(Webhooks[SonarrStore]):
    """The webhooks of a Sonarr."""

    def title(self, title: Obj) -> Obj:
        """Return the series."""
        resource = series_resource(self._store, title, self._url_base)
        return {
            "series": present(
                id=title["id"],
                title=resource["title"],
                titleSlug=resource["titleSlug"],
                path=title["path"],
                tvdbId=title["tvdbId"],
                tvMazeId=resource.get("tvMazeId", 0),
                tmdbId=resource.get("tmdbId", 0),
                imdbId=resource.get("imdbId"),
                type=title["seriesType"],
                year=resource["year"],
                genres=resource["genres"],
                images=images(resource),
                tags=labels(self._store, title),
                originalLanguage=resource["originalLanguage"],
                **(FIFTH_MEMBERS if self._store.spec.feed_versions else {}),
            )
        }

    def titles_added(self, event: events.TitlesAdded) -> None:
        """Tell nothing yet: an addition is told after the first scan."""

    def title_refreshed(self, event: events.TitleRefreshed) -> Notice | None:
        """Tell of an addition; of one without options nothing."""
        if not event.is_new or not event.add_options:
            return None
        return self.notice("onSeriesAdd", "SeriesAdd", event.title, {})

    def title_deleted(self, event: events.TitleDeleted) -> Notice:
        """Tell of a series that goes."""
        return self.notice(
            "onSeriesDelete", "SeriesDelete", event.title, {"deletedFiles": event.files_deleted}
        )

    def files_renamed(self, event: events.FilesRenamed) -> Notice:
        """Tell of new names."""
        files = [renamed_payload(event.title, file, before) for file, before in event.renames]
        return self.notice("onRename", "Rename", event.title, {"renamedEpisodeFiles": files})

    def file_deleted(self, event: events.FileDeleted) -> Notice | None:
        """Tell of a file that went; of one without episodes nothing."""
        if not event.episodes:
            return None
        facts = {
            "episodes": self._episodes(event.episodes),
            "episodeFile": file_payload(event.title, event.file),
            "deleteReason": event.reason,
        }
        return self.notice("onEpisodeFileDelete", "EpisodeFileDelete", event.title, facts)

    def file_imported(self, event: events.FileImported) -> Notice:
        """Tell of a file that arrived; of its release the app knows the kind alone."""
        release = {"releaseType": event.file["releaseType"]}
        file = import_payload(self._store, event)
        facts = {"episodes": self._episodes(event.episodes), **file, "release": release}
        notice = self.notice("onDownload", "Download", event.title, facts)
        return replace(notice, upgrade_switch="onUpgrade" if event.replaced else "")

    def import_blocked(self, event: events.ImportBlocked) -> Notice:
        """Tell of a download that waits for its user."""
        facts = blocked_payload(self._store, event, releaseType="singleEpisode")
        facts["episodes"] = self._episodes(event.episodes)
        return self.notice("onManualInteractionRequired", "ManualInteractionRequired", event.title, facts)

    def import_completed(self, event: events.ImportCompleted) -> Notice:
        """Tell of all files at once: without formats, and with the folders they came from and are in."""
        first = event.imports[0]
        title = first.title
        target = f"{title['path']}/{first.file['relativePath']}"
        facts = {
            "episodes": self._episodes([row for each in event.imports for row in each.episodes]),
            "episodeFiles": [file_payload(title, each.file) for each in event.imports],
            "release": {"releaseType": first.file["releaseType"]},
            "fileCount": len(event.imports),
            "sourcePath": first.source.rsplit("/", 1)[0],
            "destinationPath": target.rsplit("/", 1)[0],
        }
        return self.notice("onImportComplete", "Download", title, facts)

    def release_grabbed(self, event: events.ReleaseGrabbed) -> Notice:
        """Tell of a grab."""
        facts = {"episodes": self._episodes(event.episodes), "release": release_payload(event.release)}
        return self.notice("onGrab", "Grab", event.title, facts | grab_payload(self._store, event.release))

    def _episodes(self, rows: list[Obj]) -> list[Obj]:
        resources = [episode_resource(self._store, row) for row in rows]
        return [
            present(
                id=row["id"],
                episodeNumber=row["episodeNumber"],
                seasonNumber=row["seasonNumber"],
                title=row["title"],
                overview=row.get("overview"),
                airDate=row.get("airDate"),
                airDateUtc=row.get("airDateUtc"),
                seriesId=row["seriesId"],
                tvdbId=row["tvdbId"],
            )
            for row in resources
        ]
