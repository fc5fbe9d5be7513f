"""What ten changed custom formats take over 65,000 files: which would match others than now.

``python -m tests.bench.matches FOLDER FILES REPEAT`` is the process that does it, on a library of its own:
two names for half of the files, all names distinct, the formats of the simulated guide. The job that matches
them runs first; what it took is in the JSON. Each of the changed formats has a pattern that was never
searched. The least: reading the records of the files.
"""

from __future__ import annotations

import asyncio
import json
import random
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from arrtui.core.apps import Kind
from arrtui.core.config import load_config
from arrtui.core.domain import EntityType, Item, MediaFile, Record, Setting, encode
from arrtui.db import records, snapshots
from arrtui.db.estate import ensure_instance
from arrtui.db.records import RecordBatch, write_records
from arrtui.db.snapshots import SnapshotRow
from arrtui.demo.world.profiles import build_formats, role_of
from arrtui.runtime.matches import match_job
from arrtui.runtime.services import Services
from tests.bench.children import python, run
from tests.bench.estate import FULL, Estate
from tests.bench.report import Row

BUDGET = 3.0
"""Seconds."""
FILES = 65_000
INSTANCE = "sonarr.main"
CHANGED = 10
PROFILES = 8
_SOURCES = ("WEB-DL", "WEBRip", "BluRay", "HDTV", "BluRay.REMUX")
_AUDIO = ("DDP5.1", "DTS-HD.MA.5.1", "AAC2.0", "TrueHD.7.1.Atmos", "FLAC.2.0")
_VIDEO = ("x264", "x265", "H.264", "H.265", "DV.HDR10Plus.HEVC")
_GROUPS = ("NTb", "FLUX", "CtrlHD", "SPARKS", "AMZNGRP", "YTS", "EVO", "playWEB")
_SERVICES = ("AMZN", "NF", "DSNP", "HMAX", "")


def measure(estate: Estate, repeat: int) -> Iterator[Row]:
    """Foretell in a process of its own; what the job took is in the JSON."""
    count = FILES if estate.size == FULL else FILES // 10
    command = python("-m", "tests.bench.matches", str(estate.folder), str(count), str(repeat))
    figures = run(command, estate.folder / "errors").output
    yield Row(
        what=f"{CHANGED} formats with new patterns over {count:,} files",
        unit="s",
        samples=tuple(figures["ours"]),
        floors=tuple(figures["least"]),
        budget=BUDGET,
        detail=figures["detail"],
    )


def _file(number: int, chance: random.Random, formats: tuple[int, ...]) -> MediaFile:
    service, group = chance.choice(_SERVICES), chance.choice(_GROUPS)
    lines, source = chance.choice((720, 1080, 2160)), chance.choice(_SOURCES)
    parts = (f"{lines}p", service, source, chance.choice(_AUDIO), chance.choice(_VIDEO))
    place = f"S{number // 20 % 6 + 1:02}E{number % 20 + 1:02}"
    release = f"Series.{number // 120}.{place}.{'.'.join(filter(None, parts))}-{group}"
    return MediaFile(
        id=number + 1,
        item_id=number // 120 + 1,
        relative_path=f"Season 1/Series {number // 120} - {number} [{source}-{lines}p]-{group}.mkv",
        scene_name=release if number % 2 else "",
        size=chance.randrange(1 << 34),
        formats=formats,
        quality_id=chance.randrange(1, 20),
        languages=((1, "English"),),
        release_group=group,
        release_type="singleEpisode",
    )


