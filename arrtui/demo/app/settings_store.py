"""The settings of a simulated instance, and the scores that follow from them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, ClassVar

from arrtui.demo.app import settings
from arrtui.demo.app.providers import default_providers
from arrtui.demo.app.spec import AppSpec
from arrtui.demo.app.storage import Storage
from arrtui.demo.http.errors import broken
from arrtui.demo.http.wire import Obj
from arrtui.demo.world.catalogue import Catalogue
from arrtui.demo.world.disk import Disk
from arrtui.demo.world.formats import Matcher, facts_of
from arrtui.demo.world.profiles import (
    build_formats,
    build_profiles,
    quality_cutoff_unmet,
    quality_index,
    role_of,
)
from arrtui.demo.world.tables import Kind, languages

FIRST_GROUP = 1000
"""The id of the first group of a profile to start from."""


def by_id(rows: Iterable[Obj]) -> dict[int, Obj]:
    """Return rows by their id."""
    return {row["id"]: row for row in rows}


class SettingsStore(Disk):
    """Tables of settings: plain dicts by id, which tests may change directly.

    After changing `formats` by hand call `touch()`.
    """

    spec: ClassVar[AppSpec]
    library_tables: ClassVar[tuple[str, ...]] = ()
    """Further tables of the library, which belong to what the app archives."""
    titles: dict[int, Obj]
    """Every title by id; it uses settings."""

    def __init__(self, instance: str, seed: int, catalogue: Catalogue, folder: Path | None) -> None:
        super().__init__(folder)
        self.instance = instance
        self.seed = seed
        self.catalogue = catalogue
        self.role = role_of(instance)
        self.today = catalogue.today
        self.storage = Storage()
        self._highest: dict[int, int] = {}
        """The highest id ever given, by the identity of the table."""
        self.exclusions: dict[int, Obj] = {}
        spec = self.spec
        self.formats = by_id(build_formats(spec.kind, self.role))
        self.profiles = by_id(build_profiles(spec.kind, self.role, list(self.formats.values())))
        self._scores_at_start = {number: self.score_map(number) for number in self.profiles}
        self.matcher = self._matcher_at_start = Matcher(self.formats.values())
        self.tags = {number: {"id": number, "label": label} for number, label in enumerate(settings.TAGS, 1)}
        base = "" if self.folder is None else str(self.folder / self.instance)
        self.root_folders = by_id(
            {"id": number, "path": f"{base}/{name}"} for number, name in enumerate(spec.roots[self.role], 1)
        )
        self.providers = default_providers(spec, self.root_folders[1]["path"])
        self.ghost_formats: dict[int, Obj] = {}
        """Deleted formats that the app still has in memory, after a deletion of many that broke off."""
        self.delay_profiles = by_id(settings.default_delay_profiles())
        self.release_profiles: dict[int, Obj] = {}
        self.path_mappings: dict[int, Obj] = {}
        self.custom_filters: dict[int, Obj] = {}
        self.auto_tags: dict[int, Obj] = {}
        self.quality_definitions = by_id(
            settings.default_quality_definitions(spec.kind, float(spec.greatest_size))
        )
        self.cached_sizes: tuple[float, dict[int, Obj]] = 0.0, {}
        """Until when the app keeps definitions in memory, and as what."""
        self.configs = settings.default_configs(spec, self.instance)
        self.backups = settings.default_backups(self.today)
        self.archives: dict[str, bytes] = {}
        """The zips of backups, by their paths."""
        self.database_to_restore = b""
        """A database that was sent, which is read as the app starts again."""
        self.health = settings.health_messages(spec.kind, self.role)

    @property
    def kind(self) -> Kind:
        """Which app it is."""
        return self.spec.kind

    @property
    def recycle_bin(self) -> Path | None:
        """Where deleted files go; None: nowhere."""
        path = self.configs["mediamanagement"].get("recycleBin")
        return Path(path) if path else None

    def grouped(self, items: list[Obj]) -> list[Obj]:
        """Return the items of a profile to start from: what comes from the web is a group for each height."""
        grouped: list[Obj] = []
        for item in ({key: value for key, value in row.items() if key != "id"} for row in items):
            quality, name = item["quality"], f"WEB {item['quality']['resolution']}p"
            if not quality["name"].startswith("WEB"):
                grouped.append(item)
            elif grouped and grouped[-1].get("name") == name:
                grouped[-1]["items"].append(item)
            else:
                number = FIRST_GROUP + sum("id" in row for row in grouped)
                grouped.append({"id": number, "name": name, "items": [item], "allowed": False})
        return grouped

    def quality_title(self, file: Obj) -> str:
        """Return what the quality definition of a file's quality is called."""
        quality, rows = file["quality"]["quality"], self.quality_definitions.values()
        titles = (row["title"] for row in rows if row["quality"]["id"] == quality["id"])
        return str(next(titles, quality["name"]))

    def touch(self) -> None:
        """Forget everything derived from what a test has changed by hand."""
        self.matcher = Matcher(self.formats.values())
        self.cached_sizes = 0.0, {}

    def require_languages(self, profiles: Iterable[Obj] | None = None) -> None:
        """Raise ApiError 500 while a profile, of these or of all, has a language that is not known."""
        number = self._unknown_language(self.profiles.values() if profiles is None else profiles)
        if number is not None:
            raise broken(f"Error parsing column 4 (Language={number} - Int64)")

    def _unknown_language(self, profiles: Iterable[Obj]) -> int | None:
        """Return the id of a profile's language that the app does not know, None if there is no such."""
        known = {row["id"] for row in languages(self.kind).values()} or {0}
        numbers = (profile.get("language", {}).get("id", 0) for profile in profiles)
        return next((number for number in numbers if number not in known), None)

    def next_id(self, table: dict[int, Any]) -> int:
        """Return the id the database gives the next row: never one it gave before (`AUTOINCREMENT`)."""
        number = max(self._highest.get(id(table), 0), max(table, default=0)) + 1
        self._highest[id(table)] = number
        return number

    def add_tag(self, label: str) -> Obj:
        """POST of a tag: looked up as given, stored in lower case, so `4K` beside `4k` clashes."""
        for tag in self.tags.values():
            if tag["label"] == label:
                return tag
        if any(tag["label"] == label.lower() for tag in self.tags.values()):
            raise self.storage.constraint_failed("Tags", "Label")
        number = self.next_id(self.tags)
        self.tags[number] = {"id": number, "label": label.lower()}
        return self.tags[number]

    # ---- scores -------------------------------------------------------------------------------

    def score_map(self, profile_id: int) -> dict[int, int]:
        """Return the scores a profile gives now, by format id; those of one that is named twice are added."""
        scores: dict[int, int] = {}
        for row in self.profiles[profile_id]["formatItems"]:
            scores[row["format"]] = scores.get(row["format"], 0) + row["score"]
        return scores

    def matched(self, file: Obj, original: int) -> tuple[int, ...]:
        """Return the ids of the formats a file matches; `original`: id of the title's original language."""
        return self.matcher.match(facts_of(self.kind, file, original))

    def scored(self, file: Obj, profile_id: int, original: int) -> Obj:
        """Return formats, score and cutoff of a file with the profile its title has now."""
        matched = self.matched(file, original)
        scores = self.score_map(profile_id)
        return {
            "customFormats": [{"id": number, "name": self.formats[number]["name"]} for number in matched],
            "customFormatScore": sum(scores.get(number, 0) for number in matched),
            "qualityCutoffNotMet": self.is_cutoff_unmet(file, profile_id),
        }

    def is_cutoff_unmet(self, file: Obj, profile_id: int) -> bool:
        """Return whether a file is below the quality cutoff of a profile."""
        return quality_cutoff_unmet(self.profiles[profile_id], file["quality"]["quality"]["id"])

    def is_worse(self, file: Obj, present: Obj, profile_id: int) -> bool:
        """Return whether a file is of a lower quality than the one that is there (`UpgradeSpecification`)."""
        return self.rank(file, profile_id) < self.rank(present, profile_id)

    def reason_gone(self, older: Obj, file: Obj, profile_id: int, original: int) -> str:
        """Return why an older file went before this one came: an app replaces it by a better one only."""
        ranks = [self.rank(row, profile_id) for row in (older, file)]
        scores = [self.score_at_start(row, profile_id, original) for row in (older, file)]
        return "Upgrade" if (ranks[0], scores[0]) < (ranks[1], scores[1]) else "Manual"

    def rank(self, file: Obj, profile_id: int) -> int:
        """Return the place of a file's quality in a profile, the higher the better."""
        return quality_index(self.profiles[profile_id], file["quality"]["quality"]["id"])

    def score_now(self, file: Obj, profile_id: int, original: int) -> int:
        """Return the score a file has with a profile as it is now."""
        scores = self.score_map(profile_id)
        return sum(scores.get(number, 0) for number in self.matched(file, original))

    def score_at_start(self, file: Obj, profile_id: int, original: int) -> int:
        """Return the score a file had with the formats and profiles the estate started with."""
        scores = self._scores_at_start.get(profile_id, {})
        matched = self._matcher_at_start.match(facts_of(self.kind, file, original))
        return sum(scores.get(number, 0) for number in matched)

    def save_format(self, resource: Obj) -> Obj:
        """Add or replace a custom format; a new one comes first in every profile, with score 0.

        While the profiles cannot be listed it enters none of them, and never will.
        """
        number = resource.get("id", 0)
        is_new = number not in self.formats
        if is_new:
            number = self.next_id(self.formats)
        self.formats[number] = resource | {"id": number}
        self.ghost_formats.clear()
        profiles = self.profiles.values()
        for profile in profiles if self._unknown_language(profiles) is None else ():
            rows = profile["formatItems"]
            added = [{"format": number, "name": resource["name"], "score": 0}] if is_new else []
            named = {"name": resource["name"]}
            profile["formatItems"] = added + [row | named if row["format"] == number else row for row in rows]
        self.touch()
        return self.formats[number]

    def delete_format(self, number: int) -> None:
        """Remove a custom format, from every profile too; without any format a profile asks for no score."""
        del self.formats[number]
        self.ghost_formats.clear()
        for profile in self.profiles.values():
            profile["formatItems"] = [row for row in profile["formatItems"] if row["format"] != number]
            if not self.formats:
                profile |= {"minFormatScore": 0, "cutoffFormatScore": 0, "minUpgradeFormatScore": 1}
        self.touch()

    def tag_users(self, number: int) -> dict[str, list[int]]:
        """Return what has a tag, as `/tag/detail` names it."""
        tables = {
            "delayProfileIds": self.delay_profiles,
            self.spec.tag_release_profiles: self.release_profiles,
            "importListIds": self.providers["importlist"],
            "notificationIds": self.providers["notification"],
            "indexerIds": self.providers["indexer"],
            "downloadClientIds": self.providers["downloadclient"],
            "autoTagIds": self.auto_tags,
            self.spec.ids_key: self.titles,
        }
        return {
            name: [row_id for row_id, row in table.items() if number in (row.get("tags") or ())]
            for name, table in tables.items()
        }
