"""Stored estates for tests of the screen: real libraries, and states that show all there is to show."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from arrtui.core.config import load_config
from arrtui.core.domain import Health, RootFolder, encode
from arrtui.core.events import JobState, Progress
from arrtui.db.database import Database
from arrtui.db.estate import ensure_instance, record_check
from arrtui.db.models import JobRow, Snapshot
from arrtui.db.snapshots import SnapshotRow, insert_snapshot
from arrtui.demo.estate import EstateSize, SimulatedEstate
from arrtui.runtime.services import Services

NOW = 1_763_734_800.0
"""21 November 2025, 14:20 UTC: the moment every scene shows."""
TODAY = 1_763_683_200
MINUTE, HOUR, DAY = 60.0, 3_600.0, 86_400.0
TIB = 1024**4

SMALL = EstateSize(
    radarr=(("main", 60), ("4k", 25)),
    sonarr=(("main", 8, 260), ("anime", 4, 90)),
    lidarr=(("main", 10, 4, 6),),
)

CONFIG = """\
[radarr.main]
url = "http://nas:7878"
api_key = "0123456789abcdef0123456789abcdef"

[radarr.4k]
url = "http://nas:7879/radarr4k"
external_url = "https://movies.example.org/radarr4k"
api_key = "0123456789abcdef0123456789abcdef"

[sonarr.main]
url = "http://nas:8989"
api_key = "0123456789abcdef0123456789abcdef"

[sonarr.anime]
url = "http://nas:8990"
api_key = "0123456789abcdef0123456789abcdef"

[radarr.parents]
url = "http://10.8.0.7:7878"
api_key = "0123456789abcdef0123456789abcdef"

[lidarr.main]
url = "http://nas:8686"
api_key = "0123456789abcdef0123456789abcdef"

[database]
url = "sqlite:///{database}"

