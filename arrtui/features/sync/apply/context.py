"""What all parts of an apply share: the instance, its journal and names, the options."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Coroutine, Iterable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from arrtui.clients import ArrClient
from arrtui.core.apps import Ability, Kind
from arrtui.core.domain import Item, Setting, SettingType
from arrtui.core.errors import NotFoundError, ServerFaultError
from arrtui.core.setting_secrets import FindSecret, no_secret
from arrtui.core.versions import is_able
from arrtui.features.sync.apply.journal import Journal
from arrtui.features.sync.apply.setting_lists import BrokenListError, SettingLists
from arrtui.features.sync.fields.names import InstanceNames, instance_names
from arrtui.features.sync.model import PlannedEntry

T = TypeVar("T")
R = TypeVar("R")
Report = Callable[[int, str], Awaitable[None]]
"""Takes how many entries are finished and the title that is being written."""

MOST_ADDED = 50
"""Titles of one request: the app asks its metadata host for each of them in turn (ARR_API 2.2)."""


@dataclass(frozen=True)
class ApplyOptions:
    """Options chosen when an apply is confirmed."""

    delete_files: bool = False
    """Whether removed titles lose their files on disk."""
    wait_seconds: float = 900.0
    """How long titles that the app is refreshing are waited for before they are left for the next run."""
    find_secret: FindSecret = no_secret
    """Gives what somebody gave to be typed into providers."""


@dataclass
class ApplyTarget:
    """The instance that is written, as the parts of an apply share it."""

    client: ArrClient
    journal: Journal
    options: ApplyOptions
    check: Callable[[], None]
    """Raises when the apply is to stop."""
    report: Report
    clock: Callable[[], float] = time.time
    """UTC seconds since the epoch."""
    looks_only: bool = False
    """Nothing is sent, so that refreshes of the app harm nothing."""
    names: InstanceNames = field(default_factory=InstanceNames)
    refused_tags: dict[str, str] = field(default_factory=dict)
    """Labels that the app refused to create in this attempt, and its own words."""
    version: str = ""
    """Of the app; empty until somebody wants to know."""
    library: dict[str, Item] | None = None
    """Every title of the instance by external id; None until it was listed."""
    most_added: int = MOST_ADDED
    """Titles added with one request; one where the app imports no list."""
    new_roots: frozenset[int] = frozenset()
    """Positions of the plan's entries that add root folders."""
    added: list[PlannedEntry] = field(default_factory=list)
    """Entries whose titles are there; what is left of them waits for their refresh."""
    moving: list[PlannedEntry] = field(default_factory=list)
    """Entries whose titles' files the app is moving."""
    waiting: list[PlannedEntry] = field(default_factory=list)
    """Entries whose titles the app was refreshing when it was their turn to be changed."""

    exclusions: dict[str, int] | None = None
    """Ids of the app's exclusions by external id; None until they were listed."""
    lists: SettingLists = field(init=False)
    """What settings are compared and checked with."""

    def __post_init__(self) -> None:
        self.lists = SettingLists(self.client)
        if not self.kind.app.resource.imports_many:
            self.most_added = 1

    @property
    def kind(self) -> Kind:
        """Which app it is."""
        return self.client.config.kind

    @property
    def instance(self) -> str:
        """Its name."""
        return self.client.config.name

    async def read_names(self) -> None:
        """Read the profiles, tags, auto-tagging rules and root folders of the instance: a request for each.

        The profiles come last: the id of one that is gone does the most harm, and root folders may take long.
        """
        roots, _ = await self.client.root_folders()
        tags = await self.client.settings(SettingType.TAG)
        try:
            rules = (await self.client.settings(SettingType.AUTO_TAG)).records
        except NotFoundError:  # an app before there were rules
            rules = []
        profiles: list[Setting] = []
        for profile in reversed(self.kind.app.profiles):
            try:
                profiles += (await self.client.settings(profile.type)).records
            except ServerFaultError as error:
                raise BrokenListError.of(error, profile.type) from None
        paths = [root.path for root in roots]
        self.names = instance_names(profiles, tags.records, paths, rules)

    async def read_exclusions(self) -> dict[str, int]:
        """Return the ids of the app's exclusions by external id; only the first call asks for them."""
        if self.exclusions is None:
            ids = self.kind.app.external_id
            rows = await self.client.raw_settings(SettingType.EXCLUSION)
            self.exclusions = {ids.of_exclusion(row): int(row["id"]) for row in rows}
        return self.exclusions

    async def app_version(self) -> str:
        """Return the app's version; only the first call asks for it."""
        if not self.version:
            self.version = (await self.client.status()).version
        return self.version

    async def missing_ability(self, ability: Ability) -> str:
        """Return why the app cannot do something, as a sentence; empty where it can."""
        app = self.kind.app
        if app.since.get(ability) == "":  # every version can
            return ""
        version = await self.app_version()
        if is_able(self.kind, ability, version):
            return ""
        since = app.since.get(ability)
        return f"{app.name} {version} cannot do that{f'; {since} and later can' if since else ''}."

    @property
    def adopts(self) -> bool:
        """Whether the app may have added titles by itself, out of root folders that this plan has made."""
        adds = self.kind.app.resource.new_roots_add
        return adds and any(self.journal.done(position, "setting") for position in self.new_roots)

    async def report_entry(self, planned: PlannedEntry) -> None:
        """Report which entry is being written."""
        await self.report(self.journal.finished, planned.entry.title or planned.entry.ident)


async def gather(work: Callable[[T], Coroutine[Any, Any, R]], values: Iterable[T]) -> list[R]:
    """Run a coroutine for each value concurrently; the client bounds how many requests run at once.

    The first error stops the rest, so that nothing goes on in the background.
    """
    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(work(value)) for value in values]
    except BaseExceptionGroup as errors:
        raise errors.exceptions[0] from None
    return [task.result() for task in tasks]
