"""What both apps keep: settings, tags, profiles, formats, history; the base of a simulated instance."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from arrtui.demo.app import settings
from arrtui.demo.app.commands import CommandQueue
from arrtui.demo.app.history import HistoryLog, Row
from arrtui.demo.http.errors import conflict, rows_missing
from arrtui.demo.http.wire import Obj
from arrtui.demo.world.catalogue import Catalogue
from arrtui.demo.world.disk import Disk
from arrtui.demo.world.formats import Matcher, facts_of
from arrtui.demo.world.profiles import (
    build_formats,
    build_profiles,
    format_items,
    quality_cutoff_unmet,
    role_of,
)
from arrtui.demo.world.tables import Kind


class Store(Disk):
    """The state of one instance: plain dicts by id, which tests may change directly.

    After changing `formats` or the links between titles and files by hand, call `touch()`.
    `lock` is held while a request is served; hold it for changes that consist of several steps.
    """

    kind: Kind

    def __init__(self, instance: str, seed: int, catalogue: Catalogue, folder: Path | None) -> None:
        self.instance = instance
        self.seed = seed
        self.catalogue = catalogue
        self.folder = folder
        self.role = role_of(instance)
        self.today = catalogue.today
        self.lock = threading.RLock()
        self.tick = 0
        self.matcher = self._matcher_at_start = Matcher()
        self.history = HistoryLog(self._draw_history)
        self.commands = CommandQueue(self.run_command)
        self.known_files = {}
        self.relocated = set()
        self._highest: dict[int, int] = {}
        self._settings()

    def _settings(self) -> None:
        self.formats = settings.by_id(build_formats(self.kind, self.role))
        self.profiles = settings.by_id(build_profiles(self.kind, self.role, list(self.formats.values())))
        self._scores_at_start = {number: self.score_map(number) for number in self.profiles}
        self.tags = {number: {"id": number, "label": label} for number, label in enumerate(settings.TAGS, 1)}
        self.root_folders: dict[int, Obj] = {
            number: {"id": number, "path": path} for number, path in enumerate(self._roots(), 1)
        }
        self.providers = settings.providers(self.kind, self.root_folders[1]["path"])
        self.delay_profiles = settings.by_id(settings.delay_profiles())
        self.release_profiles: dict[int, Obj] = {}
        self.quality_definitions = settings.by_id(settings.quality_definitions(self.kind))
        self.configs = settings.configs(self.kind, "", self.instance, "", settings.PORTS[self.kind])
        self.backups = settings.backups(self.today)
        self.health = settings.health(self.kind, self.role)
        self.exclusions: dict[int, Obj] = {}
        self.queue: dict[int, Obj] = {}
        self._matcher_at_start.load(self.formats.values())

    def _roots(self) -> list[str]:
        base = "" if self.folder is None else str(self.folder / self.instance)
        return [f"{base}/{name}" for name in settings.root_names(self.kind, self.role)]

    def _draw_history(self) -> Iterable[Row]:
        return ()

    def run_command(self, command: Obj) -> None:
        """Do what a command is for, once its time has come; raises to make it fail."""

    def touch(self) -> None:
        """Forget everything derived from what a test has changed by hand."""
        self.matcher = Matcher()
        self.matcher.load(self.formats.values())

    def settle(self) -> None:
        """Let every queued command finish now."""
        with self.lock:
            self.commands.advance(time.time() + 3600)

    # ---- scores -------------------------------------------------------------------------------

    def score_map(self, profile_id: int) -> dict[int, int]:
        """The scores a profile gives now, by format id."""
        return {item["format"]: item["score"] for item in self.profiles[profile_id]["formatItems"]}

    def matched(self, file: Obj, original: int) -> tuple[int, ...]:
        """The ids of the formats a file matches."""
        return self.matcher.match(facts_of(self.kind, file, original))

    def scored(self, file: Obj, profile_id: int, original: int) -> Obj:
        """Formats, score and cutoff of a file with the profile its title has now."""
        matched = self.matched(file, original)
        scores = self.score_map(profile_id)
        listed = [{"id": number, "name": self.formats[number]["name"]} for number in matched]
        unmet = quality_cutoff_unmet(self.profiles[profile_id], file["quality"]["quality"]["id"])
        total = sum(scores.get(number, 0) for number in matched)
        return {"customFormats": listed, "customFormatScore": total, "qualityCutoffNotMet": unmet}

    def score_now(self, file: Obj, profile_id: int, original: int) -> int:
        """The score a file has with a profile as it is now."""
        scores = self.score_map(profile_id)
        return sum(scores.get(number, 0) for number in self.matched(file, original))

    def score_at_start(self, file: Obj, profile_id: int, original: int) -> int:
        """The score a file had with the formats and profiles the estate started with."""
        scores = self._scores_at_start.get(profile_id, {})
        matched = self._matcher_at_start.match(facts_of(self.kind, file, original))
        return sum(scores.get(number, 0) for number in matched)

    def set_score(self, profile: int | str, format_: int | str, score: int) -> None:
        """Change what a profile gives a format; both by id or by name."""
        chosen = self.by_name(self.profiles, profile)
        number = self.by_name(self.formats, format_)["id"]
        for item in chosen["formatItems"]:
            if item["format"] == number:
                item["score"] = score

    @staticmethod
    def by_name(table: dict[int, Obj], key: int | str) -> Obj:
        """An object by id or name; KeyError when there is none."""
        if isinstance(key, int):
            return table[key]
        found = next((item for item in table.values() if item["name"] == key), None)
        if found is None:
            raise KeyError(key)
        return found

    def save_format(self, item: Obj) -> Obj:
        """Add or replace a custom format; a new one enters every profile with score 0."""
        new = item.get("id", 0) not in self.formats
        number = self.next_id(self.formats) if new else item["id"]
        self.formats[number] = item | {"id": number}
        self._rewrite_profiles()
        return self.formats[number]

    def delete_format(self, number: int) -> None:
        """Remove a custom format, from every profile too."""
        del self.formats[number]
        self._rewrite_profiles()

    def _rewrite_profiles(self) -> None:
        formats = list(self.formats.values())
        for profile in self.profiles.values():
            names = {item["format"]: item["score"] for item in profile["formatItems"]}
            scores = {item["name"]: names[item["id"]] for item in formats if item["id"] in names}
            profile["formatItems"] = format_items(formats, scores)
        self.touch()

    # ---- small things -------------------------------------------------------------------------

    def next_id(self, table: dict[int, Any]) -> int:
        """The id the database gives the next row: never one it gave before (`AUTOINCREMENT`)."""
        number = max(self._highest.get(id(table), 0), max(table, default=0)) + 1
        self._highest[id(table)] = number
        return number

    def remember_ids(self, *tables: dict[int, Any]) -> None:
        """Note the highest ids of tables, which their next rows come after even if those are deleted."""
        for table in (self.tags, self.exclusions, self.formats, self.profiles, self.delay_profiles, *tables):
            self._highest[id(table)] = max(table, default=0)

    def drop_downloads(self, key: str, number: int) -> None:
        """Forget the running downloads of a title that is removed."""
        for entry in [entry for entry in self.queue.values() if entry[key] == number]:
            del self.queue[entry["id"]]

    def add_tag(self, label: str) -> Obj:
        """POST of a tag: looked up as given, stored in lower case, so `4K` beside `4k` clashes."""
        for tag in self.tags.values():
            if tag["label"] == label:
                return tag
        if any(tag["label"] == label.lower() for tag in self.tags.values()):
            raise conflict("constraint failed\nUNIQUE constraint failed: Tags.Label")
        number = self.next_id(self.tags)
        self.tags[number] = {"id": number, "label": label.lower()}
        return self.tags[number]

    def root_of(self, path: str) -> str:
        """The longest root folder a path lies in, else its parent."""
        roots: list[str] = [
            item["path"] for item in self.root_folders.values() if path.startswith(item["path"] + "/")
        ]
        return max(roots, key=len) if roots else path.rsplit("/", 1)[0]


def exactly(table: dict[int, Obj], ids: list[int]) -> list[Obj]:
    """All rows of a list of ids; 500 if one is missing or repeated (R `BasicRepository.cs:145`)."""
    found = [table[number] for number in dict.fromkeys(ids) if number in table]
    if len(found) != len(ids):
        raise rows_missing(len(ids), len(found))
    return found


def apply_tags(item: Obj, tags: list[int], how: str) -> None:
    """Add, remove or replace tags, as the editors do (`applyTags`)."""
    present = set(item["tags"])
    changed = {"add": present | set(tags), "remove": present - set(tags)}.get(how, set(tags))
    item["tags"] = sorted(changed)
