"""``--run restore INSTANCE --archive FILE``: an app's own archive, sent back to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from arrtui.cli.output import table
from arrtui.cli.plans import standing_alarm
from arrtui.cli.status import ExitStatus, status_of
from arrtui.cli.task import Task
from arrtui.core.errors import PlanLockedError
from arrtui.core.events import JobState
from arrtui.core.text import format_size, format_timestamp

if TYPE_CHECKING:
    from arrtui.features.archives.check import CheckedArchive

LIST = "list"
"""What prints the archives that are kept; a file of that name is ``./list``."""
_OTHER_KEY = (
    "It has another API key than api_key here: the app answers to that one afterwards, and arrtui only once "
    "it is written into the configuration."
)


async def restore_archive(task: Task, instance: str, archive: str, *, apply: bool) -> ExitStatus:
    """Check an archive; with ``apply`` have the app start with it and back it up again."""
    name = task.services.config.instance(instance).name
    if archive == LIST:
        return await _list(task, name)
    path = await task.services.archives.find(name, archive)
    checked = await task.services.archives.check(name, path)
    _print(task, name, checked)
    values = {
        "instance": name,
        "archive": str(path),
        "size": checked.size,
        "database_size": checked.database_size,
        "has_same_key": checked.has_same_key,
    }
    if not apply:
        task.out.note("Nothing was sent: this was a look. Add --apply to restore it.")
        task.result(True, **values, restored=False)
        return ExitStatus.OK
    task.refuse_writing(f"restoring {name} from an archive")
    if why := await standing_alarm(task, [name]):
        raise PlanLockedError(f"restoring {name} from an archive", why=why)
    job, *followers = await task.run_jobs([await task.services.archives.restore(name, path)])
    unusable = (job.result or {}).get("unusable", "")
    for error in (job.error, unusable, *(follower.error for follower in followers)):
        if error:
            task.out.note(f"error: {error}")
    restored = job.state is JobState.COMPLETED
    if restored:
        task.out.line(f"{name} runs with {path.name}")
    error = job.error or unusable
    task.result(restored and not error, **values, restored=restored, **({"error": error} if error else {}))
    return ExitStatus.PARTLY if restored and error else status_of([job.error_code])


async def _list(task: Task, name: str) -> ExitStatus:
    """Print the archives that are kept of an instance."""
    kept = await task.services.archives.kept(name)
    rows = [(archive.path.name, format_timestamp(archive.at), format_size(archive.size)) for archive in kept]
    for line in table(("archive", "fetched", "size"), rows, right=(2,)):
        task.out.line(line)
    shown = [{"file": str(archive.path), "size": archive.size, "at": archive.at} for archive in kept]
    task.result(True, instance=name, archives=shown)
    return ExitStatus.OK


def _print(task: Task, name: str, checked: CheckedArchive) -> None:
    task.out.line(
        f"{checked.path.name}, {format_size(checked.size)}: whole, with a database of "
        f"{format_size(checked.database_size)}; it takes the place of everything {name} has now"
    )
    if not checked.has_same_key:
        task.out.note(_OTHER_KEY)