[ui]
theme = "dark"
refresh_minutes = 0
ascii = false
"""


EMPTY_CONFIG = CONFIG[CONFIG.index("[database]") :]
"""A configuration without instances."""


class StillServices(Services):
    """Services whose work never begins, so that a scene stays as it was stored."""

    def start(self) -> None:
        """Do nothing."""


def small_estate() -> SimulatedEstate:
    """Return five instances with a hundred titles, the same in every run."""
    return SimulatedEstate(SMALL, today=TODAY)


def fill_library(folder: Path) -> Path:
    """Back a simulated estate up and return the database it is stored in."""
    database = folder / "library.db"
    with small_estate() as estate:
        for app in estate.apps.values():
            app.clock = lambda: NOW - 12 * MINUTE
        path = folder / "library.toml"
        path.write_text(estate.config_toml(database=database))
        path.chmod(0o600)
        asyncio.run(_back_up(path))
    return database


async def _back_up(path: Path) -> None:
    services = Services(load_config(path, env={}), kind="run", env={}, clock=lambda: NOW - 12 * MINUTE)
    try:
        jobs = await services.engine.run_jobs(await services.backup.back_up())
        assert all(job.state is JobState.COMPLETED for job in jobs), [job.error for job in jobs]
    finally:
        services.database.close()


@contextmanager
def scene_services(library: Path, folder: Path, *, config: str = CONFIG) -> Iterator[Services]:
    """Yield services over a copy of a library in which something of everything is going on."""
    database = folder / "arrtui.db"
    if "[radarr" in config:
        shutil.copy(_dressed(library), database)
    path = folder / "config.toml"
    path.write_text(config.format(database=database))
    path.chmod(0o600)
    services = StillServices(load_config(path, env={}), env={}, clock=lambda: NOW)
    if not services.config.instances:
        services.config = replace(services.config, path=Path("/home/you/.config/arrtui/config.toml"))
    try:
        yield services
    finally:
        services.stop()


@cache
def _dressed(library: Path) -> Path:
    """Return a copy of a library in which something of everything is going on; made once for all scenes."""
    dressed = library.with_name("dressed.db")
    shutil.copy(library, dressed)
    database = Database.open(f"sqlite:///{dressed}")
    database.write_sync(dress)
    database.close()
    return dressed


def dress() -> None:
    """Replace what depends on the run by what every run shows the same; to be called while writing."""
    Snapshot.delete().execute()
    JobRow.delete().execute()
    _checks()
    _snapshots()
    _jobs()


def _checks() -> None:
    """Note how the instances are."""
    record_check("radarr.main", state="up", at=NOW - 4 * MINUTE, latency=0.018, **_app("6.1.2.10284"))
    warnings = (
        Health(
            type="warning",
            source="IndexerStatusCheck",
            message="Indexers unavailable due to failures: Old Tracker",
        ),
        Health(type="warning", source="UpdateCheck", message="New update is available: 6.1.3.10301"),
    )
    record_check(
        "radarr.4k", state="up", at=NOW - 4 * MINUTE, latency=0.042, **_app("6.1.2.10284", health=warnings)
    )
    broken = (Health(type="error", source="RootFolderCheck", message="Missing root folder: /tv/kids"),)
    record_check(
        "sonarr.main",
        state="up",
        at=NOW - 4 * MINUTE,
        latency=1.31,
        **_app("4.0.19.2979", health=broken, root="/tv", missing="/tv/kids"),
    )
    record_check(
        "sonarr.anime", state="up", at=NOW - 26 * HOUR, latency=0.02, **_app("4.0.19.2979", root="/anime")
    )
    record_check(
        "sonarr.anime",
        state="down",
        at=NOW - 4 * MINUTE,
        error="sonarr.anime: asking for its status: the connection was refused by nas:8990. "
        "Check that the app runs and that the address and port are right.",
    )
    record_check(
        "lidarr.main", state="up", at=NOW - 4 * MINUTE, latency=0.031, **_app("2.14.5.10000", root="/music")
    )


def _app(
    version: str, *, health: tuple[Health, ...] = (), root: str = "/movies", missing: str = ""
) -> dict[str, Any]:
    roots = [RootFolder(path=root, free_space=int(5.4 * TIB), unmapped=3)]
    roots += [RootFolder(path=missing, accessible=False, free_space=None)] if missing else []
    doc = encode({"branch": "main", "database_type": "sqLite"})
    return {"app_version": version, "app_doc": doc, "health": health, "roots": roots}


def _snapshots() -> None:
    """Note how the last backups went."""
    radarr = {"items": 5_012, "files": 4_816, "size": int(21.4 * TIB)}
    _snapshot("radarr.main", 31 * DAY, baseline=True, seconds=41.0, **radarr)
    _snapshot("radarr.main", 1 * DAY, added=4, changed=31, removed=1, seconds=3.1, **radarr)
    _snapshot("radarr.main", 12 * MINUTE, added=2, changed=12, seconds=2.6, **radarr)
    uhd = {"items": 812, "files": 790, "size": int(38.2 * TIB)}
    _snapshot("radarr.4k", 9 * DAY, baseline=True, seconds=12.4, **uhd)
    _snapshot("radarr.4k", 4 * DAY, added=1, seconds=1.2, **uhd)
    tv = {"items": 503, "episodes": 60_214, "files": 55_870, "size": int(64.9 * TIB)}
    _snapshot("sonarr.main", 1 * DAY, baseline=True, seconds=96.0, **tv)
    anime = {"items": 141, "episodes": 3_950, "files": 3_811, "size": int(4.2 * TIB)}
    _snapshot("sonarr.anime", 2 * DAY, baseline=True, seconds=14.0, **anime)
    music = {"items": 486, "episodes": 5_033, "files": 52_409, "size": int(1.9 * TIB)}
    _snapshot("lidarr.main", 3 * DAY, baseline=True, seconds=21.0, **music)
    _snapshot("lidarr.main", 40 * MINUTE, added=1, changed=6, seconds=3.8, **music)
    _failed(
        "sonarr.anime",
        3 * HOUR,
        "implausible",
        "sonarr.anime: backing up: it lists 12 series where 141 are stored; at most 20 % may vanish. "
        "Nothing was changed.",
    )


def _snapshot(name: str, ago: float, **values: Any) -> None:
    kind = name.partition(".")[0]
    insert_snapshot(ensure_instance(name, kind), SnapshotRow(taken_at=NOW - ago, state="complete", **values))


def _failed(name: str, ago: float, code: str, error: str) -> None:
    kind = name.partition(".")[0]
    new = SnapshotRow(taken_at=NOW - ago, state="failed", error=error, error_code=code)
    insert_snapshot(ensure_instance(name, kind), new)


def _jobs() -> None:
    """Queue a job in each state there is."""
    job(
        "backup",
        "sonarr.main",
        JobState.RUNNING,
        started_at=NOW - 48,
        attempts=1,
        lease_owner="tui-1",
        lease_until=NOW + 30,
        progress=Progress(done=212, total=503, text="reading episodes", rate=4.4),
    )
    job("check", "radarr.parents", JobState.RUNNING, started_at=NOW - 2, attempts=1, lease_until=NOW + 30)
    job("backup", "radarr.4k", JobState.PENDING)
    job(
        "backup",
        "radarr.parents",
        JobState.RETRYING,
        attempts=2,
        run_after=NOW + 75,
        error="radarr.parents: listing movies: no answer within 30 s. It is tried again.",
        error_code="timeout",
    )
    job(
        "backup",
        "sonarr.anime",
        JobState.FAILED,
        attempts=4,
        started_at=NOW - 3 * HOUR - 9,
        finished_at=NOW - 3 * HOUR,
        error="sonarr.anime: backing up: it lists 12 series where 141 are stored; at most 20 % may vanish. "
        "Nothing was changed.",
        error_code="implausible",
        error_detail="GET /api/v3/series answered 200 with 12 items.\nStored: 141 items, 3,811 files.",
    )
    done = {"items": 5_012, "added": 2, "changed": 12, "removed": 0, "requests": 18, "history": 88_120}
    job(
        "backup",
        "radarr.main",
        JobState.COMPLETED,
        attempts=1,
        started_at=NOW - 12 * MINUTE - 2.6,
        finished_at=NOW - 12 * MINUTE,
        result=done,
    )
    job(
        "backup", "radarr.4k", JobState.CANCELLED, attempts=1, started_at=NOW - DAY, finished_at=NOW - DAY + 4
    )
    first = {"items": 503, "added": 503, "changed": 0, "removed": 0, "requests": 1_040, "baseline": True}
    job(
        "backup",
        "sonarr.main",
        JobState.COMPLETED,
        attempts=1,
        started_at=NOW - DAY - 96,
        finished_at=NOW - DAY,
        result=first,
    )
    checked = {"version": "6.1.2.10284"}
    job(
        "check",
        "radarr.main",
        JobState.COMPLETED,
        attempts=1,
        started_at=NOW - 241,
        finished_at=NOW - 240,
        result=checked,
    )


def job(
    kind: str,
    instance: str,
    state: JobState,
    *,
    progress: Progress | None = None,
    result: dict[str, Any] | None = None,
    **values: Any,
) -> int:
    """Store a job in any state and return its id; to be called while writing."""
    last = JobRow.select(JobRow.revision).order_by(JobRow.revision.desc()).limit(1).scalar() or 0
    values.setdefault("created_at", values.get("started_at", NOW - 90))
    job_id: int = JobRow.insert(
        kind=kind,
        subject=instance,
        instance=instance,
        state=state,
        priority=2 if kind == "check" else 3,
        args_doc=encode({"full": False, "accept_shrink": False} if kind == "backup" else {}),
        progress_doc=encode(progress or Progress()),
        result_doc=None if result is None else encode(result),
        revision=last + 1,
        **values,
    ).execute()
    return job_id
