"""``--run snapshots [INSTANCE…]``: what has been taken, newest first."""

from __future__ import annotations

from datetime import UTC, datetime

from arrtui.cli.headless import Task
from arrtui.cli.output import table
from arrtui.cli.status import ExitStatus
from arrtui.runtime.backup import SnapshotRow

_HEADINGS = (
    *("number", "instance", "taken", "result", "items", "episodes", "files"),
    *("added", "changed", "removed", "remarks"),
)


async def run(task: Task) -> ExitStatus:
    """List snapshots."""
    names = [await task.known_instance(name) for name in task.request.args] or None
    rows = await task.services.backup.snapshots(names)
    if not rows:
        task.out.note("Nothing has been backed up yet. Run: arrtui --run backup")
    else:
        for line in table(_HEADINGS, [_cells(row) for row in rows], right=(0, 4, 5, 6, 7, 8, 9)):
            task.out.line(line)
    task.out.result("snapshots", True, snapshots=[_plain(row) for row in rows])
    return ExitStatus.OK


def _cells(row: SnapshotRow) -> tuple[str, ...]:
    taken = datetime.fromtimestamp(row.taken_at, UTC).astimezone()
    head = (str(row.id), row.instance, f"{taken:%Y-%m-%d %H:%M:%S}", row.state)
    if row.state != "complete":
        return (*head, *("",) * 6, row.error)
    counts = (row.items, row.episodes, row.files, row.added, row.changed, row.removed)
    remarks = (
        ["baseline"] * row.baseline
        + ["full"] * row.full
        + [f"{len(row.warnings)} warnings"] * bool(row.warnings)
    )
    return (*head, *(f"{count:,}" for count in counts), ", ".join(remarks))


def _plain(row: SnapshotRow) -> dict[str, object]:
    """Return a snapshot for JSON, its time in ISO form."""
    plain = row._asdict()
    del plain["instance_id"]
    return plain | {"taken_at": datetime.fromtimestamp(row.taken_at, UTC).isoformat(timespec="seconds")}
