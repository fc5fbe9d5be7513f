"""What both apps share: identity, health, settings and history of one instance."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pkgutil import resolve_name
from typing import TYPE_CHECKING, Any, ClassVar, Self
from urllib.parse import urlsplit

from arrtui.clients import convert, decoding, wire
from arrtui.clients.activity import ActivityReads
from arrtui.clients.answers import (
    AiredEpisode,
    AppStatus,
    Delivery,
    DescribedEpisode,
    Fetched,
    HistoryPage,
    ListedItem,
    ListedLibrary,
    Skipped,
)
from arrtui.clients.archive_requests import ArchiveRequests
from arrtui.clients.asking import plain_object
from arrtui.clients.commanding import Commanding
from arrtui.clients.decoding import UnusableError
from arrtui.clients.extras import ExtraReads
from arrtui.clients.history_reads import HistoryReads
from arrtui.clients.http import ArrHttp
from arrtui.clients.releases import ReleaseRequests
from arrtui.clients.renaming import RenameReads
from arrtui.clients.setting_writes import SettingWrites
from arrtui.clients.title_writes import TitleWrites
from arrtui.core import versions
from arrtui.core.apps import APPS
from arrtui.core.domain import (
    SINGLE,
    Episode,
    Health,
    MediaFile,
    RootFolder,
    Setting,
    SettingType,
    Track,
)
from arrtui.core.errors import (
    ArrError,
    ServerFaultError,
    VersionTooOldError,
    WrongAppError,
    WrongUrlBaseError,
)
from arrtui.core.text import plural

if TYPE_CHECKING:
    from arrtui.clients.faults import BufferedResponse
    from arrtui.core.config import InstanceConfig

__all__ = [
    "AiredEpisode",
    "AppStatus",
    "ArrClient",
    "Delivery",
    "Fetched",
    "HistoryPage",
    "ListedItem",
    "Skipped",
    "make_client",
]

IDS_PER_REQUEST = 250
"""Ids in one address: the apps accept 8 KiB of it (Kestrel)."""
_IDENTITY = "reading its status"
_TESTING = "testing the connection"


class ArrClient(
    TitleWrites,
    SettingWrites,
    ActivityReads,
    ArchiveRequests,
    ReleaseRequests,
    RenameReads,
    ExtraReads,
    HistoryReads,
    Commanding,
):
    """One instance of any app; each kind has a subclass for what it answers differently.

    Every method that asks the instance raises an ArrError of the kind that tells what is wrong, and leaves
    elements that cannot be understood out of its list, noted in ``skipped``.
    """

    files_per_request: ClassVar[int]
    """Titles whose files are read at once."""
    children_per_request: ClassVar[int] = 0
    """Children whose files are read at once; 0 where files are listed by title."""

    @abstractmethod
    async def items(self) -> Fetched[ListedItem]:
        """Return every title: one request."""

    async def library(self) -> ListedLibrary:
        """Return every title, with their children where one request gives all of them."""
        return ListedLibrary(await self.items())

    async def title_with_children(self, item_id: int) -> ListedLibrary:
        """Return one title, with its children where its app lists those. Raises NotFoundError as `item`."""
        return ListedLibrary(await self.item(item_id))

    @abstractmethod
    async def item(self, item_id: int) -> Fetched[ListedItem]:
        """Return one title as the list of all has it: one request.

        :raises NotFoundError: it is not there; with the app's own words if the app itself says so.
        """

    @abstractmethod
    async def files(self, item_ids: Sequence[int]) -> Fetched[MediaFile]:
        """Return the files of up to `files_per_request` titles with formats and scores: one request.

        :raises ValueError: these are more titles.
        """

    @abstractmethod
    def add_options(self, fields: Mapping[str, Any], *, search: bool) -> dict[str, Any]:
        """Return what the body that adds a title holds for this app alone; ``fields`` are those of a plan."""

    async def episodes(self, item_id: int) -> Fetched[Episode]:
        """Return every episode of a title.

        :raises ValueError: the app has no episodes.
        """
        raise ValueError(f"{self.app.name} has no episodes")

    async def aired_episodes(self, start: str, end: str, *, files: bool) -> Fetched[AiredEpisode]:
        """Return every episode that airs from ``start`` to ``end`` (UTC), with files if asked for.

        :raises ValueError: the app has no episodes.
        """
        raise ValueError(f"{self.app.name} has no episodes")

    async def described_episodes(self, item_id: int) -> Fetched[DescribedEpisode]:
        """Return what is said and shown of every episode of a title.

        :raises ValueError: the app has no episodes.
        """
        raise ValueError(f"{self.app.name} has no episodes")

    async def episodes_by_id(self, episode_ids: Sequence[int]) -> Fetched[Episode]:
        """Return the episodes of up to :data:`IDS_PER_REQUEST` ids.

        :raises ServerFaultError: one of them is not there; Sonarr 5 answers BadRequestError.
        :raises ValueError: the app has no episodes.
        """
        raise ValueError(f"{self.app.name} has no episodes")

    async def files_by_id(self, file_ids: Sequence[int]) -> Fetched[MediaFile]:
        """Return the files of up to :data:`IDS_PER_REQUEST` ids with formats and scores.

        :raises ServerFaultError: one of them is not there; Sonarr 5 answers BadRequestError.
        :raises ValueError: the app has no episodes.
        """
        raise ValueError(f"{self.app.name} has no episodes")

    def lacking(self, listed: ListedItem, delivery: Delivery) -> str:
        """Return what did not come of what the list of titles announces, in words; empty when all did."""
        missing = listed.files - len(delivery.files) - len(delivery.skipped_files)
        return plural(missing, "file") if missing > 0 else ""

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    @property
    def setting_types(self) -> tuple[SettingType, ...]:
        """What to ask for with `settings`; root folders come with `root_folders`."""
        return tuple(self.app.settings)

    @property
    def requests(self) -> int:
        """Requests sent so far, retries included."""
        return self.http.requests

    async def aclose(self) -> None:
        """Close the connections."""
        await self.http.aclose()

    # --- identity and health -----------------------------------------------------------------------------

    async def status(self) -> AppStatus:
        """Return what the app says of itself: one request.

        :raises WrongAppError: it is the other app, or neither.
        :raises VersionTooOldError: it is too old to be read safely.
        """
        return await self._identity(await self._get("/system/status", _IDENTITY), _IDENTITY)

    async def status_unless(self, known: AppStatus | None) -> AppStatus:
        """Return what the app says of itself: no request where the last answer was of the ``known`` one.

        Version numbers of the two apps, and of their kin, have nothing in common, so that an answer with the
        version that ``known`` told comes from the same app. It has the time of that answer and is otherwise
        as it was told.
        """
        sender = self.http.sender
        if known and known.version == sender.version:
            return replace(known, date=sender.date)
        return await self.status()

    async def probe(self) -> AppStatus:
        """Test the connection as a person would: two requests, no retries, past an open breaker.

        ``/ping`` needs no key and gives the URL base away by its redirect (R ``Startup.cs:270-286``), where
        an API path asks for the key first. A proxy may keep ``/ping`` to itself, so other answers to it are
        ignored.

        :raises WrongUrlBaseError: the URL base in the configuration is wrong; the error says what to write.
        :raises ServerFaultError: the app runs but cannot read its database.
        """
        try:
            await self.http.get("/ping", what=_TESTING, patient=False, keyed=False)
        except (WrongUrlBaseError, ServerFaultError):
            raise
        except ArrError as fault:
            if fault.status is None:  # nothing answered: the next request would say the same
                raise
        status = await self._identity(
            await self.http.get(f"{self.app.api}/system/status", what=_TESTING, patient=False), _TESTING
        )
        base = status.url_base.rstrip("/")
        if not base or urlsplit(self.config.url).path.endswith(base):
            return status
        warning = (
            f"The app's own URL base is {base}; it answers under another one, presumably through a proxy."
        )
        return replace(status, warnings=(*status.warnings, warning))

    async def _identity(self, answer: BufferedResponse, what: str) -> AppStatus:
        """Return the status if it is of the configured app and recent enough."""
        system = await self._read(answer, what, lambda body: decoding.read_object(body, wire.SystemResource))
        kind = self.config.kind
        if system.app_name.lower() != kind.value:
            raise self._wrong_app(system.app_name[:40], what)
        if versions.is_refused(kind, system.version):
            raise VersionTooOldError(
                what,
                f"{kind.app.name} {system.version[:40]} is older than {kind.app.oldest}",
                f"Update it, at best to {kind.app.recommended} or later.",
                self.config.name,
            )
        return AppStatus(
            app_name=system.app_name,
            version=system.version,
            instance_name=system.instance_name or system.app_name,
            url_base=system.url_base,
            branch=system.branch,
            database_type=system.database_type,
            os=system.os_name,
            is_docker=system.is_docker,
            start_time=system.start_time,
            latency=answer.latency,
            date=answer.date,
            warnings=versions.version_warnings(kind, system.version),
        )

    def _wrong_app(self, name: str, what: str) -> WrongAppError:
        why = (
            f"{name} answers"
            if name
            else f"a service that is neither {' nor '.join(app.name for app in APPS.values())} answers"
        )
        other = name.lower() in APPS
        return WrongAppError(
            what,
            f"{why} where {self.app.name} was configured",
            f"Correct url, or make it a [{name.lower()}.…] table."
            if other
            else "Correct url in the configuration.",
            self.config.name,
        )

    async def health(self) -> list[Health]:
        """Return the messages of the app's health check; none when it is well."""
        return (await self._list("/health", "reading its health", wire.HealthMessage, convert.health)).records

    # --- settings ----------------------------------------------------------------------------------------

    async def root_folders(self) -> tuple[list[RootFolder], Fetched[Setting]]:
        """Return the root folders' volatile facts and their settings, from one request.

        The app looks at every folder on disk for this, up to 5 s each.
        """
        folders = await self._list(
            "/rootfolder", "listing root folders", dict[str, Any], _root_folder, heavy=True
        )
        kept = Fetched([setting for _, setting in folders.records], folders.skipped, folders.odd)
        return [folder for folder, _ in folders.records], _keyed(SettingType.ROOT_FOLDER, kept)

    async def unmapped_files(self) -> Fetched[str] | None:
        """Return the paths of the files that the app knows and that belong to no title: one request.

        None without a request where it lists no such files.
        """
        return None

    async def tags(self) -> tuple[Fetched[Setting], bool]:
        """Return all tags, and whether an auto-tagging rule may use one of them, from one request.

        A rule without a tag is refused, and a tag of a rule is not deleted (``AutoTaggingController``,
        ``TagService``, ``CleanupUnusedTags``): where no tag is used by one, there is none. (Only a client
        of the API can make one that names tags which never were.) Apps that do not say have rules or not.
        """
        details = await self._list("/tag/detail", "reading tags", dict[str, Any], _tag)
        fetched = Fetched([tag for tag, _ in details.records], details.skipped, details.odd)
        ruled = any(ruled for _, ruled in details.records) or bool(details.skipped)
        return _keyed(SettingType.TAG, fetched), ruled

    async def settings(self, type: SettingType) -> Fetched[Setting]:
        """Return all settings of one of the `setting_types`: one request. Secrets are masked."""
        what = f"reading {type.value.replace('_', ' ')}"
        make = partial(convert.setting, type)
        if type in SINGLE:
            answer = await self._get(self.app.settings[type], what)
            body = await self._read(answer, what, plain_object)
            try:
                return Fetched([make(body)], [])
            except UnusableError as error:
                return _keyed(type, Fetched([], [Skipped(str(convert.SINGLE_ID), str(error))]))
        if type is SettingType.EXCLUSION:
            return _keyed(type, await self._exclusions(f"{what}s", make))
        heavy, path = type is SettingType.COLLECTION, self.app.settings[type]
        return _keyed(type, await self._list(path, f"{what}s", dict[str, Any], make, heavy=heavy))

    async def files_of(self, child_ids: Sequence[int], item_ids: Iterable[int]) -> Fetched[MediaFile]:
        """Return the files of up to `children_per_request` children of some titles: one request.

        :raises ValueError: the app lists files by title.
        """
        raise ValueError(f"{self.app.name} lists files by {self.app.title.singular}")

    async def tracks(self, child_id: int) -> Fetched[Track]:
        """Return what one of a title's children consists of: one request.

        :raises ValueError: the app has no tracks.
        """
        raise ValueError(f"{self.app.name} has no tracks")


def _root_folder(body: dict[str, Any]) -> tuple[RootFolder, Setting]:
    return convert.root_folder(body), convert.setting(SettingType.ROOT_FOLDER, body)


def _tag(body: dict[str, Any]) -> tuple[Setting, bool]:
    plain = {key: value for key, value in body.items() if not key.endswith("Ids")}
    return convert.setting(SettingType.TAG, plain), bool(body.get("autoTagIds", True))


def _keyed(type_: SettingType, fetched: Fetched[Setting]) -> Fetched[Setting]:
    """Return settings with the keys of skipped ones as snapshots have them: ids differ within a type only."""
    skipped = [
        replace(row, key=f"{type_.value}/{row.key}") if row.key is not None else row
        for row in fetched.skipped
    ]
    return replace(fetched, skipped=skipped)


def make_client(config: InstanceConfig, http: ArrHttp | None = None) -> ArrClient:
    """Return the client for a configured instance; nothing is sent before its first method is called."""
    client_class: type[ArrClient] = resolve_name(config.kind.app.client)
    return client_class(config, http)
