"""The apps' own archives: fetched after backups, listed, and sent back."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from arrtui.core.app_archives import ArchiveError
from arrtui.core.errors import ArrtuiError, LoginNeededError
from arrtui.core.estate_events import EstateEvent, EventType
from arrtui.core.events import Access
from arrtui.core.text import format_size, plural
from arrtui.db.jobs import NewJob
from arrtui.runtime.engine.jobs import JobContext
from arrtui.runtime.engine.kinds import JobKind
from arrtui.runtime.read_only import refuse_writing

if TYPE_CHECKING:
    from arrtui.core.config import Config
    from arrtui.features.archives.check import CheckedArchive
    from arrtui.features.archives.kept import ArchiveFolder, KeptArchive
    from arrtui.runtime.engine.queue import JobQueue
    from arrtui.runtime.services import Services

LATEST = "latest"
"""What names the newest archive that is kept of an instance."""


class ArchiveServices:
    """Archives on disk, and the job that sends one back. Every method may raise ArrtuiError."""

    def __init__(self, config: Callable[[], Config], queue: JobQueue, clock: Callable[[], float]) -> None:
        self._config = config
        self._queue = queue
        self._clock = clock

    def folder(self, name: str) -> ArchiveFolder:
        """Return where the archives of an instance are kept."""
        from arrtui.features.archives.kept import ArchiveFolder

        return ArchiveFolder(self._config().archive_folder, self._config().instance(name).name)

    async def kept(self, name: str) -> list[KeptArchive]:
        """Return the archives kept of an instance, the newest first."""
        try:
            return await asyncio.to_thread(self.folder(name).archives)
        except OSError as error:
            raise ArchiveError("listing the archives", error.strerror or str(error), instance=name) from None

    async def is_due(self, name: str) -> bool:
        """Return whether an archive is to be fetched of an instance; never where nothing may be written."""
        config = self._config()
        if config.backup.app_archive == "off" or config.ui.read_only:
            return False
        try:
            return await asyncio.to_thread(self.folder(name).is_due, config.backup.app_archive, self._clock())
        except OSError:
            return True  # the job that fetches it says what is wrong with the folder

    async def find(self, name: str, file: str) -> Path:
        """Return the archive that is named: a path, the name of one that is kept, or ``latest``.

        Raises ArchiveError where there is none of that name.
        """
        kept = await self.kept(name)
        by_name = {archive.path.name: archive.path for archive in kept}
        by_name |= {LATEST: kept[0].path} if kept else {}
        path = by_name.get(file) or await asyncio.to_thread(_existing, file)
        if path is None:
            why = f"there is none called {file}"
            advice = f"arrtui --run restore {name} --archive list shows those that are kept."
            raise ArchiveError("choosing the archive", why, advice, name)
        return path

    async def check(self, name: str, path: Path) -> CheckedArchive:
        """Return what an archive holds for the app of an instance. Raises ArchiveError."""
        from arrtui.features.archives.check import check_archive

        instance = self._config().instance(name)
        key = instance.api_key.get_secret_value()
        return await asyncio.to_thread(check_archive, path, instance.kind.app, key)

    async def restore(self, name: str, path: Path) -> int:
        """Queue that an app starts with an archive in place of its own data; return the job's id.

        Raises ReadOnlyError.
        """
        refuse_writing(self._config(), f"restoring {name} from an archive")
        args = {"path": str(path)}
        job_id, _ = await self._queue.enqueue(
            NewJob(kind=RESTORE_ARCHIVE.name, subject=name, instance=name, args=args, priority=2)
        )
        return job_id


def _existing(file: str) -> Path | None:
    path = Path(file).expanduser().absolute()
    return path if path.is_file() else None


def archive_job(name: str) -> NewJob:
    """Return the job that fetches an archive of an instance."""
    return NewJob(kind=ARCHIVE.name, subject=name, instance=name, priority=8)


async def _fetch(services: Services, job: JobContext) -> Mapping[str, Any]:
    """Fetch an archive and drop the oldest; where the app hands none out, say so once."""
    from arrtui.features.archives.fetch import fetch_new_archive

    name, config = job.job.instance, services.config
    folder = services.archives.folder(name)
    client = services.clients.get(config.instance(name))
    await job.progress(0, 0, "having the app make an archive")
    try:
        kept = await fetch_new_archive(client, folder, services.clock)
    except (LoginNeededError, ArchiveError) as error:
        return {"refused": str(error), "is_news": bool(await _tell_once(services, name, error))}
    try:
        dropped = await asyncio.to_thread(folder.prune, config.backup.app_archives)
    except OSError as error:
        raise ArchiveError("removing old archives", error.strerror or str(error), instance=name) from None
    return {"file": kept.path.name, "size": kept.size, "dropped": dropped}


async def _tell_once(services: Services, name: str, error: ArrtuiError) -> list[int]:
    """Tell that no archive can be had of an instance, unless that was told since the last one."""
    newest = next(iter(await services.archives.kept(name)), None)
    event = EstateEvent(
        type=EventType.ARCHIVE_REFUSED,
        at=services.clock(),
        instance=name,
        key=f"{error.code} {newest.path.name if newest else ''}",
        reason=f"{error.why}. {error.advice}".strip(),
    )
    return await services.events.publish([event])


async def _restore(services: Services, job: JobContext) -> Mapping[str, Any]:
    """Check the archive once more, have the app start with it and back the instance up."""
    from arrtui.features.archives.restore import restore_archive
    from arrtui.runtime.backup import backup_job

    name, path = job.job.instance, Path(job.args["path"])
    checked = await services.archives.check(name, path)
    await job.progress(0, 0, "sending the archive, then waiting for the app to start with it")
    unusable = await restore_archive(services.clients.get(services.config.instance(name)), path)
    if not unusable:
        await job.enqueue_child(backup_job(name, full=True, accept_shrink=True))
    return {"file": path.name, "size": checked.size, "unusable": unusable}


def _describe(result: Mapping[str, Any]) -> str:
    if "refused" in result:
        return f"none: {result['refused']}"
    if "file" not in result:
        return ""
    dropped = result.get("dropped")
    pruned = f", {plural(dropped, 'old one')} removed" if dropped else ""
    return f"{result['file']}, {format_size(result['size'])}{pruned}"


def _describe_restored(result: Mapping[str, Any]) -> str:
    if "file" not in result:
        return ""
    return result["unusable"] or f"the app runs with {result['file']}"


ARCHIVE = JobKind("app-archive", "Archive", _fetch, describe_result=_describe, max_attempts=2)
RESTORE_ARCHIVE = JobKind(
    "archive-restore",
    "Recover",
    _restore,
    access=Access.WRITE,
    max_attempts=1,
    resumable=False,
    describe_result=_describe_restored,
)