def library_records(count: int, formats: Mapping[int, tuple[int, ...]]) -> Iterator[Record]:
    chance = random.Random(count)
    for number in range(count // 120 + 1):
        yield Item(
            id=number + 1,
            external_id=str(number + 1),
            title=f"Series {number}",
            path=f"/tv/{number}",
            profile_id=number % PROFILES + 1,
            monitored=True,
        )
    for number in range(count):
        yield _file(number, chance, formats.get(number + 1, ()))
    for body in build_formats("sonarr", role_of(INSTANCE)):
        yield Setting(id=body["id"], type="custom_format", name=body["name"], body=body)
    for number in range(20):
        quality = {"id": number, "source": "web", "resolution": 1080}
        yield Setting(id=number + 1, type="quality_definition", body={"quality": quality})


def fill(
    services: Services, count: int, formats: Mapping[int, tuple[int, ...]], extra: Iterable[Record] = ()
) -> None:
    """Store the library and ``extra`` records; the app says that files match some formats."""
    docs: dict[EntityType, list[str]] = {}
    types = {Item: EntityType.ITEM, MediaFile: EntityType.FILE, Setting: EntityType.SETTING}
    for record in (*library_records(count, formats), *extra):
        docs.setdefault(types[type(record)], []).append(encode(record))
    with services.database.writing():
        instance_id = ensure_instance(INSTANCE, "sonarr")
        write_records(instance_id, RecordBatch(docs=docs), ())
        snapshots.insert_snapshot(
            instance_id, SnapshotRow(taken_at=1.0, state="complete", digest=f"{len(formats)}")
        )


def changed_formats(bodies: list[dict[str, Any]], turn: int) -> Iterator[dict[str, Any]]:
    """Yield some of the formats with one more pattern each, which no turn before had."""
    for number, body in enumerate(bodies[:CHANGED]):
        pattern = rf"\b({_SERVICES[number % 4]}|{_GROUPS[number % 8]})\b(?!.*turn{turn}x{number})"
        condition = {
            "implementation": "ReleaseTitleSpecification",
            "name": "more",
            "required": True,
            "fields": [{"name": "value", "value": pattern}],
        }
        yield body | {"specifications": [*body["specifications"], condition]}


def _least(services: Services) -> int:
    return len(services.database.read_sync(records.stored_docs, 1, EntityType.FILE))


async def run_matching(services: Services) -> dict[str, Any]:
    began = time.perf_counter()
    job_id, _ = await services.jobs.enqueue(match_job(Kind.SONARR))
    (job,) = await services.engine.run_jobs([job_id])
    return {"result": job.result, "seconds": time.perf_counter() - began}


async def _measured(services: Services, count: int, repeat: int) -> dict[str, Any]:
    fill(services, count, {})
    detail: dict[str, Any] = {"first": await run_matching(services)}
    began = time.perf_counter()
    told = await services.matches.of(INSTANCE)
    detail["all_formats"] = time.perf_counter() - began
    fill(services, count, {number: tuple(sorted(match.formats)) for number, match in told.items()})
    detail["again"] = await run_matching(services)
    ours, least = [], []
    for turn in range(repeat):
        began = time.perf_counter()
        _least(services)
        least.append(time.perf_counter() - began)
        began = time.perf_counter()
        changed = list(changed_formats(build_formats("sonarr", role_of(INSTANCE)), turn))
        forecast = await services.matches.what_if(INSTANCE, changed)
        ours.append(time.perf_counter() - began)
        detail |= {"changes": len(forecast.changes), "cannot_tell": len(forecast.cannot_tell)}
    return {"ours": ours, "least": least, "detail": detail}


def opened_services(folder: Path) -> Services:
    """Return services over a database of their own in a folder."""
    folder.mkdir(exist_ok=True)
    config = folder / "config.toml"
    app = f'[{INSTANCE}]\nurl = "http://127.0.0.1:9"\napi_key = "k"\n'
    config.write_text(f'{app}[database]\nurl = "sqlite:///{folder}/arrtui.db"\n')
    config.chmod(0o600)
    return Services(load_config(config, env={}), kind="run", env={})


def main() -> None:
    """Print the seconds of either, and what came of it, as one line of JSON."""
    count, repeat = int(sys.argv[2]), int(sys.argv[3])
    services = opened_services(Path(sys.argv[1]) / "matches")
    sys.stdout.write(json.dumps(asyncio.run(_measured(services, count, repeat))) + "\n")
    services.database.close()


if __name__ == "__main__":
    main()
